// Sentences under each other, each with its picture in a tinted disc, as one card.
import QtQuick
import Jiujin

Panel {
    id: panel

    property var lines: []
    // Names of `ui/icon.py`, one for each line.
    property var pictures: []
    property int textSize: Theme.body
    property int gap: 20
    readonly property int disc: Theme.icon + 16

    padding: Theme.large && Theme.wide ? 20 : 32

    Column {
        id: column

        width: parent.width
        spacing: panel.gap

        Repeater {
            model: panel.lines

            Item {
                id: line

                required property int index
                required property string modelData

                width: column.width
                height: Math.max(disc.height, words.height)

                Rectangle {
                    id: disc

                    anchors.verticalCenter: parent.verticalCenter
                    width: panel.disc
                    height: panel.disc
                    radius: panel.disc / 2
                    color: Theme.jadeTint
                    border.width: Theme.contrast ? Theme.border : 0
                    border.color: Theme.line

                    Icon {
                        anchors.centerIn: parent
                        size: Math.round(panel.disc * 0.55)
                        name: panel.pictures[line.index] || ""
                    }
                }
                BodyText {
                    id: words

                    anchors.verticalCenter: parent.verticalCenter
                    x: disc.width + 28
                    width: parent.width - x
                    text: line.modelData
                    font.pixelSize: panel.textSize
                    lineHeight: Theme.large ? 0.9 : 1.0
                }
            }
        }
    }
}
