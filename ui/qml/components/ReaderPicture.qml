// The reader and a card that glides onto it: where to put it, drawn. Moves only while it waits.
import QtQuick
import QtQuick.Window
import Jiujin

Item {
    id: picture

    property string doing: "waiting"
    property real grow: 1.0
    // Nobody set this one up: no card is shown on it, and none is asked for.
    readonly property bool strange: doing === "unknown"
    readonly property bool lit: doing === "waiting" || doing === "reading"
    readonly property bool glides: doing === "waiting" && visible && Boolean(Window.window) && Window.window.motion

    // Every length by itself: a scaled item would have steps at its corners.
    function u(length: real): real { return Math.round(length * grow) }

    implicitWidth: u(640)
    implicitHeight: u(strange ? 330 : 560)
    Accessible.ignored: true

    Item {
        anchors.fill: parent

        RoundBox {
            id: device

            anchors.horizontalCenter: parent.horizontalCenter
            y: picture.strange ? 0 : picture.u(230)
            width: picture.u(600)
            height: picture.u(320)
            radius: picture.u(48)
            colour: Theme.card
            edge: picture.u(5)
            line: picture.doing === "problem" || picture.strange ? Theme.amber : Theme.jade

            Icon {
                anchors.centerIn: parent
                visible: picture.strange
                z: 1
                size: picture.u(190)
                name: "help"
                colour: Theme.amber
                stroke: picture.u(9)
            }
            RoundBox {
                anchors.centerIn: parent
                width: picture.u(430)
                height: picture.u(230)
                radius: picture.u(24)
                colour: Theme.jadeTint
                edge: Theme.border
                line: Theme.line
            }
            // The lamp by which the reader is found is lit as soon as it waits.
            RoundBox {
                id: lamp

                x: parent.width - picture.u(62)
                y: picture.u(30)
                width: picture.u(26)
                height: width
                radius: width / 2
                colour: picture.lit ? Theme.green : "transparent"
                edge: picture.u(4)
                line: picture.lit ? Theme.green : Theme.jade
            }
            // It shines while the reader reads.
            RoundBox {
                visible: picture.doing === "reading"
                anchors.centerIn: lamp
                width: picture.u(46)
                height: width
                radius: width / 2
                edge: picture.u(4)
                line: Theme.green
            }
        }
        RoundBox {
            id: card

            readonly property real rest: device.y + picture.u(58)

            visible: !picture.strange
            anchors.horizontalCenter: parent.horizontalCenter
            y: picture.doing === "reading" ? rest : picture.u(30)
            width: picture.u(340)
            height: picture.u(204)
            radius: picture.u(22)
            colour: Theme.card
            edge: picture.u(4)
            line: Theme.jade

            RoundBox { x: picture.u(226); y: picture.u(46); width: picture.u(78); height: picture.u(98); radius: picture.u(10); colour: Theme.jadeTint; edge: picture.u(3); line: Theme.jade }
            Icon { x: picture.u(237); y: picture.u(62); size: picture.u(56); name: "person"; stroke: picture.u(3) }
            Repeater {
                model: [150, 120, 136]

                Rectangle {
                    required property int index
                    required property int modelData

                    x: picture.u(36)
                    y: picture.u(50 + index * 38)
                    width: picture.u(modelData)
                    height: picture.u(10)
                    radius: picture.u(5)
                    color: Theme.jade
                    opacity: 0.45
                }
            }
            Rectangle { x: picture.u(36); y: picture.u(166); width: picture.u(232); height: picture.u(10); radius: picture.u(5); color: Theme.jade; opacity: 0.45 }

            SequentialAnimation on y {
                running: picture.glides
                loops: Animation.Infinite

                PauseAnimation { duration: 900 }
                NumberAnimation { from: picture.u(30); to: card.rest; duration: 700; easing.type: Easing.InOutCubic }
                PauseAnimation { duration: 1400 }
                NumberAnimation { from: card.rest; to: picture.u(30); duration: 500; easing.type: Easing.InOutCubic }
            }
        }
        Icon {
            visible: picture.doing !== "reading" && !picture.strange
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.horizontalCenterOffset: picture.u(240)
            y: picture.u(96)
            size: picture.u(84)
            name: "down"
            stroke: picture.u(7)
        }
    }
}
