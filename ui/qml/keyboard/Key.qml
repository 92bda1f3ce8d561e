// One key of the keyboard; role plain | soft (does something) | onward (goes on, and leaves the filled ground to the
// page's own way forward). `held` keys repeat.
import QtQuick
import QtQuick.Templates as T
import "../components"
import Jiujin

T.AbstractButton {
    id: key

    property string label: ""
    // What a voice reads where the label is a picture or a sign.
    property string said: label
    property string role: "plain"
    property string picture: ""
    property bool chosen: false
    property bool held: false
    property int textSize: 44
    readonly property color face: !enabled ? Theme.off : role === "plain" ? Theme.ink : Theme.jade

    text: label
    autoRepeat: held
    autoRepeatDelay: 500
    autoRepeatInterval: 90
    focusPolicy: Qt.TabFocus
    Accessible.name: said

    background: Rectangle {
        radius: 18
        color: key.down || key.chosen ? Theme.jadeTint : key.role === "soft" ? Theme.bar : Theme.card
        border.width: key.visualFocus ? 6 : key.chosen ? 5 : key.role === "onward" ? Theme.actionBorder : Theme.border
        border.color: key.visualFocus ? Theme.amber : key.chosen || key.role === "onward" ? Theme.jade : !key.enabled ? Theme.offLine : Theme.line
    }
    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            visible: key.picture !== ""
            size: key.textSize
            name: key.picture
            colour: key.face
            accent: key.face
        }
        BodyText {
            anchors.centerIn: parent
            visible: key.picture === ""
            width: Math.min(implicitWidth, key.width - 16)
            wrapMode: Text.NoWrap
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 20
            text: key.picture === "" ? key.label : ""
            color: key.face
            font.pixelSize: key.textSize
            font.bold: true
            horizontalAlignment: Text.AlignHCenter
            lineHeight: 0.9
            Accessible.ignored: true
        }
    }
}
