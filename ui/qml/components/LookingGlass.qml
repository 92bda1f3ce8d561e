// Somebody sees themself: the camera's picture as in a looking-glass, a ring that fills, and where to turn the head.
import QtQuick
import QtQuick.Window
import Jiujin

Item {
    id: glass

    // Whether the camera is on; else a picture stands in its place.
    property bool on: false
    // 0 to 1.
    property real progress: 0
    // "left", "right" or "": as the person sees it.
    property string turn: ""
    readonly property int ring: Math.max(12, Math.round(frame.height / 44))
    // Beside the oval, for the arrows.
    readonly property real side: (width - frame.width) / 2

    implicitWidth: 984
    implicitHeight: 800
    Accessible.role: Accessible.Graphic
    Accessible.name: on ? qsTr("摄像头画面") : ""
    Accessible.ignored: !on

    Item {
        id: frame

        anchors.centerIn: parent
        // A little higher than wide, as heads are; room for an arrow at either side.
        width: Math.min(parent.height * 0.86, parent.width - 2 * 144)
        height: width / 0.86

        ProgressRing {
            anchors.fill: parent
            thickness: glass.ring
            progress: glass.on ? glass.progress : 0
            ground: Theme.jadeTint
            colour: Theme.jade
            track: Theme.contrast ? Theme.offLine : Theme.line
        }
        Icon {
            anchors.centerIn: parent
            visible: !view.live
            size: Math.round(parent.height * 0.44)
            name: "person"
            stroke: 7
        }
        CameraView {
            id: view

            anchors { fill: parent; margins: glass.ring + 6 }
            visible: glass.on
            opacity: live ? 1 : 0
            oval: true
            boxed: false
        }
    }
    Repeater {
        model: ["left", "right"]

        // Glides in once, the way the head should go; nothing blinks.
        Item {
            id: arrow

            required property string modelData
            readonly property bool wanted: glass.on && glass.turn === modelData
            readonly property int way: modelData === "left" ? -1 : 1

            x: modelData === "left" ? (glass.side - width) / 2 : glass.width - (glass.side + width) / 2
            y: (glass.height - height) / 2
            width: 120
            height: 120
            opacity: wanted ? 1 : 0
            visible: opacity > 0
            transform: Translate { id: shift }

            Rectangle {
                anchors.fill: parent
                radius: width / 2
                color: Theme.jade

                Icon {
                    anchors.centerIn: parent
                    size: 76
                    name: arrow.modelData
                    colour: Theme.onJade
                    stroke: 9
                }
            }
            onWantedChanged: {
                if (wanted && Window.window && Window.window.motion)
                    enter.restart()
            }
            NumberAnimation {
                id: enter

                target: shift
                property: "x"
                from: -arrow.way * 48
                to: 0
                duration: 200
                easing.type: Easing.OutCubic
            }
        }
    }
}
