// A signature inside a form: a box to sign in, and a way to sign again.
import QtQuick
import Jiujin

Item {
    id: signing

    property string label: ""
    // Whether the flow has a signature already, from before this page.
    property bool there: false
    property string skipLabel: ""

    signal signed(var strokes)
    signal skip

    implicitWidth: 984
    implicitHeight: 700

    SignatureBox {
        id: box

        // Wide rather than high, as names are written, and near the hand.
        anchors { bottom: buttons.top; bottomMargin: Theme.gap }
        width: parent.width
        height: Math.min(width * 0.62, parent.height - buttons.height - Theme.gap)
        hint: signing.there ? qsTr("已经签过了。要换的话，在这里重新写") : qsTr("用手指在这里写您的名字")
        label: signing.label
    }
    Connections {
        target: box.pad
        function onStrokesChanged() { signing.signed(box.pad.strokes) }
    }
    Row {
        id: buttons

        anchors.bottom: parent.bottom
        width: parent.width
        spacing: Theme.gap

        AppButton {
            objectName: "key-skip"
            visible: signing.skipLabel !== ""
            width: (parent.width - parent.spacing) / 2
            height: Math.min(Theme.button, 120)
            role: "choice"
            label: signing.skipLabel
            onClicked: signing.skip()
        }
        AppButton {
            objectName: "sign-again"
            width: signing.skipLabel !== "" ? (parent.width - parent.spacing) / 2 : parent.width
            height: Math.min(Theme.button, 120)
            role: "choice"
            enabled: !box.pad.empty
            label: qsTr("重签")
            onClicked: box.pad.clear()
        }
    }
}
