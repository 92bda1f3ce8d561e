// The questions of a form and what was answered: one alone, large, or several as rows of which one is in hand.
import QtQuick
import "digits.js" as Digits
import Jiujin

Column {
    id: questions

    required property FormAnswers answers
    // Whether the question stands above already, as the page's title.
    property bool titled: true
    // Whether what is written stands here, or over the keyboard where there is no room for it here.
    property bool boxed: true
    // Whether a row is chosen by touching it here.
    property bool touchable: true
    // Whether a promise is ticked here; where it is ticked apart, its row only tells.
    property bool ticks: true
    readonly property var field: answers.field
    readonly property bool single: answers.single
    readonly property string wrong: single ? answers.problemOf(field) : ""
    readonly property string kind: single ? field.kind : ""
    readonly property bool open: single && !answers.fixed(field)

    // A question is in hand now, or has become higher by what is wrong with its answer.
    signal turned(Item question)

    width: 984
    spacing: single ? Theme.gap : 16

    Heading {
        width: parent.width
        visible: questions.single && !questions.titled
        text: questions.single ? questions.field.label : ""
    }
    FieldBox {
        objectName: visible ? "field-" + questions.field.id : ""
        visible: questions.boxed && questions.open && Digits.typed(questions.kind)
        width: parent.width
        height: visible ? implicitHeight : 0
        label: questions.field.label
        value: visible ? questions.answers.shown(questions.field) : ""
        unit: questions.field.unit || ""
        placeholder: questions.answers.placeholder(questions.field)
        active: true
        enabled: questions.touchable
        problem: questions.wrong !== ""
    }
    TextBox {
        objectName: visible ? "field-" + questions.field.id : ""
        visible: questions.boxed && questions.open && questions.answers.written(questions.field)
        width: parent.width
        label: questions.field.label
        value: visible ? questions.answers.textOf(questions.field) : ""
        placeholder: questions.answers.placeholder(questions.field)
        groups: questions.field.groups || []
        maxLength: questions.field.max_length
        problem: questions.wrong !== ""
    }
    Loader {
        width: parent.width
        active: questions.open && questions.kind === "address"
        visible: active
        sourceComponent: AddressHead {
            objectName: "field-" + questions.field.id
            width: questions.width
            field: questions.field
            boxed: questions.boxed
            touchable: questions.touchable
            detail: questions.answers.placeOf(questions.field).detail
            problem: questions.wrong !== ""
            onTurned: region => questions.answers.place(region)
        }
    }
    QuestionRow {
        objectName: visible ? "field-" + questions.field.id : ""
        // an empty box that cannot be filled would only be asked about
        visible: questions.single && !questions.open && questions.answers.shown(questions.field) !== ""
        width: parent.width
        label: questions.field.label
        labelShown: false
        value: visible ? questions.answers.shown(questions.field) : ""
        valueSize: Theme.heading
        source: questions.field.source
        fixed: true
    }
    Chip {
        visible: questions.open && questions.field.source !== "" && !questions.answers.entered.hasOwnProperty(questions.field.id)
        text: qsTr("来自%1，可以改").arg(questions.field.source)
        big: true
        room: questions.width
    }
    // What is wrong stands in place of the reason why we ask, in room kept for either, so that the keys stay; with it
    // where somebody could not choose.
    Item {
        readonly property bool both: questions.kind === "choice" && questions.wrong !== "" && why.text !== ""
        readonly property bool steady: questions.open && Digits.typed(questions.kind)
        // the problems of numbers take one line, in the larger English two
        readonly property real usual: !steady ? 0 : Math.max(1, Theme.large && Theme.language === "en" ? 2 : 1) * (Theme.body + Theme.least) / 2 * 1.5

        width: parent.width
        height: both ? why.height + 12 + wrong.height : Math.max(usual, questions.wrong !== "" ? wrong.height : 0, why.text !== "" && (steady || questions.wrong === "") ? why.height : 0)
        visible: steady || questions.wrong !== "" || why.text !== ""

        Problem {
            id: wrong

            objectName: "problem"
            y: parent.both ? why.height + 12 : 0
            width: parent.width
            height: implicitHeight
            text: questions.wrong
        }
        BodyText {
            id: why

            width: parent.width
            visible: text !== "" && (questions.wrong === "" || parent.both)
            // at the house it has been read at each level above, and the box must stay in sight of the keys
            readonly property bool told: questions.kind === "address" && questions.field.options.length === 0 && Theme.large && Theme.lowReach

            text: questions.single && !told ? questions.field.help : ""
            color: Theme.ink2
        }
    }
    TickBox {
        objectName: visible ? "field-" + questions.field.id : ""
        visible: questions.open && questions.kind === "confirm"
        width: parent.width
        implicitHeight: Math.max(220, Theme.button)
        label: qsTr("我看清楚了，是这样")
        textSize: Theme.heading
        ticked: questions.answers.valueOf(questions.field) === true
        problem: questions.wrong !== ""
        onClicked: questions.answers.enter(questions.answers.valueOf(questions.field) === true ? null : true)
    }
    Repeater {
        // By number: a refreshed page must not take a row from under a finger.
        model: questions.single ? 0 : questions.answers.count

        Column {
            id: entry

            required property int index
            readonly property var field: questions.answers.fields[index]
            readonly property string problem: questions.answers.problemOf(field)
            readonly property bool ticking: field.kind === "confirm" && questions.ticks
            readonly property bool current: questions.answers.active === index && !questions.answers.fixed(field)

            onCurrentChanged: if (current) questions.turned(entry)
            onHeightChanged: if (current) questions.turned(entry)
            Component.onCompleted: if (current) questions.turned(entry)

            width: questions.width
            spacing: 8

            QuestionRow {
                objectName: entry.ticking ? "" : "field-" + entry.field.id
                visible: !entry.ticking
                width: parent.width
                label: entry.field.label
                value: questions.answers.shown(entry.field)
                placeholder: questions.answers.placeholder(entry.field)
                source: questions.answers.entered.hasOwnProperty(entry.field.id) ? "" : entry.field.source
                fixed: questions.answers.fixed(entry.field)
                active: entry.current
                enabled: !fixed && questions.touchable
                // not twice where what is written stands over the keys
                caret: questions.boxed && (Digits.typed(entry.field.kind) || questions.answers.written(entry.field))
                problem: entry.problem !== ""
                onClicked: questions.answers.choose(entry.index)
            }
            TickBox {
                objectName: entry.ticking ? "field-" + entry.field.id : ""
                visible: entry.ticking
                width: parent.width
                label: entry.field.label
                ticked: questions.answers.valueOf(entry.field) === true
                problem: entry.problem !== ""
                onClicked: {
                    questions.answers.choose(entry.index)
                    questions.answers.enter(ticked ? null : true)
                    questions.answers.keepDraft()
                }
            }
            Loader {
                width: parent.width
                active: entry.current && entry.field.kind === "address"
                visible: active
                sourceComponent: AddressHead {
                    width: questions.width
                    field: entry.field
                    boxed: questions.boxed
                    touchable: questions.touchable
                    detail: questions.answers.placeOf(entry.field).detail
                    problem: entry.problem !== ""
                    onTurned: region => questions.answers.place(region)
                }
            }
            Problem {
                x: 32
                width: parent.width - 64
                text: entry.problem
            }
            Note {
                x: 32
                width: parent.width - 64
                // why it is asked helps most where somebody could not choose
                visible: text !== "" && entry.current && (entry.problem === "" || entry.field.kind === "choice")
                text: entry.field.help
            }
        }
    }
}
