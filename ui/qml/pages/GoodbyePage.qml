// The last page: what to take along. It leaves by itself.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: goodbye

    readonly property var pictures: page.picture !== "" ? [page.picture] : ["card", "document"]

    showTitle: false

    Column {
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -40
        width: parent.width
        spacing: 48

        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: 40

            Repeater {
                model: goodbye.pictures.length

                Rectangle {
                    required property int index

                    width: 320
                    height: 320
                    radius: 40
                    color: Theme.card
                    border.width: Theme.border
                    border.color: Theme.line

                    Icon {
                        anchors.centerIn: parent
                        size: 200
                        name: goodbye.pictures[parent.index]
                        stroke: Theme.contrast ? 8 : 6
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
