// A bold line: level 1 is the page's title, level 2 the head of a part.
import QtQuick
import Jiujin

Text {
    property int level: 1

    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: level === 1 ? Theme.title : Theme.heading
    font.bold: true
    lineHeight: level === 1 ? 0.9 : 1.0
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
    Accessible.role: Accessible.Heading
    Accessible.name: text
    Accessible.ignored: text === ""
}
