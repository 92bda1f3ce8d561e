// The resident signs by hand under what is signed. Nothing can be sent before there is ink.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: signature

    readonly property bool inked: !pad.empty
    readonly property var field: page.fields.find(field => field.kind === "signature")

    actions: page.actions.map(action => action.id === "sign" || action.id === "clear"
        ? Object.assign({}, action, { enabled: action.enabled && inked }) : action)

    function send(action, value) {
        if (action === "clear")
            pad.clear()
        else
            act(action, action === "sign" ? pad.strokes : value === undefined ? null : value)
    }

    aside: Column {
        width: parent.width
        spacing: Theme.gap

        Promise {
            width: parent.width
            text: signature.facts.statement || ""
        }
        Problem {
            width: parent.width
            text: signature.field ? signature.field.problem : ""
        }
    }

    Rectangle {
        // Wide rather than high, as names are written, and near the hand.
        anchors { bottom: parent.bottom; bottomMargin: 8 }
        width: parent.width
        height: Math.min(880, parent.height - 8, parent.width)
        radius: Theme.radius
        color: Theme.card
        border.width: signature.inked ? 5 : Theme.actionBorder
        border.color: Theme.jade

        Rectangle {
            x: 64
            width: parent.width - 128
            y: Math.round(parent.height * 0.78)
            height: Theme.border
            color: Theme.ink2
        }
        Column {
            visible: !signature.inked
            anchors.centerIn: parent
            spacing: 16

            Icon {
                anchors.horizontalCenter: parent.horizontalCenter
                size: 96
                name: "pen"
                colour: Theme.ink2
            }
            BodyText {
                anchors.horizontalCenter: parent.horizontalCenter
                text: qsTr("用手指在这里写您的名字")
                color: Theme.ink2
            }
        }
        SignaturePad {
            id: pad

            objectName: "signature"
            anchors.fill: parent
            anchors.margins: 5
            ink: Theme.ink
            Accessible.role: Accessible.Canvas
            Accessible.name: signature.field ? signature.field.label : qsTr("签名")
        }
    }
}
