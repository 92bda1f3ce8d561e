// Running text in the body size. `balanced`: lines of about equal length that end where one would pause; not what a
// person writes, whose lines must not move with every character.
import QtQuick
import Jiujin

Text {
    property bool balanced: true
    readonly property var rooms: !balanced || width <= 0 || wrapMode === Text.NoWrap || fontSizeMode !== Text.FixedSize ? []
        : Theme.lines(text, width, font.pixelSize, font.bold)

    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: Theme.body
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
    // of lines that are placed one by one the last keeps its whole height, 1.45 of the letters' size in this family
    readonly property real spare: guided && lineHeight < 1 ? (1 - lineHeight) * 1.45 * font.pixelSize : 0

    topPadding: Math.ceil(spare / 2)
    bottomPadding: Math.ceil(spare / 2)
    property bool guided: false

    // Its width in one line, with what a renderer that sets each letter on a whole pixel may need more; what is laid out
    // line by line no longer knows that by itself.
    function alone() { return Math.ceil(Theme.advance(text, font.pixelSize, font.bold) * 1.02) + 4 }

    function place(line) {
        if (line.number >= rooms.length)
            return
        line.width = rooms[line.number]
        if (horizontalAlignment === Text.AlignHCenter)
            line.x = (width - line.width) / 2
    }

    onRoomsChanged: {
        const wanted = rooms.length > 0
        // most texts have one line, and none is laid out twice for that
        if (!wanted && !guided)
            return
        if (guided !== wanted) {
            guided = wanted
            if (wanted)
                lineLaidOut.connect(place)
            else
                lineLaidOut.disconnect(place)
        }
        forceLayout()
    }
    Accessible.role: Accessible.StaticText
    Accessible.name: text
    Accessible.ignored: text === ""
}
