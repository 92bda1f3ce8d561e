// The guide: what it costs, how long it takes, the steps, what to bring, and ways to take it along.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: guide

    readonly property var slip: page.actions.find(action => action.id === "slip") || null
    readonly property var code: facts.qr ? facts.qr.rows : []
    readonly property var take: facts.take || { title: "", lines: [] }

    actions: page.actions.filter(action => action.id !== "slip")
    showNotices: false
    showTitle: false
    share: 0.48
    aside: Column {
        width: guide.leftWidth
        spacing: Theme.gap
        visible: guide.twoColumns

        Loader {
            width: parent.width
            active: guide.twoColumns
            sourceComponent: headPart
        }
        Loader {
            width: parent.width
            active: guide.twoColumns
            sourceComponent: factsPart
        }
        Loader {
            width: parent.width
            active: guide.twoColumns
            sourceComponent: stepsPart
        }
    }

    Component {
        id: headPart

        GuideHead {
            page: guide.page
            tags: guide.facts.tags || []
        }
    }
    Component {
        id: factsPart

        KeyFacts { list: guide.facts.cells || [] }
    }
    Component {
        id: stepsPart

        StepChips { steps: guide.facts.steps || [] }
    }
    Component {
        id: takePart

        TakeAlong {
            code: guide.code
            title: guide.take.title
            lines: guide.take.lines
            slip: guide.slip
            printing: guide.facts.slip || ""
            onPrinted: guide.send("slip", guide.slip.value)
        }
    }
    ScrollArea {
        id: area

        anchors.fill: parent

        Loader {
            width: area.columnWidth
            active: !guide.twoColumns
            visible: active
            sourceComponent: headPart
        }
        Loader {
            width: area.columnWidth
            active: !guide.twoColumns
            visible: active
            sourceComponent: factsPart
        }
        Loader {
            width: area.columnWidth
            active: !guide.twoColumns
            visible: active
            sourceComponent: stepsPart
        }
        Loader {
            width: area.columnWidth
            active: guide.twoColumns
            visible: active && guide.code.length > 0
            sourceComponent: takePart
        }
        StateRows {
            width: area.columnWidth
            rows: guide.facts.materials || []
        }
        Loader {
            width: area.columnWidth
            active: !guide.twoColumns
            visible: active && guide.code.length > 0
            sourceComponent: takePart
        }
        LabelledLines {
            width: area.columnWidth
            sections: guide.facts.more || []
        }
    }
}
