"""Looks whether words are whole, large enough, and clear of each other and of the edges of their cards."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QRectF

from ui.audit.finding import Check, Finding
from ui.audit.scene import Scene, Text, View
from ui.theme import Tokens

SLACK = 1.5
"""Pixels by which a rounded position may be off."""
EDGE = 4
"""Pixels that letters keep from the edge of their card; the thickest frame is 6 units."""
STANDARD = Tokens().least
SEAL = "Noto Serif"
"""The seal is a drawing of two characters, and the only thing in this face."""
SHARED = 3
"""Pixels that the letters of two texts may share: a comma's tail below its line."""


def check_texts(scene: Scene, least: float, place: str = "") -> Iterator[Finding]:
    """`least`: units of the design below which no type is drawn. `place`: words that shrink to fit the header; they
    are on every page, large at the door, and may go down to the least of the standard size."""
    for text in scene.texts:
        yield from _cut(text, scene)
        units = text.pixels / scene.scale
        allowed = min(least, STANDARD) if text.words == place else least
        if units < allowed - 0.5 and not text.family.startswith(SEAL):
            yield note(Check.SMALL_TYPE, f"{units:.0f} of {allowed:.0f}: {text.words}", text.ink)
    yield from _overlaps(scene)


def visible(text: Text) -> QRectF:
    """The part of the letters that is not scrolled away or clipped; empty where nothing is."""
    seen = text.ink.intersected(text.clip)
    return seen if text.view is None else seen.intersected(text.view.box)


def note(check: Check, what: str, box: QRectF) -> Finding:
    rounded = (round(box.left()), round(box.top()), round(box.width()), round(box.height()))
    return Finding(check=check, what=" ".join(what.split()), box=rounded)


def _cut(text: Text, scene: Scene) -> Iterator[Finding]:
    if not text.fits:
        yield note(Check.CUT, f"has more to say than its room: {text.words}", text.ink)
    view = text.view
    if view is None:
        if not _holds(text.clip, text.ink):
            yield note(Check.CUT, f"is clipped: {text.words}", text.ink)
        return
    beyond_sides = text.ink.left() < view.box.left() - SLACK or text.ink.right() > view.box.right() + SLACK
    beyond_ends = text.ink.top() < view.box.top() - SLACK or text.ink.bottom() > view.box.bottom() + SLACK
    if beyond_sides and not view.sideways:
        yield note(Check.CUT, f"is cut at the side: {text.words}", text.ink)
    if beyond_ends and not view.upright:
        yield note(Check.CUT, f"cannot be scrolled to: {text.words}", text.ink)
    if (beyond_sides or beyond_ends) and not view.paged:
        yield note(Check.CUT, f"lies outside of what scrolls, and no button scrolls it: {text.words}", text.ink)
    if not view.box.isEmpty() and not _holds(scene.window, view.box):
        yield note(Check.CUT, f"what scrolls reaches outside the window: {text.words}", view.box)


def _holds(outer: QRectF, inner: QRectF) -> bool:
    return outer.adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(inner)


def _overlaps(scene: Scene) -> Iterator[Finding]:
    seen = [(text, visible(text)) for text in scene.texts]
    seen = [(text, box) for text, box in seen if not box.isEmpty()]
    for (one, first), (other, second) in combinations(seen, 2):
        common = first.intersected(second)
        if common.width() > SHARED and common.height() > SHARED:
            yield note(Check.OVERLAP, f"two texts on each other: {one.words} / {other.words}", common)
    for text, box in seen:
        if text.card is not None and not text.card.adjusted(EDGE, EDGE, -EDGE, -EDGE).contains(box):
            yield note(Check.OVERLAP, f"reaches over the edge of its card: {text.words}", box)
        for target in scene.targets:
            apart = not target.button or (target.name or "?") == text.target or _scrolls_apart(text.view, target.view)
            if apart or scene.is_page(target.box):
                continue
            common = box.intersected(target.seen)
            if common.width() > SHARED and common.height() > SHARED:
                yield note(Check.OVERLAP, f"stands on the button {target.name}: {text.words}", common)


def _scrolls_apart(one: View | None, other: View | None) -> bool:
    return one is not None and other is not None and one is not other
