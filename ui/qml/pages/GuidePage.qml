// The guide: what it costs, how long it takes, the steps, what to bring, and ways to take it along.
import QtQuick
import QtQuick.Layouts
import "../components"
import Jiujin

PageLayout {
    id: guide

    readonly property var slip: page.actions.find(action => action.id === "slip")
    readonly property var code: facts.qr ? facts.qr.rows : []
    readonly property var take: facts.take || { title: "", lines: [] }

    actions: page.actions.filter(action => action.id !== "slip")
    showNotices: false
    showTitle: false

    ScrollArea {
        id: area

        anchors.fill: parent

        Column {
            width: area.columnWidth
            spacing: 14

            Flow {
                width: parent.width
                spacing: 12

                Repeater {
                    model: guide.facts.tags || []

                    Chip {
                        required property var modelData

                        text: modelData.text
                        tone: modelData.tone
                    }
                }
            }
            Heading {
                width: parent.width
                text: guide.page.title
                font.pixelSize: text.length > 24 ? Math.round(Theme.title * 0.8) : Theme.title
            }
            BodyText {
                width: parent.width
                text: guide.page.subtitle
                color: Theme.ink2
                visible: text !== ""
            }
        }
        Repeater {
            model: guide.page.notices

            NoticeBar {
                required property var modelData

                width: area.columnWidth
                text: modelData.text
                tone: modelData.tone
            }
        }
        Panel {
            width: area.columnWidth
            padding: 0

            Row {
                id: cells

                readonly property var list: guide.facts.cells || []
                readonly property real tallest: {
                    let height = 0
                    for (let i = 0; i < children.length; ++i)
                        height = Math.max(height, children[i].need || 0)
                    return height
                }

                width: parent.width

                Repeater {
                    model: cells.list

                    Item {
                        id: cell

                        required property int index
                        required property var modelData
                        readonly property real need: pair.height + 48

                        width: cells.width / cells.list.length
                        height: cells.tallest

                        Rectangle {
                            visible: cell.index > 0
                            width: Theme.border
                            height: parent.height
                            color: Theme.line
                        }
                        Column {
                            id: pair

                            anchors.verticalCenter: parent.verticalCenter
                            x: 16
                            width: parent.width - 32

                            Note {
                                width: parent.width
                                text: cell.modelData.label
                                horizontalAlignment: Text.AlignHCenter
                            }
                            BodyText {
                                width: parent.width
                                text: cell.modelData.value
                                font.pixelSize: text.length > 7 ? Theme.body : Theme.heading + 2
                                font.bold: true
                                horizontalAlignment: Text.AlignHCenter
                            }
                        }
                    }
                }
            }
        }
        Flow {
            width: area.columnWidth
            spacing: 10

            Repeater {
                model: guide.facts.steps || []

                Row {
                    id: step

                    required property int index
                    required property string modelData

                    spacing: 10

                    Icon {
                        visible: step.index > 0
                        anchors.verticalCenter: parent.verticalCenter
                        size: 32
                        name: "arrow"
                        stroke: 3
                        colour: Theme.ink2
                    }
                    Chip {
                        text: step.modelData
                        big: true
                        room: area.columnWidth - 48
                    }
                }
            }
        }
        Panel {
            width: area.columnWidth
            padding: 0
            visible: (guide.facts.materials || []).length > 0

            Column {
                width: parent.width

                Repeater {
                    model: guide.facts.materials || []

                    Item {
                        id: material

                        required property int index
                        required property var modelData

                        width: parent.width
                        height: Math.max(name.height, state.height) + 40

                        Rectangle {
                            visible: material.index > 0
                            width: parent.width
                            height: Theme.border
                            color: Theme.line
                        }
                        BodyText {
                            id: name

                            anchors.verticalCenter: parent.verticalCenter
                            x: 36
                            width: parent.width * 0.46
                            text: material.modelData.name
                            font.bold: true
                        }
                        BodyText {
                            id: state

                            anchors.verticalCenter: parent.verticalCenter
                            x: name.x + name.width + 24
                            width: parent.width - x - 36
                            text: material.modelData.state
                            color: material.modelData.tone === "safe" ? Theme.green : material.modelData.tone === "offline" ? Theme.amber
                                : material.modelData.tone === "alert" ? Theme.seal : Theme.ink2
                        }
                    }
                }
            }
        }
        Panel {
            width: area.columnWidth
            padding: 16
            visible: guide.code.length > 0

            Row {
                id: carry

                width: parent.width
                spacing: Theme.contrast ? 32 : 12

                QrView {
                    id: qr

                    readonly property int modules: rows.length + 8

                    // a code that holds the whole text has many modules; each is drawn a millimetre wide
                    width: Math.floor((modules > 60 ? 470 : 330) / modules) * modules
                    height: width
                    rows: guide.code
                    Accessible.role: Accessible.Graphic
                    Accessible.name: guide.take.title
                }
                Column {
                    anchors.verticalCenter: parent.verticalCenter
                    width: carry.width - qr.width - carry.spacing - 20
                    spacing: 6

                    BodyText {
                        width: parent.width
                        text: guide.take.title
                        font.bold: true
                        font.pixelSize: Math.round((Theme.heading + Theme.body) / 2)
                    }
                    Repeater {
                        model: guide.take.lines

                        BodyText {
                            required property string modelData

                            color: Theme.ink2
                            font.pixelSize: Math.round((Theme.body + Theme.least) / 2)

                            width: carry.width - qr.width - carry.spacing - 20
                            text: modelData
                        }
                    }
                    Item { width: 1; height: 6 }
                    AppButton {
                        objectName: "action-slip"
                        visible: Boolean(guide.slip)
                        width: Math.min(parent.width, implicitWidth + 64)
                        height: 96
                        label: guide.slip ? guide.slip.label : ""
                        enabled: Boolean(guide.slip) && guide.slip.enabled
                        textSize: Math.round((Theme.heading + Theme.body) / 2)
                        onClicked: guide.send("slip", guide.slip.value)
                    }
                }
            }
        }
        Panel {
            width: area.columnWidth
            padding: 28
            visible: (guide.facts.more || []).length > 0

            Column {
                id: more

                width: parent.width
                spacing: 16

                Repeater {
                    model: guide.facts.more || []

                    Row {
                        id: section

                        required property var modelData

                        width: more.width
                        spacing: 24

                        BodyText {
                            width: section.width * 0.24
                            text: section.modelData.title
                            color: Theme.ink2
                        }
                        Column {
                            width: section.width * 0.76 - section.spacing

                            Repeater {
                                model: section.modelData.lines

                                BodyText {
                                    required property string modelData

                                    width: parent.width
                                    text: modelData
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
