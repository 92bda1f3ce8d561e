// One question of several: what is asked, what has been answered, where that comes from. The whole row is the target.
import QtQuick
import QtQuick.Templates as T
import Jiujin

T.AbstractButton {
    id: row

    property string label: ""
    // Not where the page's title asks already.
    property bool labelShown: true
    property string value: ""
    property string placeholder: ""
    property string source: ""
    property bool active: false
    property bool caret: false
    property bool problem: false
    property bool fixed: false
    property int valueSize: Theme.heading

    // Something stands there and more is being written.
    readonly property bool written: active && caret && value !== ""
    // The last part of what is too long to stand in a row.
    readonly property string words: value.length > 150 ? "…" + value.slice(-140) : value

    text: label
    enabled: !fixed
    implicitWidth: 984
    implicitHeight: lines.height + 32
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.EditableText
    Accessible.name: label + "，" + (value !== "" ? words : placeholder) + (source !== "" ? "，" + badge.text : "")
    Accessible.readOnly: fixed

    background: Rectangle {
        radius: Theme.radius
        color: row.fixed ? "transparent" : row.down || row.active ? Theme.jadeTint : Theme.card
        border.width: row.visualFocus ? 6 : row.active || row.problem ? 5 : Theme.border
        border.color: row.visualFocus ? Theme.amber : row.problem ? Theme.seal : row.active ? Theme.jade : Theme.line
    }
    contentItem: Item {
        Column {
            id: lines

            x: 32
            y: 16
            width: parent.width - 64 - (pen.visible ? pen.width + 24 : 0)
            spacing: 2

            Item {
                // In a narrow column the words have the line to themselves.
                readonly property bool beside: badge.visible
                    && Theme.advance(ask.text, ask.font.pixelSize, false) + 16 + badge.width <= width

                width: parent.width
                height: !badge.visible ? ask.height : beside ? Math.max(ask.height, badge.height) : ask.height + badge.height

                Note {
                    id: ask

                    width: parent.width - (parent.beside ? badge.width + 16 : 0)
                    y: parent.beside ? (parent.height - height) / 2 : 0
                    text: row.labelShown ? row.label : ""
                    font.pixelSize: Math.round((Theme.body + Theme.least) / 2)
                    Accessible.ignored: true
                }
                Chip {
                    id: badge

                    x: parent.beside ? parent.width - width : 0
                    y: parent.beside ? (parent.height - height) / 2 : ask.height
                    room: lines.width
                    visible: row.source !== ""
                    text: qsTr("来自%1").arg(row.source)

                    // on the row's own tint it would have no ground
                    Binding on color {
                        when: row.active
                        value: Theme.card
                    }
                }
            }
            Item {
                width: parent.width
                height: Math.max(shown.height, row.valueSize * 1.4)

                BodyText {
                    id: shown

                    // the caret stands before what is to be written
                    x: beam.visible && row.value === "" ? 16 : 0
                    width: parent.width - x
                    anchors.verticalCenter: parent.verticalCenter
                    balanced: !row.written
                    text: row.value !== "" ? row.words : row.placeholder
                    color: row.value !== "" ? Theme.ink : Theme.ink2
                    font.pixelSize: row.value === "" || row.value.length > 24 ? Theme.body : row.valueSize
                    font.bold: row.value !== ""
                    font.letterSpacing: row.written ? 2 : 0
                    Accessible.ignored: true
                }
                Rectangle {
                    id: beam

                    visible: row.active && row.caret
                    x: row.value !== "" ? Math.min(shown.contentWidth + 4, parent.width - width) : 0
                    anchors.verticalCenter: parent.verticalCenter
                    width: 5
                    height: row.valueSize * 1.1
                    color: Theme.jade
                }
            }
        }
        Icon {
            id: pen

            anchors { right: parent.right; rightMargin: 32; verticalCenter: parent.verticalCenter }
            // not where this row only tells and is answered elsewhere
            visible: !row.fixed && !row.active && row.enabled
            size: 44
            name: row.value !== "" ? "pen" : "right"
            colour: Theme.jade
        }
    }
}
