"""Runs every check on the page that a window shows."""

from __future__ import annotations

from collections.abc import Collection

from kiosk.flow.page import Frame
from ui.audit.contrast import check_contrast
from ui.audit.finding import Finding, Glass
from ui.audit.language import check_language
from ui.audit.scene import read
from ui.audit.spoken import check_focus, check_spoken, names
from ui.audit.targets import check_targets
from ui.audit.texts import check_texts
from ui.theme import tokens
from ui.window import Window


def audit(window: Window, frame: Frame, glass: Glass, proper: Collection[str] = ()) -> list[Finding]:
    """What is wrong with the page that a settled window shows (`ui.snapshot.settle`); `frame` is the one shown."""
    root = window.root
    # the picture first: taking it is what lays the items out for good
    picture = root.grabWindow()
    scene = read(root)
    return [
        *check_texts(scene, tokens(frame.size, frame.contrast).least),
        *check_targets(scene, glass, elder=frame.size.elder, low_reach=frame.low_reach),
        *check_contrast(scene, picture, high=frame.contrast),
        *check_spoken(scene, root),
        *check_focus(scene, root),
        *check_language(scene, names(root), frame.language, proper),
    ]
