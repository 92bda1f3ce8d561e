// The body of a page on which the machine works and nobody needs to press anything.
import QtQuick
import Jiujin

Column {
    id: busy

    property var page
    property string fallbackPicture: ""
    readonly property var lines: page.facts.lines || []

    spacing: 40

    PictureHead {
        width: parent.width
        picture: busy.page.picture || busy.fallbackPicture
        pictureSize: Theme.wide ? 180 : 240
        title: busy.page.title
        subtitle: busy.page.subtitle
    }
    CalmBar {
        anchors.horizontalCenter: parent.horizontalCenter
        progress: typeof busy.page.facts.progress === "number" ? busy.page.facts.progress : -1
    }
    CentredLines {
        width: parent.width
        lines: busy.lines
    }
}
