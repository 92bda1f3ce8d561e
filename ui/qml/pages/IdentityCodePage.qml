// A code on a telephone is held before the camera: what the camera sees, how to hold it, and what did not work.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: code

    readonly property var problem: facts.problem.title ? facts.problem : null

    touched: false

    aside: PhonePicture {
        x: (parent.width - width) / 2
        grow: code.wide && code.asideRoom >= 200 ? Math.min(1.3, code.asideRoom / 340) : 0
        towards: "right"
        waits: code.facts.camera
    }
    Item {
        id: seen

        readonly property real room: code.bodyHeight - (below.height > 0 ? below.height + below.apart : 0)

        width: parent.width
        // What did not work matters more than oneself.
        height: Math.max(120, Math.min(room, width * 3 / 4))
        y: code.wide ? Math.max(0, (room - height) / 2) : 0

        Rectangle {
            anchors.fill: view
            radius: Theme.radius
            color: Theme.jadeTint
            border.width: Theme.contrast ? Theme.border : 0
            border.color: Theme.line

            Icon {
                anchors.centerIn: parent
                size: 160
                name: "code"
            }
        }
        CameraView {
            id: view

            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(parent.width, parent.height * 4 / 3)
            height: parent.height
            visible: code.facts.camera
            boxed: false
            opacity: live ? 1 : 0
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("摄像头画面")

            // About where the code should be.
            Icon {
                anchors.centerIn: parent
                size: Math.round(parent.height * 0.7)
                name: "corners"
                colour: "white"
                stroke: 8
            }
        }
    }
    Column {
        id: below

        // Lying, where height is scarce, the sign stands on the picture's edge.
        readonly property real apart: code.wide && sign.visible ? -sign.height / 2 : Theme.gap

        y: seen.y + seen.height + apart
        width: parent.width
        spacing: Theme.gap

        CameraSign {
            id: sign

            anchors.horizontalCenter: parent.horizontalCenter
            visible: code.facts.camera
            text: code.facts.sign
        }
        CalmBar {
            anchors.horizontalCenter: parent.horizontalCenter
            visible: code.page.busy
        }
        PhonePicture {
            anchors.horizontalCenter: parent.horizontalCenter
            visible: !code.wide && !code.problem
            grow: Theme.large ? 0.7 : 0.9
            waits: code.facts.camera
        }
        ProblemPanel {
            width: parent.width
            padding: code.wide && Theme.large ? 16 : 32
            problem: code.problem
        }
    }
}
