// What shows how things stand: numbers, work under way, codes, what is safe.
import QtQuick
import "../components"
import Jiujin

Sheet {
    Panel {
        width: parent.width

        BodyText { width: parent.width; text: "Panel" }
    }
    NumberedLines { width: parent.width; lines: ["NumberedLines", "second"] }
    CentredLines { width: parent.width; lines: ["CentredLines", "second"] }
    NumberBox { anchors.horizontalCenter: parent.horizontalCenter; number: "FC01-1-0002-X" }
    FaultCode { width: parent.width; code: "P-02"; clearsIn: 60 }
    CalmBar { width: parent.width; progress: 0.4 }
    CalmBar { width: parent.width }
    SafeMark { size: 120 }
    PictureHead { width: parent.width; picture: "print"; title: "PictureHead"; subtitle: "subtitle"; safe: true }
}
