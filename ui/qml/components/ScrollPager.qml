// What shows that there is more and moves to it: a mark at the right edge and two buttons below. No swiping needed.
import QtQuick
import Jiujin

Item {
    id: pager

    required property Flickable flickable
    readonly property bool needed: flickable.contentHeight > room + 1
    property real room: parent ? parent.height : 0
    // What a third button leads to.
    property Item jump: null
    property string jumpLabel: ""
    property string jumpPicture: ""
    readonly property bool jumps: jump !== null && jumpLabel !== ""
    // No room for words beside the pictures.
    readonly property bool narrow: jumps || width < 16 * Theme.body
    readonly property real half: jumps ? Math.max(barHeight, Math.round(width * 0.19)) : (width - Theme.gap) / 2
    readonly property int barHeight: Math.max(96, Theme.target)
    // Of the haze at an edge beyond which there is more, and how much of it a thing in hand stays clear of.
    // At the head less: there a title may stand that is whole.
    readonly property int haze: 56
    readonly property int headHaze: 28
    readonly property int clear: needed ? 40 : 0
    readonly property int headClear: needed ? headHaze : 0

    anchors.fill: parent

    NumberAnimation {
        id: glide

        target: pager.flickable
        property: "contentY"
        duration: 180
        easing.type: Easing.OutCubic
    }

    // Pressed again on the way, it goes as much further.
    function move(pages) { glideTo((glide.running ? glide.to : flickable.contentY) + pages * (flickable.height - 120)) }

    function glideTo(place) {
        const end = Math.max(0, flickable.contentHeight - flickable.height) + flickable.originY
        const to = Math.max(flickable.originY, Math.min(end, place))
        // begun anew at each press it would never arrive
        if (glide.running && glide.to === to)
            return
        glide.stop()
        glide.from = flickable.contentY
        glide.to = to
        glide.start()
    }

    // So that a thing in it is whole in sight, clear of the haze at the edges, no further than it needs; what is higher
    // than the room shows its top.
    function show(item) {
        const top = item.mapToItem(flickable.contentItem, 0, 0).y
        const end = Math.max(0, flickable.contentHeight - flickable.height) + flickable.originY
        let place = flickable.contentY
        place = Math.max(place, top + item.height - flickable.height + clear)
        place = Math.min(place, top - Math.max(0, Math.min(headClear, flickable.height - item.height - clear)))
        glide.stop()
        flickable.contentY = Math.max(flickable.originY, Math.min(end, place))
    }

    function toTop() {
        glide.stop()
        flickable.contentY = flickable.originY
    }

    Loader {
        anchors.fill: parent
        active: pager.needed
        sourceComponent: Item {
            // A point beyond the edges: what is cut at a part of a pixel is drawn to the end of that.
            Rectangle {
                visible: !pager.flickable.atYBeginning
                y: -1
                width: pager.width + 1
                height: pager.headHaze + 1
                gradient: Gradient {
                    GradientStop { position: 0; color: Theme.paper }
                    GradientStop { position: 1; color: Qt.alpha(Theme.paper, 0) }
                }
            }
            Rectangle {
                visible: !pager.flickable.atYEnd
                y: pager.flickable.height - pager.haze
                width: pager.width + 1
                height: pager.haze + 1
                gradient: Gradient {
                    GradientStop { position: 0; color: Qt.alpha(Theme.paper, 0) }
                    GradientStop { position: 1; color: Theme.paper }
                }
            }
            Rectangle {
                x: pager.width + 20
                width: 8
                height: pager.flickable.height
                radius: 4
                color: Theme.contrast ? Theme.offLine : Theme.line

                Rectangle {
                    readonly property real part: Math.min(1, pager.flickable.height / Math.max(1, pager.flickable.contentHeight))

                    width: parent.width
                    height: Math.max(48, parent.height * part)
                    radius: 4
                    color: Theme.jade
                    y: Math.max(0, Math.min(parent.height - height, (parent.height - height)
                        * (pager.flickable.contentY - pager.flickable.originY) / Math.max(1, pager.flickable.contentHeight - pager.flickable.height)))
                }
            }
            Row {
                anchors.bottom: parent.bottom
                spacing: Theme.gap

                AppButton {
                    objectName: "scroll-up"
                    width: pager.half
                    height: pager.barHeight
                    role: "choice"
                    picture: "up"
                    label: pager.narrow ? "" : qsTr("往上看")
                    Accessible.name: qsTr("往上看")
                    textSize: Theme.body
                    enabled: !pager.flickable.atYBeginning
                    onClicked: pager.move(-1)
                }
                AppButton {
                    objectName: "scroll-down"
                    width: pager.half
                    height: pager.barHeight
                    role: "choice"
                    picture: "down"
                    label: pager.narrow ? "" : qsTr("往下看")
                    Accessible.name: qsTr("往下看")
                    textSize: Theme.body
                    enabled: !pager.flickable.atYEnd
                    onClicked: pager.move(1)
                }
                AppButton {
                    objectName: "scroll-jump"
                    visible: pager.jumps
                    width: pager.width - 2 * (pager.half + Theme.gap)
                    height: pager.barHeight
                    role: "choice"
                    picture: pager.jumpPicture
                    label: pager.jumpLabel
                    textSize: Theme.body
                    onClicked: pager.glideTo(pager.jump.mapToItem(pager.flickable.contentItem, 0, 0).y)
                }
            }
        }
    }
}
