// Where one is: the seal, the place, the terminal; the time, and how the line is, in a shape and in words.
import QtQuick
import Jiujin

Item {
    id: header

    property var frame
    readonly property bool largeClock: frame.large_clock
    readonly property int cut: frame.clock.lastIndexOf(" ")
    // Upright, a large clock needs the line below for the day; lying, there is room beside it.
    readonly property bool second: largeClock && !Theme.wide

    implicitHeight: Theme.wide ? Math.max(seal.height, names.height, right.height) + 16 : second ? below.y + below.height + 8 : Math.max(148, names.height + 24)

    component LineState: Row {
        spacing: 14

        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: 20
            height: 20
            radius: header.frame.line_tone === "offline" || header.frame.line_tone === "alert" ? 3 : 10
            color: header.frame.line_tone === "offline" ? Theme.amber : header.frame.line_tone === "alert" ? Theme.seal : Theme.green
        }
        Note {
            text: header.frame.line
            lineHeight: Theme.wide ? 0.86 : 1
        }
    }

    Rectangle {
        id: seal

        x: Theme.margin
        y: Theme.wide ? (header.height - height) / 2 : Math.max(36, names.height / 2 - height / 2 + 8)
        width: Theme.wide ? 72 : 88
        height: width
        radius: 18
        color: Theme.contrast ? Theme.paper : Theme.seal
        border.width: Theme.contrast ? Theme.actionBorder : 0
        border.color: Theme.line
        Accessible.role: Accessible.Graphic
        Accessible.name: "就近"

        Text {
            objectName: "seal"
            anchors.centerIn: parent
            text: "就\n近"
            color: Theme.contrast ? Theme.ink : Theme.onSeal
            font.family: Theme.sealFamily
            font.bold: true
            font.pixelSize: Theme.wide ? 30 : 36
            lineHeight: font.pixelSize
            lineHeightMode: Text.FixedHeight
        }
    }
    Column {
        id: names

        anchors.verticalCenter: seal.verticalCenter
        x: seal.x + seal.width + 24
        width: right.x - x - 24
        spacing: -2

        BodyText {
            id: place

            readonly property int wished: Theme.large ? 44 : 38
            readonly property int fitting: Math.floor(wished * parent.width / Math.max(1, Theme.advance(text, wished, true)))
            // A long name takes two lines rather than a type that nobody reads.
            readonly property bool broken: fitting < Theme.least

            width: parent.width
            balanced: broken
            text: header.frame.place
            font.pixelSize: broken ? Theme.least : Math.min(wished, fitting)
            font.bold: true
            lineHeight: Theme.wide || broken ? 0.86 : 1
        }
        Note {
            // Which machine it is matters to staff; where the largest letters leave no room for it, it stands on papers.
            visible: Theme.advance(text, minimumPixelSize, false) <= parent.width
            width: parent.width
            text: header.frame.terminal
            lineHeight: Theme.wide ? 0.86 : 1
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 22
            maximumLineCount: 1
            wrapMode: Text.NoWrap
        }
    }
    Row {
        id: right

        anchors { verticalCenter: seal.verticalCenter; right: parent.right; rightMargin: Theme.margin }
        spacing: 28

        Column {
            anchors.verticalCenter: parent.verticalCenter
            visible: !header.second
            spacing: 0

            Note {
                anchors.right: parent.right
                lineHeight: Theme.wide ? 0.86 : 1
                text: header.largeClock ? header.frame.clock.slice(0, Math.max(0, header.cut)) : header.frame.clock
            }
            LineState { anchors.right: parent.right }
        }
        BodyText {
            anchors.verticalCenter: parent.verticalCenter
            visible: header.largeClock
            text: header.frame.clock.slice(header.cut + 1)
            font.pixelSize: Theme.title
            font.bold: true
            lineHeight: Theme.wide ? 0.86 : 1
        }
    }
    Item {
        id: below

        visible: header.second
        x: Theme.margin
        y: Math.max(140, names.height + 16)
        width: parent.width - 2 * Theme.margin
        height: day.height

        Note {
            id: day

            text: header.frame.clock.slice(0, Math.max(0, header.cut))
        }
        LineState { anchors.right: parent.right }
    }
}
