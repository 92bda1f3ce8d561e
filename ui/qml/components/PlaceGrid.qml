// Places to choose from, small and many.
import QtQuick
import Jiujin

Item {
    id: places

    // Maps of value and label.
    property var options: []
    property string skipLabel: ""
    // A first card that goes back a level.
    property bool turnable: false
    readonly property int begin: turnable ? 1 : 0
    readonly property int columns: Math.max(2, Math.floor(width / (Theme.large ? 300 : 230)))

    signal picked(string value)
    signal skip
    signal turned

    // The cities of a province begin at their top, however far down the provinces were read.
    readonly property string first: options.length > 0 ? options[0].value : ""
    onFirstChanged: area.toTop()

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
                model: places.begin + places.options.length + (places.skipLabel !== "" ? 1 : 0)

                AppButton {
                    required property int index
                    readonly property bool back: index < places.begin
                    readonly property var option: back ? null : places.options[index - places.begin] || null

                    objectName: back ? "places-back" : option ? "option-" + option.value : "key-skip"
                    width: grid.cell
                    height: Theme.large ? 132 : 112
                    role: "choice"
                    label: back ? qsTr("‹ 上一级") : option ? option.label : places.skipLabel
                    textSize: label.length > 6 ? Theme.least + 2 : Theme.body + 2
                    onClicked: back ? places.turned() : option ? places.picked(option.value) : places.skip()
                }
            }
        }
    }
}
