// The tokens of `ui/theme.py` and what never changes. Each is an own property, so that a new choice wakes only what differs.
pragma Singleton
import QtQuick
import Jiujin

QtObject {
    id: theme

    readonly property var tokens: Look.tokens

    // Elder mode: the two larger of the four sizes.
    readonly property bool large: tokens.large
    readonly property string size: tokens.size
    readonly property bool contrast: tokens.contrast
    // What is touched stands low, for who sits.
    readonly property bool lowReach: tokens.lowReach
    readonly property string language: tokens.language

    // The window lies: two columns.
    readonly property bool wide: tokens.wide
    readonly property real stageWidth: tokens.stageWidth
    readonly property real stageHeight: tokens.stageHeight
    // The least side of a target on this glass.
    readonly property int target: tokens.target

    readonly property color paper: tokens.paper
    readonly property color bar: tokens.bar
    readonly property color card: tokens.card
    readonly property color ink: tokens.ink
    readonly property color ink2: tokens.ink2
    readonly property color off: tokens.off
    readonly property color line: tokens.line
    readonly property color offLine: tokens.offLine
    readonly property color jade: tokens.jade
    readonly property color jadePressed: tokens.jadePressed
    readonly property color jadeTint: tokens.jadeTint
    readonly property alias onJade: words.jade
    readonly property color seal: tokens.seal
    readonly property color sealPressed: tokens.sealPressed
    readonly property alias onSeal: words.seal
    readonly property color amber: tokens.amber
    readonly property color amberTint: tokens.amberTint
    readonly property color amberLine: tokens.amberLine
    readonly property color green: tokens.green
    readonly property color greenTint: tokens.greenTint
    readonly property color greenLine: tokens.greenLine
    readonly property color sealTint: tokens.sealTint
    readonly property color sealLine: tokens.sealLine
    readonly property color slot: tokens.slot

    readonly property int title: tokens.title
    readonly property int heading: tokens.heading
    readonly property int body: tokens.body
    readonly property int least: tokens.least
    readonly property int button: tokens.button
    readonly property int footer: tokens.footer
    readonly property int key: tokens.key
    readonly property int icon: tokens.icon

    // A binding to a name such as `onJade` would be taken for a handler; an alias is not.
    readonly property QtObject wordsOn: QtObject {
        id: words

        readonly property color jade: theme.tokens.onJade
        readonly property color seal: theme.tokens.onSeal
    }

    readonly property string family: tokens.family
    readonly property string sealFamily: tokens.sealFamily
    readonly property int radius: 28
    readonly property int border: 2
    readonly property int actionBorder: 3
    // The step of all spacing; use multiples of it.
    readonly property int space: 8
    // Between things that stand beside each other, never less than 16 between targets.
    readonly property int gap: 24
    // Left and right of every page.
    readonly property int margin: 48

    // How wide a text is in one line, in design units.
    function advance(text: string, pixels: int, bold: bool): real { return Look.advance(text, pixels, bold) }
    // How wide a text is in the two lines that read best.
    function halved(text: string, pixels: int, bold: bool): real { return Look.halved(text, pixels, bold) }
    // The part of a width in which a text's lines read best.
    function lines(text: string, width: real, pixels: int, bold: bool): var { return Look.lines(text, width, pixels, bold) }
    function broken(text: string, width: real, pixels: int, bold: bool): real { return Look.broken(text, width, pixels, bold) }
}
