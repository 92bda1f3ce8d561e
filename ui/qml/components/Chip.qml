// A small label on a tint; tone plain (jade), safe, offline, alert. In high contrast, where jade on its tint means chosen, plain
// is ink on the card.
import QtQuick
import Jiujin

Rectangle {
    id: chip

    property string text: ""
    property string tone: "plain"
    property bool big: false
    property real room: 984

    implicitWidth: Math.min(label.width + (big ? 44 : 32), room)
    implicitHeight: label.height + (big ? 24 : 8)
    radius: big ? 16 : 12
    color: tone === "offline" ? Theme.amberTint : tone === "safe" ? Theme.greenTint : tone === "alert" ? Theme.sealTint
        : Theme.contrast ? Theme.card : Theme.jadeTint
    border.width: Theme.contrast ? Theme.border : 0
    border.color: Theme.line

    BodyText {
        id: label

        anchors.centerIn: parent
        width: Math.min(alone(), Theme.broken(text, chip.room - (chip.big ? 44 : 32), font.pixelSize, true))
        text: chip.text
        horizontalAlignment: Text.AlignHCenter
        font.pixelSize: chip.big ? Math.round((Theme.body + Theme.least) / 2) : Theme.least
        font.bold: true
        color: chip.tone === "offline" ? Theme.amber : chip.tone === "safe" ? Theme.green : chip.tone === "alert" ? Theme.seal
            : Theme.contrast ? Theme.ink : Theme.jade
    }
}
