// Who helps on this visit, said on every page while it lasts.
import QtQuick
import Jiujin

Rectangle {
    id: strip

    property string text: ""

    readonly property bool shown: text !== ""

    visible: shown
    height: shown ? words.height + (Theme.wide ? 8 : 16) : 0
    radius: 16
    color: Theme.jadeTint
    border.width: Theme.contrast ? Theme.border : 0
    border.color: Theme.line

    Row {
        anchors.centerIn: parent
        spacing: 16

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            size: Theme.least + 8
            name: "staff"
        }
        Note {
            id: words

            text: strip.text
            color: Theme.jade
            font.bold: true
        }
    }
}
