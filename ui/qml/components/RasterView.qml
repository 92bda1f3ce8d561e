// The very paper that is printed, coming out of its slot. `raster` is the page's raster map (source, width, height).
import QtQuick
import Jiujin

Item {
    id: view

    property var raster: null
    property string name: qsTr("回执")
    readonly property real paperWidth: width - 56
    // Widths change several times while a page is laid out; each would scale the whole paper anew.
    property int settledWidth: 0

    function settle() { settledWidth = Math.round(picture.width) }

    implicitWidth: 500
    implicitHeight: raster ? 34 + Math.round((paperWidth - 32) * raster.height / raster.width) + 32 : 200
    Accessible.role: Accessible.Graphic
    Accessible.name: name

    Rectangle {
        x: 28
        y: 17
        width: view.paperWidth
        height: view.height - 17
        color: "#FFFFFF"
        border.width: Theme.border
        border.color: Theme.line

        Image {
            id: picture

            anchors { fill: parent; topMargin: 28; leftMargin: 16; rightMargin: 16; bottomMargin: 16 }
            source: view.raster && view.settledWidth > 0 ? view.raster.source : ""
            sourceSize.width: view.settledWidth
            onWidthChanged: Qt.callLater(view.settle)
            fillMode: Image.PreserveAspectFit
            verticalAlignment: Image.AlignTop
            cache: false
        }
    }
    Rectangle {
        width: parent.width
        height: 34
        radius: 14
        color: Theme.slot
    }
}
