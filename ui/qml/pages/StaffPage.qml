// A member of staff signs on: card on the reader or number, and the PIN, on keys of our own.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: staff

    // No room for labels above the boxes: they stand in them.
    readonly property bool tight: Theme.large && Theme.wide
    readonly property var numberField: page.fields.find(field => field.id === "staff_number")
    readonly property var pinField: page.fields.find(field => field.id === "pin")
    readonly property bool fixed: Boolean(numberField) && numberField.readonly
    property string number: numberField && numberField.value ? numberField.value : ""
    property string pin: ""
    property bool atPin: number !== ""
    readonly property string problem: pinField && pinField.problem || numberField && numberField.problem || ""

    onPageChanged: {
        pin = ""
        // asked of the page itself: the bindings above may not have followed it yet
        const field = page.fields.find(one => one.id === "staff_number")
        if (field && field.value)
            number = field.value
        atPin = number !== ""
    }
    actions: page.actions.map(action => action.id === "login"
        ? Object.assign({}, action, { enabled: action.enabled && number !== "" && pin !== "" }) : action)

    function type(key) {
        const limit = atPin ? (pinField && pinField.max_length || 12) : (numberField && numberField.max_length || 12)
        if (atPin && pin.length < limit)
            pin += key
        else if (!atPin && number.length < limit)
            number += key
    }
    function erase() {
        if (atPin && pin !== "")
            pin = pin.slice(0, -1)
        else if (!fixed) {
            atPin = false
            number = number.slice(0, -1)
        }
    }
    function send(action, value) {
        act(action, action === "login" ? { staff_number: number, pin: pin } : value === undefined ? null : value)
        if (action === "login")
            pin = ""
    }

    // The two boxes and four rows of keys, none of them smaller than a finger needs.
    leastBody: boxes.height + 3 * 16 + 24 + 4 * Theme.target
    aside: Column {
        width: parent.width
        spacing: Theme.large ? 16 : 24

        Row {
            width: parent.width
            spacing: 24

            Icon {
                id: mark

                anchors.verticalCenter: parent.verticalCenter
                name: "reader"
            }
            BodyText {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - mark.width - 24
                text: staff.facts.card_hint || ""
            }
        }
        Note {
            width: parent.width
            visible: text !== ""
            text: staff.facts.purpose || ""
        }
        Problem {
            width: parent.width
            text: staff.problem
        }
    }

    Row {
        id: boxes

        width: parent.width
        spacing: Theme.gap

        Column {
            width: (parent.width - Theme.gap) / 2
            spacing: 10

            Note {
                visible: !staff.tight
                text: staff.numberField ? staff.numberField.label : ""
            }
            FieldBox {
                objectName: "field-staff_number"
                width: parent.width
                height: Math.max(Theme.wide || Theme.lowReach ? 96 : implicitHeight, Theme.target)
                label: staff.numberField ? staff.numberField.label : ""
                value: staff.number
                placeholder: staff.tight ? label : ""
                valueSize: 56
                active: !staff.atPin
                problem: Boolean(staff.numberField && staff.numberField.problem)
                enabled: !staff.fixed
                onClicked: staff.atPin = false
            }
        }
        Column {
            width: (parent.width - Theme.gap) / 2
            spacing: 10

            Note {
                visible: !staff.tight
                text: staff.pinField ? staff.pinField.label : ""
            }
            FieldBox {
                objectName: "field-pin"
                width: parent.width
                height: Math.max(Theme.wide || Theme.lowReach ? 96 : implicitHeight, Theme.target)
                label: staff.pinField ? staff.pinField.label : ""
                value: "●".repeat(staff.pin.length)
                placeholder: staff.tight ? label : ""
                valueSize: 44
                active: staff.atPin
                problem: Boolean(staff.pinField && staff.pinField.problem)
                onClicked: staff.atPin = true
            }
        }
    }
    NumericKeypad {
        anchors { bottom: parent.bottom; left: parent.left; right: parent.right }
        gap: Theme.wide || Theme.lowReach ? 16 : Theme.gap
        keyHeight: Math.max(Theme.target, Math.min(Theme.key, (parent.height - boxes.height - 20 - 3 * gap) / 4))
        onDigit: key => staff.type(key)
        onBackspace: staff.erase()
    }
}
