// The machine was off in the middle of a visit: the numbers of what it had registered, until they are noted.
import QtQuick
import "../components"
import Jiujin

PageLayout {
    id: recovered

    readonly property var numbers: facts.numbers || []
    readonly property bool alone: numbers.length === 1
    readonly property string first: numbers.length ? numbers[0].number : ""
    property string before: ""

    showTitle: false
    twoColumns: false
    touched: false
    onFirstChanged: {
        if (before !== "")
            fresh.restart()
        before = first
    }

    function send(action, value) {
        if (action !== "noted" || !fresh.running)
            act(action, value === undefined ? null : value)
    }

    // A number that follows another is not ticked off by the second tap of an impatient finger.
    Timer {
        id: fresh

        objectName: "fresh"
        interval: 1000
    }

    Halves {
        anchors.fill: parent
        spacing: Theme.gap + 8
        first: PictureHead {
            width: parent.width
            safe: true
            pictureSize: 180
            title: recovered.page.title
            subtitle: recovered.page.subtitle
        }

        Repeater {
            model: recovered.numbers.length

            Panel {
                id: panel

                required property int index
                readonly property var entry: recovered.numbers[index]
                readonly property int side: recovered.alone ? Text.AlignHCenter : Text.AlignLeft

                width: parent.width

                Column {
                    width: parent.width
                    spacing: 8

                    BodyText {
                        width: parent.width
                        text: panel.entry.number
                        font.pixelSize: recovered.alone ? Theme.title : Theme.large ? 56 : 52
                        horizontalAlignment: panel.side
                        font.bold: true
                        font.letterSpacing: 2
                        fontSizeMode: Text.HorizontalFit
                        minimumPixelSize: Theme.body
                        wrapMode: Text.NoWrap
                    }
                    BodyText {
                        width: parent.width
                        text: panel.entry.service
                        horizontalAlignment: panel.side
                        balanced: recovered.alone
                    }
                    Note {
                        width: parent.width
                        visible: text !== ""
                        text: panel.entry.time || ""
                        horizontalAlignment: panel.side
                    }
                }
            }
        }
        CentredLines {
            width: parent.width
            lines: recovered.facts.lines || []
        }
    }
}
