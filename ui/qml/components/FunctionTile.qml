// One of the functions of the home page: picture and word; beside each other with a note when `wide`.
import QtQuick
import QtQuick.Templates as T
import Jiujin

T.AbstractButton {
    id: tile

    property var about
    property bool wide: false
    readonly property color face: enabled ? Theme.ink : Theme.off

    objectName: "function-" + about.id
    enabled: about.enabled !== false
    text: about.label
    implicitWidth: 300
    implicitHeight: Math.max(Theme.wide ? 140 : 180, group.height + (Theme.wide ? 28 : 40))
    focusPolicy: Qt.TabFocus
    Accessible.name: about.note ? about.label + "，" + about.note : about.label

    background: Rectangle {
        radius: Theme.radius
        color: !tile.enabled ? Theme.paper : tile.down ? Theme.jadeTint : Theme.card
        border.width: tile.visualFocus ? 6 : Theme.border
        border.color: tile.visualFocus ? Theme.amber : tile.enabled ? Theme.line : Theme.offLine
    }
    contentItem: Item {
        Item {
            id: group

            readonly property int gap: tile.wide ? 40 : 8

            anchors.centerIn: parent
            width: tile.wide ? icon.width + gap + Math.max(label.width, note.width) : parent.width
            height: tile.wide ? Math.max(icon.height, words.height) : icon.height + gap + words.height

            Icon {
                id: icon

                x: tile.wide ? 0 : (parent.width - width) / 2
                y: tile.wide ? (parent.height - height) / 2 : 0
                size: tile.wide ? 84 : Theme.wide ? 56 : 76
                name: tile.about.picture
                colour: tile.enabled ? Theme.jade : Theme.off
            }
            Item {
                id: words

                x: tile.wide ? icon.width + group.gap : 0
                y: tile.wide ? (parent.height - height) / 2 : icon.height + group.gap
                width: parent.width - x
                height: label.height + (note.visible ? note.height : 0)

                BodyText {
                    id: label

                    x: tile.wide ? 0 : (parent.width - width) / 2
                    width: Math.min(implicitWidth, tile.width - 24 - (tile.wide ? icon.width + group.gap : 0))
                    text: tile.about.label
                    color: tile.face
                    fontSizeMode: Text.HorizontalFit
                    minimumPixelSize: Theme.body
                    wrapMode: Text.NoWrap
                    font.pixelSize: Math.max(tile.wide ? 48 : 46, Theme.heading)
                    font.bold: true
                    lineHeight: 0.9
                    Accessible.ignored: true
                }
                Note {
                    id: note

                    visible: text !== ""
                    x: tile.wide ? 0 : (parent.width - width) / 2
                    y: label.height
                    width: Math.min(alone(), Theme.broken(text, tile.width - (tile.wide ? 180 : 32), font.pixelSize, false))
                    horizontalAlignment: tile.wide ? Text.AlignLeft : Text.AlignHCenter
                    color: tile.enabled ? Theme.ink2 : Theme.off
                    text: tile.about.note || ""
                    Accessible.ignored: true
                }
            }
        }
    }
}
