// Something did not go as it should: what is safe first, then what to do and what we are doing.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: fault

    readonly property var lines: facts.lines || []

    showTitle: false
    stacked: true

    ScrollArea {
        id: area

        anchors.verticalCenter: parent.verticalCenter
        width: parent.width
        height: Math.min(parent.height - code.height - 24, columnHeight)
        spacing: Theme.large ? 24 : 36

        PictureHead {
            width: area.columnWidth
            picture: fault.page.picture
            pictureSize: Theme.large ? 200 : 260
            title: fault.page.title
            subtitle: fault.page.subtitle
        }
        NoticeBar {
            width: area.columnWidth
            visible: text !== ""
            tone: "safe"
            text: fault.facts.saved || ""
        }
        NumberedLines {
            width: area.columnWidth
            lines: fault.lines
        }
    }
    FaultCode {
        id: code

        anchors.bottom: parent.bottom
        width: parent.width
        code: fault.facts.code || ""
        clearsIn: fault.facts.finish_in || 0
    }
}
