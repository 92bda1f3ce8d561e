// Numbers as they are typed, shown and answered: grouped for reading aloud, plain in the answer.
.pragma library

const GROUPS = { "phone": [3, 4, 4], "bank-card": [4, 4, 4, 4, 4], "date": [4, 2, 2], "id-number": [6, 8, 4] }
// 11 digits of a mobile number, 19 of a bank card (ISO/IEC 7812), 8 of a date, 18 of an identity number (GB 11643);
// 15 and 12 before the point are what the form takes of numbers and of money.
const MOST = { "phone": 11, "bank-card": 19, "date": 8, "id-number": 18, "number": 15, "money": 12 }
// A landline begins with its area code: 0, three or four digits of it, and seven or eight of the number.
const LANDLINE = 12
// The key beside 0 that some kinds have.
const EXTRA = { "id-number": "X", "money": "." }
const CENTS = 2

// Whether a kind of question is answered on the number pad.
function typed(kind) {
    return ["digits", "pin", "phone", "bank-card", "date", "id-number", "number", "money"].indexOf(kind) >= 0
}

// The digits of an answer, without its spaces and dashes. Money comes as what was typed, or as whole 分.
function plain(kind, value) {
    if (value === null || value === undefined)
        return ""
    if (kind === "money")
        return typeof value === "number" ? (value / 100).toFixed(CENTS) : String(value).replace(/[^0-9.]/g, "")
    return String(value).toUpperCase().replace(/[^0-9X]/g, "")
}

// What the digits become with one more key; the same where it does not fit.
function added(kind, digits, key, maxLength) {
    if (key === "X")
        return digits.length === MOST["id-number"] - 1 ? digits + key : digits
    if (key === ".")
        return digits.indexOf(".") >= 0 ? digits : (digits || "0") + key
    const point = digits.indexOf(".")
    if (point >= 0)
        return digits.length - point > CENTS ? digits : digits + key
    if (kind === "money" && digits === "0")
        return key
    return digits.length < most(kind, maxLength, digits) ? digits + key : digits
}

// How many digits a field takes.
function most(kind, maxLength, digits) {
    const own = landline(kind, digits) ? LANDLINE : MOST[kind] || 40
    return maxLength > 0 ? Math.min(own, maxLength) : own
}

function landline(kind, digits) { return kind === "phone" && digits.charAt(0) === "0" }

// For the eye and the voice: 138 0022 1…
function grouped(kind, digits) {
    if (kind === "pin")
        return "●".repeat(digits.length)
    if (kind === "money") {
        const parts = digits.split(".")
        parts[0] = parts[0].replace(/\B(?=(\d{3})+$)/g, ",")
        return parts.join(".")
    }
    const area = digits.charAt(1) <= "2" ? 3 : 4
    const sizes = landline(kind, digits) ? [area, 4, 4] : GROUPS[kind]
    return sizes ? parted(digits, sizes, kind === "date" ? " - " : " ") : digits
}

// A text in parts of so many characters each, and what is left over.
function parted(digits, sizes, sign) {
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
    return parts.join(sign)
}

// What the flow is told: digits, or the date in ISO 8601 once it is whole; null for nothing.
function answer(kind, digits) {
    if (digits === "")
        return null
    if (kind === "date" && digits.length === 8)
        return digits.slice(0, 4) + "-" + digits.slice(4, 6) + "-" + digits.slice(6)
    return digits
}
