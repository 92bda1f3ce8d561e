// What people come for: asking, five functions, the card as the fastest way in, and what is done here most.
import QtQuick
import QtQuick.Layouts
import "../components"
import Jiujin

PageLayout {
    id: home

    readonly property var functions: facts.functions || []
    readonly property var favourites: facts.favourites || []
    readonly property var card: facts.card || { title: "", lines: [] }
    // Numbers that nobody may have seen; what says so stands first, and scrolls with the rest.
    readonly property var recovered: page.actions.find(action => action.id === "recovered")

    // One row of five where the longest word fits, else two.
    readonly property real tile: (area.width - 4 * Theme.gap) / 5
    readonly property bool oneRow: wide && functions.every(row => Theme.advance(row.label, Math.max(46, Theme.heading), true) + 24 <= tile)

    // Services beside each other: two, or three where each then keeps some nine letters a line.
    readonly property int across: (area.width - 2 * Theme.gap) / 3 - 64 >= 9.5 * (Theme.body + 2) ? 3 : 2

    // In fewer rows each is higher.
    readonly property real serviceHeight: across === 3 ? 140 : wide ? 100 : 112

    readonly property bool apart: (twoColumns || Theme.lowReach) && card.title !== ""

    // Where the last row of tiles ends.
    readonly property real end: area.overflowing || !area.parent ? column : Math.round(area.parent.y + tiles.y + tiles.height)

    actions: []
    share: width < 1500 ? 0.36 : 0.3
    showNotices: false
    leastBody: 760
    aside: CardBanner {
        width: home.leftWidth
        // to the end of what people do most beside it; with low reach, where only the lower half is touched, above
        height: !home.apart ? 0 : home.twoColumns ? Math.max(implicitHeight, Math.min(home.column, home.end) - (home.column - home.asideRoom)) : implicitHeight
        clip: height === 0
        upright: home.twoColumns
        // the largest words leave the column room for what to do only
        bare: Theme.size === "largest"
        title: home.card.title
        lines: home.card.lines
    }

    component Functions: RowLayout {
        id: row

        property var list: []
        property bool broad: false

        Layout.fillWidth: true
        spacing: Theme.gap
        uniformCellSizes: true

        Repeater {
            model: row.list

            FunctionTile {
                required property var modelData

                Layout.fillWidth: true
                Layout.fillHeight: true
                // beside each other there is no room for what a working function is good for
                about: home.wide && modelData.enabled ? Object.assign({}, modelData, { note: "" }) : modelData
                wide: row.broad
                onClicked: home.send("function", modelData.id)
            }
        }
    }

    ScrollArea {
        id: area

        anchors.fill: parent

        ColumnLayout {
            width: area.columnWidth
            height: Math.max(implicitHeight, area.height)
            spacing: home.wide ? 18 : Theme.gap

            Repeater {
                model: home.page.notices

                NoticeBar {
                    required property int index
                    required property var modelData

                    Layout.fillWidth: true
                    text: modelData.text
                    tone: modelData.tone
                    picture: label !== "" ? "document" : ""
                    action: "recovered"
                    label: index === 0 && home.recovered ? home.recovered.label : ""
                    onClicked: home.send("recovered", home.recovered.value)
                }
            }
            SearchBox {
                objectName: "action-search"
                visible: Boolean(home.facts.search)
                Layout.fillWidth: true
                label: home.facts.search ? home.facts.search.label : ""
                note: home.facts.search ? home.facts.search.note : ""
                onClicked: home.send("search")
            }
            Functions {
                visible: !home.oneRow
                Layout.preferredHeight: visible ? Math.max(implicitHeight, home.wide ? 140 : 200) : 0
                list: home.oneRow ? [] : home.functions.slice(0, 2)
                broad: !home.wide
            }
            Functions {
                Layout.preferredHeight: Math.max(implicitHeight, home.wide ? 140 : 230)
                list: home.oneRow ? home.functions : home.functions.slice(2)
            }
            CardBanner {
                visible: !home.apart && home.card.title !== ""
                Layout.fillWidth: true
                title: home.card.title
                lines: home.card.lines
            }
            Heading {
                Layout.fillWidth: true
                Layout.topMargin: home.wide ? 0 : 8
                level: 2
                text: home.facts.favourites_title || ""
                visible: home.favourites.length > 0
            }
            GridLayout {
                id: tiles

                Layout.fillWidth: true
                columns: home.across
                columnSpacing: Theme.gap
                rowSpacing: home.wide ? 18 : Theme.gap
                uniformCellWidths: true

                Repeater {
                    model: home.favourites

                    FavouriteTile {
                        required property var modelData

                        objectName: "service-" + modelData.id
                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        Layout.preferredHeight: Math.max(implicitHeight, home.serviceHeight)
                        name: modelData.name
                        note: modelData.note
                        onClicked: home.send("service", modelData.id)
                    }
                }
                FavouriteTile {
                    objectName: "action-all"
                    visible: Boolean(home.facts.all)
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.preferredHeight: Math.max(implicitHeight, home.serviceHeight)
                    name: home.facts.all ? home.facts.all.label : ""
                    note: home.facts.all ? home.facts.all.note : ""
                    onClicked: home.send("all")
                }
            }
            // what the rows leave over lies below them, so that the gaps between them stay equal
            Item {
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.verticalStretchFactor: 1
            }
        }
    }
}
