// A white card with padding; children stand in it. Its height follows its content unless set.
import QtQuick
import Jiujin

Rectangle {
    id: panel

    default property alias content: inside.data
    property int padding: Theme.space * 4

    implicitWidth: 400
    implicitHeight: inside.childrenRect.height + 2 * padding
    color: Theme.card
    radius: Theme.radius
    border.width: Theme.border
    border.color: Theme.line

    Item {
        id: inside

        x: panel.padding
        y: panel.padding
        width: panel.width - 2 * panel.padding
        height: panel.height - 2 * panel.padding
    }
}
