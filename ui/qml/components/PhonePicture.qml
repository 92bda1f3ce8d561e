// A telephone that shows a code, and where it is held: drawn. Moves only while it is waited for.
import QtQuick
import QtQuick.Window
import Jiujin

Item {
    id: picture

    // Where the camera's picture stands from here: "up" or "right".
    property string towards: "up"
    property real grow: 1.0
    property bool waits: true
    readonly property bool upright: towards === "up"
    readonly property bool glides: waits && visible && Boolean(Window.window) && Window.window.motion

    // Every length by itself, in whole units: a scaled item would have steps at its edges.
    function u(length: real): real { return Math.round(length * grow) }

    implicitWidth: u(upright ? 220 : 420)
    implicitHeight: u(upright ? 420 : 340)
    Accessible.ignored: true

    Icon {
        x: picture.u(picture.upright ? 70 : 330)
        y: picture.u(picture.upright ? 0 : 130)
        size: picture.u(80)
        name: picture.upright ? "up" : "right"
        stroke: picture.u(8)
    }
    RoundBox {
        id: phone

        x: picture.u(picture.upright ? 10 : 50)
        y: picture.u(picture.upright ? 84 : 10)
        width: picture.u(200)
        height: picture.u(320)
        radius: picture.u(32)
        colour: Theme.card
        edge: picture.u(5)
        line: Theme.jade

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            y: picture.u(18)
            width: picture.u(56)
            height: picture.u(8)
            radius: height / 2
            color: Theme.jade
        }
        RoundBox {
            anchors.centerIn: parent
            width: picture.u(148)
            height: picture.u(148)
            radius: picture.u(16)
            colour: Theme.jadeTint
            edge: Theme.contrast ? Theme.border : 0
            line: Theme.line

            Icon {
                anchors.centerIn: parent
                size: picture.u(112)
                name: "code"
                stroke: picture.u(7)
            }
        }
        Repeater {
            model: [108, 72]

            Rectangle {
                required property int index
                required property int modelData

                anchors.horizontalCenter: parent.horizontalCenter
                y: picture.u(256 + index * 22)
                width: picture.u(modelData)
                height: picture.u(10)
                radius: height / 2
                color: Theme.jade
                opacity: 0.45
            }
        }
    }
    SequentialAnimation {
        running: picture.glides
        loops: Animation.Infinite

        PauseAnimation { duration: 1600 }
        NumberAnimation { target: phone; property: picture.upright ? "y" : "x"; to: picture.u(picture.upright ? 60 : 90); duration: 200; easing.type: Easing.OutCubic }
        PauseAnimation { duration: 1600 }
        NumberAnimation { target: phone; property: picture.upright ? "y" : "x"; to: picture.u(picture.upright ? 84 : 50); duration: 200; easing.type: Easing.OutCubic }
    }
}
