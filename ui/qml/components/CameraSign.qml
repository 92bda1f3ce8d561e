// Says that the camera is on, for as long as it is: words and a picture on the colour of what is going on.
import QtQuick
import Jiujin

Rectangle {
    id: sign

    property string text: ""

    implicitWidth: inside.width + 56
    implicitHeight: inside.height + 20
    radius: height / 2
    // in high contrast not as a button looks
    color: Theme.contrast ? Theme.card : Theme.jade
    border.width: Theme.contrast ? Theme.border : 0
    border.color: Theme.line
    Accessible.role: Accessible.StaticText
    Accessible.name: text

    Row {
        id: inside

        anchors.centerIn: parent
        spacing: 16

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            size: Theme.least + 14
            name: "camera"
            colour: Theme.contrast ? Theme.jade : Theme.onJade
            stroke: 5
        }
        BodyText {
            anchors.verticalCenter: parent.verticalCenter
            balanced: false
            text: sign.text
            color: Theme.contrast ? Theme.ink : Theme.onJade
            font.pixelSize: Theme.least
            font.bold: true
            Accessible.ignored: true
        }
    }
}
