// A line picture by name (ui/icon.py); nothing for an unknown name.
import QtQuick
import Jiujin

LineIcon {
    property int size: Theme.icon

    width: size
    height: size
    colour: Theme.jade
    accent: Theme.seal
    stroke: Theme.contrast ? 5 : 4
    Accessible.ignored: true
}
