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

    // The keyboard stands right below, or the actions: as many examples as there is room for, in the order of the page.
    readonly property real exampleHeight: Math.max(96, Theme.button - 24)
    readonly property real exampleRoom: height - field.height - 12 - (hint.visible ? hint.height : 0) - 12
    // One line, whose own height would follow from what is decided by it.
    readonly property real titleRoom: 16 + Math.ceil(Theme.least * 1.5)
    // With low reach the examples, which are touched, stand down over the keyboard.
    readonly property bool low: Theme.lowReach && !Theme.wide
    readonly property bool titled: fitting(exampleRoom - titleRoom).length >= Math.min(2, fitting(exampleRoom).length)

    function exampleWidth(words: string): real { return Math.min(width, Theme.advance(words, Theme.body, true) + 80) }
    // The first examples, in rows, that a height holds.
    function fitting(room: real): var {
        const list = facts.examples || []
        let x = 0, y = 0
        for (let i = 0; i < list.length; i++) {
            const wide = exampleWidth(list[i])
            if (x > 0 && x + wide > width) {
                x = 0
                y += exampleHeight + 16
            }
            if (y + exampleHeight > room)
                return list.slice(0, i)
            x += wide + 16
        }
        return list
    }

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

        y: results.low ? choices.y - 12 - height : hint.y + hint.height + 16
        // it goes before the second example does
        visible: examples.count > 0 && results.titled
        height: visible ? results.titleRoom - 16 : 0
        text: results.facts.examples_title || ""
    }
    Flow {
        id: choices

        y: results.low ? parent.height - height : examplesTitle.y + examplesTitle.height + 12
        width: parent.width
        spacing: 16
        visible: examples.count > 0

        Repeater {
            id: examples

            model: results.fitting(results.exampleRoom - (results.titled ? results.titleRoom : 0))

            AppButton {
                required property int index
                required property string modelData

                objectName: "example-" + (index + 1)
                width: results.exampleWidth(modelData)
                height: results.exampleHeight
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
