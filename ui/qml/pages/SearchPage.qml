// Finding a service: the field, what was found, and the keyboard at the foot; beside the list on a wide screen.
import QtQuick
import "../components"
import "../keyboard"
import Jiujin

PageLayout {
    id: search

    // What was written here; the flow's answer lags a moment behind and never overwrites it, so this is no binding.
    property string typed: ""
    // Letters that are still being composed find by pinyin already.
    readonly property string wanted: typed + keyboard.composing.replace(/[ ']/g, "")

    actions: page.actions.filter(action => action.id !== "query")
    showTitle: false
    // the keys come first where both are narrow
    share: inner < 1500 ? 0.34 : 0.5
    // Keys and two rows of what was found do not fit into the lower half; they stand as low as they can.
    leastBody: 1090
    onWantedChanged: later.restart()
    Component.onCompleted: typed = page.facts.query
    aside: Loader {
        width: search.leftWidth
        height: search.asideRoom
        active: search.twoColumns
        sourceComponent: found
    }

    // A finger types a dozen letters a second; the list follows a few times.
    Timer {
        id: later

        interval: 90
        onTriggered: search.send("query", search.wanted)
    }
    Component {
        id: found

        SearchResults {
            facts: search.facts
            label: search.page.title
            written: search.typed + keyboard.composing
            onExampled: words => search.typed = words
            onPicked: id => search.send("service", id)
        }
    }
    Loader {
        width: parent.width
        height: keyboard.y - Theme.gap
        active: !search.twoColumns
        sourceComponent: found
    }
    Keyboard {
        id: keyboard

        anchors.bottom: parent.bottom
        width: parent.width
        height: Math.round(search.twoColumns ? Math.min(parent.height, 720) : Math.min(640, parent.height * 0.5))
        text: search.typed
        subject: "search"
        mode: Theme.language === "en" ? "letters" : "pinyin"
        maxLength: search.facts.max_length
        doneLabel: ""
        onEdited: text => search.typed = text
    }
}
