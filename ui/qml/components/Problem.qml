// Why an answer did not do: a sign and a sentence under the question, never colour alone.
import QtQuick
import Jiujin

Item {
    id: problem

    property string text: ""

    visible: text !== ""
    implicitWidth: 984
    implicitHeight: Math.max(sign.height, words.implicitHeight)

    Icon {
        id: sign

        size: Theme.least + 14
        name: "warning"
        colour: Theme.seal
    }
    BodyText {
        id: words

        x: sign.width + 12
        width: parent.width - x
        anchors.verticalCenter: parent.verticalCenter
        text: problem.text
        color: Theme.seal
        font.pixelSize: Math.round((Theme.body + Theme.least) / 2)
        font.bold: true
    }
}
