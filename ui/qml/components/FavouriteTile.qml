// A service by name, and below it a note.
import QtQuick
import QtQuick.Templates as T
import Jiujin

T.AbstractButton {
    id: tile

    property string name: ""
    property string note: ""
    readonly property real room: width - 64

    text: name
    implicitWidth: 480
    implicitHeight: Math.max(Theme.large ? 130 : 112, label.height + remark.height + 28)
    focusPolicy: Qt.TabFocus
    Accessible.name: note ? name + "，" + note : name

    background: Rectangle {
        radius: Theme.radius
        color: tile.down ? Theme.jadeTint : Theme.card
        border.width: tile.visualFocus ? 6 : Theme.border
        border.color: tile.visualFocus ? Theme.amber : Theme.line
    }
    contentItem: Item {
        BodyText {
            id: label

            x: 32
            y: (parent.height - height - remark.height) / 2
            width: Theme.broken(text, tile.room, font.pixelSize, true)
            text: tile.name
            font.pixelSize: Theme.body + 2
            font.bold: true
            lineHeight: 0.9
            Accessible.ignored: true
        }
        Note {
            id: remark

            visible: text !== ""
            height: visible ? implicitHeight : 0
            x: 32
            y: label.y + label.height
            width: Theme.broken(text, tile.room, font.pixelSize, false)
            text: tile.note
            Accessible.ignored: true
        }
    }
}
