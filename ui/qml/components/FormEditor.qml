// What answers the question in hand: digits, keyboard, cards, places, rows, camera or a box to sign in.
import QtQuick
import "digits.js" as Digits
import "../keyboard"
import Jiujin

Loader {
    id: editor

    required property FormAnswers answers
    property var actions: []
    property var facts: ({})
    readonly property var field: answers.field
    // The end of an address is written, once there is nothing left to choose of it.
    readonly property bool house: field.kind === "address" && field.options.length === 0
    readonly property string kind: answers.fixed(field) ? "" : Digits.typed(field.kind) ? "digits"
        : answers.written(field) || house ? "words" : field.kind
    // Takes the room there is; others are as high as their keys.
    readonly property bool fills: ["address", "table", "photo", "signature"].indexOf(kind) >= 0
    // What is picked, and not typed, stands at the top of its room where it has a room of its own.
    property bool apart: false
    readonly property bool raised: apart && (kind === "choice" || kind === "confirm")
    // What is being written by it.
    readonly property string text: kind !== "words" ? "" : house ? answers.placeOf(field).detail : answers.textOf(field)
    readonly property real naturalHeight: item ? (kind === "choice" ? item.naturalHeight : item.implicitHeight) : 0
    // Between the keys of a keypad; four rows of them, the lowest that there are, have to have room.
    readonly property real gap: answers.single && !Theme.wide ? Theme.gap : 16
    readonly property real leastHeight: kind === "digits" ? 4 * 92 + 3 * gap : kind === "words" ? 466 : kind === "" || kind === "confirm" ? 0
        : Math.min(Theme.lowReach || Theme.wide ? 300 : 520, fills || answers.single ? 520 : naturalHeight)

    signal act(string action, var value)

    // Whether nothing is half composed; asks for a choice otherwise.
    function settled(): bool { return !item || !item.settled || item.settled() }

    sourceComponent: kind === "digits" ? digits : kind === "words" ? words : kind === "choice" ? cards : kind === "address" ? places
        : kind === "table" ? rows : kind === "photo" ? photo : kind === "signature" ? signature
        : kind === "confirm" && !answers.single && apart ? promise : null

    Component {
        id: digits

        NumericKeypad {
            gap: editor.gap
            implicitHeight: 4 * (editor.answers.single ? Theme.key : 104) + 3 * gap
            keyHeight: Math.max(92, Math.min(Theme.key, (editor.height - 3 * gap) / 4))
            skipLabel: editor.field.skip
            extra: Digits.EXTRA[editor.field.kind] || ""
            onDigit: key => editor.answers.type(key)
            onBackspace: editor.answers.erase()
            onSkip: editor.answers.leaveOut()
        }
    }
    Component {
        id: words

        Keyboard {
            subject: editor.field.id
            text: editor.text
            maxLength: editor.field.max_length
            modes: editor.field.kind === "code" ? ["code"] : ["pinyin", "handwriting", "letters", "symbols"]
            guessing: editor.field.kind !== "name"
            spaceSign: editor.field.kind === "name" ? "·" : " "
            // Where the levels of an address stand out of reach, a key goes back to the last of them.
            readonly property bool turnable: editor.house && Theme.lowReach

            skipLabel: turnable ? qsTr("上一级") : editor.field.skip
            doneLabel: editor.answers.nextOpen >= 0 ? qsTr("下一项") : ""
            onEdited: text => editor.answers.enter(editor.house ? { region: editor.answers.placeOf(editor.field).region, detail: text } : text)
            onSkip: turnable ? editor.answers.placeAbove() : editor.answers.leaveOut()
            onDone: editor.answers.goOn()
        }
    }
    Component {
        id: cards

        OptionCards {
            options: editor.field.options
            chosen: editor.answers.valueOf(editor.field)
            skipLabel: editor.field.skip
            columns: editor.answers.single && count <= 5 ? 1 : 2
            titleSize: editor.answers.single ? Theme.heading : Theme.body + 4
            low: !editor.answers.single && !editor.raised
            onPicked: value => editor.answers.pick(value)
            onSkip: editor.answers.leaveOut()
        }
    }
    Component {
        id: places

        PlaceGrid {
            options: editor.field.options
            skipLabel: editor.field.skip
            turnable: Theme.lowReach && editor.field.path.length > 0
            onPicked: region => editor.answers.place(region)
            onTurned: editor.answers.placeAbove()
            onSkip: editor.answers.leaveOut()
        }
    }
    Component {
        id: rows

        RowCards {
            field: editor.field
            actions: editor.actions
            words: editor.facts.table || {}
            onAct: (action, value) => editor.act(action, value)
            onSkip: editor.answers.leaveOut()
        }
    }
    Component {
        id: photo

        PhotoTaker {
            field: editor.field
            actions: editor.actions
            facts: editor.facts
            onAct: (action, value) => editor.act(action, value)
            onSkip: editor.answers.leaveOut()
        }
    }
    Component {
        id: promise

        TickBox {
            objectName: "tick-" + editor.field.id
            label: editor.field.label
            ticked: editor.answers.valueOf(editor.field) === true
            problem: editor.answers.problemOf(editor.field) !== ""
            onClicked: {
                editor.answers.enter(ticked ? null : true)
                editor.answers.keepDraft()
            }
        }
    }
    Component {
        id: signature

        SigningBox {
            label: editor.field.label
            there: Boolean(editor.field.value)
            skipLabel: editor.field.skip
            onSigned: strokes => editor.answers.enter(strokes)
            onSkip: editor.answers.leaveOut()
        }
    }
}
