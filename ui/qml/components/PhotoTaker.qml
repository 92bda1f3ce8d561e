// A photo of a document: the camera's picture and a button; once taken, what was taken, to be judged, and another try.
import QtQuick
import Jiujin

Item {
    id: taker

    property var field
    // What the flow offers: photo-take or photo-retake, with its words.
    property var actions: []
    // Whether the camera is on, and what it took as a data URL.
    property var facts: ({})
    readonly property string taken: facts.photo || ""
    readonly property var offered: actions.find(action => action.id === "photo-take" || action.id === "photo-retake") || null
    // Without a camera the way on is to put the photo off, where that may be.
    readonly property bool works: taken !== "" || Boolean(facts.camera)
    readonly property bool skippable: taken === "" && Boolean(field) && field.skip !== ""

    signal act(string action, var value)
    signal skip

    implicitWidth: 984
    implicitHeight: 900

    Item {
        width: parent.width
        height: parent.height - buttons.height - Theme.gap

        CameraView {
            id: camera

            // As wide as cameras see, so that nothing of the paper is cut off here that will be on the photo.
            anchors.centerIn: parent
            width: Math.min(parent.width, parent.height * 4 / 3)
            height: width * 3 / 4
            visible: taker.taken === "" && taker.works
            // Not like a looking-glass: what is written on the paper is to be read.
            mirrored: false
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("摄像头画面")
        }
        Image {
            anchors.fill: parent
            visible: taker.taken !== ""
            source: taker.taken
            fillMode: Image.PreserveAspectFit
            // Nothing of it stays behind in Qt's store of pictures.
            cache: false
            asynchronous: false
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("拍好的照片")
        }
        // Where its picture would be.
        Rectangle {
            anchors.fill: camera
            visible: !taker.works
            radius: Theme.radius
            color: Theme.jadeTint
            border.width: Theme.contrast ? Theme.border : 0
            border.color: Theme.line

            Column {
                anchors.centerIn: parent
                width: parent.width - 64
                spacing: 20

                Icon {
                    anchors.horizontalCenter: parent.horizontalCenter
                    size: Math.min(160, camera.height / 2)
                    name: "camera"
                }
                BodyText {
                    width: parent.width
                    text: qsTr("现在拍不了")
                    font.bold: true
                    horizontalAlignment: Text.AlignHCenter
                }
            }
        }
    }
    Row {
        id: buttons

        readonly property real share: taker.skippable && take.visible ? (width - spacing) / 2 : width

        anchors.bottom: parent.bottom
        width: parent.width
        spacing: Theme.gap

        AppButton {
            objectName: "key-skip"
            visible: taker.skippable
            width: buttons.share
            // alone it is the way on, and as large as that is at the foot
            height: taker.works ? Math.max(Math.min(Theme.button, 120), Math.round(2.9 * Theme.least)) : Theme.button
            role: taker.works ? "choice" : "primary"
            textSize: taker.works ? Math.max(Theme.least, Math.min(Theme.heading, 38)) : Theme.heading
            label: taker.field ? taker.field.skip : ""
            onClicked: taker.skip()
        }
        AppButton {
            id: take

            objectName: taker.offered ? taker.offered.id : ""
            visible: taker.offered !== null && taker.works
            width: buttons.share
            height: Math.max(Math.min(Theme.button, 120), Math.round(2.9 * Theme.least))
            // beside the picture of a camera, in half of the width
            textSize: Math.max(Theme.least, Math.min(Theme.heading, 38))
            // where its words leave room for it
            picture: Theme.advance(label, textSize, true) + textSize + 12 + 20 + 64 <= width ? "camera" : ""
            label: taker.offered ? taker.offered.label : ""
            enabled: taker.offered !== null && taker.offered.enabled
            onClicked: taker.act(taker.offered.id, taker.field.id)
        }
    }
}
