// Something did not go as it should: what is safe first, then what to do and what we are doing.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: fault

    readonly property var lines: facts.lines || []

    showTitle: false
    twoColumns: false
    touched: false

    Halves {
        width: parent.width
        height: parent.height - (code.visible ? code.height + 24 : 0)
        first: PictureHead {
            width: parent.width
            // In elder mode what to do matters more than a picture, where there is not room for both.
            picture: Theme.large && (fault.wide || fault.lines.length > 2) ? "" : fault.page.picture
            pictureSize: Theme.large ? 160 : fault.wide ? 200 : 260
            title: fault.page.title
            subtitle: fault.page.subtitle
        }

        NoticeBar {
            width: parent.width
            visible: text !== ""
            tone: "safe"
            text: fault.facts.saved || ""
        }
        NumberedLines {
            width: parent.width
            lines: fault.lines
        }
        // Lying, there is no height for a line of its own.
        FaultCode {
            visible: fault.wide && text !== ""
            width: parent.width
            code: fault.facts.code || ""
            clearsIn: fault.facts.finish_in || 0
        }
    }
    FaultCode {
        id: code

        visible: !fault.wide && text !== ""
        anchors.bottom: parent.bottom
        width: parent.width
        code: fault.facts.code || ""
        clearsIn: fault.facts.finish_in || 0
    }
}
