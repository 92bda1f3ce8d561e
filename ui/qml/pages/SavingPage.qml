// The application is being written to the disk; it takes a moment and is not to be interrupted.
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
        fallbackPicture: "disk"
    }
}
