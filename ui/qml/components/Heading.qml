// A bold line: level 1 is the page's title, level 2 the head of a part.
import QtQuick
import Jiujin

BodyText {
    property int level: 1

    font.pixelSize: level === 1 ? Theme.title : Theme.heading
    font.bold: true
    lineHeight: level === 1 ? 0.9 : 1.0
    Accessible.role: Accessible.Heading
}
