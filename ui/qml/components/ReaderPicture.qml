// The reader and a card that glides onto it: where to put it, drawn. Moves only while it waits.
import QtQuick
import QtQuick.Window
import Jiujin

Item {
    id: picture

    property string doing: "waiting"
    property real grow: 1.0
    readonly property bool glides: doing === "waiting" && visible && Boolean(Window.window) && Window.window.motion

    implicitWidth: 640 * grow
    implicitHeight: 560 * grow
    Accessible.ignored: true

    Item {
        width: 640
        height: 560
        scale: picture.grow
        transformOrigin: Item.TopLeft

        Rectangle {
            id: device

            anchors.horizontalCenter: parent.horizontalCenter
            y: 230
            width: 600
            height: 320
            radius: 48
            color: Theme.card
            border.width: 5
            border.color: picture.doing === "problem" ? Theme.amber : Theme.jade

            Rectangle {
                anchors.centerIn: parent
                width: 430
                height: 230
                radius: 24
                color: Theme.jadeTint
                border.width: Theme.border
                border.color: Theme.line
            }
            Rectangle {
                x: parent.width - 62
                y: 30
                width: 26
                height: 26
                radius: 13
                color: picture.doing === "reading" ? Theme.green : "transparent"
                border.width: 4
                border.color: picture.doing === "reading" ? Theme.green : Theme.jade
            }
        }
        Rectangle {
            id: card

            readonly property real rest: device.y + 58

            anchors.horizontalCenter: parent.horizontalCenter
            y: picture.doing === "reading" ? rest : 30
            width: 340
            height: 204
            radius: 22
            color: Theme.card
            border.width: 4
            border.color: Theme.jade

            Rectangle { x: 226; y: 46; width: 78; height: 98; radius: 10; color: Theme.jadeTint; border.width: 3; border.color: Theme.jade }
            Icon { x: 237; y: 62; size: 56; name: "person"; stroke: 3 }
            Repeater {
                model: [150, 120, 136]

                Rectangle {
                    required property int index
                    required property int modelData

                    x: 36
                    y: 50 + index * 38
                    width: modelData
                    height: 10
                    radius: 5
                    color: Theme.jade
                    opacity: 0.45
                }
            }
            Rectangle { x: 36; y: 166; width: 232; height: 10; radius: 5; color: Theme.jade; opacity: 0.45 }

            SequentialAnimation on y {
                running: picture.glides
                loops: Animation.Infinite

                PauseAnimation { duration: 900 }
                NumberAnimation { from: 30; to: card.rest; duration: 700; easing.type: Easing.InOutCubic }
                PauseAnimation { duration: 1400 }
                NumberAnimation { from: card.rest; to: 30; duration: 500; easing.type: Easing.InOutCubic }
            }
        }
        Icon {
            visible: picture.doing !== "reading"
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.horizontalCenterOffset: 240
            y: 96
            size: 84
            name: "down"
            stroke: 7
        }
    }
}
