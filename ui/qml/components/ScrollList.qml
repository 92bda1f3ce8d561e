// A long list (ListView) with visible means to scroll; give `model` and `delegate` (width: ListView.view.width).
import QtQuick
import Jiujin

Item {
    id: area

    property alias model: list.model
    property alias delegate: list.delegate
    property alias spacing: list.spacing
    readonly property alias view: list
    readonly property alias overflowing: pager.needed

    implicitWidth: 984
    implicitHeight: 600

    ListView {
        id: list

        width: parent.width
        height: pager.needed ? Math.floor(area.height - pager.barHeight - 16) : area.height
        spacing: 16
        boundsBehavior: Flickable.StopAtBounds
        interactive: pager.needed
        clip: pager.needed
        cacheBuffer: 0 // no rows made ahead in the background, to be broken off when the page goes
    }
    ScrollPager {
        id: pager

        flickable: list
        room: area.height
    }
}
