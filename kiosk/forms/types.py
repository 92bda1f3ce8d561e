"""What rules work on: the type of every value, and what a rule sees when it is evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class ValueType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    """A whole number."""
    MONEY = "money"
    """Whole 分: it never meets a plain number in a sum or comparison."""
    DATE = "date"
    FLAG = "flag"
    CHOICE = "choice"
    """The value of one of some options; what it is compared with has to be one of them."""
    ADDRESS = "address"
    TABLE = "table"
    DRAWING = "drawing"
    """A signature or photo: a rule can ask whether it is there, nothing else."""


ORDERED = (ValueType.NUMBER, ValueType.MONEY, ValueType.DATE)
AMOUNTS = (ValueType.NUMBER, ValueType.MONEY)
MAX_AMOUNT = 999_999_999_999_999
"""Fifteen digits, below the 2**53 that canonical JSON holds; what grows beyond it is unknown."""


@dataclass(frozen=True, kw_only=True)
class FieldType:
    """Type of a field or of a rule's value."""

    type: ValueType
    options: frozenset[str] = frozenset()
    """For CHOICE: its values."""
    columns: Mapping[str, FieldType] = field(default_factory=dict)
    """For TABLE: types of its columns."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a rule sees. A field without an answer, or that does not apply, is None; a CONFIRM is then False.

    Values are texts, whole numbers, dates, flags, `{region, detail}` of addresses and lists of such maps for tables.
    """

    values: Mapping[str, Any]
    today: date
    option: Mapping[str, str] = field(default_factory=dict)
    """The option that a filter judges: its `facts`, and its value under the empty name."""
