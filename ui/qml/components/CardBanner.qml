// The card as the fastest way in: the jade panel of the home page. It is read, not touched.
import QtQuick
import Jiujin

Rectangle {
    id: banner

    property string title: ""
    property var lines: []
    // Picture above the words, where the column is narrow and high.
    property bool upright: false
    // The title alone.
    property bool bare: false
    // In high contrast a card among cards: jade edges and words are those of buttons.
    readonly property color face: Theme.contrast ? Theme.ink : Theme.onJade

    implicitWidth: 984
    readonly property real pair: (bare ? 0 : picture.height + 16) + words.height

    implicitHeight: upright ? pair + 88 : words.height + 88
    radius: Theme.radius
    color: Theme.contrast ? Theme.card : Theme.jade
    border.width: Theme.contrast ? Theme.border : 0
    border.color: Theme.line

    Icon {
        id: picture

        x: 48
        y: banner.upright ? Math.max(40, Math.round((banner.height - banner.pair) / 2)) : (parent.height - height) / 2
        visible: !banner.bare
        size: banner.upright ? 110 : 150
        name: "card"
        colour: banner.face
    }
    Column {
        id: words

        x: banner.upright ? 48 : picture.x + picture.width + 48
        y: banner.upright ? picture.y + (banner.bare ? 0 : picture.height + 16) : (parent.height - height) / 2
        width: parent.width - x - 40
        spacing: 4

        BodyText {
            width: parent.width
            text: banner.title
            color: banner.face
            font.pixelSize: banner.upright ? Theme.heading : Theme.heading + 4
            font.bold: true
        }
        Repeater {
            model: banner.bare ? [] : banner.lines

            BodyText {
                required property string modelData

                width: words.width
                text: modelData
                color: banner.face
            }
        }
    }
}
