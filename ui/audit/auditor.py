"""Runs every check on the page that a window shows."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtQuick import QQuickWindow

from kiosk.flow.page import Frame
from ui.audit.contrast import check_contrast
from ui.audit.finding import Finding, Glass
from ui.audit.language import check_language
from ui.audit.scene import read
from ui.audit.spoken import check_focus, check_spoken, names
from ui.audit.targets import check_targets
from ui.audit.texts import check_texts
from ui.theme import tokens


def audit(window: QQuickWindow, frame: Frame, glass: Glass, proper: Collection[str] = ()) -> list[Finding]:
    """What is wrong with the page that a settled window shows (`ui.snapshot.settle`); `frame` is the one shown."""
    # the picture first: taking it is what lays the items out for good
    picture = window.grabWindow()
    scene = read(window)
    return [
        *check_texts(scene, tokens(frame.size, frame.contrast).least),
        *check_targets(scene, glass, elder=frame.size.elder, low_reach=frame.low_reach),
        *check_contrast(scene, picture, high=frame.contrast),
        *check_spoken(scene, window),
        *check_focus(scene, window),
        *check_language(scene, names(window), frame.language, proper),
    ]
