// A number for the counter, to be read from a step away and called aloud.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: ticket

    showTitle: false

    Column {
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -20
        width: parent.width
        spacing: 40

        PictureHead {
            width: parent.width
            picture: ticket.page.picture || "ticket"
            pictureSize: 220
            title: ticket.page.title
            subtitle: ticket.page.subtitle
        }
        NumberBox {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(implicitWidth, parent.width)
            number: ticket.facts.number || ""
            numberSize: 120
        }
        CentredLines {
            width: parent.width
            colour: Theme.ink
            textSize: Theme.body + 4
            lines: ticket.facts.lines || []
        }
    }
}
