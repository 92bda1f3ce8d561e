// One of the equal answers of a rating; the chosen one is marked quietly, by a frame and a small tick.
import QtQuick
import QtQuick.Templates as T
import Jiujin

T.AbstractButton {
    id: card

    property string label: ""
    property bool chosen: false
    // Four characters and more stand in two lines, as on the drawing: 非常/满意. Words of letters break by themselves.
    readonly property string broken: (label.length === 4 || label.length === 5) && !/[a-z]/i.test(label) ? label.slice(0, 2) + "\n" + label.slice(2) : label

    text: label
    implicitWidth: 180
    implicitHeight: 150
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.RadioButton
    Accessible.name: label
    Accessible.checkable: true
    Accessible.checked: chosen

    background: Rectangle {
        radius: Theme.radius
        color: card.down || card.chosen ? Theme.jadeTint : Theme.card
        border.width: card.visualFocus ? 6 : card.chosen ? 4 : Theme.border
        border.color: card.visualFocus ? Theme.amber : card.chosen ? Theme.jade : Theme.line
    }
    contentItem: Item {
        BodyText {
            anchors.centerIn: parent
            width: parent.width - 16
            text: card.broken
            font.pixelSize: Math.max(Theme.least, Math.min(36, Theme.body))
            font.bold: true
            horizontalAlignment: Text.AlignHCenter
            Accessible.ignored: true
        }
        Icon {
            anchors { right: parent.right; top: parent.top; margins: 8 }
            visible: card.chosen
            size: 36
            name: "check"
        }
    }
}
