"""A page that looks otherwise than when somebody last looked fails, with both pictures side by side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QImage, QPainter

from tests.ui.pictures.collection import pages
from tests.ui.pictures.goldens import FOLDER, MODES, SMALLER, changed, file_of, side_by_side, small, wanted
from ui.gallery.mode import Mode
from ui.gallery.showing import Easel

FONTS = ("Noto Sans CJK SC", "Noto Sans CJK HK", "Noto Serif CJK SC")


@pytest.fixture(scope="module")
def easel(qapp: QGuiApplication) -> Iterator[Easel]:
    missing = [family for family in FONTS if family not in QFontDatabase.families()]
    if missing:
        pytest.skip(f"no {', '.join(missing)} (Debian: fonts-noto-cjk): letters of other fonts look otherwise")
    with Easel(pages(Mode())[0]) as made:
        yield made


@pytest.mark.parametrize("mode", MODES, ids=str)
def test_pages_look_as_they_did(easel: Easel, mode: Mode, tmp_path: Path) -> None:
    told = []
    for of, showing in wanted():
        if of is not mode:
            continue
        easel.put(showing, mode)
        now, file = easel.picture(), file_of(mode, showing)
        before = QImage(str(file))
        if before.isNull():
            told.append(f"{showing.name}: has no golden")
            continue
        where = changed(before, small(now))
        if where is not None:
            both = tmp_path / f"{showing.name}.png"
            side_by_side(before, now, where).save(str(both))
            told.append(f"{showing.name}: differs at {where.getRect()} → {both}")
    assert not told, "look, and if it is meant: python -m tests.ui.pictures.renew\n" + "\n".join(told)


def test_no_golden_is_left_over() -> None:
    kept = {file_of(mode, showing) for mode, showing in wanted()}
    assert set(FOLDER.rglob("*.png")) == kept


def test_a_changed_word_is_seen_and_a_paler_dot_is_not(easel: Easel, tmp_path: Path) -> None:
    mode, showing = next(iter(wanted()))
    easel.put(showing, mode)
    picture = easel.picture()
    before = small(picture)
    assert changed(before, small(picture)) is None
    dot, word = picture.copy(), picture.copy()
    dot.setPixelColor(500, 500, QColor("#000000"))
    assert changed(before, small(dot)) is None
    painter = QPainter(word)
    painter.fillRect(QRect(600, 900, 60, 26), QColor("#16262E"))
    painter.end()
    where = changed(before, small(word))
    assert where is not None
    assert where.intersects(QRect(600, 900, 60, 26))
    assert where.width() <= 60 + 3 * SMALLER
    smaller = picture.scaled(picture.width() // 2, picture.height())
    assert changed(before, small(smaller)) is not None
    both = side_by_side(before, word, where)
    assert both.width() == 2 * word.width() + 20
