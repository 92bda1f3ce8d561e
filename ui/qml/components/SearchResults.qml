// The search field with what was written, and below it examples, what was found, or that nothing was.
import QtQuick
import Jiujin

Item {
    id: results

    property var facts
    property string label: ""
    property string written: ""
    readonly property var services: facts.services || []
    readonly property var nothing: facts.nothing

    signal exampled(string words)
    signal picked(string id)

    FieldBox {
        id: field

        objectName: "field-query"
        width: parent.width
        label: results.label
        value: results.written
        placeholder: results.facts.placeholder
        active: true
    }
    Note {
        id: hint

        anchors { top: field.bottom; topMargin: 12 }
        width: parent.width
        visible: text !== ""
        text: results.facts.hint
    }
    Note {
        id: examplesTitle

        anchors { top: hint.bottom; topMargin: 16 }
        // the largest words leave room for the examples alone
        visible: examples.count > 0 && Theme.size !== "largest"
        height: visible ? implicitHeight : 0
        text: results.facts.examples_title || ""
    }
    Flow {
        anchors { top: examplesTitle.bottom; topMargin: 12 }
        width: parent.width
        spacing: 16
        visible: examples.count > 0

        Repeater {
            id: examples

            // Fewer where the letters are larger or the column is narrow: the keyboard stands right below, or the actions.
            model: (results.facts.examples || []).slice(0, Theme.large && (results.width < 900 || Theme.lowReach || Theme.language === "en") ? 2 : results.width < 600 ? 3 : 4)

            AppButton {
                required property int index
                required property string modelData

                objectName: "example-" + (index + 1)
                width: Theme.advance(modelData, textSize, true) + 80
                height: Math.max(96, Theme.button - 24)
                role: "choice"
                label: modelData
                textSize: Theme.body
                onClicked: results.exampled(modelData)
            }
        }
    }
    Column {
        anchors { top: field.bottom; topMargin: 32 }
        width: parent.width
        spacing: 12
        visible: Boolean(results.nothing)

        Heading {
            width: parent.width
            level: 2
            text: results.nothing ? results.nothing.title : ""
        }
        BodyText {
            width: parent.width
            text: results.nothing ? results.nothing.text : ""
            color: Theme.ink2
        }
    }
    ServiceList {
        anchors { top: hint.visible ? hint.bottom : field.bottom; topMargin: 16; bottom: parent.bottom }
        width: parent.width
        visible: results.services.length > 0
        services: results.services
        compact: true
        onPicked: id => results.picked(id)
    }
}
