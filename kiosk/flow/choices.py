"""Choices of equal size on a page: rows for the view, and the actions that they stand for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kiosk.flow.page import Action, Role
from kiosk.flow.words import Words

Row = dict[str, Any]
"""`id`, `title`, `note`, `picture`, `enabled`."""


def choice_row(words: Words, name: str, picture: str, *, title: str, note: str, enabled: bool = True) -> Row:
    """A row; `title` and `note` are keys of words."""
    return {
        "id": name,
        "title": words(title),
        "note": words(note),
        "picture": picture,
        "enabled": enabled,
    }


def choice_actions(action: str, rows: Iterable[Row]) -> tuple[Action, ...]:
    return tuple(
        Action(
            id=action,
            value=row["id"],
            label=row["title"],
            note=row["note"],
            picture=row["picture"],
            role=Role.CHOICE,
            enabled=row["enabled"],
        )
        for row in rows
    )
