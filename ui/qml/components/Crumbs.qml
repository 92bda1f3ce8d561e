// The levels chosen so far, each a way back to its own choice; folded, all in one that goes back a level.
import QtQuick
import Jiujin

Flow {
    id: crumbs

    // Maps of value and label.
    property var path: []
    property bool folded: false

    // Folded, all levels, or the last two where a line has no room for all.
    readonly property string whole: path.map(level => level.label).join("") + " ›"
    readonly property string most: Theme.advance(whole, Theme.body, true) <= width - 48 || path.length < 3 ? whole
        : "…" + path.slice(-2).map(level => level.label).join("") + " ›"

    signal turned(int level)

    width: 984
    spacing: 16

    Repeater {
        model: crumbs.folded ? Math.min(1, crumbs.path.length) : crumbs.path.length

        AppButton {
            required property int index
            readonly property int number: crumbs.folded ? crumbs.path.length - 1 : index
            readonly property var level: crumbs.path[number] || null

            objectName: "crumb-" + number
            width: crumbs.folded ? crumbs.width : Math.min(crumbs.width, Math.max(120, Theme.advance(label, textSize, true) + 64))
            height: crumbs.folded && Theme.advance(label, textSize, true) > width - 48 ? Math.max(96, implicitHeight) : 96
            role: "choice"
            label: !level ? "" : crumbs.folded ? crumbs.most : level.label + " ›"
            textSize: Theme.body
            Accessible.name: level ? qsTr("%1，重新选").arg(level.label) : ""
            onClicked: crumbs.turned(number)
        }
    }
}
