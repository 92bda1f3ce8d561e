// The answers of a choice as cards of one size; scrolls where there are more than fit.
import QtQuick
import Jiujin

Item {
    id: cards

    // Maps of value, label and note.
    property var options: []
    property var chosen: null
    property string skipLabel: ""
    property int columns: 1
    property int titleSize: Theme.heading
    // At the foot of the room, where number keys stand too.
    property bool low: false

    signal picked(string value)
    signal skip

    readonly property bool overflowing: area.overflowing
    readonly property int count: options ? options.length : 0
    readonly property real naturalHeight: area.columnHeight

    implicitWidth: 984
    implicitHeight: area.columnHeight

    ScrollArea {
        id: area

        y: cards.low ? parent.height - height : 0
        width: parent.width
        height: Math.min(columnHeight, parent.height)
        spacing: 16

        Grid {
            id: grid

            readonly property real cell: Math.floor((area.columnWidth - (cards.columns - 1) * 16) / cards.columns)

            columns: cards.columns
            spacing: 16

            Repeater {
                id: row

                // By number: a refreshed page brings equal options in a new list, and must not take a card from under a finger.
                model: cards.count + (cards.skipLabel !== "" ? 1 : 0)

                ChoiceCard {
                    required property int index
                    readonly property var option: index < cards.count ? cards.options[index] : null

                    objectName: option ? "option-" + option.value : "key-skip"
                    width: grid.cell
                    height: cards.rowHeight
                    titleSize: cards.titleSize
                    title: option ? option.label : cards.skipLabel
                    note: option ? option.note : ""
                    chosen: option !== null && cards.chosen === option.value
                    onClicked: option ? cards.picked(option.value) : cards.skip()
                }
            }
        }
    }
    // All as high as the highest asks for, so that no answer looks more important than another.
    readonly property real rowHeight: {
        let highest = Theme.button
        for (let i = 0; i < row.count; i++) {
            const card = row.itemAt(i)
            if (card)
                highest = Math.max(highest, card.implicitHeight)
        }
        return highest
    }
}
