"""Runs every check on the page that a window shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from PySide6.QtQuick import QQuickWindow

from kiosk.flow.page import Frame
from ui.audit.contrast import check_contrast
from ui.audit.finding import Check, Finding, Glass
from ui.audit.language import check_language
from ui.audit.scene import Scene, read
from ui.audit.spoken import check_focus, check_spoken, names
from ui.audit.targets import check_targets
from ui.audit.texts import check_texts, note
from ui.theme import tokens


def audit(window: QQuickWindow, frame: Frame, glass: Glass, proper: Collection[str] = ()) -> list[Finding]:
    """What is wrong with the page that a settled window shows (`ui.snapshot.settle`); `frame` is the one shown."""
    # the picture first: taking it is what lays the items out for good
    picture = window.grabWindow()
    scene = read(window)
    return [
        *_missing(scene, frame),
        *check_texts(scene, tokens(frame.size, frame.contrast).least, frame.place),
        *check_targets(scene, glass, elder=frame.size.elder, low_reach=frame.low_reach),
        *check_contrast(scene, picture, high=frame.contrast),
        *check_spoken(scene, window),
        *check_focus(scene, window),
        *check_language(scene, names(window), frame.language, proper),
    ]


def _missing(scene: Scene, frame: Frame) -> Iterator[Finding]:
    """A page that fills the window as one target leads to those that have both."""
    there = {target.name for target in scene.targets}
    if frame.countdown is not None or any(scene.is_page(target.box) for target in scene.targets):
        return
    for name, label in (("action-help", frame.help_label), ("action-leave", frame.leave_label)):
        if label and name not in there:
            yield note(Check.MISSING, f"{name} ({label})", scene.window)
