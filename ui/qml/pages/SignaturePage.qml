// The resident signs by hand under what is signed. Nothing can be sent before there is ink.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: signature

    readonly property bool inked: !box.pad.empty
    readonly property var field: page.fields.find(field => field.kind === "signature")

    actions: page.actions.map(action => action.id === "sign" || action.id === "clear"
        ? Object.assign({}, action, { enabled: action.enabled && inked }) : action)

    function send(action, value) {
        if (action === "clear")
            box.pad.clear()
        else
            act(action, action === "sign" ? box.pad.strokes : value === undefined ? null : value)
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

    SignatureBox {
        id: box

        // Wide rather than high, as names are written, and near the hand.
        anchors { bottom: parent.bottom; bottomMargin: 8 }
        width: parent.width
        height: Math.min(880, parent.height - 8, parent.width)
        hint: qsTr("用手指在这里写您的名字")
        label: signature.field ? signature.field.label : qsTr("签名")
    }
}
