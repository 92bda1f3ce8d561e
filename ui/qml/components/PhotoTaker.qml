// A photo taken here: the camera's picture with a frame to look into, and a button; once taken, the way to take another.
import QtQuick
import Jiujin

Item {
    id: taker

    property var field
    readonly property bool taken: Boolean(field && field.value)

    signal act(string action, var value)

    implicitWidth: 984
    implicitHeight: 900

    Item {
        id: room

        width: parent.width
        height: parent.height - buttons.height - Theme.gap

        CameraView {
            id: camera

            anchors.horizontalCenter: parent.horizontalCenter
            // Upright, as a document photo is.
            height: parent.height
            width: Math.min(parent.width, height * 0.78)
            visible: !taker.taken
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("摄像头画面")

            Rectangle {
                anchors.centerIn: parent
                anchors.verticalCenterOffset: -parent.height * 0.05
                width: parent.width * 0.56
                height: parent.height * 0.62
                radius: width / 2
                color: "transparent"
                border.width: 5
                border.color: "#FFFFFF"
            }
        }
        PictureHead {
            anchors.centerIn: parent
            width: parent.width
            visible: taker.taken
            picture: "check"
            title: qsTr("照片拍好了")
            safe: true
        }
    }
    Row {
        id: buttons

        anchors.bottom: parent.bottom
        spacing: Theme.gap
        width: parent.width

        AppButton {
            objectName: "photo-skip"
            visible: !taker.taken && Boolean(taker.field) && taker.field.skip !== ""
            width: (parent.width - parent.spacing) / 2
            height: Theme.button
            role: "choice"
            label: taker.field ? taker.field.skip : ""
            onClicked: taker.act("skip", taker.field.id)
        }
        AppButton {
            objectName: taker.taken ? "photo-again" : "photo-take"
            width: taker.taken || !taker.field || taker.field.skip === "" ? parent.width : (parent.width - parent.spacing) / 2
            height: Theme.button
            picture: "camera"
            label: taker.taken ? qsTr("重拍") : qsTr("拍照")
            enabled: taker.taken || camera.live
            onClicked: taker.act(taker.taken ? "photo-again" : "photo-take", taker.field.id)
        }
    }
}
