// The steps of a process, one after the other with arrows between.
import QtQuick
import Jiujin

Flow {
    id: chips

    property var steps: []

    spacing: 10

    Repeater {
        model: chips.steps

        Row {
            id: step

            required property int index
            required property string modelData

            spacing: 10

            Chip {
                text: step.modelData
                big: true
                room: chips.width - 48
            }
            // At the end of a line rather than at the beginning of the next: it says that it goes on.
            Icon {
                visible: step.index < chips.steps.length - 1
                anchors.verticalCenter: parent.verticalCenter
                size: 32
                name: "arrow"
                stroke: 3
                colour: Theme.ink2
            }
        }
    }
}
