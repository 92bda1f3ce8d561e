// Questions. One alone fills the page (elder mode); of several, a tap chooses which one the keys below answer.
// What has been typed is kept, and given to the flow as a draft before anything else is pressed.
import QtQuick
import QtQuick.Window
import "../components"
import Jiujin

PageLayout {
    id: form

    readonly property FormAnswers given: answers
    property bool leaving: false
    // The row in hand.
    property Item hand: null

    Component.onDestruction: leaving = true
    onAlarmChanged: Qt.callLater(follow)

    // Of a row the title tells which it is, and the question stands under it; other titles are the question.
    readonly property bool titled: !answers.single || page.title === page.fields[0].label || page.name !== "form"

    showTitle: titled
    level: true
    // Lying, the answer and its keys stand together and need their height.
    leastBody: low && turns.visible ? editor.leastHeight + turns.height + 32 : twoColumns ? 640 : Math.min(560, 3.2 * Theme.button)
    // Lying, the keyboard gets what it needs and the questions the rest; on a screen of 5:4 what is written stands with it.
    readonly property bool narrow: twoColumns && inner < 1500
    readonly property bool boxBeside: narrow && (editor.kind === "words" || editor.kind === "digits")
    // With low reach what is only read goes up, to its title; what is touched stays down.
    readonly property bool low: Theme.lowReach && !twoColumns && editor.visible
    readonly property bool above: twoColumns || low
    // All of a screen of 5:4 is within reach, and all of its column is needed.
    readonly property real high: narrow ? column : bodyHeight
    share: narrow && editor.kind === "words" ? 0.32 : 0.42
    // What is done to the rows of a table, or with the camera, stands with them.
    actions: page.actions.filter(action => ["row-add", "row-restore", "photo-take", "photo-retake"].indexOf(action.id) < 0)
        .map(action => action.id === "next" && stuck ? Object.assign({}, action, { enabled: false }) : action)
    // A photo that cannot be taken now: what leads on is to put it off.
    readonly property bool stuck: answers.single && answers.field.kind === "photo" && !facts.camera && !facts.photo
        && (answers.field.required || answers.field.skip !== "")

    function send(action, value) {
        if (action === "next" || action === "row-done") {
            if (editor.settled())
                answers.handIn(action)
            return
        }
        answers.keepDraft()
        act(action, value === undefined ? null : value)
    }

    // What one answers, and what is wrong with it, stays in sight.
    function follow() {
        // called once the page is laid out: it may have gone by then
        if (!hand || leaving)
            return
        if (!above) {
            upper.show(hand)
            return
        }
        bring(hand)
        // an alarm first, where the answer's own line, or the box beside the keys, is in sight with it
        if (alarm && (boxBeside || hand.mapToItem(alarm, 0, 0).y + 136 <= sight))
            bring(alarm)
    }

    FormAnswers {
        id: answers

        fields: form.page.fields
        onAct: (action, value) => form.act(action, value)
        onEnteredChanged: {
            if (fields.some(field => field.now && !field.source))
                pause.restart()
        }
    }
    Timer {
        id: pause

        interval: 700
        onTriggered: answers.tell()
    }

    // Sees every press in the window without taking it: one outside this page (toolbar, help) sends the draft first.
    Item {
        parent: form.Window.contentItem
        anchors.fill: parent
        z: 1000

        PointHandler {
            onActiveChanged: {
                if (active && !form.contains(form.mapFromItem(null, point.scenePosition)))
                    answers.keepDraft()
            }
        }
    }
    Component {
        id: questions

        FormQuestions {
            answers: form.given
            titled: form.titled
            boxed: !form.boxBeside
            touchable: !form.low
            ticks: !editor.apart
            width: parent ? parent.width : 984
            // once the column has taken its new height
            onTurned: question => {
                form.hand = question
                Qt.callLater(form.follow)
            }
        }
    }

    aside: Loader {
        active: form.above
        width: parent.width
        sourceComponent: questions
    }
    ScrollArea {
        id: upper

        visible: !form.above
        width: parent.width
        height: Math.max(0, form.bodyHeight - (editor.visible ? editor.height + editor.under + Theme.gap : 0))

        Loader {
            active: !form.above
            width: upper.columnWidth
            sourceComponent: questions
        }
    }
    Item {
        id: beside

        visible: form.boxBeside
        anchors { bottom: editor.top; bottomMargin: 16 }
        width: parent.width
        height: Math.min(shown.implicitHeight, Math.max(112, form.high - editor.leastHeight - 16 - editor.under))

        readonly property Item shown: editor.kind === "digits" ? number : text

        FieldBox {
            id: number

            objectName: visible ? "field-" + answers.field.id : ""
            visible: editor.kind === "digits"
            anchors.fill: parent
            label: answers.field.label
            value: answers.shown(answers.field)
            unit: answers.field.unit || ""
            placeholder: answers.placeholder(answers.field)
            active: true
            problem: answers.problemOf(answers.field) !== ""
        }
        TextBox {
            id: text

            objectName: visible ? "field-" + answers.field.id : ""
            visible: editor.kind === "words"
            anchors.fill: parent
            label: answers.field.label
            value: editor.text
            placeholder: answers.placeholder(answers.field)
            valueSize: Theme.heading
            lines: 2
            groups: answers.field.groups || []
            maxLength: answers.field.max_length
            problem: answers.problemOf(answers.field) !== ""
        }
    }
    // The questions again, to choose the one in hand, where their rows stand out of reach.
    Row {
        id: turns

        visible: form.low && !answers.single
        width: parent.width
        spacing: 16

        // All as high as the highest asks for.
        readonly property real tall: {
            let highest = 112
            for (let i = 0; i < tabs.count; i++) {
                const tab = tabs.itemAt(i)
                if (tab)
                    highest = Math.max(highest, tab.implicitHeight)
            }
            return highest
        }

        Repeater {
            id: tabs

            model: turns.visible ? answers.count : 0

            AppButton {
                required property int index
                readonly property var field: answers.fields[index]

                objectName: "turn-" + field.id
                width: (turns.width - (answers.count - 1) * turns.spacing) / answers.count
                height: turns.tall
                role: "choice"
                chosen: answers.active === index
                enabled: !answers.fixed(field)
                label: field.label
                textSize: Theme.least
                onClicked: answers.choose(index)
            }
        }
    }
    // Nothing can be answered now: what it is about, while one waits or goes another way.
    Rectangle {
        anchors.centerIn: parent
        visible: !editor.visible && answers.single && form.page.picture !== ""
        width: Math.min(380, parent.height, parent.width)
        height: width
        radius: width / 2
        color: Theme.jadeTint
        border.width: Theme.contrast ? Theme.border : 0
        border.color: Theme.line

        Icon {
            anchors.centerIn: parent
            size: Math.round(parent.width * 0.5)
            name: form.page.picture
            stroke: 6
        }
    }
    FormEditor {
        id: editor

        readonly property real under: kind === "digits" && answers.single && !Theme.wide ? 16 : 0
        readonly property real over: beside.visible ? beside.height + 16 : turns.visible ? turns.height + 16 : 0
        readonly property real room: form.above ? form.high - over - under : form.bodyHeight - upper.columnHeight - Theme.gap - under
        readonly property real wanted: fills || (kind === "choice" && answers.single) ? room : Math.min(naturalHeight, Math.max(room, leastHeight))

        answers: form.given
        actions: form.page.actions
        facts: form.facts
        apart: form.twoColumns || Theme.lowReach
        visible: kind !== "" && (kind !== "confirm" || apart && !answers.single)
        y: raised ? Math.min(over, parent.height - height) : parent.height - under - height
        width: parent.width
        height: Math.max(leastHeight, wanted)
        onAct: (action, value) => {
            answers.keepDraft()
            form.act(action, value)
        }
    }
}
