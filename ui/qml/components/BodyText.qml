// Running text in the body size. `balanced`: lines of about equal length, so that no single character is left over.
import QtQuick
import Jiujin

Text {
    property bool balanced: false
    readonly property real spare: {
        if (!balanced || width <= 0)
            return 0
        const whole = Theme.advance(text, font.pixelSize, font.bold)
        const lines = Math.ceil(whole / width)
        return lines > 1 ? Math.max(0, width - whole / lines - 1.2 * font.pixelSize) : 0
    }

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
