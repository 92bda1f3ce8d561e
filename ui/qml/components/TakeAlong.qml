// A code to scan and a slip to print: how something on the screen goes home.
import QtQuick
import Jiujin

Panel {
    id: take

    property var code: []
    property string title: ""
    property var lines: []
    // The action that prints it; null where there is none.
    property var slip: null
    // How the printing stands, in words.
    property string printing: ""

    signal printed

    padding: 16
    visible: code.length > 0

    Row {
        id: row

        width: parent.width
        spacing: Theme.contrast ? 32 : 12

        QrView {
            id: qr

            readonly property int modules: rows.length + 8

            // a code that holds a whole text has many modules; each is drawn a millimetre wide
            width: Math.floor((modules > 60 ? (Theme.wide ? 330 : 470) : Theme.wide ? 260 : 330) / modules) * modules
            height: width
            rows: take.code
            Accessible.role: Accessible.Graphic
            Accessible.name: take.title
        }
        Column {
            id: words

            anchors.verticalCenter: parent.verticalCenter
            bottomPadding: 12
            topPadding: 12
            width: row.width - qr.width - row.spacing - 20
            spacing: 6

            BodyText {
                width: parent.width
                text: take.title
                font.bold: true
                font.pixelSize: Math.round((Theme.heading + Theme.body) / 2)
            }
            Repeater {
                model: take.lines

                BodyText {
                    required property string modelData

                    width: words.width
                    text: modelData
                    color: Theme.ink2
                    font.pixelSize: Math.round((Theme.body + Theme.least) / 2)
                }
            }
            Item { width: 1; height: 6 }
            Chip {
                objectName: "slip-state"
                visible: take.printing !== ""
                text: take.printing
                tone: "safe"
                big: true
                room: words.width
            }
            AppButton {
                objectName: "action-slip"
                visible: Boolean(take.slip)
                width: Math.min(parent.width, implicitWidth + 64)
                height: Math.max(96, inner)
                label: take.slip ? take.slip.label : ""
                enabled: Boolean(take.slip) && take.slip.enabled
                textSize: Math.round((Theme.heading + Theme.body) / 2)
                onClicked: take.printed()

                readonly property real inner: Theme.large ? 120 : 96
            }
        }
    }
}
