// A promise to tick: a large box, its sentence beside it; the whole card is the target.
import QtQuick
import QtQuick.Templates as T
import Jiujin

T.AbstractButton {
    id: box

    property string label: ""
    property bool ticked: false
    property bool problem: false
    property int textSize: Theme.body + 4

    text: label
    implicitWidth: 984
    implicitHeight: Math.max(Theme.button, words.implicitHeight + 56)
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.CheckBox
    Accessible.name: label
    Accessible.checkable: true
    Accessible.checked: ticked

    background: Rectangle {
        radius: Theme.radius
        color: box.down || box.ticked ? Theme.jadeTint : Theme.card
        border.width: box.visualFocus ? 6 : box.ticked || box.problem ? 5 : Theme.border
        border.color: box.visualFocus ? Theme.amber : box.problem && !box.ticked ? Theme.seal : box.ticked ? Theme.jade : Theme.line
    }
    contentItem: Item {
        Rectangle {
            id: square

            x: 32
            anchors.verticalCenter: parent.verticalCenter
            width: 72
            height: 72
            radius: 16
            color: box.ticked ? Theme.jade : Theme.card
            border.width: 4
            border.color: box.ticked ? Theme.jade : Theme.ink2

            Icon {
                anchors.centerIn: parent
                visible: box.ticked
                size: 56
                name: "check"
                colour: Theme.onJade
                stroke: 6
            }
        }
        BodyText {
            id: words

            x: square.x + square.width + 32
            width: parent.width - x - 32
            anchors.verticalCenter: parent.verticalCenter
            text: box.label
            font.pixelSize: box.textSize
            font.bold: true
            Accessible.ignored: true
        }
    }
}
