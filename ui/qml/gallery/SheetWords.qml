// What is read, in every tone.
import QtQuick
import "../components"
import Jiujin

Sheet {
    Heading { width: parent.width; text: "Heading 1" }
    Heading { width: parent.width; level: 2; text: "Heading 2" }
    BodyText { width: parent.width; text: "BodyText" }
    BodyText { width: parent.width; color: Theme.ink2; text: "BodyText, ink2" }
    Note { width: parent.width; text: "Note" }
    StepBar { width: parent.width; step: ({ index: 2, of: 5, label: "StepBar" }); elderLabel: "elder" }
    Repeater {
        model: ["plain", "safe", "offline", "alert"]

        Column {
            id: tone

            required property string modelData

            width: parent.width
            spacing: 8

            NoticeBar { width: parent.width; tone: tone.modelData; text: "NoticeBar, " + tone.modelData }
            Row {
                spacing: Theme.gap

                Chip { tone: tone.modelData; text: "Chip" }
                Chip { tone: tone.modelData; text: "Chip, big"; big: true }
            }
        }
    }
    NoticeBar { width: parent.width; tone: "offline"; text: "NoticeBar with a button"; action: "notice"; label: "Look" }
    Problem { width: parent.width; text: "Problem" }
    Promise { width: parent.width; text: "Promise" }
}
