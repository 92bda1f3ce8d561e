// What to do, one thing after the other; a number before each where there is more than one.
import QtQuick
import Jiujin

Panel {
    id: panel

    property var lines: []

    visible: lines.length > 0

    Column {
        id: column

        width: parent.width
        spacing: 24

        Repeater {
            model: panel.lines.length

            Item {
                id: line

                required property int index

                width: column.width
                height: Math.max(words.height, mark.visible ? mark.height : 0)

                Rectangle {
                    id: mark

                    visible: panel.lines.length > 1
                    width: Theme.body + 24
                    height: width
                    radius: width / 2
                    color: Theme.jadeTint
                    border.width: Theme.contrast ? Theme.border : 0
                    border.color: Theme.line

                    BodyText {
                        anchors.centerIn: parent
                        text: line.index + 1
                        color: Theme.jade
                        font.bold: true
                        Accessible.ignored: true
                    }
                }
                BodyText {
                    id: words

                    x: mark.visible ? mark.width + 24 : 0
                    width: parent.width - x
                    y: mark.visible && lineCount === 1 ? (mark.height - height) / 2 : 0
                    text: panel.lines[line.index]
                    font.pixelSize: Theme.body + 2
                    horizontalAlignment: mark.visible ? Text.AlignLeft : Text.AlignHCenter
                }
            }
        }
    }
}
