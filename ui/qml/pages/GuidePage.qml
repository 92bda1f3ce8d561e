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
    // The name stands apart on a lying screen, and with low reach, where only the lower half is touched.
    readonly property bool apart: twoColumns || Theme.lowReach
    aside: Column {
        width: guide.leftWidth
        spacing: Theme.gap
        visible: guide.apart

        Loader {
            width: parent.width
            active: guide.apart
            visible: active
            sourceComponent: headPart
        }
        Loader {
            width: parent.width
            active: guide.twoColumns
            visible: active
            sourceComponent: factsPart
        }
        Loader {
            width: parent.width
            active: guide.twoColumns
            visible: active
            sourceComponent: stepsPart
        }
    }

    Component {
        id: headPart

        GuideHead {
            page: guide.page
            tags: guide.facts.tags || []
            // upright, what stands above must fit there
            showNotices: guide.twoColumns || !guide.apart
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
        // Upright, the code may lie below what is in sight; that it is there must not.
        jump: takeUpright
        jumpLabel: takeUpright.visible ? qsTr("带走指南") : ""
        jumpPicture: "code"

        Loader {
            width: area.columnWidth
            active: !guide.apart
            visible: active
            sourceComponent: headPart
        }
        Repeater {
            model: guide.apart && !guide.twoColumns ? guide.page.notices : []

            NoticeBar {
                required property var modelData

                width: area.columnWidth
                text: modelData.text
                tone: modelData.tone
            }
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
            id: takeUpright

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
