"""The wish to be called back, by telephone or by video, as a submission of kind `callback` says it in its answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from kiosk.protocol.errors import MalformedError

LONGEST_PHONE = 32


class CallbackWish(StrEnum):
    CALL = "call-back"
    VIDEO = "video"


class PartOfDay(StrEnum):
    ANY = "any"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, kw_only=True)
class Callback:
    """Whom to call, how and when; the person, if one was read, is the submission's applicant."""

    wish: CallbackWish
    phone: str = field(repr=False)
    day: date | None = None
    """The day in China; None: as soon as somebody can."""
    part: PartOfDay = PartOfDay.ANY

    def to_json(self) -> dict[str, Any]:
        """The submission's `answers`."""
        return {
            "wish": self.wish.value,
            "phone": self.phone,
            "day": None if self.day is None else self.day.isoformat(),
            "part": self.part.value,
        }

    @classmethod
    def from_json(cls, value: Any) -> Callback:
        """From `answers`; members beyond these four are passed over. `MalformedError` never says what stood there."""
        if not isinstance(value, dict):
            raise MalformedError("a callback's answers are an object")
        phone, day = value.get("phone"), value.get("day")
        if not isinstance(phone, str) or not 1 <= len(phone) <= LONGEST_PHONE or not phone.isprintable():
            raise MalformedError("a callback has a phone")
        if not isinstance(day, str | None):
            raise MalformedError("a callback's day is a date or null")
        try:
            return cls(
                wish=CallbackWish(str(value.get("wish"))),
                phone=phone,
                day=None if day is None else date.fromisoformat(day),
                part=PartOfDay(str(value.get("part"))),
            )
        except ValueError:
            raise MalformedError("a callback's wish, day or part") from None
