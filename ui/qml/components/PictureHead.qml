// The middle of a page that says one thing: a large picture, the title and a sentence, all centred.
import QtQuick
import Jiujin

Column {
    id: head

    property string picture: ""
    property string title: ""
    property string subtitle: ""
    property int pictureSize: 240
    property color colour: Theme.jade

    spacing: 24

    Icon {
        anchors.horizontalCenter: parent.horizontalCenter
        visible: head.picture !== ""
        size: head.pictureSize
        name: head.picture
        colour: head.colour
        // On the 48 grid: 6 units of ink at 240.
        stroke: Theme.contrast ? 9 : 7
    }
    Heading {
        width: parent.width
        visible: text !== ""
        text: head.title
        horizontalAlignment: Text.AlignHCenter
    }
    BodyText {
        width: parent.width
        visible: text !== ""
        text: head.subtitle
        color: Theme.ink2
        font.pixelSize: Theme.body + 4
        horizontalAlignment: Text.AlignHCenter
    }
}
