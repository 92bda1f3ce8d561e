// Things and how they stand, a ruled row each: what to bring, and what need not be brought.
import QtQuick
import Jiujin

Panel {
    id: panel

    property var rows: []

    padding: 0
    visible: rows.length > 0

    Column {
        width: parent.width

        Repeater {
            model: panel.rows

            Item {
                id: row

                required property int index
                required property var modelData

                width: parent.width
                height: Math.max(name.height, state.height) + 40

                Rectangle {
                    visible: row.index > 0
                    width: parent.width
                    height: Theme.border
                    color: Theme.line
                }
                BodyText {
                    id: name

                    anchors.verticalCenter: parent.verticalCenter
                    x: 28
                    width: parent.width * 0.44
                    text: row.modelData.name
                    font.bold: true
                }
                BodyText {
                    id: state

                    anchors.verticalCenter: parent.verticalCenter
                    x: name.x + name.width + 24
                    width: parent.width - x - 28
                    text: row.modelData.state
                    color: row.modelData.tone === "safe" ? Theme.green : row.modelData.tone === "offline" ? Theme.amber
                        : row.modelData.tone === "alert" ? Theme.seal : Theme.ink2
                }
            }
        }
    }
}
