// Which key stands where: rows of keys in units of one letter's width, ten to a row.
.pragma library

const LETTERS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"]
const SIGNS = [
    ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"],
    ["·", "-", "#", "/", "(", ")", ".", "@", "，", "。"]
]
// What addresses are made of; in a language without them, more signs.
const PLACES = {
    "zh-CN": [["省", "市", "区", "镇", "村", "路", "街", "巷", "里"], ["号", "楼", "栋", "座", "单元", "层", "室", "组"]],
    "zh-HK": [["省", "市", "區", "鎮", "村", "路", "街", "巷", "里"], ["號", "樓", "棟", "座", "單元", "層", "室", "邨"]],
    "en": [[",", ":", ";", "'", "\"", "!", "?", "&", "+"], ["_", "%", "*", "=", "$", "¥", "<", ">"]]
}

// The rows of a mode: [[{ name, units }]].
function rows(mode, language) {
    if (mode === "code")
        return [SIGNS[0]].concat(LETTERS.map(row => row.split(""))).map((row, number) => row.map(sign => ({ name: sign, units: 1 }))
            .concat(number === 3 ? [{ name: "backspace", units: 1.75 }] : []))
    if (mode === "symbols")
        return SIGNS.concat(PLACES[language] || PLACES["zh-CN"]).map((row, number) => row.map(sign => ({ name: sign, units: sign.length > 1 ? 1.25 : 1 }))
            .concat(number === 3 ? [{ name: "backspace", units: 1.75 }] : []))
    return LETTERS.map((row, number) => {
        const letters = row.split("").map(letter => ({ name: letter, units: 1 }))
        if (number < 2)
            return letters
        return [{ name: mode === "pinyin" ? "split" : "shift", units: 1.25 }].concat(letters, [{ name: "backspace", units: 1.75 }])
    })
}

// The keys of a mode in a room: [{ name, x, row, width }], each row in the middle.
function placed(mode, language, room, gap) {
    const unit = (room - 9 * gap) / 10
    const keys = []
    rows(mode, language).forEach((row, number) => {
        const width = key => key.units * unit + (key.units - 1) * gap
        const whole = row.reduce((sum, key) => sum + width(key), 0) + (row.length - 1) * gap
        let x = (room - whole) / 2
        for (const key of row) {
            keys.push({ name: key.name, x: x, row: number, width: width(key) })
            x += width(key) + gap
        }
    })
    return keys
}
