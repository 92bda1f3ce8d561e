// One thing that will be sent: what it is, what was said, where that comes from. What may be changed is a button as a whole.
import QtQuick
import QtQuick.Templates as T
import Jiujin

Item {
    id: row

    property string label: ""
    property string value: ""
    property string source: ""
    // The word of the button and its name in the window; empty: it stands as it is.
    property string change: ""
    property string changeName: ""
    readonly property bool fixed: change === ""
    // English words are longer.
    readonly property real nameWidth: Theme.body * (Theme.language === "en" ? 7.4 : 5)
    // Large letters in a narrow column: the pen without its word.
    readonly property bool narrow: width < 16 * Theme.body
    // What was said stands under what it is, where a date would be broken beside it.
    readonly property bool under: width - nameWidth - Theme.advance(change, Theme.body, true) - 3 * Theme.body < 8 * Theme.body

    signal changed()

    implicitWidth: 900
    implicitHeight: fixed ? lines.height : Math.max(96, Theme.target, lines.height + 32)

    T.AbstractButton {
        id: button

        objectName: row.changeName
        visible: !row.fixed
        anchors.fill: parent
        focusPolicy: Qt.TabFocus
        Accessible.role: Accessible.Button
        Accessible.name: [row.change, row.label, row.value, row.source].filter(part => part !== "").join("，")
        onClicked: row.changed()

        background: Rectangle {
            radius: Theme.radius
            color: button.down ? Theme.jadeTint : Theme.card
            border.width: button.visualFocus ? 6 : Theme.border
            border.color: button.visualFocus ? Theme.amber : Theme.line
        }
    }
    Item {
        id: lines

        parent: row.fixed ? row : button
        x: 20
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - 2 * x - (row.fixed ? 0 : sign.width + 24)
        height: Math.max(name.height, from.visible ? from.y + from.height : words.y + words.height)

        BodyText {
            id: name

            width: row.under ? parent.width : row.nameWidth
            text: row.label
            color: Theme.ink2
            Accessible.ignored: !row.fixed
        }
        BodyText {
            id: words

            x: row.under ? 0 : name.width + 24
            y: row.under ? name.height : 0
            width: parent.width - x
            text: row.value
            font.bold: true
            Accessible.ignored: !row.fixed
        }
        Note {
            id: from

            x: words.x
            y: words.y + words.height
            width: words.width
            visible: text !== ""
            text: row.source
            Accessible.ignored: !row.fixed
        }
    }
    Row {
        id: sign

        parent: button
        visible: !row.fixed
        anchors { right: parent.right; rightMargin: 20; verticalCenter: parent.verticalCenter }
        spacing: 8

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            size: Theme.body + 4
            name: "pen"
            colour: Theme.jade
        }
        BodyText {
            visible: !row.narrow
            anchors.verticalCenter: parent.verticalCenter
            text: row.change
            color: Theme.jade
            font.bold: true
            Accessible.ignored: true
        }
    }
}
