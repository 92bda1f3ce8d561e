// What is pressed, in every role and state: buttons, cards, tiles.
import QtQuick
import "../components"
import Jiujin

Sheet {
    Repeater {
        model: ["primary", "secondary", "quiet", "choice", "help"]

        Row {
            id: kinds

            required property string modelData

            spacing: Theme.gap

            AppButton { objectName: "button-" + kinds.modelData; width: 300; role: kinds.modelData; label: kinds.modelData; note: "note" }
            AppButton { objectName: "picture-" + kinds.modelData; width: 300; role: kinds.modelData; picture: "check"; label: kinds.modelData }
            AppButton { objectName: "off-" + kinds.modelData; width: 300; role: kinds.modelData; label: kinds.modelData; enabled: false }
        }
    }
    Row {
        spacing: Theme.gap

        ChoiceCard { objectName: "card-plain"; width: 300; title: "ChoiceCard"; note: "note" }
        ChoiceCard { objectName: "card-chosen"; width: 300; title: "chosen"; chosen: true }
        ChoiceCard { objectName: "card-off"; width: 300; title: "off"; enabled: false }
    }
    Row {
        spacing: Theme.gap

        FunctionTile { objectName: "tile"; width: 300; height: 240; about: ({ id: "apply", label: "FunctionTile", note: "note", picture: "form", enabled: true }) }
        FunctionTile { objectName: "tile-off"; width: 300; height: 240; about: ({ id: "pay", label: "off", note: "note", picture: "pay", enabled: false }) }
        FavouriteTile { objectName: "favourite"; width: 300; name: "FavouriteTile"; note: "1 min" }
    }
}
