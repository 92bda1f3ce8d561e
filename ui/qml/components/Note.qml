// The least text: remarks beside or under something larger.
import QtQuick
import Jiujin

BodyText {
    color: Theme.ink2
    font.pixelSize: Theme.least
}
