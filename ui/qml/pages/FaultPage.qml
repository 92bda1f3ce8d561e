// Something did not go as it should: what is safe first, then what to do and what we are doing.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: fault

    readonly property var lines: facts.lines || []

    showTitle: false

    ScrollArea {
        id: area

        readonly property real room: parent.height - (code.visible ? code.height + 24 : 0)

        y: Math.round((room - height) / 2)
        width: parent.width
        height: Math.min(room, columnHeight)
        spacing: Theme.large ? 24 : 36
        PictureHead {
            width: area.columnWidth
            // In elder mode what to do matters more than a picture, where there is not room for both.
            picture: Theme.large && fault.lines.length > 2 ? "" : fault.page.picture
            pictureSize: Theme.large ? 160 : 260
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
