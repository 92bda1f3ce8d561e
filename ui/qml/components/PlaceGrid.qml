// Places to choose from, small and many.
import QtQuick
import Jiujin

Item {
    id: places

    // Maps of value and label.
    property var options: []
    property string skipLabel: ""
    readonly property int columns: Math.max(2, Math.floor(width / (Theme.large ? 300 : 230)))

    signal picked(string value)
    signal skip

    implicitWidth: 984
    implicitHeight: area.columnHeight

    ScrollArea {
        id: area

        anchors.fill: parent

        Grid {
            id: grid

            readonly property real cell: (area.columnWidth - (columns - 1) * spacing) / columns

            columns: places.columns
            spacing: 16

            Repeater {
                model: places.options.length + (places.skipLabel !== "" ? 1 : 0)

                AppButton {
                    required property int index
                    readonly property var option: places.options[index] || null

                    objectName: option ? "option-" + option.value : "key-skip"
                    width: grid.cell
                    height: Theme.large ? 132 : 112
                    role: "choice"
                    label: option ? option.label : places.skipLabel
                    textSize: label.length > 6 ? Theme.least + 2 : Theme.body + 2
                    onClicked: option ? places.picked(option.value) : places.skip()
                }
            }
        }
    }
}
