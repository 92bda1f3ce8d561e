// Questions. One alone fills the page (elder mode); of several, a tap chooses which one the keys below answer.
// What has been typed is kept, and given to the flow as a draft before anything else is pressed.
import QtQuick
import QtQuick.Window
import "../components"
import "../components/digits.js" as Digits
import Jiujin

PageLayout {
    id: form

    showTitle: !answers.single || page.title === page.fields[0].label

    function send(action, value) {
        if (action === "next") {
            answers.handIn()
            return
        }
        answers.keepDraft()
        act(action, value === undefined ? null : value)
    }

    FormAnswers {
        id: answers

        fields: form.page.fields
        onAct: (action, value) => form.act(action, value)
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
                    answers.keepDraft()
            }
        }
    }

    // One question.
    Column {
        id: question

        visible: answers.single
        width: parent.width
        spacing: Theme.gap

        Heading {
            width: parent.width
            visible: !form.showTitle
            text: answers.single ? answers.fields[0].label : ""
        }
        FieldBox {
            objectName: answers.single ? "field-" + answers.field.id : ""
            visible: answers.single && Digits.typed(answers.field.kind)
            width: parent.width
            height: visible ? implicitHeight : 0
            label: answers.field.label
            value: answers.single ? answers.shown(answers.field) : ""
            placeholder: answers.placeholder(answers.field)
            active: true
            problem: answers.problemOf(answers.field) !== ""
        }
        QuestionRow {
            objectName: answers.single && answers.fixed(answers.field) ? "field-" + answers.field.id : ""
            visible: answers.single && answers.fixed(answers.field)
            width: parent.width
            label: answers.field.label
            labelShown: false
            value: answers.single ? answers.shown(answers.field) : ""
            valueSize: Theme.heading
            source: answers.field.source
            fixed: true
        }
        Problem {
            objectName: "problem"
            width: parent.width
            text: answers.single ? answers.problemOf(answers.field) : ""
        }
        // In place of the reason why we ask, so that the keys stay where they are.
        BodyText {
            width: parent.width
            visible: text !== "" && !(answers.single && answers.problemOf(answers.field) !== "")
            text: answers.single ? answers.field.help : ""
            color: Theme.ink2
            balanced: true
        }
        TickBox {
            objectName: answers.single ? "field-" + answers.field.id : ""
            visible: answers.single && answers.field.kind === "confirm"
            width: parent.width
            implicitHeight: Math.max(220, Theme.button)
            label: qsTr("我看清楚了，同意")
            textSize: Theme.heading
            ticked: answers.valueOf(answers.field) === true
            problem: answers.problemOf(answers.field) !== ""
            onClicked: answers.enter(answers.valueOf(answers.field) === true ? null : true)
        }
    }

    // Several.
    ScrollArea {
        id: list

        visible: !answers.single
        width: parent.width
        height: Math.max(200, form.bodyHeight - (editor.visible ? editor.height + Theme.gap : 0))
        spacing: 16

        Repeater {
            id: rows

            // By number: a refreshed page must not take a row from under a finger.
            model: answers.single ? 0 : answers.count

            Column {
                id: entry

                required property int index
                readonly property var field: answers.fields[index]
                readonly property string problem: answers.problemOf(field)
                readonly property bool current: answers.active === index && !answers.fixed(field)

                width: list.columnWidth
                spacing: 8

                QuestionRow {
                    objectName: entry.field.kind === "confirm" ? "" : "field-" + entry.field.id
                    visible: entry.field.kind !== "confirm"
                    width: parent.width
                    label: entry.field.label
                    value: answers.shown(entry.field)
                    placeholder: answers.placeholder(entry.field)
                    source: entry.field.source
                    fixed: answers.fixed(entry.field)
                    active: entry.current
                    caret: Digits.typed(entry.field.kind)
                    problem: entry.problem !== ""
                    onClicked: answers.choose(entry.index)
                }
                TickBox {
                    objectName: entry.field.kind === "confirm" ? "field-" + entry.field.id : ""
                    visible: entry.field.kind === "confirm"
                    width: parent.width
                    label: entry.field.label
                    ticked: answers.valueOf(entry.field) === true
                    problem: entry.problem !== ""
                    onClicked: {
                        answers.choose(entry.index)
                        answers.enter(ticked ? null : true)
                        answers.keepDraft()
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

        readonly property bool keys: Digits.typed(answers.field.kind)
        readonly property bool cards: answers.field.kind === "choice"
        readonly property real room: form.bodyHeight - question.height - Theme.gap - anchors.bottomMargin

        visible: !answers.fixed(answers.field) && (keys || cards)
        anchors { bottom: parent.bottom; bottomMargin: keys && answers.single ? 16 : 0 }
        width: parent.width
        height: keys ? pad.height : answers.single ? room
            : Math.min(options.naturalHeight, Math.max(520, form.bodyHeight - list.columnHeight - Theme.gap))

        NumericKeypad {
            id: pad

            visible: editor.keys
            width: parent.width
            gap: answers.single ? Theme.gap : 16
            keyHeight: answers.single ? Math.max(116, Math.min(Theme.key, (editor.room - 3 * gap) / 4)) : 104
            skipLabel: answers.field.skip
            onDigit: key => answers.type(key)
            onBackspace: answers.erase()
            onSkip: answers.leaveOut()
        }
        OptionCards {
            id: options

            visible: editor.cards
            width: parent.width
            height: parent.height
            options: editor.cards ? answers.field.options : []
            chosen: answers.valueOf(answers.field)
            skipLabel: answers.field.skip
            columns: answers.single && count <= 5 ? 1 : 2
            titleSize: answers.single ? Theme.heading : Theme.body + 4
            onPicked: value => answers.pick(value)
            onSkip: answers.leaveOut()
        }
    }
}
