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

    implicitWidth: (upright ? 220 : 420) * grow
    implicitHeight: (upright ? 420 : 340) * grow
    Accessible.ignored: true

    Item {
        width: picture.upright ? 220 : 420
        height: picture.upright ? 420 : 340
        scale: picture.grow
        transformOrigin: Item.TopLeft

        Icon {
            x: picture.upright ? 70 : 330
            y: picture.upright ? 0 : 130
            size: 80
            name: picture.upright ? "up" : "right"
            stroke: 8
        }
        Rectangle {
            id: phone

            x: picture.upright ? 10 : 50
            y: picture.upright ? 84 : 10
            width: 200
            height: 320
            radius: 32
            color: Theme.card
            border.width: 5
            border.color: Theme.jade

            Rectangle {
                anchors.horizontalCenter: parent.horizontalCenter
                y: 18
                width: 56
                height: 8
                radius: 4
                color: Theme.jade
            }
            Rectangle {
                anchors.centerIn: parent
                width: 148
                height: 148
                radius: 16
                color: Theme.jadeTint
                border.width: Theme.contrast ? Theme.border : 0
                border.color: Theme.line

                Icon {
                    anchors.centerIn: parent
                    size: 112
                    name: "code"
                    stroke: 7
                }
            }
            Repeater {
                model: [108, 72]

                Rectangle {
                    required property int index
                    required property int modelData

                    anchors.horizontalCenter: parent.horizontalCenter
                    y: 256 + index * 22
                    width: modelData
                    height: 10
                    radius: 5
                    color: Theme.jade
                    opacity: 0.45
                }
            }
        }
        SequentialAnimation {
            running: picture.glides
            loops: Animation.Infinite

            PauseAnimation { duration: 1600 }
            NumberAnimation { target: phone; property: picture.upright ? "y" : "x"; to: picture.upright ? 60 : 90; duration: 200; easing.type: Easing.OutCubic }
            PauseAnimation { duration: 1600 }
            NumberAnimation { target: phone; property: picture.upright ? "y" : "x"; to: picture.upright ? 84 : 50; duration: 200; easing.type: Easing.OutCubic }
        }
    }
}
