// Before the camera turns on: what it is for, and two answers of the same size and weight.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: consent

    // Lying, the answers stand under both columns: in one they would take lines that the reasons need more. On a screen of
    // 5:4 the left column needs its height for the largest letters.
    readonly property bool narrow: wide && inner < 1500
    readonly property bool across: twoColumns && !(narrow && Theme.size === "largest")

    // The answers stand at the foot, within everybody's reach; the rest is read.
    touched: false
    actions: page.actions.filter(action => action.role !== "choice")

    ScrollArea {
        readonly property real room: answers.y - Theme.gap

        y: Math.max(0, (room - height) / (consent.wide ? 2 : 3))
        width: parent.width
        height: Math.max(0, Math.min(room, columnHeight))

        PicturedLines {
            width: parent.width
            lines: consent.facts.lines
            pictures: ["face", "terminal", "bin", "leave"]
            // as large as there is room for: this is what is agreed to
            textSize: consent.wide && Theme.large ? Math.round((Theme.body + Theme.least) / 2)
                : Theme.large || consent.narrow ? Theme.body : Math.round(Theme.heading * 0.95)
            gap: consent.wide ? (Theme.large ? 8 : 24) : Theme.large ? 20 : 40
        }
    }
    EvenChoices {
        id: answers

        x: consent.across ? -(consent.leftWidth + consent.columnGap) : 0
        y: parent.height - height
        width: consent.across ? consent.inner : parent.width
        least: Theme.wide || Theme.large ? Theme.button + 24 : Theme.button + 72
        actions: consent.page.actions.filter(action => action.role === "choice")
        onActed: action => consent.send(action)
    }
}
