// The foot of every page: size of type, contrast, language, low reach, the way out of a visit, and the one vermilion
// thing: a person to call. In one row where the words have room, else the call has a row of its own.
import QtQuick
import Jiujin

Rectangle {
    id: bar

    property var frame
    // What is being chosen for above the toolbar.
    property string open: ""
    readonly property string helpLabel: frame.help_label
    readonly property int gap: 16
    readonly property real room: width - 2 * Theme.margin
    // Tall enough for a picture above a word; a lying screen has no height to spare.
    readonly property int tall: Math.max(Theme.wide ? Math.round(words * 1.45) + 48 : Theme.footer, Theme.target)
    readonly property int words: Math.max(Theme.least, Math.min(30, Theme.least + 2))
    // Each language says where the button leads, in the scripts of the others, for who cannot read this one.
    readonly property var others: ({ "zh-CN": "繁 EN", "zh-HK": "简 EN", "en": "中文" })
    readonly property var tools: [
        { id: "size", picture: "size", label: qsTr("字号"), on: open === "size" },
        { id: "contrast", picture: "contrast", label: qsTr("对比"), on: Theme.contrast },
        { id: "language", picture: "language", label: others[Theme.language], on: open === "language" },
        { id: "low-reach", picture: "low", label: qsTr("低位"), on: Theme.lowReach }
    ].concat(frame.voice ? [{ id: "aloud", picture: "voice", label: qsTr("朗读"), on: frame.aloud }] : []).concat(frame.leave_label ? [{ id: "leave", picture: "leave", label: frame.leave_label, on: false }] : [])
    // a button keeps 8 free at each side
    readonly property real widest: Math.ceil(Math.max(...tools.map(tool => Theme.advance(tool.label, words, true)))) + 17
    readonly property real least: Math.max(widest, Theme.target)
    // The call with its picture in one line; in two lines without; or in a row of its own.
    readonly property int callSize: Math.max(38, Theme.least)
    readonly property real call: Theme.advance(helpLabel, callSize, true)
    readonly property real helpWidth: helpLabel === "" ? 0 : callSize + 32 + call + 56
    readonly property real brokenWidth: helpLabel === "" ? 0 : Math.ceil(Theme.halved(helpLabel, callSize, true)) + 50
    readonly property bool unbroken: tools.length * (least + gap) + helpWidth <= room
    readonly property bool oneRow: unbroken || tools.length * (least + gap) + brokenWidth <= room
    // Air beside the words, as far as the call in two lines leaves it.
    readonly property real airy: unbroken ? least : Math.max(least, Math.min(least + 16, (room - brokenWidth) / tools.length - gap))
    readonly property real side: oneRow && helpLabel !== "" ? Math.max(airy, Math.min(176, (room - Math.max(unbroken ? helpWidth : brokenWidth, room * 0.3)) / tools.length - gap))
        // without a call they keep their width where the whole row has room for it: they do not jump under a finger
        : Theme.wide ? Math.min(Math.max(least, 176), (room - (above - 1) * gap) / above) : (room - (above - 1) * gap) / above
    // How many stand in the first row: where there are two, the way out goes to the call.
    readonly property int above: oneRow || helpLabel === "" ? tools.length : tools.length - (frame.leave_label ? 1 : 0)
    readonly property int edge: Theme.wide ? 10 : 24

    signal act(string action)
    signal offer(string action)

    implicitHeight: (oneRow || helpLabel === "" ? tall : 2 * tall + gap) + (Theme.wide ? 20 : 48)
    color: "transparent"

    // Beyond the edges too, so that no line of another colour is seen where the whole wanders.
    Rectangle {
        anchors { fill: parent; leftMargin: -8; rightMargin: -8; bottomMargin: -8 }
        color: Theme.bar

        Rectangle {
            width: parent.width
            height: Theme.border
            color: Theme.line
        }
    }
    // By number: a frame that is shown anew must not take a button from under a finger.
    Repeater {
        model: bar.tools.length

        AppButton {
            required property int index
            readonly property var tool: bar.tools[index] || { id: "", picture: "", label: "", on: false }
            readonly property bool opens: tool.id === "size" || tool.id === "language"
            readonly property bool below: index >= bar.above

            objectName: "action-" + tool.id
            x: Theme.margin + (below ? 0 : index * (bar.side + bar.gap))
            y: bar.edge + (below ? bar.tall + bar.gap : 0)
            width: bar.side
            height: bar.tall
            role: "choice"
            chosen: tool.on
            upright: true
            picture: tool.picture
            pictureSize: 40
            label: tool.label
            textSize: bar.words
            Accessible.name: tool.id === "language" ? qsTr("语言") + " Language" : label
            onClicked: opens ? bar.offer(tool.id) : bar.act(tool.id)
        }
    }
    AppButton {
        objectName: "action-help"
        visible: bar.helpLabel !== ""
        // On a lying screen the row would make it a wall of red.
        readonly property real wished: Theme.wide ? Math.max(bar.helpWidth, 440) : bar.width

        x: Math.max(Theme.margin + (bar.oneRow ? bar.tools.length : bar.tools.length - bar.above) * (bar.side + bar.gap), bar.width - Theme.margin - wished)
        y: bar.edge + (bar.oneRow ? 0 : bar.tall + bar.gap)
        width: bar.width - Theme.margin - x
        height: bar.tall
        role: "help"
        picture: bar.unbroken || !bar.oneRow ? "call" : ""
        label: bar.helpLabel
        textSize: bar.callSize
        onClicked: bar.act("help")
    }
}
