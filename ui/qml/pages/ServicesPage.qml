// Services in one of three orders: what is used most, by department, by what happens in life.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: services

    readonly property var tabs: facts.tabs || []
    readonly property var groups: facts.groups || []
    readonly property int across: Math.max(1, Math.floor(area.width / (Theme.large ? 560 : 400)))

    share: 0.3
    // Beside the list the orders say what the title would, unless one of the functions was chosen.
    showTitle: !twoColumns || tabs.length === 0 || !String(facts.view || "/").startsWith("/")
    aside: Tabs {
        width: services.leftWidth
        height: services.twoColumns ? implicitHeight : 0
        visible: services.twoColumns
        upright: true
        options: services.twoColumns ? services.tabs : []
        onPicked: id => services.send("tab", id)
    }

    Tabs {
        id: bar

        visible: !services.twoColumns && services.tabs.length > 0
        width: parent.width
        options: services.twoColumns ? [] : services.tabs
        onPicked: id => services.send("tab", id)
    }
    Item {
        anchors {
            left: parent.left
            right: parent.right
            top: bar.visible ? bar.bottom : parent.top
            topMargin: bar.visible ? Theme.gap : 0
            bottom: parent.bottom
        }

        ServiceList {
            anchors.fill: parent
            visible: services.groups.length === 0
            services: services.facts.services || []
            onPicked: id => services.send("service", id)
        }
        ScrollArea {
            id: area

            anchors.fill: parent
            visible: services.groups.length > 0

            Grid {
                id: grid

                width: area.columnWidth
                columns: services.across
                spacing: 16

                Repeater {
                    model: services.groups

                    ChoiceCard {
                        required property var modelData

                        objectName: "group-" + modelData.id
                        width: (grid.width - (grid.columns - 1) * grid.spacing) / grid.columns
                        height: Math.max(Theme.button + 40, implicitHeight)
                        title: modelData.label
                        note: modelData.note
                        picture: modelData.picture
                        titleSize: Theme.body + 4
                        onClicked: services.send("group", modelData.id)
                    }
                }
            }
        }
    }
}
