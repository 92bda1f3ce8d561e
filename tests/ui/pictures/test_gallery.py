"""The gallery as a designer uses it: the command that writes pictures, and the panel that pages through them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from app.faults import ROOT
from kiosk.flow.page import PageName
from tests.ui.pictures.collection import pages
from ui.gallery.mode import EVERY, Mode, Shape, covering
from ui.gallery.sheets import with_sheets
from ui.gallery.showing import Easel
from ui.gallery.stand import Stand


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "main.py", "gallery", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


def test_pictures_of_one_page_in_two_modes(tmp_path: Path) -> None:
    done = run("--out", str(tmp_path), "--page", "help", "--mode", "landscape en", "--mode", "large")
    assert done.returncode in (0, 1), done.stderr
    index = (tmp_path / "index.html").read_text("utf-8")
    assert not re.search(r"https?:|//", index), "needs nothing but the folder"
    linked = re.findall(r'<img [^>]*src="([^"]+)"', index)
    there = {str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*.png")}
    assert set(linked) == there
    sizes = {(QImage(str(tmp_path / name)).width(), name.split("/")[0]) for name in linked}
    assert sizes == {(1920, "landscape-standard-en"), (1080, "portrait-large-zh-CN")}
    told = re.findall(r"^\S.* · \S+: ([a-z-]+):", done.stdout, re.MULTILINE)
    assert (done.returncode == 1) == bool(told)
    assert index.count("<li>") == len(told), "each finding stands with its picture"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--out", "{}", "--page", "nowhere"), "no page nowhere; there are attract, call-back,"),
        (("--out", "{}", "--mode", "upside down"), "no mode upside down; there are portrait,"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(tmp_path: Path, arguments: tuple[str, ...], sentence: str) -> None:
    done = run(*(part.format(tmp_path) for part in arguments))
    assert done.returncode == 2
    assert done.stderr.startswith(f"gallery: {sentence}")
    assert done.stderr.count("\n") == 1


def test_every_page_name_is_in_the_gallery() -> None:
    for mode in (Mode(), Mode.read("landscape largest en"), Mode.read("counter medium zh-HK")):
        assert {one.page.name for one in pages(mode)} == set(PageName), mode
        assert all(one.frame.language == mode.language and one.frame.size is mode.size for one in pages(mode))
        names = [one.name for one in pages(mode)]
        assert len(set(names)) == len(names)


def test_the_covering_modes_bring_each_two_choices_together() -> None:
    def pairs(modes: tuple[Mode, ...]) -> set[tuple[str, str]]:
        return {(one, other) for mode in modes for one in parts(mode) for other in parts(mode)}

    def parts(mode: Mode) -> list[str]:
        return [str(mode.shape), mode.size, mode.language, f"contrast {mode.contrast}", f"low {mode.low_reach}"]

    few = tuple(covering())
    assert pairs(few) == pairs(EVERY)
    assert len(few) < len(EVERY) / 8
    assert few == tuple(covering()), "always the same ones"
    assert [Mode.read(str(mode)) for mode in EVERY] == list(EVERY)


@pytest.fixture
def stand(qapp: QGuiApplication) -> Iterator[Stand]:
    made = Stand(lambda mode: pages(mode)[:12], Mode(), "help")
    made.panel.show()
    yield made
    made.close()


def item_of(window: QQuickWindow, name: str) -> QQuickItem:
    waiting = [window.contentItem()]
    while waiting:
        item = waiting.pop()
        if item.objectName() == name:
            return item
        waiting.extend(item.childItems())
    raise AssertionError(f"no {name} on the panel")


def press(stand: Stand, name: str) -> None:
    item = item_of(stand.panel, name)
    centre: QPoint = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
    QTest.mouseClick(stand.panel, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, centre)
    QGuiApplication.processEvents()


def test_a_designer_pages_through_and_changes_the_mode(stand: Stand) -> None:
    names = cast(list[str], stand.names)
    assert "help" in names[stand.at]  # type: ignore[call-overload]
    assert (stand.terminal.width(), stand.terminal.height()) == (1080, 1920)
    before, first = stand.terminal.grabWindow(), stand.at
    press(stand, "gallery-on")
    assert stand.at == first + 1  # type: ignore[operator]
    assert stand.terminal.grabWindow() != before
    press(stand, "gallery-back")
    assert stand.terminal.grabWindow() == before
    press(stand, "gallery-counter")
    press(stand, "gallery-en")
    press(stand, "gallery-contrast")
    assert (stand.terminal.width(), stand.terminal.height()) == (Shape.COUNTER.width, Shape.COUNTER.height)
    mode = cast(dict[str, object], stand.mode)
    assert (mode["shape"], mode["language"], mode["contrast"]) == ("counter", "en", True)
    assert "help" in cast(list[str], stand.names)[stand.at], "the page stays"  # type: ignore[call-overload]
    assert item_of(stand.panel, "gallery-findings").property("text")


GENERAL = frozenset(
    (
        "AppButton ChoiceCard FunctionTile FavouriteTile QuestionRow FieldBox TickBox RatingCard OptionCards "
        "NumericKeypad Heading BodyText Note StepBar NoticeBar Chip Problem Promise Panel NumberedLines CentredLines "
        "NumberBox FaultCode CalmBar SafeMark PictureHead Icon"
    ).split()
)
"""What pages are put together from; the rest of the folder is the frame around them, or belongs to one page."""


def test_every_component_of_general_use_is_on_a_sheet_that_loads(qapp: QGuiApplication) -> None:
    folder = ROOT / "ui" / "qml"
    sheets = "".join(file.read_text("utf-8") for file in (folder / "gallery").glob("Sheet*.qml"))
    assert {name for name in GENERAL if f"{name} {{" not in sheets} == set()
    shown = [one for one in with_sheets(lambda mode: pages(mode)[:1])(Mode()) if one.sheet]
    assert len(shown) == len(list((folder / "gallery").glob("Sheet?*.qml")))
    with Easel(shown[0]) as easel:
        taken = []
        for one in shown:
            easel.put(one, Mode())
            taken.append(bytes(easel.picture().constBits()))
    assert len(set(taken)) == len(shown), "each shows something of its own"
