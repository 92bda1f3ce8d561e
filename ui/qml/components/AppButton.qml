// The button: role primary | secondary | quiet | choice | help. Counts only a touch that begins and ends inside it.
import QtQuick
import QtQuick.Templates as T
import Jiujin

T.AbstractButton {
    id: button

    property string role: "secondary"
    property string label: ""
    property string note: ""
    property string picture: ""
    property int textSize: Theme.heading
    property int pictureSize: textSize + 12
    // A switch that is on, or what is being chosen for.
    property bool chosen: false
    // The picture above the words, where many stand beside each other.
    property bool upright: false
    readonly property bool filled: role === "primary" || role === "help"
    readonly property color ground: role === "primary" ? (down ? Theme.jadePressed : Theme.jade)
        : role === "help" ? (down ? Theme.sealPressed : Theme.seal)
        : down || chosen ? Theme.jadeTint : role === "quiet" ? "transparent" : Theme.card
    readonly property color face: !enabled ? Theme.off : role === "primary" ? Theme.onJade : role === "help" ? Theme.onSeal
        : role === "choice" ? Theme.ink : Theme.jade

    text: label
    // of the words in one line: what they are broken into follows from the width
    implicitWidth: Math.max(words.alone(), remark.alone()) + (icon.visible && !upright ? icon.width + inside.spacing : 0) + 64
    implicitHeight: Math.max(Theme.button, inside.implicitHeight - words.spare + 32)
    focusPolicy: Qt.TabFocus
    Accessible.name: note ? label + "，" + note : label

    background: Rectangle {
        radius: Theme.radius
        color: !button.enabled ? Theme.bar : button.ground
        border.width: button.visualFocus ? 6 : !button.enabled ? Theme.border : button.role === "choice" ? (button.chosen ? 5 : Theme.border) : button.filled || button.role === "quiet" ? 0 : Theme.actionBorder
        border.color: button.visualFocus ? Theme.amber : !button.enabled ? Theme.offLine : button.role === "choice" && !button.chosen ? Theme.line : button.role === "choice" ? Theme.jade : button.face
    }
    contentItem: Item {
        Grid {
            id: inside

            readonly property real room: button.upright ? button.width - 16 : button.width - 48 - (icon.visible ? icon.width + spacing : 0)

            anchors.centerIn: parent
            // not two with an empty one, whose spacing would push the words aside
            columns: button.upright || !icon.visible || !writing.visible ? 1 : 2
            spacing: button.upright ? 2 : 20
            horizontalItemAlignment: Grid.AlignHCenter
            verticalItemAlignment: Grid.AlignVCenter

            Icon {
                id: icon

                visible: button.picture !== ""
                size: button.pictureSize
                name: button.picture
                colour: button.face
                accent: button.face
            }
            Column {
                id: writing

                visible: button.label !== "" || button.note !== ""

                BodyText {
                    id: words

                    anchors.horizontalCenter: parent.horizontalCenter
                    // its own width where one line is enough: padding of its own would push it aside
                    width: alone() <= inside.room ? alone() : Theme.broken(text, inside.room, font.pixelSize, font.bold)
                    text: button.label
                    color: button.face
                    font.pixelSize: button.textSize
                    font.bold: true
                    lineHeight: 0.9
                    horizontalAlignment: Text.AlignHCenter
                    Accessible.ignored: true
                }
                BodyText {
                    id: remark

                    anchors.horizontalCenter: parent.horizontalCenter
                    visible: text !== ""
                    width: Math.min(alone(), inside.room)
                    text: button.note
                    color: button.filled ? button.face : Theme.ink2
                    font.pixelSize: Theme.least
                    horizontalAlignment: Text.AlignHCenter
                    Accessible.ignored: true
                }
            }
        }
    }
}
