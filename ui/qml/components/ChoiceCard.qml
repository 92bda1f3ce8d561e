// One of several of equal size: picture, title, note; a tick when `chosen`. The whole card is the target.
import QtQuick
import QtQuick.Templates as T
import Jiujin

T.AbstractButton {
    id: card

    property string title: ""
    property string note: ""
    property string picture: ""
    property bool chosen: false
    property int titleSize: Theme.heading
    property int least: Theme.button + 40
    // Whether the two parts of a note stand in a line each where one line is not enough.
    property bool parted: false
    // Of title and note, for who sets the height.
    readonly property alias wordsHeight: words.implicitHeight

    text: title
    checkable: false
    implicitWidth: 984
    implicitHeight: Math.max(least, words.implicitHeight + (least < Theme.button + 40 ? 20 : 48))
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: note ? title + "，" + note : title

    background: Rectangle {
        radius: Theme.radius
        color: !card.enabled ? Theme.paper : card.down || card.chosen ? Theme.jadeTint : Theme.card
        border.width: card.visualFocus ? 6 : card.chosen ? 5 : Theme.border
        border.color: card.visualFocus ? Theme.amber : card.chosen ? Theme.jade : card.enabled ? Theme.line : Theme.offLine
    }
    contentItem: Item {
        Icon {
            id: icon

            x: 44
            anchors.verticalCenter: parent.verticalCenter
            visible: card.picture !== ""
            name: card.picture
            colour: card.enabled ? Theme.jade : Theme.off
        }
        Column {
            id: words

            // letters stand lower in their line than in its middle
            anchors { verticalCenter: parent.verticalCenter; verticalCenterOffset: -4 }
            x: icon.visible ? icon.x + icon.width + 44 : 40
            width: parent.width - x - (tick.visible ? tick.width + 36 : 32)
            spacing: 2

            BodyText {
                width: parent.width
                text: card.title
                color: card.enabled ? Theme.ink : Theme.off
                font.pixelSize: card.titleSize
                font.bold: true
                lineHeight: 0.92
                Accessible.ignored: true
            }
            BodyText {
                width: parent.width
                visible: text !== ""
                text: card.parted && Theme.advance(card.note, font.pixelSize, false) > width ? card.note.replace(" · ", "\n") : card.note
                color: card.enabled ? Theme.ink2 : Theme.off
                font.pixelSize: Math.round((Theme.body + Theme.least) / 2)
                Accessible.ignored: true
            }
        }
        Icon {
            id: tick

            anchors { right: parent.right; rightMargin: 28; verticalCenter: parent.verticalCenter }
            visible: card.chosen
            size: 64
            name: "check"
        }
    }
}
