// A tick in a green circle: this is done and safe.
import QtQuick
import Jiujin

Rectangle {
    property int size: 120

    width: size
    height: size
    radius: size / 2
    color: Theme.greenTint
    border.width: Theme.contrast ? Theme.border : 0
    border.color: Theme.greenLine

    Icon {
        anchors.centerIn: parent
        size: Math.round(parent.size * 0.6)
        name: "check"
        colour: Theme.green
        stroke: 6
    }
}
