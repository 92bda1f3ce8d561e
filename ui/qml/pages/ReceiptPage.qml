// The end of a visit: the paper itself, what to take along, what happens next, a rating for whoever wants to give one.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: receipt

    readonly property var take: facts.take || ({ title: "", lines: [] })
    readonly property var next: facts.next || ({ title: "", text: "" })
    readonly property var rating: facts.rating || null
    readonly property int ratings: rating ? rating.options.length : 0
    // Shown at once; the flow's next page confirms it.
    property var rated: undefined
    readonly property var chosen: rated !== undefined ? rated : rating ? rating.chosen : null
    readonly property var finish: page.actions.find(action => action.id === "finish")
    readonly property var besides: page.actions.filter(action => action.id !== "finish" && action.id !== "rate")
    readonly property int partSize: Theme.large ? 46 : Theme.heading

    actions: []
    showTitle: false

    function rate(value) {
        rated = value
        act("rate", value)
    }
    function press(index) {
        const action = besides[index]
        send(action.id, action.value)
    }

    Row {
        id: head

        width: parent.width
        spacing: 32

        SafeMark {
            id: mark

            anchors.verticalCenter: parent.verticalCenter
        }
        Column {
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - mark.width - 32

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
    }
    ScrollArea {
        id: area

        anchors { top: head.bottom; topMargin: Theme.large ? 16 : 24; bottom: foot.top; bottomMargin: Theme.large ? 16 : 28 }
        width: parent.width

        Row {
            id: middle

            width: area.columnWidth
            spacing: Theme.gap + 16

            RasterView {
                id: paper

                readonly property real aspect: raster ? raster.height / raster.width : 1.6
                // As wide as the drawing's, narrower when the paper is so long that it would reach into the rating.
                readonly property real natural: (area.height - 66) / aspect + 32 + 56

                objectName: "paper"
                visible: Boolean(raster)
                width: Math.round(Math.max(300, Math.min(Theme.large ? 440 : 500, natural)))
                raster: receipt.page.raster
                name: qsTr("回执，登记号 %1").arg(receipt.facts.number || "")
            }
            Column {
                id: side

                width: middle.width - (paper.visible ? paper.width + middle.spacing : 0)
                spacing: Theme.large ? 16 : Theme.gap

                Panel {
                    width: parent.width
                    padding: Theme.large ? 24 : 32

                    Column {
                        width: parent.width
                        spacing: 8

                        Heading {
                            width: parent.width
                            level: 2
                            font.pixelSize: receipt.partSize
                            text: receipt.take.title
                        }
                        BodyText {
                            width: parent.width
                            // Elder mode has no room for a line each.
                            text: receipt.take.lines.join(Theme.large ? "　" : "\n")
                            font.pixelSize: Theme.body + 2
                            lineHeight: 1.1
                        }
                    }
                }
                Panel {
                    width: parent.width
                    visible: receipt.next.text !== ""
                    padding: Theme.large ? 24 : 32

                    Column {
                        width: parent.width
                        spacing: 4

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
                    model: receipt.besides.length

                    AppButton {
                        required property int index
                        readonly property var beside: receipt.besides[index]

                        objectName: "action-" + beside.id
                        width: side.width
                        height: Theme.button
                        role: "secondary"
                        label: beside.label
                        enabled: beside.enabled
                        textSize: receipt.partSize
                        onClicked: receipt.press(index)
                    }
                }
            }
        }
    }
    Column {
        id: foot

        // The page's own actions are drawn here, where the bar would be, and as low.
        anchors { bottom: parent.bottom; bottomMargin: -Theme.gap }
        width: parent.width
        spacing: Theme.large ? 20 : 32

        Column {
            width: parent.width
            visible: receipt.ratings > 0
            spacing: 16

            Item {
                width: parent.width
                height: ask.height

                BodyText {
                    id: ask

                    text: receipt.rating ? receipt.rating.title : ""
                    font.pixelSize: receipt.partSize
                    font.bold: true
                    Accessible.role: Accessible.Heading
                }
                Note {
                    x: ask.width + 24
                    width: parent.width - x
                    anchors.verticalCenter: ask.verticalCenter
                    text: receipt.chosen ? qsTr("记下了，谢谢") : receipt.rating ? receipt.rating.note : ""
                    fontSizeMode: Text.HorizontalFit
                    minimumPixelSize: 26
                    wrapMode: Text.NoWrap
                }
            }
            Row {
                spacing: 16

                Repeater {
                    model: receipt.ratings

                    RatingCard {
                        required property int index
                        readonly property var option: receipt.rating.options[index]

                        objectName: "rate-" + option.value
                        width: (foot.width - (receipt.ratings - 1) * 16) / receipt.ratings
                        height: 150
                        label: option.label
                        chosen: receipt.chosen === option.value
                        onClicked: receipt.rate(option.value)
                    }
                }
            }
        }
        AppButton {
            objectName: "action-finish"
            visible: Boolean(receipt.finish)
            width: parent.width
            height: Theme.button
            role: "primary"
            label: !receipt.finish ? "" : receipt.facts.finish_in > 0 ? qsTr("%1（%2 秒后自动）").arg(receipt.finish.label).arg(receipt.facts.finish_in) : receipt.finish.label
            textSize: Theme.large ? 44 : Theme.heading
            onClicked: receipt.send("finish", receipt.finish.value)
        }
    }
}
