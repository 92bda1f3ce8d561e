// Out of service: since when it is known, until when, and where else to go now.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: suspended

    readonly property var places: facts.places || []
    // For staff, not for who reads this: drawn below, quietly.
    readonly property var staff: page.actions.find(action => action.id === "help") || null

    actions: page.actions.filter(action => action.id !== "help")
    showTitle: false
    twoColumns: false
    touched: false

    Halves {
        width: parent.width
        height: parent.height - foot.height - 24
        spacing: 32
        first: [
            PictureHead {
                width: parent.width
                picture: Theme.large && suspended.wide ? "" : suspended.page.picture || "terminal"
                pictureSize: suspended.wide ? 160 : Theme.large ? 200 : 260
                title: suspended.page.title
                subtitle: suspended.page.subtitle
            },
            CentredLines {
                width: parent.width
                colour: Theme.ink
                lines: suspended.facts.lines || []
            }
        ]

        Repeater {
            model: suspended.places.length

            Panel {
                id: panel

                required property int index
                readonly property var place: suspended.places[index]

                width: parent.width
                padding: 28

                Icon {
                    id: pin

                    y: 4
                    size: 56
                    name: "place"
                }
                Column {
                    x: pin.width + 28
                    width: parent.width - x
                    spacing: 4

                    BodyText {
                        width: parent.width
                        text: panel.place.name
                        font.pixelSize: Theme.body + 2
                        font.bold: true
                    }
                    BodyText {
                        width: parent.width
                        visible: text !== ""
                        text: panel.place.address || ""
                        color: Theme.ink2
                    }
                    BodyText {
                        width: parent.width
                        visible: text !== ""
                        text: panel.place.hours || ""
                        color: Theme.ink2
                    }
                }
            }
        }
        // Lying, there is no height for a line of its own.
        FaultCode {
            visible: suspended.wide && text !== ""
            width: parent.width
            code: suspended.facts.code || ""
        }
    }
    Column {
        id: foot

        anchors.bottom: parent.bottom
        width: parent.width
        spacing: 16

        FaultCode {
            visible: !suspended.wide && text !== ""
            width: parent.width
            code: suspended.facts.code || ""
        }
        AppButton {
            objectName: "staff-door"
            anchors.horizontalCenter: parent.horizontalCenter
            visible: Boolean(suspended.staff)
            width: Math.min(parent.width, Math.max(400, implicitWidth))
            height: Math.max(96, Theme.target)
            role: "choice"
            label: suspended.staff ? suspended.staff.label : ""
            textSize: Theme.body
            onClicked: suspended.send("help", suspended.staff.value)
        }
    }
}
