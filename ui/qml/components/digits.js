// Numbers as they are typed, shown and answered: grouped for reading aloud, plain in the answer.
.pragma library

const GROUPS = { "phone": [3, 4, 4], "bank-card": [4, 4, 4, 4, 4], "date": [4, 2, 2] }
// 11 digits of a mobile number, 19 of a bank card (ISO/IEC 7812), 8 of a date.
const MOST = { "phone": 11, "bank-card": 19, "date": 8 }

// Whether a kind of question is answered on the number pad.
function typed(kind) {
    return ["digits", "pin", "phone", "bank-card", "date"].indexOf(kind) >= 0
}

// The digits of an answer, without its spaces and dashes.
function plain(value) {
    return value === null || value === undefined ? "" : String(value).replace(/[^0-9X]/g, "")
}

// How many digits a field takes.
function most(kind, maxLength) {
    const own = MOST[kind] || 40
    return maxLength > 0 ? Math.min(own, maxLength) : own
}

// For the eye and the voice: 138 0022 1…
function grouped(kind, digits) {
    if (kind === "pin")
        return "●".repeat(digits.length)
    const sizes = GROUPS[kind]
    if (!sizes)
        return digits
    const parts = []
    let at = 0
    for (const size of sizes) {
        if (at >= digits.length)
            break
        parts.push(digits.slice(at, at + size))
        at += size
    }
    if (at < digits.length)
        parts.push(digits.slice(at))
    return parts.join(kind === "date" ? " - " : " ")
}

// What the flow is told: digits, or the date in ISO 8601 once it is whole; null for nothing.
function answer(kind, digits) {
    if (digits === "")
        return null
    if (kind === "date" && digits.length === 8)
        return digits.slice(0, 4) + "-" + digits.slice(4, 6) + "-" + digits.slice(6)
    return digits
}
