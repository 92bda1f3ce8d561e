// The gallery's panel: which page, in which mode, and what the checks say. For designers; not part of a terminal at work.
import QtQuick
import QtQuick.Window
import "../components"
import Jiujin

Window {
    id: panel

    required property var stand
    required property var terminal

    title: "Jiujin gallery"
    width: 520
    height: 1000
    x: terminal.x + terminal.width + 16
    y: terminal.y
    color: "#ECE9E0"
    onClosing: Qt.quit()

    component Words: Text {
        font.family: Theme.family
        font.pixelSize: 16
        color: "#16262E"
        wrapMode: Text.Wrap
    }
    component Pick: Rectangle {
        id: pick

        property string label: ""
        property bool on: false

        signal picked()

        width: words.implicitWidth + 24
        height: 40
        radius: 8
        color: on ? "#0B5D66" : "#FFFFFF"
        border.color: "#DAD8CF"
        Accessible.role: Accessible.Button
        Accessible.name: label
        Accessible.onPressAction: picked()

        Words {
            id: words

            anchors.centerIn: parent
            text: pick.label
            color: pick.on ? "#FFFFFF" : "#16262E"
        }
        TapHandler { onTapped: pick.picked() }
    }

    Item {
        focus: true
        Keys.onRightPressed: panel.stand.turn(1)
        Keys.onLeftPressed: panel.stand.turn(-1)
    }
    Column {
        id: head

        x: 16
        y: 16
        width: parent.width - 32
        spacing: 12

        Row {
            spacing: 12

            Pick { objectName: "gallery-back"; label: "←"; onPicked: panel.stand.turn(-1) }
            Pick { objectName: "gallery-on"; label: "→"; onPicked: panel.stand.turn(1) }
            Words {
                anchors.verticalCenter: parent.verticalCenter
                font.bold: true
                text: (panel.stand.at + 1) + " / " + panel.stand.names.length + "  " + (panel.stand.names[panel.stand.at] ?? "")
            }
        }
        Repeater {
            model: ["shape", "size", "language"]

            Flow {
                id: row

                required property string modelData

                width: head.width
                spacing: 8

                Repeater {
                    model: panel.stand.choices[row.modelData]

                    Pick {
                        required property string modelData

                        objectName: "gallery-" + modelData
                        label: modelData
                        on: panel.stand.mode[row.modelData] === modelData
                        onPicked: panel.stand.pick(row.modelData, modelData)
                    }
                }
            }
        }
        Row {
            spacing: 8

            Pick { objectName: "gallery-contrast"; label: "contrast"; on: panel.stand.mode.contrast; onPicked: panel.stand.toggle("contrast") }
            Pick { objectName: "gallery-low"; label: "low reach"; on: panel.stand.mode.low_reach; onPicked: panel.stand.toggle("low_reach") }
        }
        Words {
            objectName: "gallery-findings"
            width: head.width
            maximumLineCount: 12
            elide: Text.ElideRight
            color: panel.stand.findings.length ? "#A53322" : "#1E7A46"
            text: panel.stand.findings.length ? panel.stand.findings.join("\n") : "The checks find nothing here."
        }
    }
    ListView {
        anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: parent.bottom; margins: 16 }
        clip: true
        model: panel.stand.names
        currentIndex: panel.stand.at

        delegate: Rectangle {
            id: line

            required property int index
            required property string modelData

            width: ListView.view.width
            height: 32
            color: ListView.isCurrentItem ? "#E3F0EF" : "transparent"

            Words { x: 8; anchors.verticalCenter: parent.verticalCenter; text: line.modelData }
            TapHandler { onTapped: panel.stand.choose(line.index) }
        }
    }
}
