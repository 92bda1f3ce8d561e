// The top of a guide: tags, the service's name, whose it is, and what one has to know now.
import QtQuick
import Jiujin

Column {
    id: head

    property var page
    property var tags: []

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
    BodyText {
        width: parent.width
        text: head.page.subtitle
        color: Theme.ink2
        visible: text !== ""
    }
    Repeater {
        model: head.page.notices

        NoticeBar {
            required property var modelData

            width: head.width
            text: modelData.text
            tone: modelData.tone
        }
    }
}
