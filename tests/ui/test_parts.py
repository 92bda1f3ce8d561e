"""Tokens, pictures, values and the printed paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from kiosk.documents.raster import Raster
from kiosk.flow.page import TextSize, Tone
from tests.ui.driver import Driver, painted
from tests.ui.samples import FRAME, PAGES, guide, matrix
from ui.icon import PICTURES, trace
from ui.qr_view import QrView
from ui.raster_provider import RasterProvider
from ui.snapshot import picture
from ui.theme import tokens
from ui.values import from_qml, to_qml


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""

    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    made = QColor(colour)
    return 0.2126 * channel(made.redF()) + 0.7152 * channel(made.greenF()) + 0.0722 * channel(made.blueF())


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("high", [False, True])
def test_words_stand_out_from_their_ground(high: bool) -> None:
    look = tokens(TextSize.STANDARD, high)
    pairs = [
        (look.ink, look.paper),
        (look.ink, look.card),
        (look.ink2, look.paper),
        (look.ink2, look.card),
        (look.ink2, look.bar),
        (look.off, look.paper),
        (look.on_jade, look.jade),
        (look.on_jade, look.jade_pressed),
        (look.jade, look.card),
        (look.jade, look.paper),
        (look.jade, look.jade_tint),
        (look.on_seal, look.seal),
        (look.seal, look.paper),
        (look.amber, look.amber_tint),
        (look.amber, look.card),
        (look.green, look.green_tint),
        (look.green, look.card),
        (look.ink, look.amber_tint),
        (look.ink, look.green_tint),
        (look.ink, look.seal_tint),
        (look.seal, look.seal_tint),
    ]
    for face, ground in pairs:
        if (face, ground) == (look.seal, look.paper) and not high:
            assert contrast(face, ground) >= 4.4  # used for bold marks only, 3:1 for large type would do
        else:
            assert contrast(face, ground) >= (7 if high else 4.5), (face, ground, contrast(face, ground))


def test_elder_mode_is_larger_everywhere() -> None:
    plain, large = tokens(TextSize.STANDARD, False), tokens(TextSize.LARGE, False)
    assert (large.title, large.heading, large.body, large.least) == (76, 56, 40, 36)
    for name in ("title", "heading", "body", "least", "button", "footer"):
        assert getattr(large, name) > getattr(plain, name)


@pytest.mark.parametrize("name", PICTURES)
def test_each_picture_draws_inside_its_grid(name: str) -> None:
    for stroke in PICTURES[name]:
        box = trace(stroke.lstrip("!-#")).boundingRect()
        assert box.left() >= 0, name
        assert box.top() >= 0, name
        assert box.right() <= 48, name
        assert box.bottom() <= 48, name


def test_pictures_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValueError, match="no stroke command Q"):
        trace("M 1 1 Q 2 2 3 3")


def test_qr_modules_are_whole_pixels(qapp: object) -> None:
    view = QrView()
    rows = matrix(21)
    view.rows = rows  # type: ignore[method-assign]
    image = painted(view, 29 * 4)
    for y, row in enumerate(rows):
        for x, dot in enumerate(row):
            colour = image.pixelColor(16 + x * 4 + 2, 16 + y * 4 + 2)
            assert (colour.lightness() == 0) == (dot == "1")
    assert all(image.pixelColor(at, 8).lightness() == 255 for at in range(116))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**31), 2**31 - 1) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@given(json_values)
def test_plain_values_pass_unchanged(value: object) -> None:
    assert to_qml(value) == value
    assert from_qml(value) == value


def test_values_of_the_flow_become_plain() -> None:
    made = to_qml(guide())
    assert made["name"] == "guide"
    assert made["notices"][0]["tone"] == Tone.OFFLINE.value
    assert made["actions"][2]["role"] == "primary"
    assert from_qml({"a": [1.0, 2.5]}) == {"a": [1, 2.5]}


def test_paper_on_the_screen_is_the_paper_printed() -> None:
    provider = RasterProvider()
    raster = Raster(width=16, height=2, rows=bytes([0b10000000, 0, 0, 0b00000001]))
    kept = provider.keep(raster)
    assert kept is not None
    assert kept["source"] == "image://raster/1"
    from PySide6.QtCore import QSize

    image = provider.requestImage("1", QSize(), QSize())
    black = [(x, y) for y in range(2) for x in range(16) if image.pixelColor(x, y).lightness() < 128]
    assert black == [(0, 0), (15, 1)]
    provider.keep(None)
    gone = provider.requestImage("1", QSize(), QSize())
    assert all(gone.pixelColor(x, y).lightness() == 255 for x in range(8) for y in range(8))


def test_pictures_of_pages_are_the_same_each_time(ui: Driver) -> None:
    ui.show(PAGES["guide"], FRAME)
    first = picture(ui.window)
    ui.show(PAGES["home"], FRAME)
    ui.show(PAGES["guide"], FRAME)
    assert picture(ui.window) == first
    assert (first.width(), first.height()) == (1080, 1920)
