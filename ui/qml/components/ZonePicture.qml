// A travel document with the lines at its foot that a machine reads, and where it is held: drawn.
import QtQuick
import Jiujin

Item {
    id: picture

    // Where the camera's picture stands from here: "up" or "right".
    property string towards: "up"
    property real grow: 1.0
    readonly property bool upright: towards === "up"

    implicitWidth: (upright ? 380 : 500) * grow
    implicitHeight: (upright ? 360 : 280) * grow
    Accessible.ignored: true

    Item {
        width: picture.upright ? 380 : 500
        height: picture.upright ? 360 : 280
        scale: picture.grow
        transformOrigin: Item.TopLeft

        Icon {
            x: picture.upright ? 150 : 412
            y: picture.upright ? 0 : 100
            size: 80
            name: picture.upright ? "up" : "right"
            stroke: 8
        }
        Rectangle {
            y: picture.upright ? 84 : 4
            width: 380
            height: 270
            radius: 24
            color: Theme.card
            border.width: 5
            border.color: Theme.jade

            Rectangle {
                x: 32
                y: 32
                width: 92
                height: 112
                radius: 12
                color: Theme.jadeTint
                border.width: 3
                border.color: Theme.jade

                Icon {
                    anchors.centerIn: parent
                    size: 64
                    name: "person"
                }
            }
            Repeater {
                model: [150, 110, 130]

                Rectangle {
                    required property int index
                    required property int modelData

                    x: 156
                    y: 46 + index * 38
                    width: modelData
                    height: 10
                    radius: 5
                    color: Theme.jade
                    opacity: 0.45
                }
            }
            // The lines that are meant, on a ground of their own.
            Rectangle {
                x: 18
                y: 172
                width: 344
                height: 80
                radius: 14
                color: Theme.jade

                Repeater {
                    model: 22

                    Rectangle {
                        required property int index

                        x: 18 + index % 11 * 28
                        y: 20 + Math.floor(index / 11) * 30
                        width: 18
                        height: 10
                        radius: 5
                        color: Theme.onJade
                    }
                }
            }
        }
    }
}
