// The code that a resident can read out to a technician, and when the screen clears itself.
import QtQuick
import Jiujin

Note {
    property string code: ""
    property int clearsIn: 0

    visible: text !== ""
    text: [code !== "" ? qsTr("故障代码 %1").arg(code) : "", clearsIn > 0 ? qsTr("屏幕 %1 秒后自动清除您的信息").arg(clearsIn) : ""]
        .filter(part => part !== "").join("　·　")
    horizontalAlignment: Text.AlignHCenter
}
