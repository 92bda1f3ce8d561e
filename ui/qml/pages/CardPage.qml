// The card prompt: a picture of what to do, and in the same place what is happening or what to do next.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: card

    touched: false

    readonly property string doing: facts.state || "waiting"
    readonly property var problem: facts.problem || null

    ScrollArea {
        id: area

        y: Math.round((parent.height - height) / 2) - (card.wide || overflowing ? 0 : 24)
        width: parent.width
        height: Math.min(parent.height, columnHeight)
        spacing: card.wide ? 32 : 48

        Item {
            // As large as there is room beside the words; where there is none, the words matter more.
            readonly property real grow: Math.min(card.problem ? 1.0 : 1.35, card.bodyWidth / 640,
                (card.bodyHeight - area.spacing - (card.problem ? problem.height : hint.height)) / 560)

            visible: grow >= 0.35
            width: area.columnWidth
            height: reader.height

            ReaderPicture {
                id: reader

                anchors.horizontalCenter: parent.horizontalCenter
                doing: card.doing
                grow: Math.max(0.35, parent.grow)
            }
        }
        BodyText {
            id: hint

            visible: !card.problem
            width: area.columnWidth
            horizontalAlignment: Text.AlignHCenter
            text: card.facts.hint || ""
            font.pixelSize: Theme.heading
            color: card.doing === "reading" ? Theme.jade : Theme.ink2
            font.bold: card.doing === "reading"
        }
        ProblemPanel {
            id: problem

            width: area.columnWidth
            padding: card.wide ? 32 : 44
            problem: card.problem
        }
    }
}
