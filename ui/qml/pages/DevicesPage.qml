// For staff: what each device says, the counts of what waits, and the camera's picture.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: devices

    touched: false

    readonly property var counts: facts.counts || []
    readonly property var tallies: counts.length !== undefined ? counts : Object.keys(counts).map(name => ({ label: name, value: counts[name] }))

    ScrollArea {
        id: area

        anchors.fill: parent

        Flow {
            width: area.columnWidth
            spacing: 12
            visible: devices.tallies.length > 0

            Repeater {
                model: devices.tallies

                Chip {
                    required property var modelData

                    big: true
                    text: modelData.label + " " + modelData.value
                }
            }
        }
        Repeater {
            model: devices.facts.devices || []

            Panel {
                id: device

                required property var modelData

                objectName: "device-" + modelData.id
                width: area.columnWidth

                Column {
                    width: parent.width
                    spacing: 8

                    Item {
                        width: parent.width
                        height: Math.max(name.height, mark.height, condition.height)

                        Icon {
                            id: mark

                            anchors.verticalCenter: parent.verticalCenter
                            size: 64
                            name: device.modelData.kind === "idcard" ? "reader" : device.modelData.kind
                        }
                        BodyText {
                            id: name

                            anchors.verticalCenter: parent.verticalCenter
                            x: mark.width + 28
                            width: condition.x - x - 16
                            text: device.modelData.name
                            font.bold: true
                            font.pixelSize: Math.round((Theme.heading + Theme.body) / 2)
                        }
                        Chip {
                            id: condition

                            anchors.verticalCenter: parent.verticalCenter
                            x: parent.width - width
                            big: true
                            text: device.modelData.condition
                            tone: device.modelData.tone
                        }
                    }
                    BodyText {
                        width: parent.width
                        visible: text !== ""
                        text: device.modelData.cause || ""
                    }
                    BodyText {
                        width: parent.width
                        visible: text !== ""
                        text: device.modelData.remedy || ""
                        color: Theme.ink2
                    }
                }
            }
        }
        CameraView {
            visible: Boolean(devices.facts.camera)
            width: area.columnWidth
            height: 560
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("摄像头画面")
        }
    }
}
