// The way to the search page, drawn as the field that it leads to.
import QtQuick
import QtQuick.Templates as T
import Jiujin

T.AbstractButton {
    id: box

    property string label: ""
    property string note: ""

    text: label
    implicitWidth: 984
    implicitHeight: Math.max(Theme.wide ? 96 : 112, words.implicitHeight + 32)
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: note ? label + "，" + note : label

    background: Rectangle {
        radius: Math.min(height / 2, 56)
        color: box.down ? Theme.jadeTint : Theme.card
        border.width: box.visualFocus ? 6 : Theme.border
        border.color: box.visualFocus ? Theme.amber : Theme.line
    }
    contentItem: Item {
        Icon {
            id: glass

            x: 40
            anchors.verticalCenter: parent.verticalCenter
            size: 52
            name: "search"
        }
        BodyText {
            id: words

            anchors.verticalCenter: parent.verticalCenter
            x: glass.x + glass.width + 28
            width: parent.width - x - 40
            text: box.note || box.label
            color: Theme.ink2
            font.pixelSize: Theme.body + 2
            Accessible.ignored: true
        }
    }
}
