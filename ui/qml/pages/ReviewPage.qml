// Everything once more before it is signed, in the order in which it was asked. A row leads to its own question.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: review

    readonly property var sections: facts.sections || []
    // What is only read goes up to the title where what is touched has to stay low.
    // Not in the elder sizes: there two columns would scroll, one over the other.
    readonly property bool apart: twoColumns || Theme.lowReach && !Theme.large

    touched: sections.some(section => section.rows.some(row => Boolean(row.edit)))
    // Of a list that scrolls some rows have to be seen.
    leastBody: 640

    // What is signed stands beside what was said, where there are two columns; else below it, and low reach puts it above.
    Component {
        id: words

        Column {
            spacing: 20

            Note {
                width: parent.width
                visible: text !== ""
                text: review.facts.masked_note || ""
            }
            Promise {
                width: parent.width
                text: review.facts.commitment || ""
            }
        }
    }
    aside: Loader {
        width: parent.width
        active: review.apart
        sourceComponent: words
    }

    ScrollArea {
        id: area

        anchors.fill: parent
        spacing: 20

        Repeater {
            model: review.sections.length

            Panel {
                id: panel

                required property int index
                readonly property var section: review.sections[index]

                width: area.columnWidth
                padding: 28

                Column {
                    id: table

                    width: parent.width
                    spacing: 16

                    Heading {
                        width: parent.width
                        level: 2
                        font.pixelSize: Math.round((Theme.heading + Theme.body) / 2)
                        text: panel.section.title
                        color: Theme.jade
                    }
                    Repeater {
                        model: panel.section.rows.length

                        ReviewRow {
                            required property int index
                            readonly property var pair: panel.section.rows[index]
                            readonly property string place: pair.edit ? pair.edit.field || pair.edit.material : ""

                            width: table.width
                            label: pair.label
                            value: pair.value
                            source: pair.source || ""
                            change: pair.edit ? review.facts.edit : ""
                            changeName: place ? "edit-" + place : ""
                            onChanged: review.send("edit", pair.edit)
                        }
                    }
                }
            }
        }
        Loader {
            width: area.columnWidth
            visible: active
            active: !review.apart
            sourceComponent: words
        }
    }
}
