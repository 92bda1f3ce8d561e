"""A form being filled: answers, what is relevant now, what is still wrong and why."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from kiosk.forms.definition import AnswerKind, FormDefinition, FormField, Prefill
from kiosk.forms.rules import evaluate
from kiosk.identity.document import IdentityDocument

_PHONE = re.compile(r"1[3-9][0-9]{9}\Z")
"""Mobile numbers have eleven digits and begin 13 to 19 (national numbering plan)."""
_BANK_CARD = re.compile(r"[0-9]{12,19}\Z")
"""Primary account numbers have at most 19 digits (ISO/IEC 7812)."""

PROBLEMS: Mapping[str, Mapping[str, str]] = {
    "empty": {"zh-CN": "这一项还没填。", "en": "Please answer this one."},
    "phone": {"zh-CN": "手机号是 11 位数字，请再看一看。", "en": "A mobile number has 11 digits."},
    "bank-card": {
        "zh-CN": "卡号不对，请对照银行卡再输一次。",
        "en": "Please compare the number with your bank card.",
    },
    "choice": {"zh-CN": "请选一项。", "en": "Please choose one."},
    "date": {"zh-CN": "请填一个真实的日期。", "en": "Please give a real date."},
    "too-long": {"zh-CN": "太长了，请写短一些。", "en": "That is too long."},
    "characters": {"zh-CN": "有不能用的字符，请重新填写。", "en": "Some characters cannot be used here."},
}


class FormFilling:
    """The answers of one visit. Values are normalised when they are taken; nothing else changes them."""

    def __init__(self, definition: FormDefinition) -> None:
        self.definition = definition
        self._answers: dict[str, Any] = {}
        self._sources: dict[str, str] = {}

    def prefill(self, document: IdentityDocument) -> None:
        """Fill what the card knows; what a person already answered stays."""
        values = {
            Prefill.CARD_NAME: document.name,
            Prefill.CARD_NUMBER: document.number,
            Prefill.CARD_BIRTH_DATE: document.birth_date.isoformat(),
            Prefill.CARD_ADDRESS: document.address,
        }
        for field in self.definition.fields:
            value = values.get(field.prefill, "")
            # what the form would refuse from a person is asked, not hidden behind the card
            if value and field.id not in self._answers and _problem(field, value) is None:
                self._answers[field.id] = value
                self._sources[field.id] = "card"

    def field(self, field_id: str) -> FormField:
        """A field by id; `KeyError` when the form has none."""
        for field in self.definition.fields:
            if field.id == field_id:
                return field
        raise KeyError(field_id)

    def relevant(self) -> tuple[FormField, ...]:
        """The fields that apply to the answers so far."""
        return tuple(field for field in self.definition.fields if self._applies(field))

    def asked(self) -> tuple[FormField, ...]:
        """The gaps: relevant fields that no source has filled."""
        return tuple(field for field in self.relevant() if field.id not in self._sources)

    def value(self, field_id: str) -> Any:
        return self._answers.get(field_id)

    def source(self, field_id: str) -> str:
        return self._sources.get(field_id, "")

    def take(self, field_id: str, value: object) -> str | None:
        """Take an answer; the id of the problem when it will not do, and then nothing is changed."""
        field = self.field(field_id)
        normalised = _normalised(field, value)
        if normalised is None or normalised == "":
            self._answers.pop(field_id, None)
            return "empty" if field.required else None
        problem = _problem(field, normalised)
        if problem is None:
            self._answers[field_id] = normalised
            self._sources.pop(field_id, None)
        return problem

    def skip(self, field_id: str) -> bool:
        """Leave a field out; False when it is required."""
        if self.field(field_id).required:
            return False
        self._answers.pop(field_id, None)
        self._sources.pop(field_id, None)
        return True

    def open_problems(self) -> dict[str, str]:
        """Field id to problem id, for every relevant field that is not in order."""
        problems: dict[str, str] = {}
        for field in self.relevant():
            value = self._answers.get(field.id)
            if value in (None, ""):
                if field.required:
                    problems[field.id] = "empty"
                continue
            problem = _problem(field, value)
            if problem is not None:
                problems[field.id] = problem
        return problems

    def answers(self) -> dict[str, Any]:
        """Relevant answers only: what does not apply is not sent."""
        return {field.id: self._answers[field.id] for field in self.relevant() if field.id in self._answers}

    def wipe(self) -> None:
        self._answers.clear()
        self._sources.clear()

    def _applies(self, field: FormField) -> bool:
        return field.when is None or bool(evaluate(field.when, self._answers))


def _normalised(field: FormField, value: object) -> Any:
    if field.kind is AnswerKind.CONFIRM:
        return True if value is True else None
    if value is None:
        return None
    if not isinstance(value, str):
        return "\x00"
    if field.kind in (AnswerKind.PHONE, AnswerKind.BANK_CARD):
        return "".join(unicodedata.normalize("NFKC", value).split()).replace("-", "")
    return value.strip()


def _problem(field: FormField, value: Any) -> str | None:
    if field.kind is AnswerKind.CONFIRM:
        return None if value is True else "empty"
    if len(value) > field.max_length:
        return "too-long"
    if any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in value):
        return "characters"
    match field.kind:
        case AnswerKind.PHONE:
            return None if _PHONE.match(value) else "phone"
        case AnswerKind.BANK_CARD:
            return None if _BANK_CARD.match(value) and luhn_holds(value) else "bank-card"
        case AnswerKind.CHOICE:
            return None if value in {option.value for option in field.options} else "choice"
        case AnswerKind.DATE:
            return None if _is_date(value) else "date"
        case _:
            return None


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
