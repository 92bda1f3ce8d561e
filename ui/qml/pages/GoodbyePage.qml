// The last page: what to take along. It leaves by itself.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: goodbye

    readonly property var pictures: page.picture !== "" ? [page.picture] : ["card", "document"]

    showTitle: false
    twoColumns: false
    touched: false

    Halves {
        width: parent.width
        // a little above the middle, where the eye looks for it
        height: parent.height - 80
        spacing: 48
        first: Item {
            width: parent.width
            height: row.height

            Row {
                id: row

                anchors.horizontalCenter: parent.horizontalCenter
                spacing: 40

                Repeater {
                    model: goodbye.pictures.length

                    Rectangle {
                        required property int index

                        width: goodbye.wide ? 260 : 320
                        height: width
                        radius: 40
                        color: Theme.card
                        border.width: Theme.border
                        border.color: Theme.line

                        Icon {
                            anchors.centerIn: parent
                            size: Math.round(parent.width * 0.62)
                            name: goodbye.pictures[parent.index]
                            stroke: Theme.contrast ? 8 : 6
                        }
                    }
                }
            }
        }

        PictureHead {
            width: parent.width
            title: goodbye.page.title
            subtitle: goodbye.page.subtitle
        }
        CentredLines {
            width: parent.width
            textSize: Theme.heading
            colour: Theme.ink
            lines: goodbye.facts.lines || []
        }
    }
}
