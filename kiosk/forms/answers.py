"""One answer: from what a front end sends to what is kept, or the id of the problem with it.

Kept are JSON values without fractions: texts, whole numbers (money in 分), days as 2026-11-20, `true`, an address as
`{region, detail}`, strokes. What is typed with an input method in full width is read as it is meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from kiosk.devices import STILL_LIMIT_BYTES
from kiosk.divisions import divisions
from kiosk.forms.definition import AnswerKind, FormField
from kiosk.forms.strokes import read_strokes
from kiosk.identity.document import is_private_use
from kiosk.identity.names import DOTS
from kiosk.identity.number import NumberKind, normalised_number, number_of_18, number_problem

Taken = tuple[Any, str | None]
"""The value to keep, None for nothing; and the id of the problem, None where it will do."""
PHONE = re.compile(r"1[3-9][0-9]{9}\Z")
"""Mobile numbers have eleven digits and begin 13 to 19 (national numbering plan)."""
_BANK_CARD = re.compile(r"[0-9]{12,19}\Z")
"""Primary account numbers have at most 19 digits (ISO/IEC 7812)."""
_NUMBER = re.compile(r"-?[0-9]{1,15}\Z")
_MONEY = re.compile(r"([0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.([0-9]{1,2}))?\Z")
_NAME_MARKS = frozenset("· -'’.,")
"""A foreigner's card sets the comma between surname and given names."""
MIN_NAME_LENGTH = 50
"""A field for names holds at least so many characters (domain facts, 7.5)."""
PHOTO_TYPE = "image/jpeg"
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_MAX_TYPED = 20_000
"""Longer than any answer may be: nothing is worked out on such a text."""
_NOT_WRITING = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Control characters, direction and format marks, lone surrogates, separators of lines."""


def read_answer(field: FormField, value: object) -> Taken:
    """An answer of any kind but a table. Options and constraints are judged elsewhere: they look at other answers."""
    match field.kind:
        case AnswerKind.CONFIRM:
            return (True if value is True else None), None
        case AnswerKind.ADDRESS:
            return _address(field, value)
        case AnswerKind.SIGNATURE:
            strokes = read_strokes(value)
            return strokes, None if strokes is not None or value in (None, "", []) else "signature"
        case AnswerKind.PHOTO:
            return _photo(value)
        case AnswerKind.NUMBER if type(value) is int:
            value = str(value)
    if value is None:
        return None, None
    if not isinstance(value, str):
        return None, "characters"
    if len(value) > _MAX_TYPED:
        return None, "too-long"
    return _text(field, value)


def _text(field: FormField, value: str) -> Taken:
    text = _normalised(field.kind, value)
    if not text:
        return None, None
    problem = _characters(text, field)
    if problem is not None:
        return None, problem
    match field.kind:
        case AnswerKind.NAME:
            return text, None if all(_in_a_name(mark) for mark in text) else "name"
        case AnswerKind.ID_NUMBER:
            text = number_of_18(text) or text
            wrong = number_problem(text, kind=NumberKind.ANY)
            return text, None if wrong is None else f"id-number-{wrong}"
        case AnswerKind.PHONE:
            return text, None if PHONE.match(text) else "phone"
        case AnswerKind.BANK_CARD:
            return text, None if _BANK_CARD.match(text) and luhn_holds(text) else "bank-card"
        case AnswerKind.NUMBER:
            return (int(text), None) if _NUMBER.match(text) else (None, "number")
        case AnswerKind.MONEY:
            amount = fen(text)
            return amount, None if amount is not None else "money"
        case AnswerKind.DATE:
            return text, None if _is_date(text) else "date"
        case _:
            return text, None


def _normalised(kind: AnswerKind, value: str) -> str:
    match kind:
        case AnswerKind.PHONE | AnswerKind.BANK_CARD:
            return "".join(unicodedata.normalize("NFKC", value).split()).replace("-", "")
        case AnswerKind.ID_NUMBER:
            return normalised_number(value)
        case AnswerKind.NAME:
            return " ".join(value.translate(DOTS).split())
        case AnswerKind.NUMBER | AnswerKind.MONEY:
            plain = "".join(unicodedata.normalize("NFKC", value).replace("。", ".").split())
            return plain.removeprefix("¥").removesuffix("元") if kind is AnswerKind.MONEY else plain
        case _:
            return value.strip()


def typed_name(text: str) -> str | None:
    """A name as it is kept, or None for what is none: empty, or with marks that no name has."""
    name = _normalised(AnswerKind.NAME, text)
    return name if name and not not_writing(name) and all(_in_a_name(mark) for mark in name) else None


def not_writing(text: str) -> bool:
    """Whether there are characters that nobody writes: they would hide or turn what is beside them."""
    # what is printable is none of these: one call in place of ten thousand
    return not text.isprintable() and any(unicodedata.category(mark) in _NOT_WRITING for mark in text)


def _characters(text: str, field: FormField) -> str | None:
    """What is wrong with a text whatever it says; `rare` is for characters that only some other machine knows."""
    if not_writing(text):
        return "characters"
    if (not text.isprintable() or "\ufffd" in text) and any(is_private_use(mark) for mark in text):
        return "rare"
    return "too-long" if len(text) > field.max_length else None


def _in_a_name(mark: str) -> bool:
    # Nl holds 〇; characters that were encoded after this Python's tables lie in planes 2 and 3
    return (
        mark in _NAME_MARKS
        or unicodedata.category(mark)[0] in "LM"
        or unicodedata.category(mark) == "Nl"
        or 0x20000 <= ord(mark) <= 0x3FFFF
    )


def fen(text: str) -> int | None:
    """12.5 and 1,234.50 as whole 分; None for what is no amount."""
    found = _MONEY.match(text)
    if found is None:
        return None
    return int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0"))


def luhn_holds(digits: str) -> bool:
    """The check digit of ISO/IEC 7812-1, annex B."""
    total = 0
    for index, digit in enumerate(reversed(digits)):
        number = int(digit) * (1 + index % 2)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def _is_date(text: str) -> bool:
    try:
        # fromisoformat also reads 20260228 and weeks; one form is kept
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _photo(value: object) -> Taken:
    if value in (None, "", {}):
        return None, None
    if not isinstance(value, Mapping) or set(value) != {"sha256", "media_type", "bytes"}:
        return None, "photo"
    size = value["bytes"]
    named = isinstance(value["sha256"], str) and _SHA256.match(value["sha256"]) and value["media_type"] == PHOTO_TYPE
    if not named or type(size) is not int or not 1 <= size <= STILL_LIMIT_BYTES:
        return None, "photo"
    return {"sha256": value["sha256"], "media_type": PHOTO_TYPE, "bytes": size}, None


def _address(field: FormField, value: object) -> Taken:
    if value in (None, "", {}):
        return None, None
    if not isinstance(value, Mapping) or not set(value) <= {"region", "detail"}:
        return None, "region"
    region, detail = value.get("region", ""), value.get("detail", "")
    if not isinstance(region, str) or not isinstance(detail, str):
        return None, "region"
    if len(detail) > _MAX_TYPED:
        return None, "too-long"
    detail = detail.strip()
    if not region and not detail:
        return None, None
    if not divisions().complete(region):
        return None, "region"
    if not detail:
        return None, "detail"
    problem = _characters(detail, field)
    return {"region": region, "detail": detail}, problem
