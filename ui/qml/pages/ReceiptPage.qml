// The end of a visit: the paper itself, what to take along, what happens next, a rating for whoever wants to give one.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: receipt

    touched: false

    readonly property var take: facts.take || ({ title: "", lines: [] })
    readonly property var next: facts.next || ({ title: "", text: "" })
    readonly property var rating: facts.rating || null
    readonly property int ratings: rating ? rating.options.length : 0
    // Shown at once; the flow's next page confirms it.
    property var rated: undefined
    readonly property var chosen: rated !== undefined ? rated : rating ? rating.chosen : null
    readonly property var finish: page.actions.find(action => action.id === "finish")
    readonly property var besides: page.actions.filter(action => action.id !== "finish" && action.id !== "rate")
    // Upright, they would stand beside the paper, out of a low reach.
    readonly property bool lowBesides: Theme.lowReach && !wide
    readonly property int partSize: wide ? Math.round((Theme.heading + Theme.body) / 2) : Theme.large ? 46 : Theme.heading

    actions: []
    showTitle: false
    share: 0.4

    function rate(value) {
        rated = value
        act("rate", value)
    }
    function press(index) {
        const action = besides[index]
        send(action.id, action.value)
    }

    component Beside: AppButton {
        required property int index
        readonly property var beside: receipt.besides[index]

        objectName: "action-" + beside.id
        height: Math.max(Theme.button, implicitHeight)
        role: "secondary"
        label: beside.label
        enabled: beside.enabled
        textSize: receipt.partSize
        onClicked: receipt.press(index)
    }
    Component {
        id: slip

        RasterView {
            readonly property real aspect: raster ? raster.height / raster.width : 1.6
            readonly property real most: Theme.large && !receipt.wide ? 440 : 500
            // As wide as the drawing's, narrower when the paper is so long that it would not be seen whole.
            readonly property real natural: ((receipt.wide ? receipt.asideRoom - head.height - Theme.gap : area.height) - 66) / aspect + 32 + 56

            objectName: "paper"
            width: Math.round(Math.max(receipt.wide ? 220 : 300, Math.min(most, natural)))
            raster: receipt.page.raster
            name: qsTr("回执，登记号 %1").arg(receipt.facts.number || "")
        }
    }
    aside: [
        Row {
            id: head

            width: parent.width
            spacing: receipt.wide ? 24 : 32

            SafeMark {
                id: mark

                anchors.verticalCenter: parent.verticalCenter
                size: receipt.wide ? 88 : 120
            }
            Column {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - mark.width - parent.spacing

                Heading {
                    width: parent.width
                    text: receipt.page.title
                }
                BodyText {
                    width: parent.width
                    visible: text !== ""
                    text: receipt.page.subtitle
                    color: Theme.ink2
                }
            }
        },
        Loader {
            y: head.height + Theme.gap
            anchors.horizontalCenter: parent.horizontalCenter
            active: receipt.twoColumns && Boolean(receipt.page.raster)
            sourceComponent: slip
        }
    ]

    ScrollArea {
        id: area

        width: parent.width
        height: parent.height - foot.height + foot.below - (Theme.large ? 16 : 28)

        Row {
            id: middle

            width: area.columnWidth
            spacing: Theme.gap + 16

            Loader {
                id: paper

                visible: active
                active: !receipt.twoColumns && Boolean(receipt.page.raster)
                sourceComponent: slip
            }
            Flow {
                id: side

                // Where two beside each other would be narrow and high, the rating below them would be out of sight.
                readonly property bool across: receipt.wide && width < 900
                readonly property int columns: receipt.wide && !across ? 2 : 1
                readonly property real part: (width - (columns - 1) * spacing) / columns
                readonly property real half: receipt.wide ? (width - spacing) / 2 : width
                readonly property int edge: across ? 18 : Theme.large || receipt.wide ? 24 : 32

                width: middle.width - (paper.visible ? paper.width + middle.spacing : 0)
                spacing: Theme.large || across ? 16 : Theme.gap

                Panel {
                    id: take

                    width: side.part
                    height: side.columns === 2 ? Math.max(implicitHeight, following.implicitHeight) : implicitHeight
                    padding: side.edge

                    Flow {
                        width: parent.width
                        spacing: side.across ? 32 : 8

                        Heading {
                            balanced: !side.across
                            width: side.across ? Math.min(implicitWidth, parent.width) : parent.width
                            level: 2
                            font.pixelSize: receipt.partSize
                            text: receipt.take.title
                        }
                        BodyText {
                            balanced: !side.across
                            width: side.across ? Math.min(implicitWidth, parent.width) : parent.width
                            // Elder mode has no room for a line each, nor has a narrow column beside its title.
                            text: receipt.take.lines.join(Theme.large && !receipt.wide || side.across ? "　" : "\n")
                            font.pixelSize: Theme.body + 2
                            lineHeight: 1.1
                        }
                    }
                }
                Panel {
                    id: following

                    width: side.part
                    height: side.columns === 2 ? Math.max(implicitHeight, take.implicitHeight) : implicitHeight
                    visible: receipt.next.text !== ""
                    padding: side.edge

                    Column {
                        width: parent.width
                        spacing: side.across ? 0 : 4

                        Heading {
                            width: parent.width
                            level: 2
                            font.pixelSize: receipt.partSize
                            text: receipt.next.title
                        }
                        BodyText {
                            width: parent.width
                            text: receipt.next.text
                            color: Theme.ink2
                        }
                    }
                }
                Repeater {
                    // By number: the countdown refreshes the page each second, and must not take a button from under a finger.
                    model: receipt.lowBesides ? 0 : receipt.besides.length

                    Beside { width: side.half }
                }
                Loader {
                    width: side.width
                    active: receipt.ratings > 0 && receipt.twoColumns
                    visible: active
                    sourceComponent: question
                }
            }
        }
    }
    Component {
        id: question

        Column {
            id: asked

            spacing: 16

            Flow {
                width: parent.width
                spacing: receipt.wide ? 8 : 24

                BodyText {
                    id: ask

                    balanced: false
                    text: receipt.rating.title
                    // on one line with its note, so that the grades stay in sight
                    font.pixelSize: receipt.wide && asked.width < 900 ? Theme.body + 2 : receipt.partSize
                    font.bold: true
                    Accessible.role: Accessible.Heading
                }
                Note {
                    height: implicitHeight > ask.height ? implicitHeight : ask.height
                    width: Math.min(alone(), Theme.broken(text, asked.width, font.pixelSize, false))
                    verticalAlignment: Text.AlignVCenter
                    text: receipt.chosen ? qsTr("记下了，谢谢") : receipt.rating.note
                }
            }
            Grid {
                id: grades

                // one row, unless the largest words would not fit into it
                columns: asked.width / receipt.ratings - 16 < 4 * Theme.least ? 3 : receipt.ratings
                spacing: 16

                Repeater {
                    model: receipt.ratings

                    RatingCard {
                        required property int index
                        readonly property var option: receipt.rating.options[index]

                        objectName: "rate-" + option.value
                        width: Math.floor((asked.width - (grades.columns - 1) * 16) / grades.columns)
                        height: Math.max(receipt.wide ? 110 : 150, Theme.target)
                        label: option.label
                        chosen: receipt.chosen === option.value
                        onClicked: receipt.rate(option.value)
                    }
                }
            }
        }
    }
    Column {
        id: foot

        // The page's own actions are drawn here, where the bar would be, and as low.
        readonly property real below: receipt.height - (receipt.wide ? 20 : 32) - parent.y - parent.height

        anchors { bottom: parent.bottom; bottomMargin: -below }
        width: parent.width
        spacing: Theme.large ? 20 : 32

        Loader {
            width: parent.width
            active: receipt.ratings > 0 && !receipt.twoColumns
            visible: active
            sourceComponent: question
        }
        Row {
            visible: receipt.lowBesides
            spacing: Theme.gap

            Repeater {
                model: receipt.lowBesides ? receipt.besides.length : 0

                Beside { width: (foot.width - Theme.gap) / receipt.besides.length }
            }
        }
        AppButton {
            objectName: "action-finish"
            visible: Boolean(receipt.finish)
            width: parent.width
            height: Theme.button
            role: "primary"
            label: receipt.finish ? receipt.finish.label : ""
            note: receipt.facts.finish_in > 0 ? qsTr("%1 秒后自动清除").arg(receipt.facts.finish_in) : ""
            textSize: Theme.large ? 44 : Theme.heading
            onClicked: receipt.send("finish", receipt.finish.value)
        }
    }
}
