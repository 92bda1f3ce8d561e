"""The page a stranger writes a reader from: its frames are whole and right, and its faults exist."""

from __future__ import annotations

import re
from pathlib import Path

from drivers.idcard.frame import Frame, FrameParser, request
from tests.drivers.idcard.test_status import CATALOGUE

PAGE = (Path(__file__).parents[3] / "docs" / "drivers-idcard.md").read_text("utf-8")


def test_every_frame_on_the_page_is_right() -> None:
    frames = [bytes.fromhex(text) for text in re.findall(r"`(AAAAAA9669[0-9A-F ]+)`", PAGE)]
    assert len(frames) >= 12
    for raw in frames:
        if len(raw) == 10:
            assert request(raw[7], raw[8]) == raw
        else:
            (answer,) = FrameParser().feed(raw)
            assert isinstance(answer, Frame)


def test_every_fault_on_the_page_exists() -> None:
    named = set(re.findall(r"`(reader\.[a-z-]+)`", PAGE))
    assert named
    assert all(name in CATALOGUE for name in named)
