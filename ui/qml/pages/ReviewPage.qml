// Everything once more before it is signed, in the order in which it was asked.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: review

    touched: false

    readonly property var sections: facts.sections || []

    // What is signed stands beside what was said, where there are two columns; else below it.
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
        active: review.twoColumns
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
                    spacing: 14

                    Heading {
                        width: parent.width
                        level: 2
                        font.pixelSize: Math.round((Theme.heading + Theme.body) / 2)
                        text: panel.section.title
                        color: Theme.jade
                    }
                    Repeater {
                        model: panel.section.rows.length

                        Item {
                            id: row

                            required property int index
                            readonly property var pair: panel.section.rows[index]

                            width: table.width
                            height: Math.max(label.height, value.height + (source.visible ? source.height : 0))

                            BodyText {
                                id: label

                                // English words are longer
                                width: Theme.body * (Theme.language === "en" ? 7.4 : 5)
                                text: row.pair.label
                                color: Theme.ink2
                            }
                            BodyText {
                                id: value

                                x: label.width + 24
                                width: parent.width - x
                                text: row.pair.value
                                font.bold: true
                            }
                            Note {
                                id: source

                                anchors.top: value.bottom
                                x: value.x
                                width: value.width
                                visible: Boolean(row.pair.source)
                                text: row.pair.source || ""
                            }
                        }
                    }
                }
            }
        }
        Loader {
            width: area.columnWidth
            visible: active
            active: !review.twoColumns
            sourceComponent: words
        }
    }
}
