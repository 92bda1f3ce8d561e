// The box that one signs in: a line to write on, a hint while it is empty, and the pad itself.
import QtQuick
import Jiujin

Rectangle {
    id: box

    property string hint: ""
    property string label: ""
    readonly property alias pad: pad

    radius: Theme.radius
    color: Theme.card
    border.width: pad.empty ? Theme.actionBorder : 5
    border.color: Theme.jade

    Rectangle {
        x: 64
        y: Math.round(parent.height * 0.78)
        width: parent.width - 128
        height: Theme.border
        color: Theme.ink2
    }
    Column {
        visible: pad.empty
        anchors.centerIn: parent
        width: parent.width - 64
        spacing: 16

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            size: 96
            name: "pen"
            colour: Theme.ink2
        }
        BodyText {
            width: parent.width
            text: box.hint
            color: Theme.ink2
            horizontalAlignment: Text.AlignHCenter
        }
    }
    SignaturePad {
        id: pad

        objectName: "signature"
        anchors.fill: parent
        anchors.margins: 5
        ink: Theme.ink
        Accessible.role: Accessible.Canvas
        Accessible.name: box.label
    }
}
