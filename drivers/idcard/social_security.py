"""Reading a social-security card: its application, the records of EF05 and EF06, and the document they make.

Facts, cards, section 4 (circular 人社信息函〔2012〕37号 and public programs; the LD/T standards were not at hand).
Only what a service needs is read; no PIN is sent, ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from drivers.idcard.apdu import (
    READ_RECORD,
    SELECT_BY_ID,
    SELECT_BY_NAME,
    SELECT_ELEMENTARY,
    Transmit,
    exchange,
    expect_success,
    record_value,
    select,
)
from drivers.idcard.pcsc_status import RECORD_NOT_FOUND, SUCCESS, word_fault
from drivers.idcard.status import CardError
from kiosk.identity.document import DocumentKind, IdentityDocument
from kiosk.identity.gb18030 import decode
from kiosk.identity.number import birth_date_of, normalised_number

AID = "sx1.sh.社会保障".encode("gbk")
EF_CARD, EF_HOLDER = 0xEF05, 0xEF06
_BY_TAG, _BY_NUMBER = 0x00, 0x04
"""P2 of READ RECORD: P1 is a tag, or the number of a record."""
_WRONG_PARAMETERS = frozenset({0x6A86, 0x6B00})
"""Sources disagree about P1 of the selection and about records by tag: who refuses one form is asked in the other."""
_PADDING = b" \0\xff"
_NO_DATE = frozenset({"00000000", "FFFFFFFF", "20202020", ""})


@dataclass(frozen=True, kw_only=True)
class Record:
    """One record: its file, tag, number within the file and the length of its value in bytes."""

    field: str
    file: int
    tag: int
    number: int
    size: int


VERSION = Record(field="version", file=EF_CARD, tag=0x03, number=3, size=4)
ISSUED = Record(field="valid_from", file=EF_CARD, tag=0x05, number=5, size=4)
VALID_TO = Record(field="valid_to", file=EF_CARD, tag=0x06, number=6, size=4)
NUMBER = Record(field="number", file=EF_HOLDER, tag=0x08, number=1, size=18)
NAME = Record(field="name", file=EF_HOLDER, tag=0x09, number=2, size=30)
SEX = Record(field="sex", file=EF_HOLDER, tag=0x0A, number=3, size=1)
NATION = Record(field="ethnic_code", file=EF_HOLDER, tag=0x0B, number=4, size=1)
BIRTH_DATE = Record(field="birth_date", file=EF_HOLDER, tag=0x0D, number=6, size=4)
"""Card number, issuer, region and birth place are on the card too, and no service asks for them."""


@dataclass(frozen=True, kw_only=True)
class SocialSecurityCard:
    """What was read: the document, and the version of its specification (such as 2.00) where the card says it."""

    document: IdentityDocument
    version: str


def read_card(transmit: Transmit) -> SocialSecurityCard:
    """Read the card behind `transmit`.

    Raises `CardError`: `reader.other-card` for one without the application, `reader.access-denied` where it wants a
    PIN or a security module, `reader.bad-content` naming the field that cannot be understood, `reader.protocol`,
    `reader.read-failed`.
    """
    word = select(transmit, SELECT_BY_NAME, AID)
    if word != SUCCESS:
        raise word_fault("select application", word, selecting=True)
    file = _File(transmit)
    fields: dict[Record, bytearray | None] = {}
    try:
        for record in (VERSION, ISSUED, VALID_TO, NUMBER, NAME, SEX, NATION, BIRTH_DATE):
            fields[record] = file.read(record)
        return _card(fields)
    finally:
        for value in fields.values():
            if value is not None:
                value[:] = bytes(len(value))


class _File:
    """The file that is selected now, and how this card wants its records named."""

    def __init__(self, transmit: Transmit) -> None:
        self._transmit = transmit
        self._selected = 0
        self._by = _BY_TAG

    def read(self, record: Record) -> bytearray | None:
        """The value of a record; None when the card has none. Trailing padding stays."""
        if record.file != self._selected:
            self._select(record.file)
        name = f"{record.field} of EF{record.file & 0xFF:02X}"
        answer = exchange(self._transmit, self._command(record))
        if answer.word in _WRONG_PARAMETERS and self._by == _BY_TAG:
            self._by = _BY_NUMBER
            answer = exchange(self._transmit, self._command(record))
        try:
            if answer.word == RECORD_NOT_FOUND:
                return None
            expect_success(f"read {name}", answer)
            return record_value(answer.data, record.tag, record.field)
        finally:
            answer.wipe()

    def _select(self, file: int) -> None:
        identifier = file.to_bytes(2, "big")
        word = select(self._transmit, SELECT_ELEMENTARY, identifier)
        if word in _WRONG_PARAMETERS:
            word = select(self._transmit, SELECT_BY_ID, identifier)
        if word != SUCCESS:
            raise word_fault(f"select EF{file & 0xFF:02X}", word)
        self._selected = file

    def _command(self, record: Record) -> bytes:
        which = record.tag if self._by == _BY_TAG else record.number
        return bytes((0x00, READ_RECORD, which, self._by, record.size + 2))


def _card(fields: dict[Record, bytearray | None]) -> SocialSecurityCard:
    number = normalised_number(_ascii(fields[NUMBER], NUMBER))
    birth_date = _date(fields[BIRTH_DATE], BIRTH_DATE) or birth_date_of(number)
    if birth_date is None:
        raise CardError("reader.bad-content", f"{BIRTH_DATE.field} is neither on the card nor in the number")
    document = IdentityDocument(
        kind=DocumentKind.SOCIAL_SECURITY_CARD,
        name=_text(fields[NAME], NAME),
        sex=_sex(fields[SEX]),
        ethnic_code=_nation(fields[NATION]),
        birth_date=birth_date,
        address=None,
        number=number,
        issuer=None,
        valid_from=_date(fields[ISSUED], ISSUED),
        valid_to=_date(fields[VALID_TO], VALID_TO),
    )
    version = fields[VERSION]
    return SocialSecurityCard(document=document, version="" if version is None else _version(version))


def _given(value: bytearray | None, record: Record) -> bytes:
    stripped = b"" if value is None else bytes(value).strip(_PADDING)
    if not stripped:
        raise CardError("reader.bad-content", f"{record.field} is missing")
    return stripped


def _ascii(value: bytearray | None, record: Record) -> str:
    try:
        return _given(value, record).decode("ascii")
    except UnicodeDecodeError:
        # from None: the message of the cause would quote the bytes
        raise CardError("reader.bad-content", f"{record.field} is no ASCII") from None


def _text(value: bytearray | None, record: Record) -> str:
    """GB 18030, of which GBK is a part. Bytes that are none become U+FFFD, and the kiosk says so of the name."""
    return decode(_given(value, record)).strip("\u3000 ")


def _version(value: bytearray) -> str:
    """Only what a version can look like: it goes into the record of the reading."""
    text = bytes(value).strip(_PADDING).decode("ascii", "replace")
    return text if text.replace(".", "").isdecimal() else ""


def _sex(value: bytearray | None) -> str:
    """GB/T 2261.1, as a digit or as its bare value; 0 (unknown) where the card says nothing."""
    code = value[0] if value else 0
    text = chr(code) if 0x30 <= code <= 0x39 else str(code)
    return text if text in ("1", "2", "9") else "0"


def _nation(value: bytearray | None) -> str | None:
    """Two digits of GB/T 3304, packed into one byte; None where the card says nothing."""
    if not value or value[0] in _PADDING:
        return None
    return f"{value[0]:02X}"


def _date(value: bytearray | None, record: Record) -> date | None:
    """YYYYMMDD in four BCD bytes; None where the card says nothing."""
    text = "" if value is None else value.hex().upper()
    if text in _NO_DATE:
        return None
    try:
        if len(text) != 8 or not text.isdecimal():
            raise ValueError(record.field)
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise CardError("reader.bad-content", f"{record.field} is no date") from None
