"""Turns the flow's frozen values into what QML takes, and QML's answers into plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from PySide6.QtQml import QJSValue

_PLAIN = frozenset({str, int, bool, float, type(None)})
"""Most of what a page holds; asked first, because the other questions are slow."""


def to_qml(value: Any) -> Any:
    """Dataclasses and mappings to maps with string keys, tuples and lists to lists, enums to their values."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: to_qml(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_qml(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_qml(member) for member in value]
    return value


def from_qml(value: Any) -> Any:
    """What a slot received, as JSON types: a `QJSValue` is unwrapped, whole floats become integers."""
    if isinstance(value, QJSValue):
        value = value.toVariant()
    if isinstance(value, Mapping):
        return {str(key): from_qml(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [from_qml(member) for member in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
