// Somebody looks at the camera: a looking-glass, one thing to do at a time, a sign that the camera is on, and the way out.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: face

    readonly property bool again: facts.state === "again"
    // Upright the words to follow stand over the looking-glass, where the camera is; lying, in their own column.
    readonly property int hintSize: Math.round(Theme.title * (wide ? 1.05 : 0.9))
    readonly property real hintRoom: (Theme.language === "en" ? 2 : 1) * hintSize * 1.5

    // Lying, several ways on stand under both columns where the left one leaves the height.
    readonly property bool across: twoColumns && answers.count > 1 && column - headHeight > 2 * Theme.button + Theme.gap

    // While one looks, what to do is the title: who is to turn the head is not told to look at the screen as well.
    showTitle: again
    actions: page.actions.filter(action => action.role !== "choice")
    // The ways out stand at the foot, within everybody's reach; the rest is looked at.
    touched: false

    aside: Loader {
        active: face.wide
        width: parent.width
        sourceComponent: guide
    }
    Component {
        id: guide

        Column {
            width: parent ? parent.width : 984
            spacing: Theme.gap

            // Of one height whatever helps now, so that the looking-glass stays where it is.
            Item {
                width: parent.width
                height: Math.max(face.hintRoom, hint.height)
                visible: !face.again

                BodyText {
                    id: hint

                    y: face.wide ? 0 : (parent.height - height) / 2
                    width: parent.width
                    text: face.facts.hint
                    color: Theme.jade
                    font.pixelSize: face.hintSize
                    font.bold: true
                    lineHeight: 0.9
                    horizontalAlignment: face.wide ? Text.AlignLeft : Text.AlignHCenter
                    Accessible.role: Accessible.Heading
                }
            }
            BodyText {
                width: parent.width
                visible: face.wide && !face.again
                text: face.facts.kept
                color: Theme.ink2
            }
        }
    }
    Loader {
        id: above

        active: !face.wide
        width: parent.width
        sourceComponent: guide
    }
    LookingGlass {
        id: glass

        readonly property real begin: above.active && above.item ? above.height + (above.height > 0 ? 16 : 0) : 0
        readonly property real room: sign.y - 24 - begin

        y: begin + (room - height) / 2
        width: parent.width
        height: Math.max(200, Math.min(room, 900, width))
        on: face.facts.camera
        progress: face.facts.progress
        turn: face.facts.turn
    }
    // Kept also while the camera starts, so that nothing moves when it is on.
    Column {
        id: sign

        y: answers.y - height - 32
        width: parent.width
        spacing: 16
        visible: !face.again

        CameraSign {
            anchors.horizontalCenter: parent.horizontalCenter
            opacity: face.facts.camera ? 1 : 0
            text: face.facts.sign
        }
        BodyText {
            width: parent.width
            visible: !face.wide
            horizontalAlignment: Text.AlignHCenter
            text: face.facts.kept
            color: Theme.ink2
        }
    }
    EvenChoices {
        id: answers

        x: face.across ? -(face.leftWidth + face.columnGap) : 0
        y: parent.height - height
        width: face.across ? face.inner : parent.width
        least: Theme.wide ? Theme.button : Theme.button + 24
        actions: face.page.actions.filter(action => action.role === "choice")
        onActed: action => face.send(action)
    }
}
