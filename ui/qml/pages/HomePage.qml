// What people come for: five functions, the card as the fastest way in, and what is done here most.
import QtQuick
import QtQuick.Layouts
import "../components"
import Jiujin

PageLayout {
    id: home

    readonly property var functions: facts.functions || []
    readonly property var favourites: facts.favourites || []
    // Numbers that nobody may have seen; what says so stands first, and scrolls with the rest.
    readonly property var recovered: page.actions.find(action => action.id === "recovered")

    showNotices: false

    ScrollArea {
        id: area

        anchors.fill: parent

        ColumnLayout {
            width: area.columnWidth
            height: Math.max(implicitHeight, area.height)
            spacing: Theme.gap

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
            RowLayout {
                Layout.fillWidth: true
                Layout.preferredHeight: Math.max(implicitHeight, 200)
                spacing: Theme.gap
                uniformCellSizes: true

                Repeater {
                    model: home.functions.slice(0, 2)

                    FunctionTile {
                        required property var modelData

                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        about: modelData
                        wide: true
                        onClicked: home.send("function", modelData.id)
                    }
                }
            }
            RowLayout {
                Layout.fillWidth: true
                Layout.preferredHeight: Math.max(implicitHeight, 230)
                spacing: Theme.gap
                uniformCellSizes: true

                Repeater {
                    model: home.functions.slice(2)

                    FunctionTile {
                        required property var modelData

                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        about: modelData
                        onClicked: home.send("function", modelData.id)
                    }
                }
            }
            Rectangle {
                visible: Boolean(home.facts.card)
                Layout.fillWidth: true
                Layout.preferredHeight: words.height + 88
                radius: Theme.radius
                color: Theme.contrast ? Theme.card : Theme.jade
                border.width: Theme.contrast ? Theme.actionBorder : 0
                border.color: Theme.jade

                Icon {
                    id: picture

                    x: 48
                    anchors.verticalCenter: parent.verticalCenter
                    size: 150
                    name: "card"
                    colour: Theme.contrast ? Theme.jade : Theme.onJade
                }
                Column {
                    id: words

                    anchors.verticalCenter: parent.verticalCenter
                    x: picture.x + picture.width + 48
                    width: parent.width - x - 40
                    spacing: 4

                    BodyText {
                        width: parent.width
                        text: home.facts.card ? home.facts.card.title : ""
                        color: picture.colour
                        font.pixelSize: Theme.heading + 4
                        font.bold: true
                    }
                    Repeater {
                        model: home.facts.card ? home.facts.card.lines : []

                        BodyText {
                            required property string modelData

                            width: words.width
                            text: modelData
                            color: picture.colour
                        }
                    }
                }
            }
            Heading {
                Layout.fillWidth: true
                Layout.topMargin: 8
                level: 2
                text: home.facts.favourites_title || qsTr("这里大家常办")
                visible: home.favourites.length > 0
            }
            GridLayout {
                Layout.fillWidth: true
                columns: 2
                columnSpacing: Theme.gap
                rowSpacing: Theme.gap
                uniformCellWidths: true

                Repeater {
                    model: home.favourites

                    FavouriteTile {
                        required property var modelData

                        objectName: "service-" + modelData.id
                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        Layout.preferredHeight: Math.max(implicitHeight, 112)
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
                    Layout.preferredHeight: Math.max(implicitHeight, 112)
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
    actions: []
}
