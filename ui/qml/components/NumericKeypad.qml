// Keys 1–9, 0, 退一格 and, with `skipLabel`, a key that leaves the question out. With `letterX`, the X of identity numbers.
import QtQuick
import Jiujin

Item {
    id: pad

    property string skipLabel: ""
    property bool letterX: false
    property int gap: Theme.gap
    property int keyHeight: Theme.key

    signal digit(string key)
    signal backspace
    signal skip

    implicitWidth: 984
    implicitHeight: 4 * keyHeight + 3 * gap

    Repeater {
        model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", pad.letterX ? "X" : "skip", "0", "backspace"]

        AppButton {
            required property int index
            required property string modelData
            readonly property bool word: modelData.length > 1

            objectName: "key-" + modelData
            visible: modelData !== "skip" || pad.skipLabel !== ""
            x: (index % 3) * (width + pad.gap)
            y: Math.floor(index / 3) * (height + pad.gap)
            width: (pad.width - 2 * pad.gap) / 3
            height: pad.keyHeight
            role: "choice"
            label: modelData === "skip" ? pad.skipLabel : modelData === "backspace" ? qsTr("退一格") : modelData
            textSize: word ? Math.min(Theme.heading + 4, 48) : 64
            onClicked: modelData === "skip" ? pad.skip() : modelData === "backspace" ? pad.backspace() : pad.digit(modelData)
        }
    }
}
