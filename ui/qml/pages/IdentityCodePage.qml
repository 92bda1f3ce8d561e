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

    Component {
        id: trouble

        ProblemPanel {
            padding: code.wide && Theme.large ? 16 : 32
            problem: code.problem
        }
    }

    // Lying, what did not work stands where it was shown how to hold it: the camera's picture keeps its size.
    aside: Loader {
        readonly property bool told: code.wide && code.problem !== null

        x: told ? 0 : (parent.width - width) / 2
        active: code.wide && (told || code.grow > 0 && !code.page.busy)
        // a loader would keep the height of what it held before
        height: item ? item.implicitHeight : 0
        width: told ? parent.width : item ? item.implicitWidth : 0
        sourceComponent: told ? trouble : code.phone ? telephone : paper
    }
    Item {
        id: seen

        // Upright: of the drawing, or of what did not work where that is higher; kept while the code is checked.
        readonly property real under: code.wide ? 0 : Math.max(Theme.gap + (code.phone ? 420 : 360) * (Theme.large ? 0.7 : 0.9),
            panel.active && panel.item ? Theme.gap + panel.item.implicitHeight : 0)
        readonly property real room: code.bodyHeight - sign.height - below.apart - under

        width: parent.width
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
        readonly property real apart: code.wide ? -sign.height / 2 : Theme.gap

        y: seen.y + seen.height + apart
        width: parent.width
        spacing: Theme.gap

        // Of one height whatever stands in it, so that nothing moves.
        Item {
            id: sign

            width: parent.width
            height: said.height

            CameraSign {
                id: said

                anchors.centerIn: parent
                visible: code.facts.camera
                text: code.facts.sign
            }
            CalmBar {
                anchors.horizontalCenter: parent.horizontalCenter
                // lying, inside the box, clear of its edge
                y: code.wide ? (parent.height - height) / 2 - 32 : (parent.height - height) / 2
                width: Math.min(implicitWidth, view.width - 96)
                visible: code.page.busy
            }
        }
        Loader {
            anchors.horizontalCenter: parent.horizontalCenter
            active: !code.wide && code.grow > 0 && !code.page.busy
            visible: active
            sourceComponent: code.phone ? telephone : paper
        }
        Loader {
            id: panel

            width: parent.width
            active: !code.wide && code.problem !== null
            visible: active
            sourceComponent: trouble
        }
    }
}
