// Somebody has been called, or how to reach somebody when nobody is here.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: help

    showTitle: false

    Column {
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width
        spacing: 40

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            width: 260
            height: 260
            radius: 130
            color: Theme.jadeTint
            border.width: Theme.contrast ? Theme.border : 0
            border.color: Theme.line

            Icon {
                anchors.centerIn: parent
                size: 140
                stroke: 6
                name: help.facts.attended ? "staff" : "phone"
            }
        }
        Heading {
            width: parent.width
            text: help.page.title
            horizontalAlignment: Text.AlignHCenter
        }
        BodyText {
            width: parent.width
            visible: text !== ""
            text: help.page.subtitle
            font.pixelSize: Theme.heading
            color: Theme.ink2
            horizontalAlignment: Text.AlignHCenter
        }
        Column {
            width: parent.width
            spacing: 12

            Repeater {
                model: help.facts.lines || []

                BodyText {
                    required property string modelData

                    width: help.width - 2 * Theme.margin
                    text: modelData
                    font.pixelSize: Math.round((Theme.heading + Theme.body) / 2)
                    horizontalAlignment: Text.AlignHCenter
                }
            }
        }
        Panel {
            width: parent.width
            visible: Boolean(help.facts.phone)

            Row {
                anchors.horizontalCenter: parent.horizontalCenter
                spacing: 28

                Icon {
                    anchors.verticalCenter: parent.verticalCenter
                    name: "call"
                }
                BodyText {
                    anchors.verticalCenter: parent.verticalCenter
                    text: help.facts.phone || ""
                    font.pixelSize: Theme.title
                    font.bold: true
                    font.letterSpacing: 3
                }
            }
        }
    }
}
