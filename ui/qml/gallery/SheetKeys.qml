// What is picked and typed with.
import QtQuick
import "../components"
import Jiujin

Sheet {
    OptionCards { width: parent.width; height: 400; columns: 2; chosen: "b"; skipLabel: "skip"; options: [{ value: "a", label: "OptionCards", note: "note" }, { value: "b", label: "chosen", note: "" }] }
    NumericKeypad { width: parent.width; height: 4 * (keyHeight + gap); skipLabel: "skip" }
}
