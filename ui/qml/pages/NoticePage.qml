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

                    // Answers stand beside the words where these keep some eight letters a line, else below.
                    readonly property bool beside: width - answers.width - 24 >= 8 * name.font.pixelSize

                    width: parent.width
                    height: beside ? Math.max(words.height, answers.height) : words.height + 16 + answers.height

                    Column {
                        id: words

                        y: inside.beside ? (inside.height - height) / 2 : 0
                        width: inside.beside ? parent.width - answers.width - 24 : parent.width
                        spacing: 4

                        BodyText {
                            id: name

                            width: parent.width
                            text: panel.modelData.name
                            font.bold: true
                            font.pixelSize: Math.round((Theme.heading + Theme.body) / 2)
                        }
                        Note {
                            width: parent.width
                            visible: panel.modelData.have !== false
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

                        x: parent.width - width
                        y: inside.beside ? (inside.height - height) / 2 : inside.height - height
                        spacing: 16

                        Answer {
                            objectName: "have-" + panel.modelData.id
                            label: notice.facts.have_label
                            picture: "check"
                            chosen: panel.modelData.have === true
                            about: panel.modelData.name
                            onClicked: notice.send("have", { id: panel.modelData.id, have: true })
                        }
                        Answer {
                            objectName: "missing-" + panel.modelData.id
                            label: notice.facts.missing_label
                            picture: "cross"
                            chosen: panel.modelData.have === false
                            about: panel.modelData.name
                            onClicked: notice.send("have", { id: panel.modelData.id, have: false })
                        }
                    }
                }
            }
        }
    }
}
