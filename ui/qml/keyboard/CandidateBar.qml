// What is being composed, and under it the first candidates; a key for all others.
import QtQuick
import "../components"
import "candidates.js" as Candidates
import Jiujin

Item {
    id: bar

    property string composing: ""
    // Said in the place of what is composed.
    property string hint: ""
    property bool urgent: false
    property var words: []
    property int rowHeight: 96
    property int gap: 8
    property bool open: false
    readonly property bool spelt: composing !== "" && words.length > 0 && !urgent
    readonly property int lineHeight: Math.max(52, Math.ceil(Theme.least * 1.5))
    readonly property int wordSize: Math.min(Theme.heading, 56)
    readonly property bool more: words.length > places.length
    readonly property var places: {
        const all = Candidates.placed(words, 0, 1, width, wordSize, 90, gap)
        return all.length === words.length ? all : Candidates.placed(words, 0, 1, width - 104 - gap, wordSize, 90, gap)
    }

    signal picked(int index)
    signal opened

    implicitWidth: 984
    implicitHeight: lineHeight + rowHeight

    BodyText {
        objectName: "composing"
        width: parent.width
        height: bar.lineHeight
        verticalAlignment: Text.AlignVCenter
        text: bar.spelt ? bar.composing : bar.hint
        color: bar.urgent ? Theme.seal : bar.spelt ? Theme.jade : Theme.ink2
        font.pixelSize: bar.spelt ? Math.max(34, Theme.least) : Theme.least
        font.bold: bar.spelt || bar.urgent
        wrapMode: Text.NoWrap
        elide: Text.ElideLeft
    }
    Repeater {
        // By number: choosing one replaces the words, and must not take the key from under the finger.
        model: bar.open ? 0 : bar.places.length

        Key {
            required property int index
            readonly property var place: bar.places[index] || null

            objectName: "candidate-" + index
            x: place ? place.x : 0
            y: bar.lineHeight
            width: place ? place.width : 0
            height: bar.rowHeight
            label: place ? bar.words[place.index] : ""
            textSize: bar.wordSize
            onClicked: bar.picked(index)
        }
    }
    Key {
        objectName: "key-more"
        anchors { right: parent.right; bottom: parent.bottom }
        visible: bar.more && !bar.open
        width: 104
        height: bar.rowHeight
        role: "soft"
        picture: "down"
        said: qsTr("更多字")
        onClicked: bar.opened()
    }
}
