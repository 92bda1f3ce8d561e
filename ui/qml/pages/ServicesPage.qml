// All services of one function, a row each.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: services

    ScrollList {
        anchors.fill: parent
        model: services.facts.services || []
        delegate: ChoiceCard {
            required property var modelData

            objectName: "service-" + modelData.id
            width: ListView.view.width
            title: modelData.name
            note: modelData.note ? modelData.dept + " · " + modelData.note : modelData.dept
            picture: modelData.picture || "form"
            titleSize: Math.round((Theme.heading + Theme.body) / 2)
            onClicked: services.send("service", modelData.id)
        }
    }
}
