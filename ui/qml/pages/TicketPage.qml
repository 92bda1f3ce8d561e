// A number for the counter, to be read from a step away and called aloud.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: ticket

    showTitle: false
    twoColumns: false
    touched: false

    Halves {
        width: parent.width
        height: parent.height - (ticket.wide ? 0 : 40)
        spacing: 40
        first: PictureHead {
            width: parent.width
            picture: ticket.page.picture || "ticket"
            pictureSize: 220
            title: ticket.page.title
            subtitle: ticket.page.subtitle
        }

        CalmBar {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(implicitWidth, parent.width)
            visible: ticket.page.busy
            progress: -1
        }
        Item {
            width: parent.width
            height: box.height
            visible: box.number !== ""

            NumberBox {
                id: box

                anchors.horizontalCenter: parent.horizontalCenter
                width: Math.min(implicitWidth, parent.width)
                number: ticket.facts.number || ""
                numberSize: 120
            }
        }
        CentredLines {
            width: parent.width
            colour: Theme.ink
            textSize: Theme.body + 4
            lines: ticket.facts.lines || []
        }
    }
}
