// The foot of every page: size of type, contrast, the way out of a visit, and the one vermilion thing: a person to call.
import QtQuick
import Jiujin

Rectangle {
    id: bar

    property string helpLabel: ""
    // Empty where there is no visit to end.
    property string leaveLabel: ""
    readonly property int gap: 16
    readonly property int count: leaveLabel ? 3 : 2
    // Where nobody can be called, the others share the width.
    readonly property real side: helpLabel ? 176 : (width - 2 * Theme.margin - (count - 1) * gap) / count

    signal act(string action)

    implicitHeight: Theme.footer + 60
    color: Theme.bar

    component Small: AppButton {
        width: bar.side
        height: Theme.footer
        role: "choice"
        upright: true
        textSize: Theme.large ? Theme.least : 30
    }

    Rectangle {
        width: parent.width
        height: Theme.border
        color: Theme.line
    }
    Row {
        anchors.verticalCenter: parent.verticalCenter
        x: Theme.margin
        spacing: bar.gap

        Small {
            objectName: "action-size"
            picture: "size"
            label: Theme.large ? qsTr("标准字") : qsTr("大字")
            onClicked: bar.act("size")
        }
        Small {
            objectName: "action-contrast"
            picture: "contrast"
            label: Theme.contrast ? qsTr("原色") : qsTr("高对比")
            onClicked: bar.act("contrast")
        }
        Small {
            objectName: "action-leave"
            visible: bar.leaveLabel !== ""
            picture: "leave"
            label: bar.leaveLabel
            onClicked: bar.act("leave")
        }
        AppButton {
            objectName: "action-help"
            visible: bar.helpLabel !== ""
            width: bar.width - 2 * Theme.margin - bar.count * (bar.side + bar.gap)
            height: Theme.footer
            role: "help"
            picture: "call"
            label: bar.helpLabel
            textSize: Theme.large && !bar.leaveLabel ? 42 : 38
            onClicked: bar.act("help")
        }
    }
}
