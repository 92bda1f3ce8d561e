"""Upright and lying windows, sizes of type and of glass, low reach: everything fits, and fingers find it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QMetaObject

from kiosk.flow.page import Frame, Page, PageName, TextSize
from tests.ui import samples, samples_visit
from tests.ui.conftest import cases
from tests.ui.driver import Driver
from tests.ui.samples import FRAME, PAGES
from tests.ui.stage import Stage
from ui.shape import Glass, shape_of

ALL: dict[str, tuple[Page, Frame]] = {
    **{f"hall-{name}": (page, samples.FRAME) for name, page in samples.PAGES.items()},
    **samples_visit.samples(),
}


def sized(frame: Frame, size: TextSize, *, low: bool = False) -> Frame:
    return replace(
        frame, size=size, low_reach=low, large_clock=size.elder, elder_label="大字模式" if size.elder else ""
    )


@pytest.mark.parametrize(
    ("window", "stage"),
    [
        ((1080, 1920), (1080, 1920)),
        ((540, 960), (1080, 1920)),
        ((1200, 1920), (1200, 1920)),
        ((768, 1366), (1080, 1921)),
        ((1920, 1080), (1920, 1080)),
        ((1280, 1024), (1350, 1080)),
        ((1366, 768), (1921, 1080)),
        ((3840, 1080), (2400, 1080)),
        ((1024, 1024), (1350, 1350)),
    ],
)
def test_the_design_takes_the_shape_of_the_window(window: tuple[int, int], stage: tuple[int, int]) -> None:
    shape = shape_of(window, Glass(), elder=False)
    assert (round(shape.stage_width), round(shape.stage_height)) == stage
    assert shape.wide == (window[0] >= window[1])


def test_a_target_is_as_large_as_a_finger_on_every_glass() -> None:
    assert shape_of((1080, 1920), Glass(), elder=True).target == 90, "22 mm are enough"
    small = Glass(width_mm=135, height_mm=217)
    assert shape_of((800, 1280), small, elder=False).target == pytest.approx(12 * 1200 / 135, abs=2)
    assert shape_of((800, 1280), small, elder=True).target == pytest.approx(15 * 1200 / 135, abs=2)
    assert shape_of((1280, 800), small, elder=True).target == pytest.approx(15 * 1080 / 135, abs=2)


def test_the_window_follows_when_it_is_turned(ui: Driver) -> None:
    ui.window.root.resize(1920, 1080)
    ui.show(PAGES["card"], FRAME)
    title = next(text for text in ui.texts() if text.property("text") == PAGES["card"].title)
    action = ui.box(ui.find("action-no-card"))
    assert ui.box(title).right() < 960, "what is asked stands at the left"
    assert action.top() > 720
    ui.window.root.resize(1080, 1920)
    ui.show(PAGES["card"], FRAME)
    assert ui.box(ui.find("action-no-card")).top() > 1280


@pytest.mark.parametrize(
    ("window", "size", "low"),
    [
        ((1280, 1024), TextSize.STANDARD, False),
        ((1280, 1024), TextSize.LARGEST, True),
        ((1920, 1080), TextSize.LARGE, False),
        ((1080, 1920), TextSize.LARGEST, False),
        ((1080, 1920), TextSize.MEDIUM, True),
    ],
)
def test_every_page_fits(stage: Stage, window: tuple[int, int], size: TextSize, low: bool) -> None:
    stage.resize(*window)
    wrong: list[str] = []
    for name, (page, frame) in ALL.items():
        stage.show(page, sized(frame, size, low=low))
        wrong.extend(f"{name}: {misfit}" for misfit in stage.misfits())
    assert wrong == []


KEPT_HIGH = {
    PageName.FORM: "its keys and the box they fill stand together",
    PageName.STAFF: "its keys and the boxes they fill stand together",
}
"""Pages on which low reach does not bring everything below the middle, and why."""


@pytest.mark.parametrize("size", [TextSize.STANDARD, TextSize.LARGE])
def test_low_reach_brings_what_is_touched_down(stage: Stage, size: TextSize) -> None:
    for name, (page, frame) in ALL.items():
        stage.show(page, sized(frame, size, low=True))
        line = 960 - (100 if size.elder else 0)
        for item in stage.items():
            if not item.inherits("QQuickAbstractButton") or not item.isEnabled() or page.name in KEPT_HIGH:
                continue
            place = stage.box(item)
            above = item.parentItem()
            while above is not None and not above.clip():
                above = above.parentItem()
            if above is not None:
                place = place.intersected(stage.box(above))
            assert place.isEmpty() or place.top() >= line - 1, f"{name}: {item.objectName()} at {place.top():.0f}"


def test_a_small_glass_gets_larger_targets(ui: Driver) -> None:
    ui.window.theme.glass = Glass(width_mm=110, height_mm=196)
    ui.show(PAGES["staff"], FRAME)
    need = 12 * 1080 / 110
    for button in ui.buttons():
        if button.objectName().startswith("action-"):
            assert min(button.width(), button.height()) >= need - 1, button.objectName()


def test_nothing_stands_still_for_years(ui: Driver) -> None:
    places = set()
    for _ in range(12):
        QMetaObject.invokeMethod(ui.window.root, "wander")
        stage = ui.find("stage")
        places.add((stage.x(), stage.y()))
    assert len(places) >= 10
    assert all(abs(x) <= 4 and abs(y) <= 4 for x, y in places)
    xs = [x for x, _ in places]
    assert min(xs) < 0 < max(xs)


def test_when_nobody_is_here_the_page_has_the_whole_screen(ui: Driver) -> None:
    attract = next((page for page, _ in cases("standard").values() if page.name is PageName.ATTRACT), None)
    if attract is None:
        from kiosk.flow.page import Action

        attract = Page(
            name=PageName.ATTRACT, title="点一下屏幕", actions=(Action(id="wake", label="开始"),), facts={"lines": []}
        )
    ui.show(attract, FRAME)
    assert "action-size" not in ui.names()
    assert "action-help" not in ui.names()
    ui.tap("action-wake")
    assert ui.done == [("wake", None)]
