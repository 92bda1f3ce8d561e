// Sections of a few lines, each with its title beside it.
import QtQuick
import Jiujin

Panel {
    id: panel

    property var sections: []

    padding: 28
    visible: sections.length > 0

    Column {
        id: column

        width: parent.width
        spacing: 16

        Repeater {
            model: panel.sections

            Row {
                id: section

                required property var modelData

                width: column.width
                spacing: 24

                BodyText {
                    width: section.width * 0.24
                    text: section.modelData.title
                    color: Theme.ink2
                }
                Column {
                    id: lines

                    width: section.width * 0.76 - section.spacing

                    Repeater {
                        model: section.modelData.lines

                        BodyText {
                            required property string modelData

                            width: lines.width
                            text: modelData
                        }
                    }
                }
            }
        }
    }
}
