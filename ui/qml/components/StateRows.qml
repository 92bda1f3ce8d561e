// Things and how they stand, a ruled row each: what to bring, and what need not be brought.
import QtQuick
import Jiujin

Panel {
    id: panel

    property var rows: []
    // As wide as the longest name asks for, and no narrower than the titles of other sections below.
    readonly property real first: Math.max(0.24 * (width - 56), Math.min(0.44 * width,
        rows.reduce((most, row) => Math.max(most, Theme.advance(row.name, Theme.body, true) + 4), 0)))

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
                    width: panel.first
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
