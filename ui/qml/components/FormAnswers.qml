// What has been answered on a form: kept while the flow refreshes the page, and given to it as a draft.
import QtQuick
import "digits.js" as Digits

QtObject {
    id: answers

    property var fields: []
    readonly property int count: fields.length
    readonly property bool single: count === 1
    // The question in hand, by number.
    property int active: firstOpen()
    readonly property var field: fields[Math.min(active, count - 1)]
    // Field id to what was entered here; what is not in it stands in the page.
    property var entered: ({})
    // Field ids whose answer was changed since the flow last looked at it.
    property var unsent: ({})
    property var skipped: ({})
    property bool asked: false

    signal act(string action, var value)

    onFieldsChanged: {
        if (asked) {
            asked = false
            const wrong = fields.findIndex(field => field.problem !== "")
            if (wrong >= 0)
                active = wrong
        }
    }

    function fixed(field) {
        return field.readonly || field.kind === "text" || field.kind === "signature"
    }
    function firstOpen() {
        const wrong = fields.findIndex(field => field.problem !== "")
        const open = fields.findIndex(field => !fixed(field) && (field.value === null || field.value === ""))
        const any = fields.findIndex(field => !fixed(field))
        return Math.max(0, wrong >= 0 ? wrong : open >= 0 ? open : any)
    }
    function valueOf(field) {
        return entered.hasOwnProperty(field.id) ? entered[field.id] : field.value
    }
    function digitsOf(field) {
        return Digits.plain(valueOf(field))
    }
    function answerOf(field) {
        const value = valueOf(field)
        if (Digits.typed(field.kind))
            return Digits.answer(field.kind, Digits.plain(value))
        return value === "" || value === undefined ? null : value
    }
    function shown(field) {
        const value = valueOf(field)
        if (Digits.typed(field.kind))
            return Digits.grouped(field.kind, Digits.plain(value))
        if (field.kind === "choice") {
            const option = field.options.find(option => option.value === value)
            return option ? option.label : ""
        }
        return value === null || value === undefined ? "" : String(value)
    }
    function placeholder(field) {
        if (skipped[field.id])
            return field.skip
        if (field.kind === "choice")
            return qsTr("请选一项")
        if (fixed(field))
            return qsTr("证件上没有")
        if (field.id !== fields[active].id)
            return qsTr("还没填")
        return field.kind === "date" ? qsTr("年、月、日，如 20261120") : qsTr("请用下面的数字键输入")
    }
    function problemOf(field) {
        return unsent[field.id] ? "" : field.problem
    }

    function enter(value) {
        const id = field.id
        entered = Object.assign({}, entered, { [id]: value })
        unsent = Object.assign({}, unsent, { [id]: true })
        skipped = Object.assign({}, skipped, { [id]: false })
    }
    function type(key) {
        const digits = digitsOf(field)
        if (digits.length < Digits.most(field.kind, field.max_length))
            enter(digits + key)
    }
    function erase() {
        enter(digitsOf(field).slice(0, -1))
    }
    function keepDraft() {
        const drafts = {}
        for (const field of fields)
            if (unsent[field.id])
                drafts[field.id] = answerOf(field)
        if (Object.keys(drafts).length === 0)
            return
        unsent = {}
        act("answer", drafts)
    }
    function choose(index) {
        if (index === active)
            return
        active = index
        keepDraft()
    }
    function goOn() {
        const next = fields.findIndex((field, index) => index > active && !fixed(field) && !skipped[field.id] && answerOf(field) === null)
        if (!single && next >= 0)
            active = next
    }
    function pick(value) {
        enter(value)
        goOn()
        if (!single)
            keepDraft()
    }
    function leaveOut() {
        const id = field.id
        enter(null)
        unsent = Object.assign({}, unsent, { [id]: false })
        skipped = Object.assign({}, skipped, { [id]: true })
        goOn()
        keepDraft()
        act("skip", id)
    }
    // Everything that can be answered, as the flow takes it; from here on the flow has looked at it.
    function handIn() {
        const all = {}
        for (const field of fields)
            if (!fixed(field))
                all[field.id] = answerOf(field)
        unsent = {}
        asked = true
        act("next", all)
    }
}
