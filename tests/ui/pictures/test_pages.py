"""Every page in the covering modes, and on demand in many: what the checks find fails, with a picture of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from tests.ui.pictures.collection import pages
from ui.gallery.mode import EACH, Mode, covering
from ui.gallery.showing import Easel

COVERING = tuple(covering())
FEW = (Mode(), *COVERING[::3])
"""Each run looks at these; together the covering modes take a minute and a half, which every run cannot give."""
REST = tuple(mode for mode in dict.fromkeys((*COVERING, *EACH)) if mode not in FEW)


@pytest.fixture(scope="module")
def easel(qapp: QGuiApplication) -> Iterator[Easel]:
    with Easel(pages(Mode())[0]) as made:
        yield made


def look_over(easel: Easel, mode: Mode, folder: Path) -> None:
    told = []
    for showing in pages(mode):
        easel.put(showing, mode)
        findings = easel.findings(showing, mode)
        if findings:
            file = folder / f"{showing.name}.png"
            easel.picture().save(str(file))
            told += [f"{showing.name}: {finding} → {file}" for finding in findings]
    assert not told, f"{mode}, {len(told)} findings:\n" + "\n".join(told[:40])


@pytest.mark.parametrize("mode", FEW, ids=str)
def test_every_page_can_be_read_reached_and_heard(easel: Easel, mode: Mode, tmp_path: Path) -> None:
    look_over(easel, mode, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("mode", REST, ids=str)
def test_and_so_in_every_other_mode(easel: Easel, mode: Mode, tmp_path: Path) -> None:
    look_over(easel, mode, tmp_path)
