// Services, a row each, in as many columns as there is room for; says which one was touched.
import QtQuick
import Jiujin

Item {
    id: list

    property var services: []
    // Among what was found: lower rows, as a keyboard stands below, and always whose service it is.
    property bool compact: false
    readonly property int columns: width >= (Theme.large ? 1500 : 1200) ? 2 : 1
    readonly property alias overflowing: scroller.overflowing

    signal picked(string id)

    ScrollList {
        id: scroller

        anchors.fill: parent
        model: Math.ceil(list.services.length / list.columns)
        delegate: Row {
            id: row

            required property int index
            // of the higher of two
            property real tall: 0

            width: ListView.view.width
            spacing: 16

            Repeater {
                model: list.services.slice(row.index * list.columns, (row.index + 1) * list.columns)

                ChoiceCard {
                    required property var modelData

                    objectName: "service-" + modelData.id
                    // whole units: the last border would be cut off
                    width: Math.floor((row.width - (list.columns - 1) * row.spacing) / list.columns)
                    height: Math.max(implicitHeight, row.tall)
                    onImplicitHeightChanged: row.tall = Math.max(row.tall, implicitHeight)
                    title: modelData.name
                    // Beside each other there is no room for whose it is, which its guide says; what was found is told apart
                    // by that.
                    note: modelData.note ? (list.compact || list.columns === 1 ? modelData.dept + " · " : "") + modelData.note : modelData.dept
                    parted: true
                    picture: modelData.picture || "form"
                    least: list.compact || list.columns > 1 ? Theme.button : Theme.button + 40
                    titleSize: Math.round((Theme.heading + Theme.body) / 2)
                    onClicked: list.picked(modelData.id)
                }
            }
        }
    }
}
