// Where one character is written, with lines to write by, and the keys that take back strokes or all of them.
import QtQuick
import "../components"
import Jiujin

Item {
    id: area

    property int gap: 8
    readonly property alias empty: pad.empty

    signal written(var strokes)
    signal backspace

    function clear() { pad.clear() }

    Rectangle {
        id: sheet

        width: parent.width - keys.width - 16
        height: parent.height
        radius: Theme.radius
        color: Theme.card
        border.width: Theme.actionBorder
        border.color: Theme.jade

        Rectangle {
            id: square

            anchors.centerIn: parent
            width: Math.min(parent.width, parent.height) - 24
            height: width
            color: "transparent"
            border.width: Theme.border
            border.color: Theme.line

            Rectangle {
                anchors.centerIn: parent
                width: parent.width
                height: Theme.border
                color: Theme.line
            }
            Rectangle {
                anchors.centerIn: parent
                width: Theme.border
                height: parent.height
                color: Theme.line
            }
        }
        WritingPad {
            id: pad

            objectName: "writing"
            anchors.fill: parent
            anchors.margins: 5
            ink: Theme.ink
            Accessible.role: Accessible.Canvas
            Accessible.name: qsTr("手写区，一次写一个字")
            onStrokeWritten: area.written(strokes)
        }
    }
    Column {
        id: keys

        anchors.right: parent.right
        width: 200
        spacing: area.gap

        Key {
            objectName: "key-undo"
            width: parent.width
            height: (area.height - 2 * area.gap) / 3
            role: "soft"
            label: qsTr("退一笔")
            textSize: Math.max(34, Theme.least)
            enabled: !pad.empty
            onClicked: pad.undo()
        }
        Key {
            objectName: "key-clear"
            width: parent.width
            height: (area.height - 2 * area.gap) / 3
            role: "soft"
            label: qsTr("重写")
            textSize: Math.max(34, Theme.least)
            enabled: !pad.empty
            onClicked: {
                pad.clear()
                area.written([])
            }
        }
        Key {
            objectName: "key-backspace"
            width: parent.width
            height: (area.height - 2 * area.gap) / 3
            role: "soft"
            label: qsTr("退一格")
            textSize: Math.max(34, Theme.least)
            held: true
            onClicked: area.backspace()
        }
    }
}
