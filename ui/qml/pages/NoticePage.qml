// What is still missing: each thing to bring with two answers, and one sheet with everything that is not at hand.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: notice

    ScrollArea {
        id: area

        anchors.fill: parent
        spacing: 16

        Repeater {
            model: notice.facts.rows || []

            Panel {
                id: panel

                required property var modelData

                width: area.columnWidth
                padding: 28

                Item {
                    id: inside

                    width: parent.width
                    height: Math.max(words.height, answers.height)

                    Column {
                        id: words

                        anchors.verticalCenter: parent.verticalCenter
                        width: parent.width - answers.width - 24
                        spacing: 4

                        BodyText {
                            width: parent.width
                            text: panel.modelData.name
                            font.bold: true
                            font.pixelSize: Math.round((Theme.heading + Theme.body) / 2)
                        }
                        Note {
                            width: parent.width
                            visible: panel.modelData.have
                            text: panel.modelData.state
                        }
                        Repeater {
                            model: panel.modelData.lines

                            BodyText {
                                required property string modelData

                                width: words.width
                                text: modelData
                                color: Theme.amber
                            }
                        }
                    }
                    Row {
                        id: answers

                        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                        spacing: 16

                        Answer {
                            objectName: "have-" + panel.modelData.id
                            label: notice.facts.have_label
                            picture: "check"
                            chosen: panel.modelData.have
                            about: panel.modelData.name
                            onClicked: notice.send("have", { id: panel.modelData.id, have: true })
                        }
                        Answer {
                            objectName: "missing-" + panel.modelData.id
                            label: notice.facts.missing_label
                            picture: "cross"
                            chosen: !panel.modelData.have
                            about: panel.modelData.name
                            onClicked: notice.send("have", { id: panel.modelData.id, have: false })
                        }
                    }
                }
            }
        }
    }
}
