"""Looks whether what is to be touched is large enough for a finger, apart, inside the window and within reach."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ui.audit.finding import Check, Finding, Glass
from ui.audit.scene import PAGERS, Scene, Target
from ui.audit.texts import SLACK, note

LEAST_MM = 12
LEAST_ELDER_MM = 15
APART = 16
"""Units of the design between two targets (docs/ui.md)."""
KEYS_APART = 8
"""Units of the design between two keys of a keyboard."""
KEYS = ("key-", "mode-", "candidate-")
"""How the names of a keyboard's keys begin."""
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
HIGHEST_MM = 1220
"""How high above the floor a seated person reaches (EN 301 549, 8.3.4.3.2: 48 inches, unobstructed)."""


LOWER_ELDER = 0.6
"""The part of an upright screen that holds a page of the elder sizes; half of it does not. HIGHEST_MM holds too."""


def check_targets(scene: Scene, glass: Glass, *, elder: bool, low_reach: bool) -> Iterator[Finding]:
    seen = [target for target in scene.targets if target.enabled]
    # beside a keyboard there is no room below the middle for what is written and what it finds
    typing = any(target.name.removeprefix("key-") in LETTERS for target in seen)
    for target in seen:
        yield from _size(target, scene, glass, LEAST_ELDER_MM if elder else LEAST_MM)
        yield from _place(target, scene)
        if low_reach and not target.seen.isEmpty() and not scene.is_page(target.box):
            yield from _low(
                target, scene, glass, middle=not typing and not target.name.startswith(PAGERS), elder=elder
            )
    yield from _gaps([target for target in seen if not target.seen.isEmpty()], scene.scale)


def _size(target: Target, scene: Scene, glass: Glass, least: float) -> Iterator[Finding]:
    wide = target.box.width() * glass.width_mm / scene.window.width()
    high = target.box.height() * glass.height_mm / scene.window.height()
    if min(wide, high) < least - 0.05:
        what = f"{target.name or target.label or '?'} is {wide:.1f} × {high:.1f} mm, least is {least}"
        yield note(Check.TARGET_SIZE, what, target.box)


def _place(target: Target, scene: Scene) -> Iterator[Finding]:
    name, box = target.name or target.label or "?", target.box
    inside = scene.window.adjusted(-SLACK, -SLACK, SLACK, SLACK)
    if target.view is None or name.startswith(KEYS):
        if not inside.contains(box):
            yield note(Check.REACH, f"{name} is not all inside the window", box)
        elif target.seen.height() < box.height() - SLACK or target.seen.width() < box.width() - SLACK:
            yield note(Check.REACH, f"{name} is clipped", box)
    elif not target.view.paged and not target.view.box.adjusted(-2, -2, 2, 2).contains(box):
        yield note(Check.REACH, f"{name} is scrolled away and no button scrolls it", box)


def _low(target: Target, scene: Scene, glass: Glass, *, middle: bool, elder: bool) -> Iterator[Finding]:
    """`middle`: whether it has to stand in the lower half of an upright screen, in elder sizes in LOWER_ELDER."""
    name, top = target.name or target.label or "?", target.seen.top()
    upright = scene.window.height() > scene.window.width()
    part = LOWER_ELDER if elder else 0.5
    if middle and upright and top < scene.window.height() * (1 - part) - SLACK:
        yield note(Check.REACH, f"{name} stands above the middle", target.seen)
    high = glass.lower_edge_mm + (scene.window.height() - top) * glass.height_mm / scene.window.height()
    if high > HIGHEST_MM:
        yield note(Check.REACH, f"{name} is {high:.0f} mm above the floor", target.seen)


def _gaps(seen: list[Target], scale: float) -> Iterator[Finding]:
    for one, other in combinations(seen, 2):
        if one.item.isAncestorOf(other.item) or other.item.isAncestorOf(one.item):
            continue
        keys = one.name.startswith(KEYS) and other.name.startswith(KEYS)
        near = (KEYS_APART if keys else APART) * scale - 0.75
        if one.seen.adjusted(-near, -near, near, near).intersects(other.seen):
            what = f"{one.name or one.label} and {other.name or other.label} are closer than {near / scale:.0f}"
            yield note(Check.TARGET_GAP, what, one.seen.united(other.seen))
