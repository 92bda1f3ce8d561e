// The card prompt: a picture of what to do, and in the same place what is happening or what to do next.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: card

    touched: false

    readonly property string doing: facts.state || "waiting"
    readonly property var problem: facts.problem || null

    Column {
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: card.wide ? 0 : -24
        width: parent.width
        spacing: card.wide ? 32 : 48

        ReaderPicture {
            anchors.horizontalCenter: parent.horizontalCenter
            doing: card.doing
            // as large as there is room beside the words, and calmer where there is something to read
            grow: Math.max(0.4, Math.min(card.problem ? 1.0 : 1.35, card.bodyWidth / 640,
                (card.bodyHeight - parent.spacing - (card.problem ? problem.height : hint.height)) / 560))
        }
        Column {
            id: hint

            width: parent.width
            spacing: 12
            visible: !card.problem

            Row {
                anchors.horizontalCenter: parent.horizontalCenter
                spacing: 20

                BodyText {
                    width: Math.min(implicitWidth, card.bodyWidth)
                    horizontalAlignment: Text.AlignHCenter
                    text: card.facts.hint || ""
                    font.pixelSize: Theme.heading
                    color: card.doing === "reading" ? Theme.jade : Theme.ink2
                    font.bold: card.doing === "reading"
                }
            }
        }
        Panel {
            id: problem

            width: parent.width
            visible: Boolean(card.problem)
            padding: 44

            Column {
                width: parent.width
                spacing: 12

                Heading {
                    width: parent.width
                    level: 2
                    text: card.problem ? card.problem.title : ""
                }
                BodyText {
                    width: parent.width
                    text: card.problem ? card.problem.body : ""
                }
                Note {
                    width: parent.width
                    visible: Boolean(card.problem && card.problem.code)
                    text: card.problem ? qsTr("代码 %1").arg(card.problem.code) : ""
                }
            }
        }
    }
}
