// A sentence on a tinted panel with a picture for its tone, never colour alone; with a button where one can do something.
import QtQuick
import Jiujin

Rectangle {
    id: bar

    property string text: ""
    property string tone: "plain"
    // In place of the tone's own.
    property string picture: ""
    property string action: ""
    property string label: ""
    readonly property color face: tone === "offline" ? Theme.amber : tone === "safe" ? Theme.green : tone === "alert" ? Theme.seal : Theme.jade

    // Beside the button the sentence would have no room.
    readonly property bool below: label !== "" && width - button.implicitWidth < 14 * Theme.body

    signal clicked()

    implicitWidth: 984
    implicitHeight: below ? sentence.height + button.height + 64 : Math.max(sentence.height + 48, mark.height + 48, button.visible ? button.height + 32 : 0)
    radius: Theme.radius
    color: tone === "offline" ? Theme.amberTint : tone === "safe" ? Theme.greenTint : tone === "alert" ? Theme.sealTint : Theme.jadeTint
    border.width: Theme.border
    border.color: tone === "offline" ? Theme.amberLine : tone === "safe" ? Theme.greenLine : tone === "alert" ? Theme.sealLine : Theme.line

    Icon {
        id: mark

        x: 32
        y: bar.below ? sentence.y : (parent.height - height) / 2
        size: Theme.body + 12
        name: bar.picture !== "" ? bar.picture : bar.tone === "offline" ? "no-line" : bar.tone === "safe" ? "check" : bar.tone === "alert" ? "warning" : "info"
        colour: bar.face
        accent: bar.face
    }
    BodyText {
        id: sentence

        x: mark.x + mark.width + 24
        y: bar.below ? 24 : (parent.height - height) / 2
        width: bar.width - x - 32 - (button.visible && !bar.below ? button.width + 8 : 0)
        text: bar.text
        font.pixelSize: Math.round((Theme.body + Theme.least) / 2)
    }
    AppButton {
        id: button

        anchors { right: parent.right; rightMargin: 16 }
        y: bar.below ? parent.height - height - 16 : (parent.height - height) / 2
        width: Math.min(implicitWidth, bar.width - 32)
        objectName: "action-" + bar.action
        visible: bar.label !== ""
        height: 96
        label: bar.label
        textSize: Theme.body
        onClicked: bar.clicked()
    }
}
