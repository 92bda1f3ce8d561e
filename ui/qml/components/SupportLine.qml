// The reader that is not set up, as it looks, and whom to telephone about it.
import QtQuick
import Jiujin

Column {
    id: line

    property var support: null
    // What there is of height; the drawing goes first.
    property real room: 0
    // Upright, picture and words stand over those of the cards below (`ChoiceCard`); lying, under the title.
    readonly property int inset: Theme.wide ? 0 : 44
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
    // No card: it is read, and what stands below is pressed.
    Item {
        id: panel

        width: parent.width
        height: Math.max(call.height, words.height)

        Icon {
            id: call

            x: line.inset
            anchors.verticalCenter: parent.verticalCenter
            name: "call"
        }
        Column {
            id: words

            x: call.x + call.width + 44
            anchors.verticalCenter: parent.verticalCenter
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
