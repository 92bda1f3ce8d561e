// Finding a service: the field, what was found, and the keyboard at the foot; beside the list on a wide screen.
import QtQuick
import "../components"
import "../keyboard"
import Jiujin

PageLayout {
    id: search

    // What was written here; the flow's answer lags a moment behind and never overwrites it.
    property string typed: page.facts.query
    // Letters that are still being composed find by pinyin already.
    readonly property string wanted: typed + keyboard.composing
    readonly property var services: facts.services || []
    readonly property var nothing: facts.nothing
    readonly property real keysWidth: Theme.wide ? Math.min(984, Math.round(width * 0.5)) : width - 2 * Theme.margin

    actions: page.actions.filter(action => action.id !== "query")
    showTitle: false
    onWantedChanged: later.restart()

    // A finger types a dozen letters a second; the list follows a few times.
    Timer {
        id: later

        interval: 90
        onTriggered: search.send("query", search.wanted)
    }
    Item {
        id: left

        width: Theme.wide ? parent.width - search.keysWidth - Theme.gap : parent.width
        height: Theme.wide ? parent.height : parent.height - keyboard.height - Theme.gap

        FieldBox {
            id: field

            objectName: "field-query"
            width: parent.width
            label: search.page.title
            value: search.typed + keyboard.composing
            placeholder: search.facts.placeholder
            active: true
        }
        Note {
            id: hint

            anchors { top: field.bottom; topMargin: 12 }
            width: parent.width
            visible: text !== ""
            text: search.facts.hint
        }
        Flow {
            id: examples

            anchors { top: hint.bottom; topMargin: 16 }
            width: parent.width
            spacing: 16
            visible: (search.facts.examples || []).length > 0

            Repeater {
                model: search.facts.examples

                AppButton {
                    required property int index
                    required property string modelData

                    objectName: "example-" + (index + 1)
                    height: Math.max(96, Theme.button - 24)
                    role: "choice"
                    picture: "search"
                    label: modelData
                    textSize: Theme.body
                    onClicked: search.typed = modelData
                }
            }
        }
        Column {
            anchors { top: field.bottom; topMargin: 32 }
            width: parent.width
            spacing: 12
            visible: Boolean(search.nothing)

            Heading {
                width: parent.width
                level: 2
                text: search.nothing ? search.nothing.title : ""
            }
            BodyText {
                width: parent.width
                text: search.nothing ? search.nothing.text : ""
                color: Theme.ink2
                balanced: true
            }
        }
        ServiceList {
            anchors { top: hint.visible ? hint.bottom : field.bottom; topMargin: 16; bottom: parent.bottom }
            width: parent.width
            visible: search.services.length > 0
            services: search.services
            compact: true
            onPicked: id => search.send("service", id)
        }
    }
    Keyboard {
        id: keyboard

        anchors { right: parent.right; bottom: parent.bottom }
        width: search.keysWidth
        height: Math.min(implicitHeight, Theme.wide ? parent.height : parent.height * 0.5)
        text: search.typed
        subject: "search"
        maxLength: search.facts.max_length
        doneLabel: ""
        onEdited: text => search.typed = text
    }
}
