// Two to four ways to look at the same thing, side by side or under each other; the chosen one is marked as everything chosen is.
import QtQuick
import QtQuick.Templates as T
import Jiujin

Grid {
    id: tabs

    property var options: []
    // Under each other, where there is a column to fill.
    property bool upright: false
    property int tabHeight: Math.max(96, Theme.button - 24)

    signal picked(string id)

    spacing: 16
    columns: upright ? 1 : Math.max(1, options.length)

    Repeater {
        model: tabs.options

        T.AbstractButton {
            id: tab

            required property var modelData

            objectName: "tab-" + modelData.id
            width: (tabs.width - (tabs.columns - 1) * tabs.spacing) / tabs.columns
            height: tabs.tabHeight
            text: modelData.label
            checkable: false
            focusPolicy: Qt.TabFocus
            Accessible.role: Accessible.PageTab
            Accessible.name: modelData.label
            onClicked: tabs.picked(modelData.id)

            background: Rectangle {
                radius: Theme.radius
                color: tab.modelData.chosen || tab.down ? Theme.jadeTint : Theme.card
                border.width: tab.visualFocus ? 6 : tab.modelData.chosen ? 5 : Theme.border
                border.color: tab.visualFocus ? Theme.amber : tab.modelData.chosen ? Theme.jade : Theme.line
            }
            contentItem: BodyText {
                text: tab.modelData.label
                font.pixelSize: Math.round((Theme.heading + Theme.body) / 2)
                font.bold: true
                fontSizeMode: Text.Fit
                minimumPixelSize: 26
                horizontalAlignment: Text.AlignHCenter
                verticalAlignment: Text.AlignVCenter
                leftPadding: 12
                rightPadding: 12
                Accessible.ignored: true
            }
        }
    }
}
