// The window: header, one page, toolbar; above them the idle countdown. Drawn at 1080×1920 and scaled as a whole.
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

    title: "就近"
    color: Theme.paper
    flags: kiosk ? Qt.Window | Qt.FramelessWindowHint : Qt.Window
    onClosing: close => close.accepted = mayClose

    function present() {
        if (screenModel.key !== shownKey) {
            const first = shownKey === ""
            shownKey = screenModel.key
            loader.setSource("pages/" + screenModel.file, { page: screenModel.page, frame: screenModel.frame })
            if (motion && !first)
                enter.restart()
        } else if (loader.item) {
            loader.item.page = screenModel.page
        }
    }
    // For pictures: the page's entrance is over.
    function rest() { enter.complete() }
    Component.onCompleted: present()

    Connections {
        target: root.screenModel
        function onPageShown() { root.present() }
        function onFrameShown() {
            if (loader.item)
                loader.item.frame = root.screenModel.frame
        }
    }
    Connections {
        target: loader.item
        function onAct(action, value) { root.screenModel.act(action, value) }
    }

    Item {
        id: stage

        objectName: "stage"
        width: 1080
        height: 1920
        scale: Math.min(root.width / width, root.height / height)
        transformOrigin: Item.TopLeft
        x: Math.round((root.width - width * scale) / 2)
        y: Math.round((root.height - height * scale) / 2)

        Header {
            id: header

            width: parent.width
            frame: root.frame
        }
        HelperStrip {
            id: helper

            anchors { top: header.bottom; topMargin: visible ? 8 : 0 }
            x: Theme.margin
            width: parent.width - 2 * Theme.margin
            text: root.frame.helper
        }
        Loader {
            id: loader

            objectName: "page"
            anchors { left: parent.left; right: parent.right; top: helper.bottom; bottom: toolbar.top; topMargin: helper.visible ? 20 : 8 }
            transform: Translate { id: shift }
        }
        Toolbar {
            id: toolbar

            anchors.bottom: parent.bottom
            width: parent.width
            helpLabel: root.frame.help_label
            leaveLabel: root.frame.leave_label
            onAct: action => root.screenModel.act(action, null)
        }
        Loader {
            anchors.fill: parent
            active: Boolean(root.frame.countdown)
            sourceComponent: IdleOverlay {
                countdown: root.frame.countdown
                onAct: action => root.screenModel.act(action, null)
            }
        }
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
    // Pages are compiled ahead, in the engine's own thread, so that the first turn to one is as quick as the next.
    property var ahead: []

    Timer {
        interval: 400
        running: root.visible
        onTriggered: root.ahead = root.screenModel.files.map(file => Qt.createComponent("pages/" + file, Component.Asynchronous, root))
    }
    ParallelAnimation {
        id: enter

        NumberAnimation { target: loader; property: "opacity"; from: 0; to: 1; duration: 160; easing.type: Easing.OutCubic }
        NumberAnimation { target: shift; property: "x"; from: 36; to: 0; duration: 180; easing.type: Easing.OutCubic }
    }
}
