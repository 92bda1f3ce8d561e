// Work under way: how far it is where that is known, else a light that wanders slowly. Nothing blinks.
import QtQuick
import Jiujin

Rectangle {
    id: bar

    // 0 to 100, or below 0 when nobody can say.
    property real progress: -1
    readonly property bool known: progress >= 0

    implicitWidth: 720
    // never wider than where it stands
    width: parent && parent.width > 0 ? Math.min(implicitWidth, parent.width) : implicitWidth
    implicitHeight: 16
    radius: height / 2
    color: Theme.contrast ? Theme.card : Theme.line
    border.width: Theme.contrast ? Theme.border : 0
    border.color: Theme.line
    Accessible.role: Accessible.ProgressBar
    Accessible.name: known ? qsTr("已完成百分之 %1").arg(Math.round(progress)) : qsTr("正在进行")

    Rectangle {
        id: light

        width: bar.known ? Math.max(parent.height, parent.width * Math.min(100, bar.progress) / 100) : parent.width / 4
        height: parent.height
        radius: parent.radius
        color: Theme.jade

        SequentialAnimation on x {
            running: !bar.known && bar.visible
            loops: Animation.Infinite

            NumberAnimation { from: 0; to: bar.width - bar.width / 4; duration: 2400; easing.type: Easing.InOutSine }
            NumberAnimation { from: bar.width - bar.width / 4; to: 0; duration: 2400; easing.type: Easing.InOutSine }
        }
    }
}
