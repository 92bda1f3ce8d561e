// The top of a guide: tags, the service's name, and whose it is.
import QtQuick
import Jiujin

Column {
    id: head

    property var page
    property var tags: []
    // Whose it is and for whom: a line each where one is not enough.
    readonly property var about: Theme.advance(page.subtitle, Theme.body, false) > width ? page.subtitle.split(" · ") : [page.subtitle]

    spacing: 14

    Flow {
        width: parent.width
        spacing: 12
        visible: head.tags.length > 0

        Repeater {
            model: head.tags

            Chip {
                required property var modelData

                text: modelData.text
                tone: modelData.tone
            }
        }
    }
    Heading {
        width: parent.width
        text: head.page.title
        font.pixelSize: text.length > 24 ? Math.round(Theme.title * 0.8) : Theme.title
    }
    Column {
        width: parent.width
        visible: head.page.subtitle !== ""

        Repeater {
            model: head.about

            BodyText {
                required property string modelData

                width: head.width
                text: modelData
                color: Theme.ink2
            }
        }
    }
}
