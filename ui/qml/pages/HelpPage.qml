// Somebody has been called, or how to reach somebody when nobody is here.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: help

    showTitle: false
    twoColumns: false
    touched: false

    Halves {
        anchors.fill: parent
        spacing: 40
        first: [
            Item {
                width: parent.width
                height: mark.height

                Rectangle {
                    id: mark

                    anchors.horizontalCenter: parent.horizontalCenter
                    width: help.wide ? 220 : 260
                    height: width
                    radius: width / 2
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
            },
            Heading {
                width: parent.width
                text: help.page.title
                horizontalAlignment: Text.AlignHCenter
            }
        ]

        BodyText {
            width: parent.width
            visible: text !== ""
            text: help.page.subtitle
            font.pixelSize: Theme.heading
            color: Theme.ink2
            horizontalAlignment: Text.AlignHCenter
        }
        CentredLines {
            width: parent.width
            colour: Theme.ink
            textSize: Math.round((Theme.heading + Theme.body) / 2)
            lines: help.facts.lines || []
        }
        Panel {
            width: parent.width
            visible: Boolean(help.facts.phone)

            Column {
                width: parent.width
                spacing: 8

                Note {
                    width: parent.width
                    visible: text !== ""
                    text: help.facts.phone_label || ""
                    horizontalAlignment: Text.AlignHCenter
                }
                Row {
                    id: line

                    anchors.horizontalCenter: parent.horizontalCenter
                    spacing: 28

                    Icon {
                        id: phone

                        anchors.verticalCenter: parent.verticalCenter
                        name: "call"
                    }
                    BodyText {
                        anchors.verticalCenter: parent.verticalCenter
                        width: Math.min(implicitWidth, line.parent.width - phone.width - line.spacing)
                        text: help.facts.phone || ""
                        fontSizeMode: Text.HorizontalFit
                        minimumPixelSize: Theme.body
                        wrapMode: Text.NoWrap
                        font.pixelSize: Theme.title
                        font.bold: true
                        font.letterSpacing: 3
                    }
                }
            }
        }
    }
}
