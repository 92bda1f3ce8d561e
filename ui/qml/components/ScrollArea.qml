// A column that scrolls when it is too high, with visible means to do so. Children stack; set `spacing`.
import QtQuick
import Jiujin

Item {
    id: area

    default property alias content: column.data
    property alias spacing: column.spacing
    // A thing of its own that a button leads to, wherever one is.
    property alias jump: pager.jump
    property alias jumpLabel: pager.jumpLabel
    property alias jumpPicture: pager.jumpPicture
    readonly property alias overflowing: pager.needed
    readonly property real columnWidth: column.width
    readonly property real columnHeight: column.height
    // How much of its height is in sight at once.
    readonly property real sight: flick.height

    // For another content in the same place.
    function toTop() { pager.toTop() }
    // Bring something of it into sight.
    function show(item) { pager.show(item) }

    implicitWidth: 984
    implicitHeight: column.height

    Flickable {
        id: flick

        width: parent.width
        height: pager.needed ? Math.floor(area.height - pager.barHeight - 16) : area.height
        contentHeight: column.height
        contentWidth: width
        boundsBehavior: Flickable.StopAtBounds
        interactive: pager.needed
        // what is all in sight keeps its lowest border
        clip: pager.needed

        Column {
            id: column

            width: flick.width
            spacing: Theme.gap
        }
    }
    ScrollPager {
        id: pager

        flickable: flick
        room: area.height
    }
}
