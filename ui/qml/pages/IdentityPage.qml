// Several ways on, all of one size: to prove who one is, for whom one acts, what does without a card. What is not open
// now says why.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: identity

    readonly property var ways: facts.ways || []
    // Lying, a column has room for four or five; more stand in two, where these are wide enough for the words.
    readonly property bool paired: wide && !Theme.large && inner > 1500 && ways.length > 4 && support === null
    readonly property int rows: Math.ceil(ways.length / (paired ? 2 : 1))

    // Whom to telephone about a machine that is not set up; nothing on other pages.
    readonly property var support: facts.support && facts.support.code ? facts.support : null

    share: paired ? 0.3 : 0.42
    actions: page.actions.filter(action => action.role !== "choice")

    Component {
        id: about

        SupportLine {
            width: identity.leftWidth
            support: identity.support
            room: identity.wide ? identity.asideRoom : Theme.large ? 0 : 420
        }
    }
    aside: Loader {
        active: identity.support !== null
        height: item ? item.implicitHeight : 0
        sourceComponent: about
    }
    ScrollArea {
        id: area

        readonly property real room: (height - (identity.rows - 1) * grid.spacing) / Math.max(1, identity.rows)

        anchors.fill: parent

        Grid {
            id: grid

            // whole units: the border of a part of one is drawn half
            readonly property real cell: Math.floor((area.columnWidth - (columns - 1) * spacing) / columns)
            // All as high as the highest asks for, so that no way looks more important than another; each as high as it
            // needs where they would not all be in sight so. Closer where many stand under each other.
            readonly property bool even: identity.rows * (high + spacing) - spacing <= area.height || columns > 1
            readonly property real high: {
                const fitting = Math.floor(Math.min(area.room, 260))
                let words = 0, highest = 0
                for (let i = 0; i < cards.count; i++) {
                    const card = cards.itemAt(i)
                    if (card) {
                        words = Math.max(words, card.wordsHeight)
                        highest = Math.max(highest, Math.ceil(card.implicitHeight))
                    }
                }
                // nearer to the edges than elsewhere only where all are in sight so
                return fitting >= Math.max(Theme.target, words + 8) ? fitting : highest
            }

            columns: identity.paired ? 2 : 1
            spacing: identity.rows > 4 ? 16 : Theme.gap

            Repeater {
                id: cards

                model: identity.ways

                ChoiceCard {
                    required property var modelData

                    objectName: "way-" + modelData.id
                    width: grid.cell
                    height: grid.even ? grid.high : Math.ceil(implicitHeight)
                    // closer where more can stand in sight so
                    least: identity.rows > 3 ? Math.max(Theme.target, Math.min(Theme.button, area.room)) : Theme.button + 40
                    title: modelData.title
                    note: modelData.note || ""
                    picture: modelData.picture || ""
                    enabled: modelData.enabled !== false
                    onClicked: modelData.action ? identity.send(modelData.action) : identity.send("way", modelData.id)
                }
            }
        }
    }
}
