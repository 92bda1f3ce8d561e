// The paper is on its way out of the machine.
import QtQuick
import "../components"

PageLayout {
    id: busy

    showTitle: false
    twoColumns: false
    touched: false

    BusyBody {
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -60
        width: parent.width
        page: busy.page
        fallbackPicture: "printer"
    }
}
