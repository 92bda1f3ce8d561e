// What must be brought, what is here already, and how the rest comes.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: materials

    // what is touched is in the lower half: the list needs its height
    level: Theme.lowReach

    readonly property var list: facts.materials || []
    // What was tapped shows at once; the flow's next page confirms it.
    property var tapped: ({})

    onPageChanged: tapped = ({})

    function take(id, how) {
        tapped = Object.assign({}, tapped, { [id]: how })
        act("material", { id: id, how: how })
    }

    ScrollArea {
        id: area

        anchors.fill: parent
        spacing: Theme.gap

        Repeater {
            model: materials.list.length

            Panel {
                id: panel

                required property int index
                readonly property var material: materials.list[index]
                readonly property int choices: material.options ? material.options.length : 0
                readonly property var chosen: materials.tapped.hasOwnProperty(material.id) ? materials.tapped[material.id] : material.chosen

                width: area.columnWidth

                Column {
                    width: parent.width
                    spacing: 20

                    // The state stands at the end of the line, or below a name that needs the line for itself.
                    Item {
                        id: line

                        readonly property bool beside: Theme.advance(panel.material.name, Theme.body + 4, true) + 40 + state.width <= width

                        width: parent.width
                        height: beside ? Math.max(name.height, state.height) : name.height + 12 + state.height

                        BodyText {
                            id: name

                            y: line.beside ? (line.height - height) / 2 : 0
                            width: line.beside ? parent.width - state.width - 24 : parent.width
                            text: panel.material.name
                            font.pixelSize: Theme.body + 4
                            font.bold: true
                        }
                        Chip {
                            id: state

                            x: line.beside ? parent.width - width : 0
                            y: line.beside ? (line.height - height) / 2 : name.height + 12
                            room: parent.width
                            text: panel.material.state
                            tone: panel.material.tone
                            big: true
                        }
                    }
                    Flow {
                        id: ways

                        readonly property int columns: Theme.large && panel.choices > 2 ? 1 : Math.max(1, Math.min(3, panel.choices))

                        width: parent.width
                        visible: panel.choices > 0
                        spacing: 16

                        Repeater {
                            model: panel.choices

                            AppButton {
                                required property int index
                                readonly property var option: panel.material.options[index]

                                objectName: "material-" + panel.material.id + "-" + option.value
                                width: Math.floor((ways.width - (ways.columns - 1) * 16) / ways.columns)
                                height: Math.max(112, implicitHeight)
                                role: "choice"
                                chosen: panel.chosen === option.value
                                picture: chosen ? "check" : ""
                                label: option.label
                                textSize: Theme.body + 2
                                Accessible.name: panel.material.name + "，" + option.label
                                Accessible.checkable: true
                                Accessible.checked: chosen
                                onClicked: materials.take(panel.material.id, option.value)
                            }
                        }
                    }
                }
            }
        }
    }
}
