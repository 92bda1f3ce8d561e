// What has been answered on a form: kept while the flow refreshes the page, and given to it as a draft.
import QtQuick
import "digits.js" as Digits
import Jiujin

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
        // what will never do was taken back by the flow: nobody deletes it digit by digit
        for (const field of fields)
            if (field.problem !== "" && field.value === "" && !unsent[field.id] && entered[field.id])
                entered = Object.assign({}, entered, { [field.id]: "" })
        if (asked) {
            asked = false
            const wrong = fields.findIndex(field => field.problem !== "")
            if (wrong >= 0)
                active = wrong
        }
    }

    // What cannot be changed here: read from a card, or calculated from other answers.
    function fixed(field) {
        return field.readonly || Boolean(field.now)
    }
    function written(field) {
        return field.kind === "text" || field.kind === "name" || field.kind === "code"
    }
    // Rows and photos are kept by the flow as they are made, and are no answer that a page hands in.
    function keptElsewhere(field) {
        return fixed(field) || field.kind === "table" || field.kind === "photo"
    }
    function firstOpen() {
        const wrong = fields.findIndex(field => field.problem !== "")
        const open = fields.findIndex(field => !fixed(field) && (field.value === null || field.value === undefined || field.value === ""))
        const any = fields.findIndex(field => !fixed(field))
        return Math.max(0, wrong >= 0 ? wrong : open >= 0 ? open : any)
    }
    function valueOf(field) {
        return entered.hasOwnProperty(field.id) ? entered[field.id] : field.value
    }
    function digitsOf(field) {
        return Digits.plain(field.kind, valueOf(field))
    }
    function textOf(field) {
        const value = valueOf(field)
        return value === null || value === undefined ? "" : String(value)
    }
    // Of an address: region and detail, either may be empty.
    function placeOf(field) {
        const value = valueOf(field)
        return { region: value && value.region || "", detail: value && value.detail || "" }
    }
    function answerOf(field) {
        const value = valueOf(field)
        if (Digits.typed(field.kind))
            return Digits.answer(field.kind, digitsOf(field))
        if (field.kind === "address") {
            const place = placeOf(field)
            return place.region === "" && place.detail === "" ? null : place
        }
        // A signature is a list of the pad's own, which is no array to JavaScript.
        return value === undefined || value === null || value.length === 0 ? null : value
    }
    // In words, as it stands on the page.
    function shown(field) {
        if (field.now)
            return field.now
        const value = valueOf(field)
        if (Digits.typed(field.kind)) {
            const digits = Digits.grouped(field.kind, digitsOf(field))
            return digits !== "" && field.unit && !single ? digits + " " + field.unit : digits
        }
        switch (field.kind) {
        case "choice": {
            const option = field.options.find(option => option.value === value)
            return option ? option.label : ""
        }
        case "address":
            return field.path.map(level => level.label).join("") + (typeof value === "string" ? value : placeOf(field).detail)
        case "table":
            return field.rows.length > 0 ? qsTr("已填 %1 行").arg(field.rows.length) : ""
        case "photo":
            return value ? qsTr("已拍好") : ""
        case "confirm":
            return value === true ? qsTr("已确认") : ""
        case "signature":
            return answerOf(field) !== null ? qsTr("已签名") : ""
        }
        return field.groups && field.groups.length > 0 ? Digits.parted(textOf(field), field.groups, " ") : textOf(field)
    }
    function placeholder(field) {
        if (skipped[field.id])
            return field.skip
        if (field.kind === "choice")
            return qsTr("请选一项")
        if (field.kind === "confirm")
            return qsTr("还没确认")
        if (fixed(field))
            return qsTr("证件上没有")
        if (field.id !== fields[active].id)
            return qsTr("还没填")
        if (written(field) || field.kind === "address" && field.options.length === 0)
            return qsTr("请用键盘写")
        if (!Digits.typed(field.kind))
            return qsTr("还没填")
        return field.kind === "date" ? qsTr("年、月、日，如 %1").arg(field.example || "20261120") : qsTr("请用数字键输入")
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
        const more = Digits.added(field.kind, digits, key, field.max_length)
        if (more !== digits)
            enter(more)
    }
    function erase() {
        enter(digitsOf(field).slice(0, -1))
    }
    // A part of an address: the flow says at once what lies below it.
    function place(region) {
        enter({ region: region, detail: placeOf(field).detail })
        keepDraft()
    }
    // Back to the choice of the last level that was made.
    function placeAbove() {
        const path = field.path
        place(path.length > 1 ? path[path.length - 2].value : "")
    }
    function drafts() {
        const changed = {}
        for (const field of fields)
            if (unsent[field.id] && !keptElsewhere(field))
                changed[field.id] = answerOf(field)
        return changed
    }
    function keepDraft() {
        const changed = drafts()
        if (Object.keys(changed).length === 0)
            return
        unsent = {}
        act("answer", changed)
    }
    // While something is being typed, so that what is calculated from it follows. Whether it will do is not said yet.
    function tell() {
        const changed = drafts()
        if (Object.keys(changed).length > 0)
            act("answer", changed)
    }
    function choose(index) {
        if (index === active)
            return
        active = index
        keepDraft()
    }
    readonly property int nextOpen: {
        const seen = [entered, skipped]
        return fields.findIndex((field, index) => index > active && !keptElsewhere(field) && !skipped[field.id] && answerOf(field) === null)
    }
    function goOn() {
        if (!single && nextOpen >= 0)
            active = nextOpen
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
    function handIn(action) {
        const all = {}
        for (const field of fields)
            if (!keptElsewhere(field))
                all[field.id] = answerOf(field)
        unsent = {}
        asked = true
        act(action, all)
    }
}
