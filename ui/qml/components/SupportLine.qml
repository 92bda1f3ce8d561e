// The reader that is not set up, as it looks, and whom to telephone about it.
import QtQuick
import Jiujin

Column {
    id: line

    property var support: null
    // What there is of height; the drawing goes first.
    property real room: 0
    readonly property real grow: Math.min(0.9, (room - panel.height - spacing) / 330, width / 640)

    spacing: 24

    Item {
        visible: line.grow >= 0.3
        width: line.width
        height: visible ? reader.implicitHeight : 0

        ReaderPicture {
            id: reader

            anchors.horizontalCenter: parent.horizontalCenter
            doing: "unknown"
            grow: Math.max(0.3, line.grow)
        }
    }
    Panel {
        id: panel

        width: parent.width
        padding: 28

        Icon {
            id: call

            // no anchor: the panel is as high as its content, and would follow itself
            y: Math.max(0, (words.height - height) / 2)
            name: "call"
        }
        Column {
            id: words

            x: call.width + 24
            width: parent.width - x
            spacing: 4

            BodyText {
                width: parent.width
                text: line.support ? line.support.label : ""
                color: Theme.ink2
            }
            BodyText {
                width: parent.width
                visible: text !== ""
                text: line.support ? line.support.phone : ""
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: Theme.least
                wrapMode: Text.NoWrap
                balanced: false
                font.pixelSize: Theme.heading + 8
                font.bold: true
                font.letterSpacing: 2
            }
        }
    }
}
