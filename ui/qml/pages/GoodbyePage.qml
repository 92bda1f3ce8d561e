// The last page: what to take along, asked directly under the title. It leaves by itself.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: goodbye

    // The card, and the paper if there was one; none where the page says one thing only.
    readonly property var questions: facts.lines || []
    readonly property bool asks: questions.length > 0

    showTitle: false
    twoColumns: false
    touched: false

    component Picture: Rectangle {
        id: tile

        property string picture: ""

        width: goodbye.wide ? 180 : 280
        height: width
        radius: 40
        color: Theme.jadeTint
        border.width: Theme.contrast ? Theme.border : 0
        border.color: Theme.line

        Icon {
            anchors.centerIn: parent
            size: Math.round(parent.width * 0.62)
            name: tile.picture
            stroke: Theme.contrast ? 8 : 6
        }
    }
    Halves {
        width: parent.width
        // a little above the middle, where the eye looks for it
        height: parent.height - 80
        spacing: 56
        first: [
            Picture {
                anchors.horizontalCenter: parent.horizontalCenter
                visible: !goodbye.asks
                picture: goodbye.page.picture
            },
            PictureHead {
                width: parent.width
                title: goodbye.page.title
                subtitle: goodbye.asks && !goodbye.wide ? "" : goodbye.page.subtitle
            }
        ]

        // Beside each other with the words below, or under each other with the words beside.
        Grid {
            id: asked

            readonly property real part: goodbye.wide ? width : Math.floor(width / goodbye.questions.length)

            width: parent.width
            visible: goodbye.asks
            columns: goodbye.wide ? 1 : 2
            rowSpacing: 40

            Repeater {
                model: goodbye.questions.length

                Item {
                    id: question

                    required property int index

                    width: asked.part
                    height: goodbye.wide ? Math.max(picture.height, words.height) : words.y + words.height

                    Picture {
                        id: picture

                        x: goodbye.wide ? 0 : (parent.width - width) / 2
                        y: goodbye.wide ? (parent.height - height) / 2 : 0
                        picture: question.index === 0 ? "card" : "document"
                    }
                    Heading {
                        id: words

                        x: goodbye.wide ? picture.width + 32 : 12
                        y: goodbye.wide ? (parent.height - height) / 2 : picture.height + 24
                        width: parent.width - x - (goodbye.wide ? 0 : 12)
                        level: 2
                        font.pixelSize: goodbye.wide ? Theme.heading : Theme.heading + 8
                        text: goodbye.questions[question.index]
                        horizontalAlignment: goodbye.wide ? Text.AlignLeft : Text.AlignHCenter
                    }
                }
            }
        }
        BodyText {
            width: parent.width
            visible: goodbye.asks && !goodbye.wide
            text: goodbye.page.subtitle
            color: Theme.ink2
            font.pixelSize: Theme.body + 4
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
