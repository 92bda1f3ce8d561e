"""Every page in every size and contrast: it loads quietly, nothing is cut, and every target can be hit."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QRectF

from tests.ui.conftest import cases
from tests.ui.driver import Driver
from tests.ui.samples import FRAMES, PAGES

LEAST_TARGET = 90
"""Design units; 1080 of them are some 30 cm on the terminal's screen."""
LEAST_GAP = 16
UNFITTED = 12
"""Qt's `minimumPixelSize` where nobody set one, that is, where the type does not shrink to fit."""
ALL = [*(name for name in FRAMES if name != "idle"), "visit"]


@pytest.mark.parametrize("frame", [*ALL, "idle"])
def test_each_page_is_whole(ui: Driver, frame: str) -> None:
    for name, (page, around) in cases(frame).items():
        ui.show(page, around)
        window = QRectF(0, 0, 1080, 1920)
        where = f"{name} in {frame}"
        for text in ui.texts():
            said = text.property("text")
            assert not text.property("truncated"), f"{where}: {said!r} is cut short"
            box, clip = ui.box(text), ui.clip(text)
            scrolls = clip.height() < window.height()
            assert box.left() >= clip.left() - 1, f"{where}: {said!r} begins outside"
            assert box.right() <= clip.right() + 1, f"{where}: {said!r} runs out at the right"
            if not scrolls:
                assert window.contains(box), f"{where}: {said!r} is outside the window"
            if text.property("minimumPixelSize") == UNFITTED:
                room = text.width() - text.property("leftPadding") - text.property("rightPadding")
                assert text.property("contentWidth") <= room + 1, f"{where}: {said!r} is wider than its place"
                assert text.property("contentHeight") <= text.height() + 1, (
                    f"{where}: {said!r} is higher than its place"
                )


@pytest.mark.parametrize("frame", ALL)
def test_each_target_can_be_hit(ui: Driver, frame: str) -> None:
    for name, (page, around) in cases(frame).items():
        ui.show(page, around)
        where = f"{name} in {frame}"
        boxes = []
        for button in ui.buttons():
            label = button.objectName()
            assert label, f"{where}: a target without a name ({button.property('text')})"
            box = ui.box(button)
            assert min(box.width(), box.height()) >= LEAST_TARGET, f"{where}: {label} is {box.width()}×{box.height()}"
            clip = ui.clip(button)
            if clip.height() >= 1920:
                assert clip.contains(box), f"{where}: {label} is not inside the window"
            boxes.append((label, box.intersected(clip)))
        assert len({label for label, _ in boxes}) == len(boxes), f"{where}: two targets share a name"
        for (one, first), (other, second) in combinations(boxes, 2):
            if first.isEmpty() or second.isEmpty():
                continue
            grown = first.adjusted(-LEAST_GAP + 1, -LEAST_GAP + 1, LEAST_GAP - 1, LEAST_GAP - 1)
            assert not grown.intersects(second), f"{where}: {one} and {other} are closer than {LEAST_GAP}"


@pytest.mark.parametrize("frame", ["standard", "large", "visit"])
def test_ways_forward_stand_in_the_lower_third(ui: Driver, frame: str) -> None:
    for name, (page, around) in cases(frame).items():
        ui.show(page, around)
        for action in page.actions:
            if action.role.value != "primary":
                continue
            box = ui.box(ui.find(f"action-{action.id}"))
            assert box.center().y() > 1920 * 0.6, f"{name} in {frame}: {action.id} is at {box.center().y()}"


def test_overlay_covers_the_page(ui: Driver) -> None:
    ui.show(PAGES["home"], FRAMES["idle"])
    ui.tap("function-apply")
    assert ui.done == []
    ui.tap("action-stay")
    assert ui.done == [("stay", None)]
    ui.tap("action-finish-now")
    assert ui.done[1:] == [("finish", None)]


@pytest.mark.parametrize("frame", ["standard", "large", "visit"])
def test_texts_do_not_lie_on_each_other(ui: Driver, frame: str) -> None:
    for name, (page, around) in cases(frame).items():
        ui.show(page, around)
        inked = []
        for text in ui.texts():
            box = ui.box(text).intersected(ui.clip(text))
            if not box.isEmpty():
                # The line box is half again as high as the letters.
                air = box.height() / max(1, text.property("lineCount")) * 0.18
                inked.append((text.property("text"), box.adjusted(2, air, -2, -air)))
        for (one, first), (other, second) in combinations(inked, 2):
            assert not first.intersects(second), f"{name} in {frame}: {one!r} lies on {other!r}"
