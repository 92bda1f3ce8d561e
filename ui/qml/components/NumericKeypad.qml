// Keys 1–9, 0, 退一格; with `extra` the X of identity numbers or the point of money, with `skipLabel` one that leaves the
// question out.
import QtQuick
import Jiujin

Item {
    id: pad

    property string skipLabel: ""
    property string extra: ""
    property int gap: Theme.gap
    property int keyHeight: Theme.key

    signal digit(string key)
    signal backspace
    signal skip

    // The last row has as many keys as are wanted; without a fourth, 0 stands under 8.
    readonly property var last: skipLabel !== "" && extra !== "" ? ["skip", extra, "0", "backspace"]
        : [skipLabel !== "" ? "skip" : extra, "0", "backspace"]

    implicitWidth: 984
    implicitHeight: 4 * keyHeight + 3 * gap

    Repeater {
        model: ["1", "2", "3", "4", "5", "6", "7", "8", "9"].concat(pad.last)

        AppButton {
            required property int index
            required property string modelData
            readonly property bool word: modelData.length > 1
            readonly property int columns: index < 9 ? 3 : pad.last.length
            readonly property int column: index < 9 ? index % 3 : index - 9

            objectName: "key-" + modelData
            visible: modelData !== ""
            x: column * (width + pad.gap)
            y: Math.floor(Math.min(index, 9) / 3) * (height + pad.gap)
            // apart from `width`, which is what the words ask for until it is set
            readonly property real wide: (pad.width - (columns - 1) * pad.gap) / columns
            width: wide
            height: pad.keyHeight
            role: "choice"
            label: modelData === "skip" ? pad.skipLabel : modelData === "backspace" ? qsTr("退一格") : modelData
            textSize: word ? Math.max(Theme.least, Math.min(Theme.heading + 4, 48, (wide - 56) / label.length)) : Math.min(64, pad.keyHeight * 0.55)
            autoRepeat: modelData === "backspace"
            autoRepeatDelay: 500
            autoRepeatInterval: 90
            Accessible.name: modelData === "." ? qsTr("小数点") : label
            onClicked: modelData === "skip" ? pad.skip() : modelData === "backspace" ? pad.backspace() : pad.digit(modelData)
        }
    }
}
