// A number that people read aloud or write down: large, alone in a frame, never cut.
import QtQuick
import Jiujin

Rectangle {
    id: box

    property string number: ""
    property int numberSize: Theme.title

    implicitWidth: Math.min(984, Math.max(560, digits.implicitWidth + 112))
    // of the digits as they are drawn: a long number is drawn smaller, in one line
    implicitHeight: digits.contentHeight + 40
    radius: Theme.radius
    color: Theme.card
    border.width: Theme.border
    border.color: Theme.line

    BodyText {
        id: digits

        objectName: "number"
        anchors.centerIn: parent
        width: Math.min(implicitWidth, parent.width - 48)
        text: box.number
        font.pixelSize: box.numberSize
        font.bold: true
        font.letterSpacing: 3
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: Theme.body
        wrapMode: Text.NoWrap
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
    }
}
