// Questions. One alone fills the page (elder mode); of several, a tap chooses which one the keys below answer.
// What has been typed is kept while the flow refreshes the page, and given to it as a draft before anything else is pressed.
import QtQuick
import QtQuick.Window
import "../components"
import "../components/digits.js" as Digits
import Jiujin

PageLayout {
    id: form

    readonly property int count: page.fields.length
    readonly property bool single: count === 1
    property int active: firstOpen()
    readonly property var field: page.fields[Math.min(active, count - 1)]
    // Field id to what was entered here; what is not in it stands in the page.
    property var entered: ({})
    // Field ids whose answer was changed since the flow last looked at it.
    property var unsent: ({})
    property var skipped: ({})
    property bool asked: false

    showTitle: !single || page.title === page.fields[0].label

    onPageChanged: {
        if (asked) {
            asked = false
            const wrong = page.fields.findIndex(field => field.problem !== "")
            if (wrong >= 0)
                active = wrong
        }
    }

    function fixed(field) {
        return field.readonly || field.kind === "text" || field.kind === "signature"
    }
    function firstOpen() {
        const fields = page.fields
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
        if (field.id !== page.fields[active].id)
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
        for (const field of page.fields)
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
        const next = page.fields.findIndex((field, index) => index > active && !fixed(field) && !skipped[field.id] && answerOf(field) === null)
        if (!single && next >= 0)
            active = next
    }
    function pick(value) {
        enter(value)
        const id = field.id
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
    function send(action, value) {
        if (action !== "next") {
            keepDraft()
            act(action, value === undefined ? null : value)
            return
        }
        const answers = {}
        for (const field of page.fields)
            if (!fixed(field))
                answers[field.id] = answerOf(field)
        unsent = {}
        asked = true
        act("next", answers)
    }

    // Sees every press in the window without taking it: one outside this page (toolbar, help) sends the draft first.
    Item {
        parent: form.Window.contentItem
        anchors.fill: parent
        z: 1000

        PointHandler {
            id: watcher

            onActiveChanged: {
                if (active && !form.contains(form.mapFromItem(null, point.scenePosition)))
                    form.keepDraft()
            }
        }
    }

    // One question.
    Column {
        id: question

        visible: form.single
        width: parent.width
        spacing: Theme.gap

        Heading {
            width: parent.width
            visible: !form.showTitle
            text: form.single ? form.page.fields[0].label : ""
        }
        FieldBox {
            objectName: form.single ? "field-" + form.field.id : ""
            visible: form.single && Digits.typed(form.field.kind)
            width: parent.width
            height: visible ? implicitHeight : 0
            label: form.field.label
            value: form.single ? form.shown(form.field) : ""
            placeholder: form.placeholder(form.field)
            active: true
            problem: form.problemOf(form.field) !== ""
        }
        QuestionRow {
            objectName: form.single && form.fixed(form.field) ? "field-" + form.field.id : ""
            visible: form.single && form.fixed(form.field)
            width: parent.width
            label: form.field.label
            labelShown: false
            value: form.single ? form.shown(form.field) : ""
            valueSize: Theme.heading
            source: form.field.source
            fixed: true
        }
        Problem {
            objectName: "problem"
            width: parent.width
            text: form.single ? form.problemOf(form.field) : ""
        }
        // In place of the reason why we ask, so that the keys stay where they are.
        BodyText {
            width: parent.width
            visible: text !== "" && !(form.single && form.problemOf(form.field) !== "")
            text: form.single ? form.field.help : ""
            color: Theme.ink2
            balanced: true
        }
        TickBox {
            objectName: form.single ? "field-" + form.field.id : ""
            visible: form.single && form.field.kind === "confirm"
            width: parent.width
            implicitHeight: Math.max(220, Theme.button)
            label: qsTr("我看清楚了，同意")
            textSize: Theme.heading
            ticked: form.valueOf(form.field) === true
            problem: form.problemOf(form.field) !== ""
            onClicked: form.enter(form.valueOf(form.field) === true ? null : true)
        }
    }

    // Several.
    ScrollArea {
        id: list

        visible: !form.single
        width: parent.width
        height: Math.max(200, form.bodyHeight - (editor.visible ? editor.height + Theme.gap : 0))
        spacing: 16

        Repeater {
            id: rows

            // By number: a refreshed page must not take a row from under a finger.
            model: form.single ? 0 : form.count

            Column {
                id: entry

                required property int index
                readonly property var field: form.page.fields[index]
                readonly property string problem: form.problemOf(field)
                readonly property bool current: form.active === index && !form.fixed(field)

                width: list.columnWidth
                spacing: 8

                QuestionRow {
                    objectName: entry.field.kind === "confirm" ? "" : "field-" + entry.field.id
                    visible: entry.field.kind !== "confirm"
                    width: parent.width
                    label: entry.field.label
                    value: form.shown(entry.field)
                    placeholder: form.placeholder(entry.field)
                    source: entry.field.source
                    fixed: form.fixed(entry.field)
                    active: entry.current
                    caret: Digits.typed(entry.field.kind)
                    problem: entry.problem !== ""
                    onClicked: form.choose(entry.index)
                }
                TickBox {
                    objectName: entry.field.kind === "confirm" ? "field-" + entry.field.id : ""
                    visible: entry.field.kind === "confirm"
                    width: parent.width
                    label: entry.field.label
                    ticked: form.valueOf(entry.field) === true
                    problem: entry.problem !== ""
                    onClicked: {
                        form.choose(entry.index)
                        form.enter(ticked ? null : true)
                        form.keepDraft()
                    }
                }
                Problem {
                    width: parent.width
                    text: entry.problem
                }
                Note {
                    x: 4
                    width: parent.width - 8
                    visible: text !== "" && entry.current && entry.problem === ""
                    text: entry.field.help
                }
            }
        }
    }

    // What answers the question in hand, always at the foot of the page.
    Item {
        id: editor

        readonly property bool keys: Digits.typed(form.field.kind)
        readonly property bool cards: form.field.kind === "choice"
        readonly property real room: form.bodyHeight - question.height - Theme.gap - anchors.bottomMargin

        visible: !form.fixed(form.field) && (keys || cards)
        anchors { bottom: parent.bottom; bottomMargin: keys && form.single ? 16 : 0 }
        width: parent.width
        height: keys ? pad.height : form.single ? room
            : Math.min(options.naturalHeight, Math.max(520, form.bodyHeight - list.columnHeight - Theme.gap))

        NumericKeypad {
            id: pad

            visible: editor.keys
            width: parent.width
            gap: form.single ? Theme.gap : 16
            keyHeight: form.single ? Math.max(116, Math.min(Theme.key, (editor.room - 3 * gap) / 4)) : 104
            skipLabel: form.field.skip
            onDigit: key => form.type(key)
            onBackspace: form.erase()
            onSkip: form.leaveOut()
        }
        OptionCards {
            id: options

            visible: editor.cards
            width: parent.width
            height: parent.height
            options: editor.cards ? form.field.options : []
            chosen: form.valueOf(form.field)
            skipLabel: form.field.skip
            columns: form.single && count <= 5 ? 1 : 2
            titleSize: form.single ? Theme.heading : Theme.body + 4
            onPicked: value => form.pick(value)
            onSkip: form.leaveOut()
        }
    }
}
