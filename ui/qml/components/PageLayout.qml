// The skeleton of a page: the head (step, title, subtitle, notices), what is known, the page's own content, and its
// actions at the foot. Upright they stand under each other; lying, head and what is known are the left column, and the
// content, which is what one acts with, the right one. With low reach the content keeps to the lower part of the screen.
import QtQuick
import Jiujin

Item {
    id: layout

    // Given by Main.qml and replaced as a whole when the flow shows something new.
    property var page
    property var frame
    property var actions: page.actions
    property bool stacked: false

    // Bring something of the page's head or of what stands beside its body into sight.
    function bring(item) { top.show(item) }

    // Of the notices in the head the first that alarms, and how much of the head's column is in sight at once.
    readonly property Item alarm: {
        for (let i = 0; i < notes.count; i++) {
            const note = notes.itemAt(i)
            if (note && note.tone === "alert")
                return note
        }
        return null
    }
    readonly property real sight: top.sight

    // Upright: the actions in one row where their words allow, for who needs the height.
    property bool level: false
    property bool showTitle: true
    property bool showNotices: true
    readonly property bool wide: Theme.wide
    // A page that needs the whole width of a lying screen says false.
    property bool twoColumns: wide
    // The left column's part of the width.
    property real share: 0.42
    default property alias content: body.data
    // What is read and not touched: below the head, in its column.
    property alias aside: side.data
    // Content that is only read may stand as high as it likes.
    property bool touched: true
    // The least height of the content: where low reach leaves less, it begins higher.
    property real leastBody: Math.min(560, 3.2 * Theme.button)
    // What is left of the left column below the head; 0 where there is one column.
    readonly property real asideRoom: twoColumns ? Math.max(0, column - headHeight - (headHeight > 0 ? Theme.gap : 0)) : 0
    readonly property alias bodyWidth: body.width
    readonly property alias bodyHeight: body.height
    readonly property var facts: page.facts

    readonly property real inner: width - 2 * Theme.margin
    readonly property real columnGap: 48
    readonly property real leftWidth: twoColumns ? Math.round((inner - columnGap) * share) : inner
    readonly property real column: footer.y - (footer.height > 0 ? Theme.gap : 0)
    readonly property real headHeight: head.height
    // Below this line stands what is touched: half of an upright screen, two thirds of a lying one, which is not as high.
    readonly property real lowLine: !Theme.lowReach || !touched ? 0
        : Math.max(0, Math.min(height - (wide ? Theme.stageHeight * 2 / 3 : Theme.stageHeight / 2) + under, column - leastBody))
    // What lies under the page: the toolbar. Main.qml's stage begins above the page and ends with it.
    readonly property real under: parent && parent.parent ? parent.parent.height - parent.y - height : 0

    signal act(string action, var value)

    function send(action, value) {
        act(action, value === undefined ? null : value)
    }

    ScrollArea {
        id: top

        // As high as it needs, but never so that the content has no room; in its own column, the column's height.
        readonly property real most: layout.twoColumns ? layout.column : Math.max(layout.column * 0.5, layout.lowLine - Theme.gap)

        x: Theme.margin
        y: layout.twoColumns ? 0 : Math.max(0, layout.lowLine - height - Theme.gap)
        width: layout.leftWidth
        height: Math.min(columnHeight, most)
        spacing: side.visible ? Theme.gap : 0

        Column {
            id: head

            width: top.columnWidth
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
                visible: layout.showTitle && text !== ""
                width: parent.width
                text: layout.page.subtitle
                color: Theme.ink2
            }
            Repeater {
                id: notes

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
            id: side

            visible: children.length > 0 && height > 0
            width: top.columnWidth
            height: childrenRect.height
        }
    }
    Item {
        id: body

        readonly property real begin: Math.max(layout.lowLine, layout.twoColumns || top.columnHeight <= 0 ? 0 : top.y + top.height + Theme.gap)

        x: Theme.margin + (layout.twoColumns ? layout.leftWidth + layout.columnGap : 0)
        y: begin
        width: layout.inner - (layout.twoColumns ? layout.leftWidth + layout.columnGap : 0)
        height: (footer.oneSided ? layout.height - footer.anchors.bottomMargin : layout.column) - begin
    }
    PageFooterBar {
        id: footer

        x: Theme.margin
        width: layout.inner
        anchors { bottom: parent.bottom; bottomMargin: layout.wide ? 20 : 32 }
        actions: layout.actions
        stacked: layout.stacked && !layout.wide
        level: layout.level && !layout.wide
        // The way forward stands under what one acts with.
        forward: layout.twoColumns ? body.width : 0
        onActed: (action, value) => layout.send(action, value)
    }
}
