// Nobody is here: a calm picture whose parts wander slowly, so that nothing burns in. Any touch wakes the house.
import QtQuick
import QtQuick.Templates as T
import "../components"
import Jiujin

Item {
    id: attract

    property var page
    property var frame
    readonly property bool dim: page.facts.dim === true
    readonly property color ground: Theme.contrast ? Theme.paper : dim ? "#0B1A1D" : Theme.jade
    readonly property color face: Theme.contrast ? Theme.ink : Theme.onJade
    // Where the words are, in parts of the room that they leave: a new place each time, far enough to give every dot a rest.
    property int turn: 0
    readonly property var places: [[0.5, 0.4], [0.5, 0.7], [0.8, 0.5], [0.2, 0.56], [0.7, 0.3]]

    signal act(string action, var value)

    Rectangle {
        anchors.fill: parent
        color: attract.ground
    }
    T.AbstractButton {
        objectName: "action-wake"
        anchors.fill: parent
        text: attract.page.actions[0].label
        Accessible.role: Accessible.Button
        Accessible.name: text
        onClicked: attract.act("wake", null)
    }
    Grid {
        id: words

        // Lying, what one can do stands beside what this is.
        readonly property real part: (attract.width * 0.8 - (columns - 1) * columnSpacing) / columns

        x: Math.round((attract.width - width) * attract.places[attract.turn][0])
        y: Math.round((attract.height - height) * attract.places[attract.turn][1])
        columns: Theme.wide ? 2 : 1
        columnSpacing: 96
        rowSpacing: 56
        verticalItemAlignment: Grid.AlignVCenter

        Behavior on x { NumberAnimation { duration: 1800; easing.type: Easing.InOutQuad } }
        Behavior on y { NumberAnimation { duration: 1800; easing.type: Easing.InOutQuad } }

        Column {
            width: words.part
            spacing: 32

            Rectangle {
                width: 132
                height: 132
                radius: 26
                color: attract.dim ? "#8E3424" : Theme.contrast ? Theme.card : Theme.seal
                border.width: Theme.contrast ? 3 : 0
                border.color: attract.face

                Text {
                    anchors.centerIn: parent
                    text: "就\n近"
                    color: "#FFFFFF"
                    font.family: Theme.sealFamily
                    font.bold: true
                    font.pixelSize: 52
                    lineHeight: 54
                    lineHeightMode: Text.FixedHeight
                }
            }
            Heading {
                width: parent.width
                text: attract.page.title
                color: attract.face
                font.pixelSize: Theme.title + 24
            }
            BodyText {
                width: parent.width
                text: attract.page.subtitle
                color: attract.face
                font.pixelSize: Theme.heading
            }
        }
        Column {
            width: words.part
            spacing: 32

            Repeater {
                model: attract.page.facts.lines

                Row {
                    id: line

                    required property string modelData

                    spacing: 20

                    Rectangle {
                        y: first.font.pixelSize * 0.66
                        width: 12
                        height: 12
                        radius: 6
                        color: attract.face
                    }
                    BodyText {
                        id: first

                        width: words.part - 32
                        text: line.modelData
                        color: attract.face
                        font.pixelSize: Theme.body + 4
                    }
                }
            }
            Item { width: 1; height: 24 }
            Rectangle {
                width: call.width + 64
                height: call.height + 56
                radius: Theme.radius
                color: attract.dim ? "transparent" : Theme.contrast ? Theme.jade : Theme.onJade
                border.width: attract.dim ? 3 : 0
                border.color: attract.face

                BodyText {
                    id: call

                    anchors.centerIn: parent
                    width: alone() <= words.part - 64 ? alone() : Theme.broken(text, words.part - 64, font.pixelSize, true)
                    horizontalAlignment: Text.AlignHCenter
                    text: attract.page.actions[0].label
                    color: attract.dim ? attract.face : Theme.contrast ? Theme.onJade : Theme.jade
                    font.pixelSize: Theme.heading
                    font.bold: true
                }
            }
        }
    }
    Timer {
        interval: 20000
        running: attract.visible
        repeat: true
        onTriggered: attract.turn = (attract.turn + 1) % attract.places.length
    }
}
