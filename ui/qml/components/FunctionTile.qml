// One of the functions of the home page: picture and word; beside each other with a note when `wide`.
import QtQuick
import QtQuick.Templates as T
import Jiujin

T.AbstractButton {
    id: tile

    property var about
    property bool wide: false
    readonly property color face: enabled ? Theme.ink : Theme.ink2

    objectName: "function-" + about.id
    enabled: about.enabled !== false
    text: about.label
    implicitWidth: 300
    implicitHeight: Math.max(180, (wide ? beside.height : above.height) + 40)
    focusPolicy: Qt.TabFocus
    Accessible.name: about.note ? about.label + "，" + about.note : about.label

    background: Rectangle {
        radius: Theme.radius
        color: !tile.enabled ? Theme.paper : tile.down ? Theme.jadeTint : Theme.card
        border.width: tile.visualFocus ? 6 : Theme.border
        border.color: tile.visualFocus ? Theme.amber : Theme.line
    }
    contentItem: Item {
        Row {
            id: beside

            visible: tile.wide
            anchors.centerIn: parent
            spacing: 40

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                size: 84
                name: tile.about.picture
                colour: tile.enabled ? Theme.jade : Theme.ink2
            }
            Column {
                anchors.verticalCenter: parent.verticalCenter

                BodyText {
                    text: tile.about.label
                    color: tile.face
                    font.pixelSize: Math.max(48, Theme.heading)
                    font.bold: true
                    lineHeight: 0.9
                    Accessible.ignored: true
                }
                Note {
                    visible: text !== ""
                    width: Math.min(implicitWidth, tile.width - 84 - 40 - 56)
                    text: tile.about.note || ""
                    Accessible.ignored: true
                }
            }
        }
        Column {
            id: above

            visible: !tile.wide
            anchors.centerIn: parent
            spacing: 8

            Icon {
                anchors.horizontalCenter: parent.horizontalCenter
                size: 76
                name: tile.about.picture
                colour: tile.enabled ? Theme.jade : Theme.ink2
            }
            BodyText {
                anchors.horizontalCenter: parent.horizontalCenter
                text: tile.about.label
                color: tile.face
                font.pixelSize: Math.max(46, Theme.heading)
                font.bold: true
                lineHeight: 0.9
                Accessible.ignored: true
            }
            Note {
                anchors.horizontalCenter: parent.horizontalCenter
                visible: text !== ""
                width: Math.min(implicitWidth, tile.width - 32)
                horizontalAlignment: Text.AlignHCenter
                text: tile.about.note || ""
                Accessible.ignored: true
            }
        }
    }
}
