// Shows a text as it is written, over several lines, with the caret at its end; of a long one the last part.
import QtQuick
import "digits.js" as Digits
import Jiujin

Rectangle {
    id: box

    property string value: ""
    property string label: ""
    property string placeholder: ""
    property bool active: true
    property bool problem: false
    property int valueSize: Theme.title
    property int lines: 4
    // Characters, 0 for as many as one likes: how much room is left is told near the end.
    property int maxLength: 0
    // Of a code: how many characters stand together.
    property var groups: []
    // As much as a box can show; laying out thousands of characters at each key would be felt.
    readonly property int most: 240
    readonly property string shown: value.length > most ? "…" + value.slice(-most)
        : groups.length > 0 ? Digits.parted(value, groups, " ") : value
    readonly property int spare: maxLength - value.length

    implicitWidth: 984
    implicitHeight: Math.max(Theme.button + 10, Math.min(words.height, lines * measure.height) + 40, value === "" ? hint.implicitHeight + 40 : 0)
    radius: Theme.radius
    color: Theme.card
    border.width: box.active || box.problem ? 5 : Theme.border
    border.color: box.problem ? Theme.seal : box.active ? Theme.jade : Theme.line
    Accessible.role: Accessible.EditableText
    Accessible.name: label + "，" + (value !== "" ? value : placeholder)

    BodyText {
        id: measure

        visible: false
        text: "字"
        font.pixelSize: words.font.pixelSize
    }
    Flickable {
        id: flick

        readonly property real room: parent.height - 32

        x: 36
        width: parent.width - 72
        // Whole lines only.
        height: Math.max(measure.height, Math.floor(room / measure.height) * measure.height)
        anchors.verticalCenter: parent.verticalCenter
        contentHeight: words.height
        contentY: Math.max(0, contentHeight - height)
        interactive: false
        clip: true

        TextEdit {
            id: words

            width: flick.width
            y: Math.max(0, (flick.height - height) / 2)
            readOnly: true
            activeFocusOnPress: false
            selectByMouse: false
            text: box.shown
            color: Theme.ink
            font.family: Theme.family
            font.bold: true
            font.pixelSize: box.value.length > 60 ? Theme.body : box.value.length > 16 ? Theme.heading : box.valueSize
            wrapMode: TextEdit.Wrap
            textFormat: TextEdit.PlainText
            Accessible.ignored: true

            Rectangle {
                readonly property rect at: words.positionToRectangle(words.length)

                visible: box.active
                x: Math.min(at.x + 2, words.width - width)
                y: at.y + at.height * 0.12
                width: 5
                height: at.height * 0.76
                color: Theme.jade
            }
        }
    }
    BodyText {
        id: hint

        x: 48
        width: parent.width - 84
        height: parent.height
        verticalAlignment: Text.AlignVCenter
        visible: box.value === ""
        text: box.placeholder
        color: Theme.ink2
        Accessible.ignored: true
    }
    Chip {
        anchors { right: parent.right; bottom: parent.bottom; margins: 12 }
        // of a code one sees by its groups how much is there
        visible: box.maxLength > 0 && box.groups.length === 0 && box.value !== "" && box.spare <= Math.min(10, box.maxLength / 4)
        text: box.spare > 0 ? qsTr("还可以写 %1 个字").arg(box.spare) : qsTr("写满了")
        tone: box.spare > 0 ? "plain" : "offline"
    }
}
