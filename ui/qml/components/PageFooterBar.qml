// The page's actions in the lower third: one row where they fit (the way forward last and widest), else in more rows.
import QtQuick
import Jiujin

Item {
    id: bar

    property var actions: []
    property bool stacked: false
    property int gap: Theme.gap

    signal acted(string action, var value)

    // Equal actions in a refreshed page (a countdown, a draft taken) must not take a button from under a finger.
    readonly property string shape: JSON.stringify(actions || [])
    // Rows of actions and the size of their words: one row at full size, at a smaller one, else more rows.
    readonly property var plan: {
        // choices of equal size stand in the page's own body
        const list = JSON.parse(shape).filter(a => a.role !== "choice")
        const primary = list.filter(a => a.role === "primary")
        const others = list.filter(a => a.role !== "primary")
        const one = others.concat(primary)
        const small = 0.86
        if (one.length === 0)
            return { rows: [], size: 1 }
        if (stacked)
            return { rows: primary.concat(others).map(a => [a]), size: 1 }
        if (fits(one, 1))
            return { rows: [one], size: 1 }
        if (fits(one, small))
            return { rows: [one], size: small }
        if (primary.length && others.length && fits(others, 1))
            return { rows: [others].concat(primary.map(a => [a])), size: 1 }
        return { rows: primary.concat(others).map(a => [a]), size: 1 }
    }

    function weight(action) {
        return action.role === "primary" ? 2 : 1
    }
    function shares(row) {
        const total = row.reduce((sum, a) => sum + weight(a), 0)
        const room = width - gap * (row.length - 1)
        return row.map(a => room * weight(a) / total)
    }
    function fits(row, size) {
        return shares(row).every((share, i) => Theme.advance(row[i].label, Theme.heading, true) * size + 72 <= share)
    }

    implicitWidth: 984
    implicitHeight: plan.rows.length ? plan.rows.length * (Theme.button + gap) - gap : 0

    Column {
        spacing: bar.gap

        Repeater {
            model: bar.plan.rows

            Row {
                id: row

                required property var modelData
                readonly property var widths: bar.shares(modelData)

                spacing: bar.gap

                Repeater {
                    model: row.modelData

                    AppButton {
                        required property int index
                        required property var modelData

                        objectName: "action-" + modelData.id
                        width: row.widths[index]
                        height: Theme.button
                        role: modelData.role === "choice" ? "secondary" : modelData.role === "quiet" ? "secondary" : modelData.role
                        label: modelData.label
                        textSize: Math.round(Theme.heading * bar.plan.size)
                        enabled: modelData.enabled
                        onClicked: bar.acted(modelData.id, modelData.value)
                    }
                }
            }
        }
    }
}
