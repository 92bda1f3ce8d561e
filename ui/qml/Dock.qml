// The dock's window: cards, paper and line of the simulated devices, for those who show or try the terminal.
import QtQuick
import QtQuick.Window
import "components"
import Jiujin

Window {
    id: window

    required property var dock
    required property var terminal
    readonly property var state: dock.state

    title: qsTr("模拟设备")
    width: 460
    height: Math.min(content.height + 40, Screen.desktopAvailableHeight > 400 ? Screen.desktopAvailableHeight : 1200)
    x: terminal.x + terminal.width + 16
    y: terminal.y
    color: Theme.bar

    component Title: BodyText {
        font.pixelSize: 20
        font.bold: true
        color: Theme.ink2
        topPadding: 6
    }
    component Switch: AppButton {
        property bool on: false
        property bool wide: false

        width: wide ? 420 : 204
        height: 52
        role: on ? "primary" : "choice"
        textSize: 20
        Accessible.checkable: true
        Accessible.checked: on
    }

    Flickable {
        anchors.fill: parent
        contentHeight: content.height + 40
        boundsBehavior: Flickable.StopAtBounds

        Column {
            id: content

            x: 20
            y: 20
            width: 420
            spacing: 8

            Title { text: qsTr("身份证读卡器") }
            Repeater {
                model: window.dock.cards

                Switch {
                    required property var modelData
                    readonly property string cardId: modelData.id

                    objectName: "dock-card-" + cardId
                    wide: true
                    height: modelData.note ? 68 : 52
                    on: window.state.reader.card === cardId
                    label: on ? qsTr("拿走：%1").arg(modelData.label) : modelData.label
                    note: ""
                    onClicked: window.dock.change("reader", { card: on ? "" : cardId })
                }
            }
            Flow {
                width: parent.width
                spacing: 12

                Switch {
                    objectName: "dock-reader-plug"
                    on: !window.state.reader.plugged
                    label: on ? qsTr("插上读卡器") : qsTr("拔下读卡器")
                    onClicked: window.dock.change("reader", { plugged: on })
                }
                Repeater {
                    model: [
                        { id: "pull-mid-read", label: qsTr("读到一半拿走") },
                        { id: "noise", label: qsTr("线上有杂音") },
                        { id: "mute", label: qsTr("读卡器不应答") }
                    ]

                    Switch {
                        required property var modelData

                        objectName: "dock-reader-" + modelData.id
                        on: window.state.reader.fault === modelData.id
                        label: modelData.label
                        onClicked: window.dock.change("reader", { fault: on ? "" : modelData.id })
                    }
                }
            }
            Title { text: qsTr("打印机（已出 %1 张）").arg(window.dock.printed) }
            Flow {
                width: parent.width
                spacing: 12

                Repeater {
                    model: [
                        { id: "ok", label: qsTr("有纸") },
                        { id: "near-end", label: qsTr("快没纸了") },
                        { id: "out", label: qsTr("没纸") }
                    ]

                    Switch {
                        required property var modelData

                        objectName: "dock-paper-" + modelData.id
                        width: 132
                        on: window.state.printer.paper === modelData.id
                        label: modelData.label
                        onClicked: window.dock.change("printer", { paper: modelData.id })
                    }
                }
                Switch {
                    objectName: "dock-printer-cover"
                    on: window.state.printer.cover_open
                    label: on ? qsTr("合上盖子") : qsTr("打开盖子")
                    onClicked: window.dock.change("printer", { cover_open: !on })
                }
                Switch {
                    objectName: "dock-printer-present"
                    on: !window.state.printer.present
                    label: on ? qsTr("接回打印机") : qsTr("断开打印机")
                    onClicked: window.dock.change("printer", { present: on })
                }
                Repeater {
                    model: [
                        { id: "silent", label: qsTr("不应答") },
                        { id: "paper-out-mid-print", label: qsTr("打到一半没纸") },
                        { id: "cutter", label: qsTr("切刀卡住") },
                        { id: "no-confirmation", label: qsTr("不回确认") }
                    ]

                    Switch {
                        required property var modelData

                        objectName: "dock-printer-" + modelData.id
                        on: window.state.printer.fault === modelData.id
                        label: modelData.label
                        onClicked: window.dock.change("printer", { fault: on ? "" : modelData.id })
                    }
                }
            }
            Title { text: qsTr("摄像头") }
            Flow {
                width: parent.width
                spacing: 12

                Switch {
                    objectName: "dock-camera-stalled"
                    on: window.state.camera.stalled
                    label: on ? qsTr("恢复画面") : qsTr("画面停住")
                    onClicked: window.dock.change("camera", { stalled: !on })
                }
                Switch {
                    objectName: "dock-camera-present"
                    on: !window.state.camera.present
                    label: on ? qsTr("接回摄像头") : qsTr("断开摄像头")
                    onClicked: window.dock.change("camera", { present: on })
                }
            }
            Title { text: qsTr("线路") }
            Flow {
                width: parent.width
                spacing: 12

                Switch {
                    objectName: "dock-line-up"
                    on: !window.state.line.up
                    label: on ? qsTr("恢复线路") : qsTr("断开线路")
                    onClicked: window.dock.change("line", { up: on })
                }
                Repeater {
                    model: [
                        { id: "slow", label: qsTr("很慢") },
                        { id: "error-500", label: qsTr("平台答 500") },
                        { id: "portal", label: qsTr("要求网页登录") }
                    ]

                    Switch {
                        required property var modelData

                        objectName: "dock-line-" + modelData.id
                        on: window.state.line.fault === modelData.id
                        label: modelData.label
                        onClicked: window.dock.change("line", { fault: on ? "" : modelData.id })
                    }
                }
            }
        }
    }
}
