// What the toolbar opens above itself: the text sizes, each written in its own, and the languages, each in its own script.
// A touch beside it closes it.
import QtQuick
import QtQuick.Templates as T
import Jiujin

Item {
    id: sheet

    property var frame
    property bool motion: true
    // The action that is being chosen for, or empty.
    property string open: ""
    readonly property bool sizes: open === "size"
    readonly property var options: open === "" ? [] : sizes ? frame.sizes : frame.languages
    readonly property string chosen: sizes ? frame.size : frame.language
    readonly property int columns: Theme.wide ? Math.max(1, options.length) : sizes ? 2 : 1

    signal picked(string action, string value)

    function toggle(action) {
        open = open === action ? "" : action
        if (open !== "" && motion)
            rise.restart()
    }
    function close() { open = "" }
    function take(value) {
        const action = open
        close()
        picked(action, value)
    }
    function rest() { rise.complete() }

    visible: open !== ""

    // Titles and body sizes of the four choices, as in ui/theme.py: each card shows what it would bring.
    readonly property var pixels: ({ "standard": 40, "medium": 48, "large": 56, "largest": 62 })
    readonly property var families: ({ "zh-CN": "Noto Sans CJK SC", "zh-HK": "Noto Sans CJK HK", "en": "Noto Sans CJK SC" })

    component Card: T.AbstractButton {
        id: card

        property var option
        readonly property bool chosen: sheet.chosen === option.value

        objectName: sheet.open + "-" + option.value
        text: option.label
        implicitHeight: Math.max(Theme.wide ? 150 : 140, Theme.target)
        focusPolicy: Qt.TabFocus
        Accessible.role: Accessible.RadioButton
        Accessible.name: option.label
        Accessible.checkable: true
        Accessible.checked: chosen

        background: Rectangle {
            radius: Theme.radius
            color: card.down || card.chosen ? Theme.jadeTint : Theme.card
            border.width: card.visualFocus ? 6 : card.chosen ? 5 : Theme.border
            border.color: card.visualFocus ? Theme.amber : card.chosen ? Theme.jade : Theme.line
        }
        contentItem: Item {
            BodyText {
                objectName: "name-of-" + card.objectName
                anchors.centerIn: parent
                balanced: false
                width: Math.min(implicitWidth, parent.width - 48)
                text: card.option.label
                font.family: sheet.sizes ? Theme.family : sheet.families[card.option.value]
                font.pixelSize: sheet.sizes ? sheet.pixels[card.option.value] : Math.max(48, Theme.heading)
                font.bold: true
                horizontalAlignment: Text.AlignHCenter
                Accessible.ignored: true
            }
            Icon {
                anchors { right: parent.right; top: parent.top; margins: 16 }
                visible: card.chosen
                size: 44
                name: "check"
                stroke: 6
            }
        }
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.contrast ? "#000000" : "#16262E"
        opacity: Theme.contrast ? 0.85 : 0.5
    }
    MouseArea {
        objectName: "sheet-veil"
        anchors.fill: parent
        onClicked: sheet.close()
    }
    Rectangle {
        id: paper

        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: Theme.wide ? 24 : 32 }
        height: inside.height + 2 * inside.y
        radius: 40
        color: Theme.paper
        border.width: Theme.contrast ? Theme.actionBorder : 0
        border.color: Theme.line
        transform: Translate { id: lift }

        // What stands on the sheet is not beside it.
        MouseArea { anchors.fill: parent }
        Column {
            id: inside

            x: 40
            y: 36
            width: parent.width - 80
            spacing: Theme.gap

            Heading {
                width: parent.width
                level: 2
                // Who cannot read the present language must find this all the same.
                text: sheet.sizes ? qsTr("字要多大？") : "选择语言　選擇語言　Language"
            }
            Grid {
                id: grid

                columns: sheet.columns
                spacing: Theme.gap

                Repeater {
                    model: sheet.options.length

                    Card {
                        required property int index

                        option: sheet.options[index]
                        width: (inside.width - (sheet.columns - 1) * grid.spacing) / sheet.columns
                        onClicked: sheet.take(option.value)
                    }
                }
            }
        }
    }
    NumberAnimation {
        id: rise

        target: lift
        property: "y"
        from: 48
        to: 0
        duration: 160
        easing.type: Easing.OutCubic
    }
}
