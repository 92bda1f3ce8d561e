// The skeleton of a page: step bar, title, subtitle, notices, then the page's own content, and its actions at the foot.
import QtQuick
import Jiujin

Item {
    id: layout

    // Given by Main.qml and replaced as a whole when the flow shows something new.
    property var page
    property var frame
    property var actions: page.actions
    property bool stacked: false
    property bool showTitle: true
    property bool showNotices: true
    default property alias content: body.data
    readonly property alias bodyHeight: body.height
    readonly property var facts: page.facts

    signal act(string action, var value)

    function send(action, value) {
        act(action, value === undefined ? null : value)
    }

    Column {
        id: head

        x: Theme.margin
        width: layout.width - 2 * Theme.margin
        spacing: 16

        StepBar {
            width: parent.width
            step: layout.page.step
            elderLabel: layout.frame.elder_label
        }
        Heading {
            visible: layout.showTitle && text !== ""
            width: parent.width
            text: layout.page.title
            font.pixelSize: text.length > 24 ? Math.round(Theme.title * 0.8) : Theme.title
        }
        BodyText {
            balanced: true
            visible: layout.showTitle && text !== ""
            width: parent.width
            text: layout.page.subtitle
            color: Theme.ink2
        }
        Repeater {
            model: layout.showNotices ? layout.page.notices : []

            NoticeBar {
                required property var modelData

                width: head.width
                text: modelData.text
                tone: modelData.tone
            }
        }
    }
    Item {
        id: body

        x: Theme.margin
        width: head.width
        anchors { top: head.bottom; topMargin: head.height > 0 ? Theme.gap : 0; bottom: footer.top; bottomMargin: Theme.gap }
    }
    PageFooterBar {
        id: footer

        x: Theme.margin
        width: head.width
        anchors { bottom: parent.bottom; bottomMargin: 32 }
        actions: layout.actions
        stacked: layout.stacked
        onActed: (action, value) => layout.send(action, value)
    }
}
