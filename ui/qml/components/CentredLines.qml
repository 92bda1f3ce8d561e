// A few sentences under each other, centred, in the order in which things happen.
import QtQuick
import Jiujin

Column {
    id: block

    property var lines: []
    property color colour: Theme.ink2
    property int textSize: Theme.body + 2

    spacing: 12
    visible: lines.length > 0

    Repeater {
        model: block.lines.length

        BodyText {
            required property int index

            width: block.width
            text: block.lines[index]
            color: block.colour
            font.pixelSize: block.textSize
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
