// A sheet of components in the place of a page. For designers; what a component does is seen on the pages that use it.
import QtQuick
import "../components"
import Jiujin

Item {
    id: sheet

    property var page
    property var frame
    property var pictures: page ? page.facts.pictures ?? [] : []
    default property alias content: area.content

    signal act(string action, var value)

    ScrollArea {
        id: area

        anchors { fill: parent; leftMargin: Theme.margin; rightMargin: Theme.margin; bottomMargin: 32 }
        spacing: 16
    }
}
