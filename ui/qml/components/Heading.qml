// A bold line: level 1 is the page's title, level 2 the head of a part.
import QtQuick
import Jiujin

Text {
    id: heading

    property int level: 1
    // Lines of about equal length: no single character is left over on the last one.
    readonly property real spare: {
        const whole = metrics.averageCharacterWidth > 0 ? metrics.advanceWidth(text) : 0
        const lines = Math.ceil(whole / Math.max(1, width))
        return lines > 1 ? Math.max(0, width - whole / lines - 1.2 * font.pixelSize) : 0
    }

    rightPadding: horizontalAlignment === Text.AlignHCenter ? spare / 2 : spare
    leftPadding: horizontalAlignment === Text.AlignHCenter ? spare / 2 : 0

    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: level === 1 ? Theme.title : Theme.heading
    font.bold: true
    lineHeight: level === 1 ? 0.9 : 1.0
    wrapMode: Text.Wrap
    textFormat: Text.PlainText

    FontMetrics {
        id: metrics

        font { family: Theme.family; pixelSize: heading.font.pixelSize; bold: true }
    }
    Accessible.role: Accessible.Heading
    Accessible.name: text
    Accessible.ignored: text === ""
}
