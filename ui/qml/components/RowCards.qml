// A table: its rows in words, each to be changed or taken out, and a way to add one.
import QtQuick
import Jiujin

Item {
    id: table

    // Of the `FieldView`: `columns` with their labels, `rows` in words, `max_rows`.
    property var field
    // What the flow offers: row-add, and row-restore after a row was taken out.
    property var actions: []
    // The flow's words for each row: edit, remove, none.
    property var words: ({})
    readonly property var rows: field ? field.rows : []
    readonly property bool full: Boolean(field) && field.max_rows > 0 && rows.length >= field.max_rows
    readonly property var add: actions.find(action => action.id === "row-add") || null
    readonly property var restore: actions.find(action => action.id === "row-restore") || null

    signal act(string action, var value)
    signal skip

    function wide(label: string): real { return Math.max(112, Theme.advance(label, Theme.body, true) + 48) }

    implicitWidth: 984
    implicitHeight: 900

    ScrollArea {
        id: area

        width: parent.width
        height: parent.height - foot.height - Theme.gap
        spacing: 16

        Repeater {
            model: table.rows.length

            Rectangle {
                id: card

                required property int index
                readonly property var row: table.rows[index] || []
                // What stands first in a row is what people call it by: a member of the family by the name.
                readonly property bool named: Boolean(row[0])
                readonly property string title: named ? row[0] : qsTr("第 %1 项").arg(index + 1)

                width: area.columnWidth
                height: Math.max(lines.height + 40, 144)
                radius: Theme.radius
                color: Theme.card
                border.width: Theme.border
                border.color: Theme.line

                Column {
                    id: lines

                    x: 32
                    y: 20
                    width: parent.width - 64 - buttons.width - 24
                    spacing: 4

                    BodyText {
                        width: lines.width
                        text: card.title
                        font.bold: true
                        font.pixelSize: card.named ? Theme.body + 4 : Theme.body
                    }
                    Repeater {
                        model: table.field.columns.length

                        BodyText {
                            required property int index
                            readonly property string word: card.row[index] || ""

                            visible: word !== "" && index > 0
                            width: lines.width
                            text: table.field.columns[index].label + "：" + word
                            color: Theme.ink2
                        }
                    }
                }
                Row {
                    id: buttons

                    anchors { right: parent.right; rightMargin: 24; verticalCenter: parent.verticalCenter }
                    spacing: 16

                    AppButton {
                        objectName: "row-edit-" + card.index
                        width: table.wide(label)
                        height: 104
                        label: table.words.edit || ""
                        textSize: Theme.body
                        Accessible.name: label + "，" + card.title
                        onClicked: table.act("row-edit", [table.field.id, card.index])
                    }
                    AppButton {
                        objectName: "row-remove-" + card.index
                        width: table.wide(label)
                        height: 104
                        label: table.words.remove || ""
                        textSize: Theme.body
                        Accessible.name: label + "，" + card.title
                        onClicked: table.act("row-remove", [table.field.id, card.index])
                    }
                }
            }
        }
        BodyText {
            width: area.columnWidth
            visible: table.rows.length === 0
            text: table.words.none || ""
            color: Theme.ink2
        }
    }
    Column {
        id: foot

        anchors.bottom: parent.bottom
        width: parent.width
        spacing: 16

        Row {
            id: offers

            readonly property real share: table.restore ? (width - spacing) / 2 : width
            readonly property real tall: Math.max(Theme.wide ? 112 : Theme.button, restoring.implicitHeight, adding.implicitHeight)

            width: parent.width
            spacing: Theme.gap

            AppButton {
                id: restoring

                objectName: "row-restore"
                visible: table.restore !== null
                width: offers.share
                height: offers.tall
                role: "choice"
                label: table.restore ? table.restore.label : ""
                onClicked: table.act("row-restore", table.field.id)
            }
            AppButton {
                id: adding

                objectName: "row-add"
                width: offers.share
                height: offers.tall
                enabled: table.add !== null && table.add.enabled && !table.full
                label: table.full ? qsTr("最多 %1 项，已经加满了").arg(table.field.max_rows) : table.add ? table.add.label : ""
                onClicked: table.act("row-add", table.field.id)
            }
        }
        AppButton {
            objectName: "key-skip"
            width: parent.width
            height: Theme.wide ? 112 : Theme.button
            visible: Boolean(table.field) && table.field.skip !== "" && table.rows.length === 0
            role: "choice"
            label: table.field ? table.field.skip : ""
            onClicked: table.skip()
        }
    }
}
