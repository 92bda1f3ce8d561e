// A travel document with the lines at its foot that a machine reads, and where it is held: drawn.
import QtQuick
import Jiujin

Item {
    id: picture

    // Where the camera's picture stands from here: "up" or "right".
    property string towards: "up"
    property real grow: 1.0
    readonly property bool upright: towards === "up"

    // Every length by itself, in whole units: a scaled item would have steps at its edges.
    function u(length: real): real { return Math.round(length * grow) }

    implicitWidth: u(upright ? 380 : 500)
    implicitHeight: u(upright ? 360 : 280)
    Accessible.ignored: true

    Icon {
        x: picture.u(picture.upright ? 150 : 412)
        y: picture.u(picture.upright ? 0 : 100)
        size: picture.u(80)
        name: picture.upright ? "up" : "right"
        stroke: picture.u(8)
    }
    RoundBox {
        y: picture.u(picture.upright ? 84 : 4)
        width: picture.u(380)
        height: picture.u(270)
        radius: picture.u(24)
        colour: Theme.card
        edge: picture.u(5)
        line: Theme.jade

        RoundBox {
            x: picture.u(32)
            y: picture.u(32)
            width: picture.u(92)
            height: picture.u(112)
            radius: picture.u(12)
            colour: Theme.jadeTint
            edge: picture.u(3)
            line: Theme.jade

            Icon {
                anchors.centerIn: parent
                size: picture.u(64)
                name: "person"
            }
        }
        Repeater {
            model: [150, 110, 130]

            Rectangle {
                required property int index
                required property int modelData

                x: picture.u(156)
                y: picture.u(46 + index * 38)
                width: picture.u(modelData)
                height: picture.u(10)
                radius: height / 2
                color: Theme.jade
                opacity: 0.45
            }
        }
        // The lines that are meant, on a ground of their own.
        RoundBox {
            x: picture.u(18)
            y: picture.u(172)
            width: parent.width - 2 * x
            height: picture.u(80)
            radius: picture.u(14)
            colour: Theme.jade

            Grid {
                anchors.centerIn: parent
                columns: 11
                columnSpacing: picture.u(10)
                rowSpacing: picture.u(20)

                Repeater {
                    model: 22

                    Rectangle {
                        width: picture.u(18)
                        height: picture.u(10)
                        radius: height / 2
                        color: Theme.onJade
                    }
                }
            }
        }
    }
}
