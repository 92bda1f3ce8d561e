// What somebody puts a name to, in the words that are signed.
import QtQuick
import Jiujin

Rectangle {
    id: promise

    property alias text: words.text

    visible: words.text !== ""
    implicitWidth: 984
    implicitHeight: Math.max(words.height, pen.height) + 48
    radius: Theme.radius
    color: Theme.jadeTint
    border.width: Theme.border
    border.color: Theme.line

    Icon {
        id: pen

        x: 32
        anchors.verticalCenter: parent.verticalCenter
        size: 56
        name: "pen"
    }
    BodyText {
        id: words

        x: pen.x + pen.width + 28
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - x - 32
    }
}
