// Nobody is here now: when somebody is, and where else this can be done.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: elsewhere

    touched: false

    component Head: Row {
        id: head

        property alias picture: sign.name
        property alias text: words.text

        spacing: 20

        Icon { id: sign; anchors.verticalCenter: parent.verticalCenter; size: Theme.heading + 8 }
        Heading { id: words; width: area.columnWidth - sign.size - head.spacing; level: 2 }
    }

    ScrollArea {
        id: area

        anchors.fill: parent
        spacing: 32

        Head {
            visible: (elsewhere.facts.hours || []).length > 0
            picture: "clock"
            text: elsewhere.facts.hours_title || ""
        }
        Panel {
            width: area.columnWidth
            visible: (elsewhere.facts.hours || []).length > 0
            padding: 40

            Column {
                width: parent.width
                spacing: 16

                Repeater {
                    model: elsewhere.facts.hours || []

                    Flow {
                        required property var modelData

                        width: area.columnWidth - 80
                        spacing: 32

                        BodyText {
                            width: Math.min(alone(), parent.width)
                            text: parent.modelData.day
                            color: Theme.ink2
                        }
                        BodyText {
                            width: Math.min(alone(), parent.width)
                            text: parent.modelData.time
                            font.bold: true
                        }
                    }
                }
            }
        }
        Head {
            visible: (elsewhere.facts.places || []).length > 0
            picture: "place"
            text: elsewhere.facts.places_title || ""
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
                    Row {
                        visible: number.text !== ""
                        spacing: 16

                        Icon { anchors.verticalCenter: parent.verticalCenter; size: Theme.body + 8; name: "call" }
                        BodyText {
                            id: number

                            text: place.modelData.phone || ""
                            font.bold: true
                        }
                    }
                }
            }
        }
    }
}
