// Ways on that count the same: of one size and one weight, beside each other where their words fit, else under each other.
import QtQuick
import Jiujin

Grid {
    id: choices

    property var actions: []
    // Of each; more where the words of one need it, and then of all.
    property real least: Theme.button
    readonly property int count: actions.length
    // In two lines each rather than under each other: neither is then the first.
    readonly property bool beside: count > 1 && actions.every(action => Theme.halved(action.label, Theme.heading, true) <= (width - spacing) / 2 - 64)
    readonly property real cell: beside ? (width - (count - 1) * spacing) / count : width
    // Equal actions of a refreshed page must not take a button from under a finger.
    readonly property string shape: JSON.stringify(actions)

    signal acted(string action)

    columns: beside ? count : 1
    spacing: Theme.gap

    Repeater {
        id: row

        model: JSON.parse(choices.shape)

        AppButton {
            required property var modelData

            objectName: "action-" + modelData.id
            width: choices.cell
            height: choices.highest
            role: "choice"
            label: modelData.label
            note: modelData.note
            enabled: modelData.enabled
            onClicked: choices.acted(modelData.id)
        }
    }
    readonly property real highest: {
        let highest = least
        for (let i = 0; i < row.count; i++) {
            const button = row.itemAt(i)
            if (button)
                highest = Math.max(highest, button.implicitHeight)
        }
        return highest
    }
}
