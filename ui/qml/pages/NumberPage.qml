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

    function escaped(text) {
        return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")
    }

    ScrollArea {
        id: area

        readonly property real room: parent.height - (code.visible ? code.height + 24 : 0)

        y: Math.round((room - height) / 2)
        width: parent.width
        height: Math.min(room, columnHeight)
        spacing: Theme.large ? 24 : 36

        PictureHead {
            width: area.columnWidth
            picture: number.page.picture
            pictureSize: Theme.large ? 220 : 280
            title: number.page.title
            subtitle: number.page.subtitle
        }
        BodyText {
            width: area.columnWidth
            visible: text !== ""
            text: number.bold !== "" && number.saved.indexOf(number.bold) >= 0
                ? number.escaped(number.saved).split(number.escaped(number.bold)).join("<b>" + number.escaped(number.bold) + "</b>") : number.escaped(number.saved)
            textFormat: Text.StyledText
            font.pixelSize: Theme.large ? 44 : Theme.heading
            horizontalAlignment: Text.AlignHCenter
            Accessible.name: number.saved
        }
        Item {
            width: area.columnWidth
            height: box.height

            NumberBox {
                id: box

                anchors.horizontalCenter: parent.horizontalCenter
                width: Math.min(implicitWidth, parent.width)
                number: number.facts.number || ""
            }
        }
        CentredLines {
            width: area.columnWidth
            lines: number.facts.lines || []
        }
    }
    FaultCode {
        id: code

        anchors.bottom: parent.bottom
        width: parent.width
        code: number.facts.code || ""
        clearsIn: number.facts.finish_in || 0
    }
}
