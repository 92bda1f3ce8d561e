// The window: header, one page, toolbar; above them what the toolbar opens and the idle countdown. Drawn in design
// units (ui/shape.py) and scaled as a whole, upright or lying as the window is.
import QtQuick
import QtQuick.Window
import "components"
import Jiujin

Window {
    id: root

    required property var screenModel
    property bool kiosk: false
    property bool mayClose: !kiosk
    property bool motion: true
    // Milliseconds in which several presses are told as one.
    property int pressEvery: 1000
    property string shownKey: ""
    readonly property var frame: screenModel.frame
    // Nobody is here: the page has the whole screen to itself.
    readonly property bool bare: screenModel.page.name === "attract"

    title: "就近"
    color: Theme.paper
    flags: kiosk ? Qt.Window | Qt.FramelessWindowHint : Qt.Window
    onClosing: close => close.accepted = mayClose
    onWidthChanged: Look.fit(width, height)
    onHeightChanged: Look.fit(width, height)

    function present() {
        if (screenModel.key !== shownKey) {
            const first = shownKey === ""
            shownKey = screenModel.key
            sheet.close()
            loader.setSource("pages/" + screenModel.file, { page: screenModel.page, frame: screenModel.frame })
            if (motion && !first) {
                enter.restart()
                fresh.restart()
            }
        } else if (loader.item) {
            loader.item.page = screenModel.page
        }
    }
    // For pictures: entrances are over.
    function rest() {
        enter.complete()
        sheet.rest()
    }
    Component.onCompleted: present()

    Connections {
        target: root.screenModel
        function onPageShown() { root.present() }
        function onFrameShown() {
            if (loader.item)
                loader.item.frame = root.screenModel.frame
            if (root.frame.countdown)
                sheet.close()
        }
    }
    Connections {
        target: loader.item
        function onAct(action, value) { root.screenModel.act(action, value) }
    }

    Item {
        id: stage

        objectName: "stage"
        width: Theme.stageWidth
        height: Theme.stageHeight
        scale: Math.min(root.width / width, root.height / height)
        transformOrigin: Item.TopLeft
        x: Math.round((root.width - width * scale) / 2) + drift.x
        y: Math.round((root.height - height * scale) / 2) + drift.y

        Header {
            id: header

            visible: !root.bare
            width: parent.width
            frame: root.frame
        }
        HelperStrip {
            id: helper

            anchors { top: header.bottom; topMargin: shown ? (Theme.wide ? 0 : 8) : 0 }
            x: Theme.margin
            width: parent.width - 2 * Theme.margin
            text: root.bare ? "" : root.frame.helper
        }
        Loader {
            id: loader

            objectName: "page"
            anchors {
                left: parent.left
                right: parent.right
                top: root.bare ? parent.top : helper.bottom
                bottom: root.bare ? parent.bottom : toolbar.top
                topMargin: root.bare ? 0 : helper.shown ? (Theme.wide ? 12 : 20) : 8
            }
            transform: Translate { id: shift }
        }
        ChoiceSheet {
            id: sheet

            anchors { left: parent.left; right: parent.right; top: parent.top; bottom: toolbar.top }
            motion: root.motion
            frame: root.frame
            onPicked: (action, value) => root.screenModel.act(action, value)
        }
        // The second tap of two was meant for the page before: what has just come takes none yet.
        MouseArea {
            objectName: "shield"
            anchors.fill: loader
            enabled: fresh.running
            visible: enabled
        }
        Toolbar {
            id: toolbar

            visible: !root.bare
            anchors.bottom: parent.bottom
            width: parent.width
            frame: root.frame
            open: sheet.open
            onAct: action => {
                sheet.close()
                root.screenModel.act(action, null)
            }
            onOffer: action => sheet.toggle(action)
        }
        Loader {
            anchors.fill: parent
            active: Boolean(root.frame.countdown)
            sourceComponent: IdleOverlay {
                countdown: root.frame.countdown
                number: root.screenModel.page.name === "number" ? root.screenModel.page.facts.number : ""
                onAct: action => root.screenModel.act(action, null)
            }
        }
    }
    // What never changes would burn into the glass: once a minute the whole moves by a step that nobody sees.
    QtObject {
        id: drift

        // Pixels of the glass, one after the other: never more than 4 from the middle, and at most 3 at once.
        readonly property var steps: [[0, 0], [2, 1], [3, 3], [1, 4], [-1, 3], [-3, 2], [-4, 0], [-2, -2], [-1, -4], [1, -3], [3, -2], [2, -1]]
        property int at: 0
        readonly property int x: steps[at][0]
        readonly property int y: steps[at][1]
    }
    function wander() { drift.at = (drift.at + 1) % drift.steps.length }
    Timer {
        interval: 60000
        repeat: true
        running: root.motion && root.visible
        onTriggered: root.wander()
    }
    // Sees every press in the window without taking it: keys and pen strokes too keep a visit alive. Presses only, since
    // what lies on the glass moves as well; and none on the countdown, which has its own answers.
    Item {
        anchors.fill: parent
        z: 1000

        PointHandler {
            onActiveChanged: {
                if (active && !root.frame.countdown && !lately.running) {
                    lately.start()
                    root.screenModel.act("touch", null)
                }
            }
        }
        Timer {
            id: lately

            interval: root.pressEvery
        }
    }
    // Pages are compiled ahead, in the engine's own thread, so that the first turn to one is as quick as the next; one
    // at a time, because handing over many at once keeps the window waiting.
    readonly property var files: screenModel.files
    property var ahead: []

    Timer {
        interval: root.ahead.length === 0 ? 400 : 60
        repeat: true
        running: root.visible && root.ahead.length < root.files.length
        onTriggered: root.ahead = root.ahead.concat([Qt.createComponent("pages/" + root.files[root.ahead.length], Component.Asynchronous, root)])
    }
    Timer {
        id: fresh

        interval: 400
    }
    ParallelAnimation {
        id: enter

        NumberAnimation { target: loader; property: "opacity"; from: 0; to: 1; duration: 160; easing.type: Easing.OutCubic }
        NumberAnimation { target: shift; property: "x"; from: 36; to: 0; duration: 180; easing.type: Easing.OutCubic }
    }
}
