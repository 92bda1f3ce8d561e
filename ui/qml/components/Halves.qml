// A page that says one thing, in two parts: under each other on an upright screen, beside each other on a lying one; in
// the middle of the room where they fit, else scrolling.
import QtQuick
import Jiujin

Item {
    id: halves

    // The picture and what has happened.
    property alias first: one.data
    // What follows from it.
    default property alias second: other.data
    property int spacing: Theme.large ? 24 : 36
    readonly property bool beside: Theme.wide && one.height > 0 && other.height > 0
    readonly property real gap: 64
    readonly property real room: beside ? Math.round((area.columnWidth - gap) / 2) : area.columnWidth

    ScrollArea {
        id: area

        y: Math.round((parent.height - height) / 2)
        width: parent.width
        height: Math.min(parent.height, columnHeight)

        Item {
            width: area.columnWidth
            height: halves.beside ? Math.max(one.height, other.height)
                : one.height + other.height + (one.height > 0 && other.height > 0 ? halves.spacing : 0)

            Column {
                id: one

                // in sight at first, however long the other half is
                y: halves.beside ? Math.max(0, Math.round((Math.min(parent.height, area.height - (area.overflowing ? 120 : 0)) - height) / 2)) : 0
                width: halves.room
                spacing: halves.spacing
            }
            Column {
                id: other

                x: halves.beside ? halves.room + halves.gap : 0
                y: halves.beside ? Math.round((parent.height - height) / 2) : one.height > 0 ? one.height + halves.spacing : 0
                width: halves.room
                spacing: halves.spacing
            }
        }
    }
}
