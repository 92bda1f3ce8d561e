// Nobody has touched for a while: how long until the visit ends, a way to stay and a way to end it now; and the number that
// somebody may be copying from the page below.
import QtQuick
import Jiujin

Item {
    id: overlay

    property var countdown: null
    // A number that the page below shows to be noted.
    property string number: ""
    // Kept for the moment in which it goes, so that nothing is read from null.
    property var words: ({ seconds: 0, title: "", text: "", stay: "", finish: "" })

    signal act(string action)

    onCountdownChanged: if (countdown) words = countdown
    Accessible.role: Accessible.AlertMessage
    Accessible.name: words.title + "，" + words.text

    Rectangle {
        anchors.fill: parent
        color: Theme.contrast ? "#000000" : "#16262E"
        opacity: Theme.contrast ? 0.85 : 0.62
    }
    MouseArea {
        objectName: "idle-veil"
        anchors.fill: parent
    }
    Rectangle {
        // To the lower edge and beyond it by its round corners: nothing of the page looks out below.
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; bottomMargin: -radius }
        height: inside.height + 2 * inside.y + radius
        radius: 40
        color: Theme.card
        border.width: Theme.contrast ? Theme.actionBorder : 0
        border.color: Theme.line

        Flow {
            id: inside

            readonly property real part: Theme.wide ? (width - spacing) / 2 : width

            x: 56
            y: Theme.wide ? 48 : 56
            width: parent.width - 112
            spacing: Theme.wide ? 56 : 24

            Column {
                width: inside.part
                spacing: 24

                Item {
                    anchors.horizontalCenter: parent.horizontalCenter
                    width: unit.x + unit.width
                    // of the digits: the font's line is half as high again
                    height: seconds.font.pixelSize

                    Text {
                        id: seconds

                        anchors.verticalCenter: parent.verticalCenter
                        text: overlay.words.seconds
                        color: Theme.jade
                        font.family: Theme.family
                        font.pixelSize: overlay.number !== "" ? 120 : Theme.wide ? 200 : 240
                        font.bold: true
                        Accessible.role: Accessible.StaticText
                        Accessible.name: text + unit.text
                    }
                    BodyText {
                        id: unit

                        x: seconds.width + 16
                        balanced: false
                        anchors.baseline: seconds.baseline
                        text: qsTr("秒")
                        color: Theme.jade
                        font.pixelSize: Theme.title
                        font.bold: true
                        Accessible.ignored: true
                    }
                }
                Heading {
                    width: parent.width
                    text: overlay.words.title
                    horizontalAlignment: Text.AlignHCenter
                }
                BodyText {
                    width: parent.width
                    text: overlay.words.text
                    color: Theme.ink2
                    horizontalAlignment: Text.AlignHCenter
                    bottomPadding: Theme.wide ? 0 : 24
                }
                NumberBox {
                    anchors.horizontalCenter: parent.horizontalCenter
                    visible: overlay.number !== ""
                    width: Math.min(implicitWidth, parent.width)
                    number: overlay.number
                }
            }
            Column {
                width: inside.part
                // beside the words: in the middle of their height
                topPadding: Theme.wide ? Math.max(0, (parent.children[0].height - 2 * Theme.button - 30 - spacing) / 2) : 0
                spacing: 24

                AppButton {
                    objectName: "action-stay"
                    width: parent.width
                    height: Math.max(Theme.button + 30, implicitHeight)
                    role: "primary"
                    label: overlay.words.stay
                    onClicked: overlay.act("stay")
                }
                AppButton {
                    objectName: "action-finish-now"
                    width: parent.width
                    height: Math.max(Theme.button, implicitHeight)
                    label: overlay.words.finish
                    onClicked: overlay.act("finish")
                }
            }
        }
    }
}
