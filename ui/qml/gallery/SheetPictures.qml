// All pictures by name.
import QtQuick
import "../components"
import Jiujin

Sheet {
    id: sheet

    Flow {
        width: parent.width
        spacing: Theme.gap

        Repeater {
            model: sheet.pictures

            Column {
                id: picture

                required property string modelData

                width: 170

                Icon { anchors.horizontalCenter: parent.horizontalCenter; name: picture.modelData; size: 88 }
                Note { width: parent.width; text: picture.modelData; horizontalAlignment: Text.AlignHCenter }
            }
        }
    }
}
