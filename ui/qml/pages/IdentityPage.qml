// The ways to prove who one is, all of one size; what is not there yet says so.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: identity

    readonly property var ways: facts.ways || []

    actions: page.actions.filter(action => action.role !== "choice")

    ScrollArea {
        id: area

        readonly property real room: (height - (identity.ways.length - 1) * spacing) / Math.max(1, identity.ways.length)

        anchors.fill: parent

        Repeater {
            model: identity.ways

            ChoiceCard {
                required property var modelData

                objectName: "way-" + modelData.id
                width: area.columnWidth
                height: Math.max(implicitHeight, Math.min(area.room, 260))
                title: modelData.title
                note: modelData.note || ""
                picture: modelData.picture || ""
                enabled: modelData.enabled !== false
                onClicked: identity.send("way", modelData.id)
            }
        }
    }
}
