// What did not work, in a card: what it was, what to do, and the code that a resident can read out.
import QtQuick
import Jiujin

Panel {
    id: panel

    // A map of title, body and code, or nothing.
    property var problem: null

    visible: Boolean(problem && problem.title)

    Column {
        width: parent.width
        spacing: 12

        Item {
            width: parent.width
            height: title.height

            // never colour alone, of which high contrast has none
            Icon {
                id: sign

                y: Math.round((title.height / Math.max(1, title.lineCount) - height) / 2)
                size: title.font.pixelSize
                name: "warning"
                colour: Theme.seal
                stroke: 4
            }
            Heading {
                id: title

                x: sign.width + 12
                width: parent.width - x
                level: 2
                text: panel.visible ? panel.problem.title : ""
                // the sign takes of its line what the letters give
                font.pixelSize: Math.round((Theme.heading + Theme.body) / 2)
            }
        }
        BodyText {
            width: parent.width
            text: panel.visible ? panel.problem.body : ""
        }
        Note {
            width: parent.width
            visible: Boolean(panel.visible && panel.problem.code)
            text: visible ? qsTr("代码 %1").arg(panel.problem.code) : ""
        }
    }
}
