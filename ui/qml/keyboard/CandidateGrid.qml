// All candidates, page by page, in the place of the keys.
import QtQuick
import "candidates.js" as Candidates
import Jiujin

Item {
    id: grid

    property var words: []
    property int rowHeight: 96
    property int gap: 8
    readonly property int wordSize: Math.min(Theme.heading, 56)
    // Where each page begins that was turned to.
    property var starts: [0]
    readonly property int start: starts[starts.length - 1]
    readonly property int rows: Math.max(1, Math.floor((height + gap) / (rowHeight + gap)) - 1)
    readonly property var places: Candidates.placed(words, start, rows, width, wordSize, 112, gap)
    readonly property int end: start + places.length

    signal picked(int index)
    signal closed

    onWordsChanged: starts = [0]

    Repeater {
        model: grid.places.length

        Key {
            required property int index
            readonly property var place: grid.places[index] || null

            objectName: "candidate-" + (place ? place.index : index)
            x: place ? place.x : 0
            y: place ? place.row * (grid.rowHeight + grid.gap) : 0
            width: place ? place.width : 0
            height: grid.rowHeight
            label: place ? grid.words[place.index] : ""
            textSize: grid.wordSize
            onClicked: grid.picked(grid.start + index)
        }
    }
    Row {
        id: turning

        readonly property real share: (grid.width - 2 * spacing) / 3

        anchors.bottom: parent.bottom
        spacing: 16

        Key {
            objectName: "key-close"
            width: turning.share
            height: grid.rowHeight
            role: "soft"
            label: qsTr("返回键盘")
            textSize: Math.max(34, Theme.least)
            onClicked: grid.closed()
        }
        Key {
            objectName: "key-page-back"
            width: turning.share
            height: grid.rowHeight
            role: "soft"
            label: qsTr("上一页")
            textSize: Math.max(34, Theme.least)
            enabled: grid.starts.length > 1
            onClicked: grid.starts = grid.starts.slice(0, -1)
        }
        Key {
            objectName: "key-page-on"
            width: turning.share
            height: grid.rowHeight
            role: "soft"
            label: qsTr("下一页")
            textSize: Math.max(34, Theme.least)
            enabled: grid.end < grid.words.length
            onClicked: grid.starts = grid.starts.concat([grid.end])
        }
    }
}
