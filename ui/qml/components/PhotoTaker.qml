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
            visible: taker.taken === "" && Boolean(taker.facts.camera)
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
        Icon {
            anchors.centerIn: parent
            visible: taker.taken === "" && !camera.visible
            size: 160
            name: "camera"
            colour: Theme.ink2
        }
    }
    Row {
        id: buttons

        readonly property real share: taker.skippable ? (width - spacing) / 2 : width

        anchors.bottom: parent.bottom
        width: parent.width
        spacing: Theme.gap

        AppButton {
            objectName: "key-skip"
            visible: taker.skippable
            width: buttons.share
            height: Math.max(Math.min(Theme.button, 120), Math.round(2.9 * Theme.least))
            role: "choice"
            textSize: Math.max(Theme.least, Math.min(Theme.heading, 38))
            label: taker.field ? taker.field.skip : ""
            onClicked: taker.skip()
        }
        AppButton {
            objectName: taker.offered ? taker.offered.id : ""
            visible: taker.offered !== null
            width: buttons.share
            height: Math.max(Math.min(Theme.button, 120), Math.round(2.9 * Theme.least))
            // beside the picture of a camera, in half of the width
            textSize: Math.max(Theme.least, Math.min(Theme.heading, 38))
            // the largest words have no room beside it
            picture: Theme.size === "largest" ? "" : "camera"
            label: taker.offered ? taker.offered.label : ""
            enabled: taker.offered !== null && taker.offered.enabled
            onClicked: taker.act(taker.offered.id, taker.field.id)
        }
    }
}
