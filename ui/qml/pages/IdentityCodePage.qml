// A code on a telephone, or the lines of a travel document, held before the camera: what it sees, how to hold
// it, and what did not work.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: code

    readonly property var problem: facts.problem.title ? facts.problem : null

    touched: false

    readonly property bool phone: page.picture === "phone"
    // Of the drawing; 0 where there is no room for it.
    readonly property real grow: wide ? (asideRoom >= 260 ? Math.min(1.3, asideRoom / 360, leftWidth / 520) : 0)
        : problem ? 0 : Theme.large ? 0.7 : 0.9

    Component {
        id: telephone

        PhonePicture {
            towards: code.wide ? "right" : "up"
            grow: code.grow
            waits: code.facts.camera
        }
    }
    Component {
        id: paper

        ZonePicture {
            towards: code.wide ? "right" : "up"
            grow: code.grow
        }
    }

    aside: Loader {
        x: (parent.width - width) / 2
        active: code.wide && code.grow > 0
        // a loader would keep the height of what it held before
        height: item ? item.implicitHeight : 0
        sourceComponent: code.phone ? telephone : paper
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
                name: code.phone ? "code" : "document"
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

            // About where the code, or the lines, should be.
            Icon {
                anchors.centerIn: parent
                visible: code.phone
                size: Math.round(parent.height * 0.7)
                name: "corners"
                colour: "white"
                stroke: 8
            }
            Rectangle {
                anchors.centerIn: parent
                visible: !code.phone
                width: parent.width * 0.84
                height: parent.height * 0.34
                radius: 16
                color: "transparent"
                border.width: 6
                border.color: "white"
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
        Loader {
            anchors.horizontalCenter: parent.horizontalCenter
            active: !code.wide && code.grow > 0
            visible: active
            sourceComponent: code.phone ? telephone : paper
        }
        ProblemPanel {
            width: parent.width
            padding: code.wide && Theme.large ? 16 : 32
            problem: code.problem
        }
    }
}
