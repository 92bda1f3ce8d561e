// How words of different lengths stand in rows and pages of candidates.
.pragma library

// Places of words from `start` on, as many as fit `rows` rows of `room`: [{ index, x, row, width }]. One character takes
// `least`, or the little more with which a row is full.
function placed(words, start, rows, room, size, least, gap) {
    const places = []
    const columns = Math.floor((room + gap) / (least + gap))
    const single = (room + gap) / columns - gap
    let x = 0, row = 0
    for (let index = start; index < words.length; index++) {
        const width = words[index].length === 1 ? single : Math.min(room, words[index].length * size + 48)
        if (x > 0 && x + width > room + 0.5) {
            x = 0
            row += 1
        }
        if (row >= rows)
            break
        places.push({ index: index, x: x, row: row, width: width })
        x += width + gap
    }
    return places
}
