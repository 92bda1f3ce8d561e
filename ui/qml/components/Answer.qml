// One of two short answers beside a question; marked as everything chosen is when it is the one in force.
import QtQuick
import QtQuick.Templates as T
import Jiujin

T.AbstractButton {
    id: answer

    property string label: ""
    property string picture: ""
    property string about: ""
    property bool chosen: false
    readonly property color face: chosen ? Theme.ink : Theme.jade

    text: label
    implicitWidth: Math.max(150, row.width + 48)
    implicitHeight: Math.max(100, Theme.button - 20)
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.RadioButton
    Accessible.name: about ? about + "，" + label : label
    Accessible.checked: chosen

    background: Rectangle {
        radius: Theme.radius
        color: answer.chosen || answer.down ? Theme.jadeTint : Theme.card
        border.width: answer.visualFocus ? 6 : answer.chosen ? 5 : Theme.actionBorder
        border.color: answer.visualFocus ? Theme.amber : Theme.jade
    }
    contentItem: Item {
        Row {
            id: row

            anchors.centerIn: parent
            spacing: 10

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                visible: answer.chosen
                size: Theme.body
                name: answer.picture
                colour: answer.face
                stroke: 5
            }
            BodyText {
                text: answer.label
                color: answer.face
                font.bold: true
                Accessible.ignored: true
            }
        }
    }
}
