// A table: its rows in words, each to be changed or taken out, and a way to add one.
import QtQuick
import Jiujin

Item {
    id: table

    // Of the `FieldView`: `columns` with their labels, `rows` in words, `max_rows`.
    property var field
    // The flow's own words for what can be done, by action id.
    property var actions: []
    readonly property var rows: field ? field.rows : []
    readonly property bool full: Boolean(field) && field.max_rows > 0 && rows.length >= field.max_rows
    readonly property var restore: actions.find(action => action.id === "row-restore")

    signal act(string action, var value)

    function words(id: string, otherwise: string): string {
        const action = actions.find(action => action.id === id)
        return action && action.label ? action.label : otherwise
    }

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

                    Note { text: qsTr("第 %1 行").arg(card.index + 1) }
                    Repeater {
                        model: table.field.columns.length

                        BodyText {
                            required property int index
                            readonly property string word: card.row[index] || ""

                            visible: word !== ""
                            width: lines.width
                            text: table.field.columns[index].label + "：" + word
                            font.bold: index === 0
                        }
                    }
                }
                Row {
                    id: buttons

                    anchors { right: parent.right; rightMargin: 24; verticalCenter: parent.verticalCenter }
                    spacing: 16

                    AppButton {
                        objectName: "row-edit-" + card.index
                        width: 112
                        height: 104
                        label: table.words("row-edit", qsTr("改"))
                        textSize: Theme.body + 4
                        Accessible.name: qsTr("改第 %1 行").arg(card.index + 1)
                        onClicked: table.act("row-edit", [table.field.id, card.index])
                    }
                    AppButton {
                        objectName: "row-remove-" + card.index
                        width: 112
                        height: 104
                        label: table.words("row-remove", qsTr("删"))
                        textSize: Theme.body + 4
                        Accessible.name: qsTr("删第 %1 行").arg(card.index + 1)
                        onClicked: table.act("row-remove", [table.field.id, card.index])
                    }
                }
            }
        }
        BodyText {
            width: area.columnWidth
            visible: table.rows.length === 0
            text: qsTr("还没有填。按下面的按钮，一行一行地加。")
            color: Theme.ink2
        }
    }
    Column {
        id: foot

        anchors.bottom: parent.bottom
        width: parent.width
        spacing: 16

        NoticeBar {
            width: parent.width
            visible: Boolean(table.restore)
            text: qsTr("刚才删了一行。")
            action: "row-restore"
            label: table.words("row-restore", qsTr("放回去"))
            onClicked: table.act("row-restore", table.restore.value === null ? table.field.id : table.restore.value)
        }
        AppButton {
            objectName: "row-add"
            width: parent.width
            height: Theme.wide ? 112 : Theme.button
            role: "secondary"
            enabled: !table.full
            label: table.full ? qsTr("最多 %1 行，已经加满了").arg(table.field.max_rows) : table.words("row-add", qsTr("加一行"))
            onClicked: table.act("row-add", table.field.id)
        }
        AppButton {
            objectName: "key-skip"
            width: parent.width
            height: Theme.wide ? 112 : Theme.button
            visible: Boolean(table.field) && table.field.skip !== "" && table.rows.length === 0
            role: "choice"
            label: table.field ? table.field.skip : ""
            onClicked: table.act("skip", table.field.id)
        }
    }
}
