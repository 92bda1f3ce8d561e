// There is no paper: the number stays on the screen until somebody says that it has been noted.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: number

    readonly property string saved: facts.saved || ""
    readonly property string bold: facts.saved_bold || ""

    showTitle: false
    stacked: true
    twoColumns: false
    touched: false

    function escaped(text) {
        return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/\n/g, "<br>")
    }

    Halves {
        width: parent.width
        height: parent.height - (code.visible ? code.height + 24 : 0)
        first: PictureHead {
            width: parent.width
            picture: number.page.picture
            pictureSize: number.wide ? 180 : Theme.large ? 220 : 280
            title: number.page.title
            subtitle: number.page.subtitle
        }

        BodyText {
            width: parent.width
            visible: text !== ""
            text: number.bold !== "" && number.saved.indexOf(number.bold) >= 0
                ? number.escaped(number.saved).split(number.escaped(number.bold)).join("<b>" + number.escaped(number.bold) + "</b>") : number.escaped(number.saved)
            textFormat: Text.StyledText
            font.pixelSize: Theme.large ? Math.max(44, Theme.body) : Theme.heading
            horizontalAlignment: Text.AlignHCenter
            Accessible.name: number.saved
        }
        Item {
            width: parent.width
            height: box.height

            NumberBox {
                id: box

                anchors.horizontalCenter: parent.horizontalCenter
                width: Math.min(implicitWidth, parent.width)
                number: number.facts.number || ""
            }
        }
        CentredLines {
            width: parent.width
            lines: number.facts.lines || []
        }
        // Lying, there is no height for a line of its own.
        FaultCode {
            visible: number.wide && text !== ""
            width: parent.width
            code: number.facts.code || ""
            clearsIn: number.facts.finish_in || 0
        }
    }
    FaultCode {
        id: code

        visible: !number.wide && text !== ""
        anchors.bottom: parent.bottom
        width: parent.width
        code: number.facts.code || ""
        clearsIn: number.facts.finish_in || 0
    }
}
