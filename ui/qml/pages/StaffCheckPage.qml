// Staff look from the card's data to the person and say whether they are one. Data are masked unless held.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: check

    touched: false

    readonly property var person: (hold.down && facts.person_full ? facts.person_full : facts.person) || {}
    readonly property var rows: [
        // for whom, where that is somebody else: what the papers are compared with
        { label: facts.labels ? facts.labels["for-whom"] || "" : "", value: person["for-whom"] },
        { label: facts.labels ? facts.labels.name : qsTr("姓名"), value: person.name, large: true },
        { label: qsTr("证件号码"), value: person.number },
        { label: qsTr("出生日期"), value: person.birth },
        { label: qsTr("住址"), value: person.address }
    ].filter(row => row.value)

    // the largest words leave little room for whom it is about
    stacked: !Theme.large

    aside: Heading {
        visible: check.twoColumns
        // no room kept for it where it stands elsewhere
        height: check.twoColumns ? implicitHeight : 0
        width: parent.width
        level: 2
        text: check.facts.question || ""
    }
    ScrollArea {
        id: area

        width: parent.width
        height: Math.min(columnHeight, parent.height - (hold.visible ? hold.height + Theme.gap : 0))
        spacing: 32

        Panel {
            width: area.columnWidth
            padding: check.wide ? 32 : 44

            Column {
                id: table

                width: parent.width
                spacing: check.wide ? 16 : 28

                Repeater {
                    model: check.rows

                    Item {
                        id: row

                        required property var modelData

                        width: table.width
                        height: Math.max(label.height, value.height)

                        BodyText {
                            id: label

                            anchors.top: value.top
                            anchors.topMargin: Math.max(0, (value.height / value.lineCount - height) / 2)
                            width: Math.max(...check.rows.map(one => Theme.advance(one.label, Theme.body, false))) + 8
                            text: row.modelData.label
                            color: Theme.ink2
                        }
                        BodyText {
                            id: value

                            objectName: "person-" + row.modelData.label
                            x: label.width + 16
                            width: parent.width - x
                            text: row.modelData.value
                            font.pixelSize: row.modelData.large && text.length <= 8 ? Theme.title : Theme.heading
                            font.bold: Boolean(row.modelData.large)
                        }
                    }
                }
            }
        }
        Heading {
            visible: !check.twoColumns
            width: area.columnWidth
            level: 2
            text: check.facts.question || ""
        }
    }
    AppButton {
        id: hold

        objectName: "hold-person"
        visible: Boolean(check.facts.person_full)
        y: Theme.lowReach ? parent.height - height : area.height + Theme.gap
        width: parent.width
        height: Math.max(112, Theme.target)
        role: "choice"
        picture: "query"
        label: down ? qsTr("松开就遮住") : qsTr("按住显示")
        textSize: Math.round((Theme.heading + Theme.body) / 2)
    }
}
