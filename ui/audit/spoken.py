"""Looks whether what can be touched is in the tree of screen readers by role and name, and in the Tab key's order."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtQml import QQmlComponent, qmlEngine
from PySide6.QtQuick import QQuickWindow
from shiboken6 import getCppPointer

from ui.audit.finding import Check, Finding
from ui.audit.scene import PAGERS, Scene, Target
from ui.audit.targets import KEYS
from ui.audit.texts import note

ROLES = frozenset(
    {
        QAccessible.Role.Button,
        QAccessible.Role.PushButton,
        QAccessible.Role.CheckBox,
        QAccessible.Role.RadioButton,
        QAccessible.Role.EditableText,
        QAccessible.Role.ListItem,
        QAccessible.Role.Link,
        QAccessible.Role.MenuItem,
        QAccessible.Role.PageTab,
        QAccessible.Role.Canvas,
        QAccessible.Role.Graphic,
    }
)
"""Roles that tell what a target is for; a canvas is signed on."""
ROUND = b"""
import QtQuick
QtObject {
    property Item start
    readonly property string found: {
        if (!start)
            return "[]"
        const first = start.nextItemInFocusChain(true), found = []
        let item = first
        for (let most = 2000; item && most > 0; most--) {
            const at = item.mapToItem(null, 0, 0)
            found.push([item.objectName, at.x, at.y])
            item = item.nextItemInFocusChain(true)
            if (item === first)
                break
        }
        return JSON.stringify(found)
    }
}
"""


def check_spoken(scene: Scene, window: QQuickWindow) -> Iterator[Finding]:
    QAccessible.setActive(True)
    known = dict(_tree(QAccessible.queryAccessibleInterface(window)))
    named: dict[str, list[Target]] = defaultdict(list)
    for target in scene.targets:
        heard = known.get(_pointer(target.item))
        name = target.name or target.label or "?"
        if heard is None:
            yield note(Check.SPOKEN, f"{name} is not in the tree of screen readers", target.box)
            continue
        role, label = heard
        if role not in ROLES:
            yield note(Check.SPOKEN, f"{name} has the role {role.name}", target.box)
        if not label.strip():
            yield note(Check.SPOKEN, f"{name} has no name to be read", target.box)
        named[label].append(target)
    for label, targets in named.items():
        # two that stand for the same thing (field-phone, turn-phone) may say the same
        if len({target.name.partition("-")[2] or target.name for target in targets}) > 1:
            what = f"{', '.join(target.name for target in targets)} are all read as {label}"
            yield note(Check.SPOKEN, what, targets[0].box)


def names(window: QQuickWindow) -> list[str]:
    """Every name in the tree of screen readers."""
    QAccessible.setActive(True)
    tree = _tree(QAccessible.queryAccessibleInterface(window))
    return [label for _, (_, label) in tree if label.strip()]


def check_focus(scene: Scene, window: QQuickWindow) -> Iterator[Finding]:
    """Every button can be reached by the Tab key, and the way through a page never goes back up in its column."""
    buttons = {_place(target): target for target in scene.targets if target.button and target.enabled}
    order = [buttons[place] for place in _round(window) if place in buttons]
    missing = [target for target in buttons.values() if target not in order and not target.name.startswith(KEYS)]
    for target in missing:
        yield note(Check.FOCUS, f"{target.name} cannot be reached by the Tab key", target.box)
    # what is scrolled away comes into sight when the focus reaches it
    still = [target for target in order if target.view is None and not target.name.startswith(PAGERS)]
    for one, following in pairwise(still):
        above = following.box.bottom() <= one.box.top()
        same_column = following.box.left() < one.box.right()
        if above and same_column:
            yield note(Check.FOCUS, f"the Tab key goes up from {one.name} to {following.name}", following.box)


def _tree(node: QAccessibleInterface | None) -> Iterator[tuple[int, tuple[QAccessible.Role, str]]]:
    if node is None:
        return
    for at in range(node.childCount()):
        child = node.child(at)
        if child is not None:
            item = child.object()
            if child.state().invisible:
                continue
            if item is not None:
                yield _pointer(item), (child.role(), child.text(QAccessible.Text.Name))
            yield from _tree(child)


def _pointer(item: QObject) -> int:
    return int(getCppPointer(item)[0])


def _place(target: Target) -> tuple[str, int, int]:
    return target.name, round(target.box.left()), round(target.box.top())


def _round(window: QQuickWindow) -> list[tuple[str, int, int]]:
    """Names and places of what the Tab key comes to, from the top of the window once round.

    Asked in QML's own language: an item that Python was given by `nextItemInFocusChain` becomes a child of the one
    it was asked of, and is deleted with it.
    """
    engine = qmlEngine(window)
    if engine is None:
        return []
    component = QQmlComponent(engine)
    component.setData(ROUND, QUrl())
    asked = component.createWithInitialProperties({"start": window.contentItem()})
    return [(name, round(x), round(y)) for name, x, y in json.loads(asked.property("found"))]
