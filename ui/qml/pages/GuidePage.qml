// The guide: what it costs, how long it takes, the steps, what to bring, and ways to take it along.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: guide

    readonly property var slip: page.actions.find(action => action.id === "slip") || null
    readonly property var code: facts.qr ? facts.qr.rows : []
    readonly property var take: facts.take || { title: "", lines: [] }

    // With low reach the slip's button stands with the others; the rest is read, and begins at the top.
    readonly property bool low: Theme.lowReach
    touched: false
    actions: low ? page.actions : page.actions.filter(action => action.id !== "slip")
    showNotices: false
    showTitle: false
    share: 0.48
    // The name stands apart on a lying screen.
    readonly property bool apart: twoColumns
    // What is in the left column, each if it fits below the one before: two lists that scroll beside each other would
    // be one too many. What is made there and not shown is measured only.
    readonly property real leftRoom: twoColumns ? column - headHeight - (headHeight > 0 ? Theme.gap : 0) - leftHead.height : 0
    readonly property real factsNeed: Theme.gap + leftFacts.height
    readonly property real noticesNeed: page.notices.length > 0 ? Theme.gap + leftNotices.height : 0
    readonly property bool factsLeft: twoColumns && factsNeed <= leftRoom
    readonly property bool noticesLeft: factsLeft && factsNeed + noticesNeed <= leftRoom
    readonly property bool stepsLeft: factsLeft && factsNeed + (noticesLeft ? noticesNeed : 0) + Theme.gap + leftSteps.height <= leftRoom

    aside: Column {
        width: guide.leftWidth
        spacing: Theme.gap
        visible: guide.apart

        Loader {
            id: leftHead

            width: parent.width
            active: guide.apart
            visible: active
            sourceComponent: headPart
        }
        Loader {
            id: leftNotices

            width: parent.width
            active: guide.twoColumns && guide.page.notices.length > 0
            visible: guide.noticesLeft && active
            sourceComponent: noticesPart
        }
        Loader {
            id: leftFacts

            width: parent.width
            active: guide.twoColumns
            visible: guide.factsLeft
            sourceComponent: factsPart
        }
        Loader {
            id: leftSteps

            width: parent.width
            active: guide.twoColumns
            visible: guide.stepsLeft
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
        id: noticesPart

        Column {
            id: notices

            spacing: 14

            Repeater {
                model: guide.page.notices

                NoticeBar {
                    required property var modelData

                    width: notices.width
                    text: modelData.text
                    tone: modelData.tone
                }
            }
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
            slip: guide.low ? null : guide.slip
            printing: guide.facts.slip || ""
            onPrinted: guide.send("slip", guide.slip.value)
        }
    }
    ScrollArea {
        id: area

        // Whether the words have room beside the two buttons that scroll; the code is found without them, too.
        readonly property bool roomy: Theme.advance(qsTr("带走指南"), Theme.body, true) + Theme.body + 80 <= width * 0.62 - 2 * Theme.gap

        anchors.fill: parent
        // The code may lie below what is in sight; that it is there must not.
        jump: takePlace
        jumpLabel: takePlace.visible && roomy ? qsTr("带走指南") : ""
        jumpPicture: "code"

        Loader {
            width: area.columnWidth
            active: !guide.apart
            visible: active
            sourceComponent: headPart
        }
        Loader {
            width: area.columnWidth
            active: !guide.apart && guide.page.notices.length > 0
            visible: active
            sourceComponent: noticesPart
        }
        Loader {
            width: area.columnWidth
            active: !guide.factsLeft
            visible: active
            sourceComponent: factsPart
        }
        Loader {
            width: area.columnWidth
            active: guide.apart && !guide.noticesLeft && guide.page.notices.length > 0
            visible: active
            sourceComponent: noticesPart
        }
        Loader {
            width: area.columnWidth
            active: !guide.twoColumns
            visible: active
            sourceComponent: stepsPart
        }
        StateRows {
            width: area.columnWidth
            rows: guide.facts.materials || []
        }
        Loader {
            width: area.columnWidth
            active: guide.twoColumns && !guide.stepsLeft
            visible: active
            sourceComponent: stepsPart
        }
        Loader {
            id: takePlace

            width: area.columnWidth
            active: guide.code.length > 0
            visible: active
            sourceComponent: takePart
        }
        LabelledLines {
            width: area.columnWidth
            sections: guide.facts.more || []
        }
    }
}
