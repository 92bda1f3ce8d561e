// What is filled in and ticked, in every state.
import QtQuick
import "../components"
import Jiujin

Sheet {
    QuestionRow { objectName: "row-active"; width: parent.width; label: "QuestionRow"; value: "138 0022"; active: true; caret: true }
    QuestionRow { objectName: "row-empty"; width: parent.width; label: "QuestionRow"; placeholder: "placeholder" }
    QuestionRow { objectName: "row-problem"; width: parent.width; label: "QuestionRow"; value: "138"; problem: true }
    QuestionRow { objectName: "row-fixed"; width: parent.width; label: "QuestionRow"; value: "fixed"; source: "source"; fixed: true }
    FieldBox { objectName: "box-active"; width: parent.width; label: "FieldBox"; value: "6200 0000"; active: true }
    FieldBox { objectName: "box-problem"; width: parent.width; label: "FieldBox"; placeholder: "placeholder"; problem: true }
    TickBox { objectName: "tick"; width: parent.width; label: "TickBox" }
    TickBox { objectName: "ticked"; width: parent.width; label: "TickBox, ticked"; ticked: true }
    TickBox { objectName: "tick-problem"; width: parent.width; label: "TickBox, problem"; problem: true }
    Row {
        spacing: Theme.gap

        RatingCard { objectName: "rating"; width: 300; label: "RatingCard" }
        RatingCard { objectName: "rated"; width: 300; label: "chosen"; chosen: true }
    }
}
