// The foot of every page: size of type, contrast, and the one vermilion thing: a person to call.
import QtQuick
import Jiujin

Rectangle {
    id: bar

    property string helpLabel: ""
    readonly property int side: helpLabel ? 240 : (width - 2 * Theme.margin - Theme.gap) / 2

    signal act(string action)

    implicitHeight: Theme.footer + 60
    color: Theme.bar

    Rectangle {
        width: parent.width
        height: Theme.border
        color: Theme.line
    }
    Row {
        anchors.verticalCenter: parent.verticalCenter
        x: Theme.margin
        spacing: Theme.gap

        AppButton {
            objectName: "action-size"
            width: bar.side
            height: Theme.footer
            role: "choice"
            picture: "size"
            label: Theme.large ? qsTr("标准字") : qsTr("大字")
            textSize: Theme.large ? 38 : 34
            onClicked: bar.act("size")
        }
        AppButton {
            objectName: "action-contrast"
            width: bar.side
            height: Theme.footer
            role: "choice"
            picture: "contrast"
            label: Theme.contrast ? qsTr("原色") : qsTr("高对比")
            textSize: Theme.large ? 38 : 34
            onClicked: bar.act("contrast")
        }
        AppButton {
            objectName: "action-help"
            visible: bar.helpLabel !== ""
            width: bar.width - 2 * Theme.margin - 2 * (bar.side + Theme.gap)
            height: Theme.footer
            role: "help"
            picture: "call"
            label: bar.helpLabel
            textSize: Theme.large ? 42 : 38
            onClicked: bar.act("help")
        }
    }
}
