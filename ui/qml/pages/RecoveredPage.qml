// The machine was off in the middle of a visit: the numbers of what it had registered, until they are noted.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: recovered

    readonly property var numbers: facts.numbers || []

    showTitle: false

    ScrollArea {
        id: area

        anchors.verticalCenter: parent.verticalCenter
        width: parent.width
        height: Math.min(parent.height, columnHeight)
        spacing: Theme.gap + 8

        PictureHead {
            width: area.columnWidth
            safe: true
            pictureSize: 180
            title: recovered.page.title
            subtitle: recovered.page.subtitle
        }
        Repeater {
            model: recovered.numbers.length

            Panel {
                id: panel

                required property int index
                readonly property var entry: recovered.numbers[index]

                width: area.columnWidth

                Column {
                    width: parent.width
                    spacing: 8

                    BodyText {
                        width: parent.width
                        text: panel.entry.number
                        font.pixelSize: Theme.large ? 56 : 52
                        font.bold: true
                        font.letterSpacing: 2
                        fontSizeMode: Text.HorizontalFit
                        minimumPixelSize: Theme.body
                        wrapMode: Text.NoWrap
                    }
                    BodyText {
                        width: parent.width
                        text: panel.entry.service
                    }
                    Note {
                        width: parent.width
                        visible: text !== ""
                        text: panel.entry.time || ""
                    }
                }
            }
        }
        CentredLines {
            width: area.columnWidth
            lines: recovered.facts.lines || []
        }
    }
}
