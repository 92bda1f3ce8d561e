// The page's actions in the lower third: one row where they fit (the way forward last and widest), else in more rows.
import QtQuick
import Jiujin

Item {
    id: bar

    property var actions: []
    property bool stacked: false
    property int gap: Theme.gap
    // The width of the one way forward where it stands alone in its row at the right; 0: it takes its share.
    property real forward: 0
    // A page that needs its height: one row with room by the words, rather than the way forward in a row of its own.
    property bool level: false

    signal acted(string action, var value)

    // Equal actions in a refreshed page (a countdown, a draft taken) must not take a button from under a finger.
    // Nor may one whose words count seconds: digits are set anew where they stand.
    readonly property string shape: JSON.stringify((actions || []).map(a => Object.assign({}, a, { label: a.label.replace(/[0-9]/g, "0") })))
    // Rows of actions and the size of their words: one row at full size, at a smaller one, else more rows.
    readonly property var plan: {
        // choices of equal size stand in the page's own body
        const list = JSON.parse(shape).filter(a => a.role !== "choice")
        const primary = list.filter(a => a.role === "primary")
        const others = list.filter(a => a.role !== "primary")
        const one = others.concat(primary)
        const small = 0.86
        if (one.length === 0)
            return { rows: [], size: 1, aligned: false }
        if (stacked)
            return { rows: primary.concat(others).map(a => [a]), size: 1, aligned: false }
        for (const aligned of forward > 0 && primary.length < 2 ? [true, false] : [false])
            for (const size of [1, small])
                if (fits(one, size, aligned, 2))
                    return { rows: [one], size: size, aligned: aligned }
        // a lying screen has width rather than height: all alike before a second row
        for (const size of Theme.wide ? [1, small, 0.72] : [])
            if (fits(one, size, false, 1))
                return { rows: [one], size: size, aligned: false, alike: true }
        const half = Math.floor(one.length / 2)
        for (const size of Theme.wide && half > 0 ? [1, small, 0.72] : [])
            if (fits(one.slice(0, half), size, false, 1) && fits(one.slice(half), size, false, 1))
                return { rows: [one.slice(0, half), one.slice(half)], size: size, aligned: false, alike: true }
        for (const size of level ? [1, small] : [])
            if (needed(one, size) <= width)
                return { rows: [one], size: size, aligned: false, worded: true }
        // else the longest above the others
        const longest = others.reduce((most, a) => most === null || need(a, 1) > need(most, 1) ? a : most, null)
        const rest = one.filter(a => a !== longest)
        if (level && longest !== null && rest.length && need(longest, 1) <= width && needed(rest, 1) <= width)
            return { rows: [[longest], rest], size: 1, aligned: false, worded: true }
        const alone = primary.map(a => [a])
        if (alone.length && others.length && needed(others, 1) <= width)
            return { rows: [others].concat(alone), size: 1, aligned: false }
        // two beside each other where they can: four rows would leave no room for what there is to read
        const pairs = []
        for (let i = 0; i < others.length; i += 2) {
            const two = others.slice(i, i + 2)
            pairs.push(...(needed(two, 1) <= width ? [two] : two.map(a => [a])))
        }
        return { rows: alone.concat(pairs), size: 1, aligned: false }
    }

    // Nothing stands in the right column: it is free for the page's content.
    readonly property bool oneSided: plan.aligned && plan.rows[0].every(a => a.role !== "primary")

    function need(action, size) { return Theme.advance(action.label, Theme.heading, true) * size + 52 }
    function needed(row, size) { return row.reduce((sum, a) => sum + need(a, size), gap * (row.length - 1)) }

    // The widths of a row's actions: in equal parts, or by their words where one needs more. Aligned: the way forward as wide as the right column, the others in the left one.
    function shares(row, aligned, forwardWeight) {
        const weight = action => action.role === "primary" ? forwardWeight : 1
        // one alone on a lying screen would be a beam
        if (Theme.wide && !aligned && row.length === 1)
            return [Math.min(width, Math.max(760, Theme.advance(row[0].label, Theme.heading, true) + 120))]
        const others = row.filter(a => !aligned || a.role !== "primary")
        const room = (aligned ? width - forward - 48 : width) - gap * (others.length - 1)
        const total = others.reduce((sum, a) => sum + weight(a), 0)
        if (!Theme.wide && row.every(a => a.role !== "primary") && row.some(a => need(a, 1) > room / row.length))
            return worded(row, 1, 1)
        const even = a => room * weight(a) / total
        // by their words before smaller ones: a page's footer speaks as loud as its neighbour's
        const spare = room - others.reduce((sum, a) => sum + need(a, 1), 0)
        const own = aligned && spare >= 0 && others.some(a => need(a, 1) > even(a)) ? a => need(a, 1) + spare / others.length : even
        return row.map(a => aligned && a.role === "primary" ? forward : own(a))
    }
    // The widths by the words, and what is left over shared out, once the way forward is as wide as the widest.
    function worded(row, size, forwardWeight) {
        const weight = action => action.role === "primary" ? forwardWeight : 1
        const spare = width - needed(row, size)
        const widest = Math.max(...row.map(a => need(a, size)))
        const onward = row.find(a => a.role === "primary")
        const rise = onward ? Math.min(spare, widest - need(onward, size)) : 0
        const left = (spare - rise) / row.reduce((sum, a) => sum + weight(a), 0)
        return row.map(a => need(a, size) + (a === onward ? rise : 0) + left * weight(a))
    }
    function places(row, aligned, widths) {
        if (!aligned && row.length === 1)
            return [(width - widths[0]) / 2]
        let x = 0
        return widths.map((own, i) => {
            const at = aligned && row[i].role === "primary" ? width - own : x
            x += own + gap
            return at
        })
    }
    function fits(row, size, aligned, forwardWeight) {
        return shares(row, aligned, forwardWeight).every((share, i) => Theme.advance(row[i].label, Theme.heading, true) * size + 52 <= share)
    }

    implicitWidth: 984
    implicitHeight: plan.rows.length ? plan.rows.length * (Theme.button + gap) - gap : 0

    Column {
        spacing: bar.gap

        Repeater {
            model: bar.plan.rows

            Item {
                id: row

                required property var modelData
                readonly property var widths: bar.plan.worded ? bar.worded(modelData, bar.plan.size, 2)
                    : bar.shares(modelData, bar.plan.aligned, bar.plan.alike ? 1 : 2)
                readonly property var places: bar.places(modelData, bar.plan.aligned, widths)

                width: bar.width
                height: Theme.button

                Repeater {
                    model: row.modelData

                    AppButton {
                        required property int index
                        required property var modelData

                        objectName: "action-" + modelData.id
                        x: row.places[index]
                        width: row.widths[index]
                        height: Theme.button
                        role: modelData.role === "choice" ? "secondary" : modelData.role === "quiet" ? "secondary" : modelData.role
                        label: ((bar.actions || []).find(a => a.id === modelData.id) || modelData).label
                        textSize: Math.round(Theme.heading * bar.plan.size)
                        enabled: modelData.enabled
                        onClicked: bar.acted(modelData.id, modelData.value)
                    }
                }
            }
        }
    }
}
