// How far the visit is: a bar and "第 3 步，共 5 步 · 确认是您本人". `step` is the page's step map or null.
import QtQuick
import Jiujin

Item {
    id: bar

    property var step: null
    property string elderLabel: ""

    visible: Boolean(step)
    implicitWidth: 984
    implicitHeight: visible ? 12 + 12 + words.height : 0
    Accessible.role: Accessible.ProgressBar
    Accessible.name: place.text + " " + label.text

    Rectangle {
        width: parent.width
        height: 12
        radius: 6
        // white beside yellow would be the brighter of the two
        color: Theme.contrast ? Theme.card : Theme.line
        border.width: Theme.contrast ? 2 : 0
        border.color: Theme.line

        Rectangle {
            width: bar.step ? parent.width * bar.step.index / Math.max(1, bar.step.of) : 0
            height: parent.height
            radius: parent.radius
            color: Theme.jade
            border.width: Theme.contrast ? 1 : 0
        }
    }
    Flow {
        id: words

        y: 24
        width: parent.width
        spacing: 12

        Note {
            id: place

            balanced: false
            text: bar.step ? qsTr("第 %1 步，共 %2 步").arg(bar.step.index).arg(bar.step.of) : ""
        }
        Note {
            id: dot

            balanced: false
            text: "·"
            // between the two, not at the end of a line
            visible: label.text !== "" && place.implicitWidth + dot.implicitWidth + label.implicitWidth + 2 * words.spacing <= words.width
        }
        Note {
            id: label

            balanced: false
            width: Math.min(implicitWidth, words.width)
            text: bar.step ? (bar.elderLabel ? (bar.step.label ? bar.step.label + " · " : "") + bar.elderLabel : bar.step.label) : ""
            color: Theme.jade
            font.bold: true
        }
    }
}
