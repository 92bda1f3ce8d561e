// The keyboard: Pinyin, handwriting, letters, digits and signs. It changes no text itself: `edited` tells what the text
// should become, and `text` brings it back. Nothing of a field is kept once `subject` changes or the keyboard goes.
import QtQuick
import "../components"
import "layouts.js" as Layouts
import Jiujin

Item {
    id: keyboard

    property string text: ""
    property string mode: Theme.language === "en" ? "letters" : "pinyin"
    // Of pinyin, handwriting, letters, symbols, and code alone; what this machine lacks is left out.
    property var modes: ["pinyin", "handwriting", "letters", "symbols"]
    // Characters, 0 for as many as one likes.
    property int maxLength: 0
    property string language: Theme.language
    // What the text is for; with another, what was composed is forgotten.
    property string subject: ""
    // Whether to guess what comes next.
    property bool guessing: true
    // Empty: no such key.
    property string doneLabel: qsTr("完成")
    property string skipLabel: ""
    // What the space key writes: the dot of names, where one is asked for.
    property string spaceSign: " "
    property int gap: 8
    readonly property alias composing: entry.composing
    readonly property var offered: modes.filter(mode => entry.works(mode))
    readonly property string now: offered.indexOf(mode) >= 0 ? mode : offered.length > 0 ? offered[0] : ""

    signal edited(string text)
    signal done
    signal skip

    readonly property bool chinese: now === "pinyin" || now === "handwriting"
    // Numbers of documents: capitals beside the digits, and no space.
    readonly property bool code: now === "code"
    readonly property int keyRows: now === "symbols" || code ? 4 : 3
    readonly property int barHeight: bar.lineHeight + bar.rowHeight
    // Rows of letters in Chinese modes, and the bottom row, are this high; without candidates there is room for more.
    readonly property real rowHeight: (height - barHeight - 4 * gap) / 4
    readonly property real keysTop: chinese ? barHeight + gap : 0
    readonly property real keysHeight: height - (code && doneLabel === "" && skipLabel === "" ? 0 : rowHeight + gap) - keysTop
    readonly property int wordSize: Math.max(34, Theme.least)
    property bool shifted: false
    property bool allShown: false
    property bool urgent: false

    implicitWidth: 984
    implicitHeight: 4 * (Theme.large ? 126 : 114) + 4 * gap + bar.lineHeight + 96

    // Asks for a choice where something is composed still. True when there was nothing to ask for.
    function settled(): bool {
        urgent = composing !== ""
        return !urgent
    }
    function insert(added) {
        const whole = (text + added).normalize("NFC")
        if (maxLength === 0 || length(whole) <= maxLength)
            edited(whole)
    }
    function pick(index) {
        const word = entry.choose(index)
        area.clear()
        insert(word)
        urgent = false
        if (composing === "") {
            allShown = false
            if (guessing && now === "pinyin")
                entry.guess(text)
        }
    }
    function press(name) {
        urgent = false
        if (name === "shift")
            shifted = !shifted
        else if (name === "backspace")
            back()
        else if (now === "pinyin")
            entry.spell(name === "split" ? "'" : name)
        else
            insert(shifted || code ? name.toUpperCase() : name)
    }
    function back() {
        urgent = false
        if (composing !== "") {
            entry.erase()
            return
        }
        entry.guess("")
        if (text !== "")
            edited(text.slice(0, /[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text) ? -2 : -1))
    }
    function space() {
        if (composing === "")
            insert(now === "letters" ? " " : spaceSign)
        else if (entry.candidates.length > 0)
            pick(0)
    }
    function turn(name) {
        forget()
        mode = name
    }
    function forget() {
        entry.wipe()
        area.clear()
        allShown = false
        urgent = false
        shifted = false
    }
    // Characters, not the units of UTF-16 that strings are made of.
    function length(words) {
        return words.length - (words.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g) || []).length
    }

    onSubjectChanged: forget()
    onLanguageChanged: forget()

    TextEntry {
        id: entry

        language: keyboard.language
    }
    CandidateBar {
        id: bar

        visible: keyboard.chinese
        width: parent.width
        gap: keyboard.gap
        rowHeight: keyboard.height < 620 ? 90 : 96
        composing: entry.composing
        words: entry.candidates
        open: keyboard.allShown
        urgent: keyboard.urgent
        hint: keyboard.urgent ? qsTr("%1 还没选成字，请先选字，或者退一格").arg(entry.composing)
            : entry.composing !== "" && entry.candidates.length === 0 ? qsTr("%1：没有这样的拼音，请退一格").arg(entry.composing)
            : entry.guessing ? qsTr("接下来是不是：")
            : keyboard.now === "handwriting" ? (area.empty ? qsTr("用手指在格子里写一个字，按平时的笔顺写") : qsTr("选您写的字："))
            : qsTr("用拼音打字，打好后在这里选")
        onPicked: index => keyboard.pick(index)
        onOpened: keyboard.allShown = true
    }
    CandidateGrid {
        visible: keyboard.chinese && keyboard.allShown
        y: bar.lineHeight
        width: parent.width
        height: keyboard.height - y
        gap: keyboard.gap
        rowHeight: bar.rowHeight
        words: visible ? entry.candidates : []
        onPicked: index => keyboard.pick(index)
        onClosed: keyboard.allShown = false
    }
    Item {
        id: keys

        readonly property var places: keyboard.now === "handwriting" ? [] : Layouts.placed(keyboard.now, keyboard.language, width, keyboard.gap)
        readonly property real rowHeight: (keyboard.keysHeight - (keyboard.keyRows - 1) * keyboard.gap) / keyboard.keyRows

        visible: !keyboard.allShown && keyboard.now !== "handwriting"
        y: keyboard.keysTop
        width: parent.width
        height: keyboard.keysHeight

        Repeater {
            model: keys.places.length

            Key {
                required property int index
                readonly property var place: keys.places[index] || null
                readonly property string sign: place ? place.name : ""
                readonly property bool word: sign === "backspace" || sign === "shift" || sign === "split"

                objectName: "key-" + sign
                x: place ? place.x : 0
                y: place ? place.row * (keys.rowHeight + keyboard.gap) : 0
                width: place ? place.width : 0
                height: keys.rowHeight
                role: word ? "soft" : "plain"
                label: sign === "backspace" ? qsTr("退一格") : sign === "shift" ? "Aa" : sign === "split" ? "'"
                    : keyboard.shifted || keyboard.code ? sign.toUpperCase() : sign
                said: sign === "shift" ? (keyboard.shifted ? qsTr("换成小写") : qsTr("换成大写")) : sign === "split" ? qsTr("隔音符号") : label
                textSize: word ? keyboard.wordSize : sign.length > 1 ? Math.max(38, Theme.least) : 44
                held: sign === "backspace"
                chosen: sign === "shift" && keyboard.shifted
                onClicked: keyboard.press(sign)
            }
        }
    }
    WritingArea {
        id: area

        visible: keyboard.now === "handwriting" && !keyboard.allShown
        // A little apart from the keys, so that a stroke that runs over writes nothing else.
        y: keyboard.keysTop + 8
        width: parent.width
        height: keyboard.keysHeight - 16
        gap: keyboard.gap
        onWritten: strokes => entry.write(strokes)
        onBackspace: keyboard.back()
    }
    Row {
        id: foot

        readonly property real wordWidth: Math.min(168, width * 0.18)
        // Without modes and space there is room for a finger that has to find them.
        readonly property real wide: keyboard.code ? width * 0.32 : wordWidth
        readonly property real doneWidth: keyboard.doneLabel !== "" ? wide : 0
        readonly property real skipWidth: keyboard.skipLabel !== "" ? wide : 0
        // What modes and space share.
        readonly property real room: width - doneWidth - skipWidth - (count - 1) * spacing
        readonly property real modeWidth: Math.min(124, (room - 96) / Math.max(1, modeKeys.count))
        readonly property int count: modeKeys.count + 1 + (doneWidth > 0 ? 1 : 0) + (skipWidth > 0 ? 1 : 0)

        visible: !keyboard.allShown
        anchors.bottom: parent.bottom
        width: parent.width
        spacing: keyboard.gap
        // Where they stand alone, under the thumb that wrote.
        layoutDirection: keyboard.code ? Qt.RightToLeft : Qt.LeftToRight

        Repeater {
            id: modeKeys

            model: keyboard.offered.length > 1 ? keyboard.offered : []

            Key {
                required property string modelData

                objectName: "mode-" + modelData
                width: foot.modeWidth
                height: keyboard.rowHeight
                role: "soft"
                chosen: keyboard.now === modelData
                label: modelData === "pinyin" ? qsTr("拼音") : modelData === "handwriting" ? qsTr("手写")
                    : modelData === "letters" ? qsTr("英文") : "123"
                said: modelData === "symbols" ? qsTr("数字和符号") : label
                textSize: keyboard.wordSize
                onClicked: keyboard.turn(modelData)
            }
        }
        Key {
            objectName: "key-space"
            visible: !keyboard.code
            width: foot.room - modeKeys.count * foot.modeWidth
            height: keyboard.rowHeight
            label: keyboard.composing !== "" ? (width < 160 ? qsTr("选") : qsTr("选第一个"))
                : keyboard.spaceSign === " " || keyboard.now === "letters" ? qsTr("空格") : keyboard.spaceSign
            said: label === "·" ? qsTr("间隔号") : label
            textSize: keyboard.wordSize
            onClicked: keyboard.space()
        }
        Key {
            objectName: "key-skip"
            visible: keyboard.skipLabel !== ""
            width: foot.skipWidth
            height: keyboard.rowHeight
            role: "soft"
            label: keyboard.skipLabel
            // Two lines where the key is high enough for them; smaller where that is not enough.
            textSize: Math.max(26, Math.floor(keyboard.wordSize * Math.min(1, (width - 16) * (height > 2.8 * keyboard.wordSize ? 1.7 : 1)
                / Theme.advance(label, keyboard.wordSize, true))))
            onClicked: keyboard.skip()
        }
        Key {
            objectName: "key-done"
            visible: keyboard.doneLabel !== ""
            width: foot.doneWidth
            height: keyboard.rowHeight
            role: "onward"
            label: keyboard.doneLabel
            textSize: keyboard.wordSize
            onClicked: {
                if (keyboard.settled())
                    keyboard.done()
            }
        }
    }
}
