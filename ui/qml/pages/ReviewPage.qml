// Everything once more before it is signed, in the order in which it was asked. A row leads to its own question.
// Numbers and names are masked unless held, as on the page where staff compare them.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: review

    readonly property var sections: facts.sections || []
    // What is only read goes up to the title where what is touched has to stay low.
    // Not in the elder sizes: there two columns would scroll, one over the other.
    readonly property bool apart: twoColumns || Theme.lowReach && !Theme.large

    readonly property bool masked: sections.some(section => section.rows.some(row => Boolean(row.full)))
    readonly property bool held: Boolean(beside.item && beside.item.down || below.item && below.item.down)

    touched: masked || sections.some(section => section.rows.some(row => Boolean(row.edit)))
    // Of a list that scrolls some rows have to be seen.
    leastBody: 640 + (below.active ? below.height + 20 : 0)

    // What is signed stands beside what was said, where there are two columns; else below it, and low reach puts it above.
    Component {
        id: words

        Promise { text: review.facts.commitment || "" }
    }
    // What shows while it is held: lying beside the list, which needs its height; else under it.
    Component {
        id: looking

        AppButton {
            objectName: "hold-review"
            height: Math.max(112, Theme.target, implicitHeight)
            role: "choice"
            picture: "query"
            label: down ? qsTr("松开就遮住") : qsTr("按住显示")
            note: review.facts.masked_note || ""
            textSize: Math.round((Theme.heading + Theme.body) / 2)
        }
    }
    aside: Column {
        width: parent.width
        spacing: 20

        Loader {
            id: beside

            width: parent.width
            active: review.masked && review.twoColumns
            sourceComponent: looking
        }
        Loader {
            width: parent.width
            active: review.apart
            sourceComponent: words
        }
    }

    ScrollArea {
        id: area

        width: parent.width
        height: parent.height - (below.active ? below.height + 20 : 0)
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
                            value: review.held && pair.full ? pair.full : pair.value
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
    Loader {
        id: below

        // where it stands does not change with what shows while it is held
        anchors.bottom: parent.bottom
        width: parent.width
        active: review.masked && !review.twoColumns
        sourceComponent: looking
    }
}
