// An address so far: its levels, each to be chosen again, and below the last the house as it is written.
import QtQuick
import Jiujin

Column {
    id: head

    // As a `FieldView`; `path` and `options` are the flow's answer to what was chosen so far.
    property var field
    property string detail: ""
    property bool problem: false
    property bool boxed: true
    property bool touchable: true
    readonly property var path: field.path
    readonly property bool choosing: field.options.length > 0

    signal turned(string region)

    width: 984
    spacing: 16

    Crumbs {
        width: parent.width
        visible: head.path.length > 0
        enabled: head.touchable
        path: head.path
        // in the largest words the house below must stay in sight of the keys
        folded: width < 440 || !head.choosing && Theme.large && Theme.lowReach
        onTurned: level => head.turned(level > 0 ? head.path[level - 1].value : "")
    }
    BodyText {
        width: parent.width
        visible: head.choosing
        text: head.path.length === 0 ? qsTr("先选省、自治区或直辖市") : qsTr("在%1的哪里？").arg(head.path[head.path.length - 1].label)
        font.bold: true
    }
    TextBox {
        objectName: visible ? "detail-" + head.field.id : ""
        width: parent.width
        visible: !head.choosing && head.boxed
        label: qsTr("门牌号、楼栋、房号")
        // an example where there is room for one
        placeholder: Theme.large ? label : label + qsTr("，如：人民二路 12 号 3 栋 502")
        value: head.detail
        valueSize: Theme.heading
        maxLength: head.field.max_length
        problem: head.problem
    }
}
