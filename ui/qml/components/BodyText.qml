// Running text in the body size. `balanced`: lines of about equal length that end where one would pause; not what a
// person writes, whose lines must not move with every character.
import QtQuick
import Jiujin

Text {
    property bool balanced: true
    readonly property real spare: !balanced || width <= 0 || wrapMode === Text.NoWrap || fontSizeMode !== Text.FixedSize ? 0
        : width - Theme.broken(text, width, font.pixelSize, font.bold)

    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: Theme.body
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
    rightPadding: horizontalAlignment === Text.AlignHCenter ? spare / 2 : spare
    leftPadding: horizontalAlignment === Text.AlignHCenter ? spare / 2 : 0
    Accessible.role: Accessible.StaticText
    Accessible.name: text
    Accessible.ignored: text === ""
}
