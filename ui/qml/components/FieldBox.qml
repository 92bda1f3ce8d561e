// Shows what has been typed, large, with a caret while `active`. Grouping of digits is the caller's.
import QtQuick
import QtQuick.Templates as T
import Jiujin

T.AbstractButton {
    id: box

    property string value: ""
    property string label: ""
    property string placeholder: ""
    // What the number counts, after the caret.
    property string unit: ""
    property bool active: false
    property bool problem: false
    property int valueSize: Theme.title

    text: value
    implicitWidth: 984
    implicitHeight: Math.max(Theme.button + 30, shown.implicitHeight + 32)
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.EditableText
    Accessible.name: (label ? label + " " + value : value) + unit

    background: Rectangle {
        radius: Theme.radius
        color: Theme.card
        border.width: box.active || box.problem ? 5 : Theme.border
        border.color: box.problem ? Theme.seal : box.active || box.visualFocus ? Theme.jade : Theme.line
    }
    contentItem: Item {
        BodyText {
            id: shown

            x: 44
            width: parent.width - 88 - 16 - (counted.visible ? counted.width + 16 : 0)
            anchors.verticalCenter: parent.verticalCenter
            text: box.value !== "" ? box.value : box.placeholder
            color: box.value !== "" ? Theme.ink : Theme.ink2
            font.pixelSize: box.value !== "" ? box.valueSize : Theme.body
            font.bold: box.value !== ""
            font.letterSpacing: box.value !== "" ? 4 : 0
            // a number shrinks in its line, words of what to do take two
            height: box.value !== "" ? implicitHeight : parent.height - 16
            verticalAlignment: Text.AlignVCenter
            fontSizeMode: box.value !== "" ? Text.HorizontalFit : Text.Fit
            minimumPixelSize: box.value !== "" ? Math.min(Theme.body, 36) : Theme.large ? 30 : 24
            maximumLineCount: box.value !== "" ? 1 : 2
            wrapMode: box.value !== "" ? Text.NoWrap : Text.Wrap
            Accessible.ignored: true
        }
        BodyText {
            id: counted

            // after the number; of an empty box at its end
            x: box.value !== "" ? shown.x + Math.min(shown.contentWidth, shown.width) + 20 : parent.width - 44 - width
            anchors.verticalCenter: parent.verticalCenter
            visible: box.unit !== ""
            text: box.unit
            color: Theme.ink2
            font.pixelSize: Theme.heading
            Accessible.ignored: true
        }
        Rectangle {
            visible: box.active
            x: box.value !== "" ? shown.x + Math.min(shown.contentWidth, shown.width) + 4 : shown.x - 10
            anchors.verticalCenter: parent.verticalCenter
            width: 5
            height: box.valueSize * 1.1
            color: Theme.jade
        }
    }
}
