// The middle of a page that says one thing: a large picture, the title and a sentence, all centred.
import QtQuick
import Jiujin

Column {
    id: head

    property string picture: ""
    property string title: ""
    property string subtitle: ""
    property int pictureSize: 240
    // A tick in a circle in place of the picture.
    property bool safe: false

    spacing: 24

    Icon {
        anchors.horizontalCenter: parent.horizontalCenter
        visible: head.picture !== "" && !head.safe
        size: head.pictureSize
        name: head.picture
        stroke: Theme.contrast ? 9 : 7
    }
    SafeMark {
        anchors.horizontalCenter: parent.horizontalCenter
        visible: head.safe
        size: head.pictureSize
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
