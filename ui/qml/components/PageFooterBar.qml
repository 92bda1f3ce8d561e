// The page's actions in the lower third: one row where they fit (the way forward last and widest), else in more rows.
import QtQuick
import Jiujin

Item {
    id: bar

    property var actions: []
    property bool stacked: false
    property int gap: Theme.gap

    signal acted(string action, var value)

    readonly property var rows: {
        const list = actions || []
        const primary = list.filter(a => a.role === "primary")
        const others = list.filter(a => a.role !== "primary")
        if (stacked)
            return primary.concat(others).map(a => [a])
        const one = others.concat(primary)
        if (fits(one))
            return one.length ? [one] : []
        if (fits(others))
            return others.length ? [others].concat(primary.map(a => [a])) : primary.map(a => [a])
        return primary.concat(others).map(a => [a])
    }

    function weight(action) {
        return action.role === "primary" ? 2 : 1
    }
    function shares(row) {
        const total = row.reduce((sum, a) => sum + weight(a), 0)
        const room = width - gap * (row.length - 1)
        return row.map(a => room * weight(a) / total)
    }
    function fits(row) {
        return shares(row).every((share, i) => metrics.advanceWidth(row[i].label) + 56 <= share)
    }

    implicitWidth: 984
    implicitHeight: rows.length ? rows.length * Theme.button + (rows.length - 1) * gap : 0

    FontMetrics {
        id: metrics

        font.family: Theme.family
        font.pixelSize: Theme.heading
        font.bold: true
    }
    Column {
        spacing: bar.gap

        Repeater {
            model: bar.rows

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
                        enabled: modelData.enabled
                        onClicked: bar.acted(modelData.id, modelData.value)
                    }
                }
            }
        }
    }
}
