// Two to four facts side by side, each a label and a bold value: how long, how much, how many.
import QtQuick
import Jiujin

Panel {
    id: facts

    property var list: []

    // all alike, so that the values stand on one line
    readonly property bool long: list.some(fact => fact.value.length > 7)

    readonly property int edge: Theme.wide ? 15 : 24

    padding: 0
    visible: list.length > 0

    Row {
        id: cells

        readonly property real tallest: {
            let height = 0
            for (let i = 0; i < children.length; ++i)
                height = Math.max(height, children[i].need || 0)
            return height
        }

        width: parent.width

        Repeater {
            model: facts.list

            Item {
                id: cell

                required property int index
                required property var modelData
                readonly property real need: pair.height + 2 * facts.edge

                width: cells.width / facts.list.length
                height: cells.tallest

                Rectangle {
                    visible: cell.index > 0
                    width: Theme.border
                    height: parent.height
                    color: Theme.line
                }
                Column {
                    id: pair

                    // the labels on one line, however long a value
                    y: facts.edge
                    x: 10
                    width: parent.width - 20

                    Note {
                        width: parent.width
                        text: cell.modelData.label
                        horizontalAlignment: Text.AlignHCenter
                    }
                    BodyText {
                        width: parent.width
                        text: cell.modelData.value
                        font.pixelSize: facts.long ? Theme.body + 4 : Theme.heading + 2
                        font.bold: true
                        horizontalAlignment: Text.AlignHCenter
                    }
                }
            }
        }
    }
}
