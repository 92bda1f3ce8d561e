// Nobody is here now: when somebody is, and where else this can be done.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: elsewhere

    touched: false

    ScrollArea {
        id: area

        anchors.fill: parent
        spacing: 32

        Panel {
            width: area.columnWidth
            visible: (elsewhere.facts.hours || []).length > 0
            padding: 40

            Column {
                width: parent.width
                spacing: 16

                Row {
                    spacing: 20

                    Icon { anchors.verticalCenter: parent.verticalCenter; size: Theme.heading + 8; name: "clock" }
                    Heading { width: area.columnWidth - 80 - Theme.heading - 28; level: 2; text: qsTr("这里有人的时间") }
                }
                Repeater {
                    model: elsewhere.facts.hours || []

                    Item {
                        id: hour

                        required property var modelData

                        width: area.columnWidth - 80
                        height: Theme.large ? day.height + time.height : Math.max(day.height, time.height)

                        BodyText {
                            id: day

                            width: parent.width * 0.42
                            text: hour.modelData.day
                            color: Theme.ink2
                        }
                        BodyText {
                            id: time

                            x: Theme.large ? 0 : day.width + 16
                            y: Theme.large ? day.height : 0
                            width: parent.width - x
                            text: hour.modelData.time
                            font.bold: true
                        }
                    }
                }
            }
        }
        Row {
            spacing: 20
            visible: (elsewhere.facts.places || []).length > 0

            Icon { anchors.verticalCenter: parent.verticalCenter; size: Theme.heading + 8; name: "place" }
            Heading { width: area.columnWidth - Theme.heading - 28; level: 2; text: qsTr("最近有人的地方") }
        }
        Repeater {
            model: elsewhere.facts.places || []

            Panel {
                id: place

                required property var modelData

                width: area.columnWidth
                padding: 40

                Column {
                    width: parent.width
                    spacing: 6

                    BodyText {
                        width: parent.width
                        text: place.modelData.name
                        font.bold: true
                        font.pixelSize: Math.round((Theme.heading + Theme.body) / 2)
                    }
                    BodyText {
                        width: parent.width
                        text: place.modelData.address
                    }
                    BodyText {
                        width: parent.width
                        visible: text !== ""
                        text: place.modelData.hours || ""
                        color: Theme.ink2
                    }
                }
            }
        }
    }
}
