"""What we send is what was drawn: judged by the tests' interpreter, by python-escpos and by the demo's decoder."""

from __future__ import annotations

from contextlib import suppress

import pytest
from escpos.printer import Dummy
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from drivers.printer.commands import cut, portions, prologue, resync
from drivers.printer.models import MODELS, printer_model
from drivers.printer.paper import paper_picture
from kiosk.documents.raster import Raster
from tests.counterparts.escpos_interpreter import interpret
from tests.drivers.printer.conftest import picture

DEFAULT = printer_model("escpos-80")


def _bytes(raster: Raster, model: str = "escpos-80") -> bytes:
    known = printer_model(model)
    return prologue(known) + b"".join(part.data for part in portions(raster, known)) + cut(known)


@st.composite
def rasters(draw: st.DrawFn) -> Raster:
    """Runs of white and of inked rows, from single rows to more than a feed or a band takes."""
    stride = draw(st.integers(1, 72))
    runs = draw(
        st.lists(
            st.tuples(st.booleans(), st.sampled_from([1, 2, 15, 16, 17, 47, 48, 96, 128, 129, 300])),
            min_size=1,
            max_size=6,
        )
    )
    ink = draw(st.binary(min_size=1, max_size=stride)).ljust(stride, b"\x10")
    rows = b"".join((ink if inked else bytes(stride)) * count for inked, count in runs)
    return Raster(width=stride * 8, height=len(rows) // stride, rows=rows)


@settings(max_examples=60, deadline=None)
@given(rasters())
def test_any_raster_arrives_dot_for_dot(raster: Raster) -> None:
    data = _bytes(raster)
    reading = interpret(data)
    sheet, rest = reading.sheets
    wanted = b"".join(raster.band(row, 1).ljust(72, b"\0") for row in range(raster.height))
    assert sheet.packed() == wanted
    assert sheet.cut
    assert rest.rows == []
    assert reading.tallest_band <= 128
    assert paper_picture(data).rows == wanted
    assert data == _bytes(raster)


@settings(max_examples=30, deadline=None)
@given(rasters(), st.sampled_from([model for model in MODELS.values() if model.cuts]))
def test_every_model_gets_its_own_motion_unit(raster: Raster, model: object) -> None:
    assert isinstance(model, type(DEFAULT))
    if raster.width > model.width_dots:
        with pytest.raises(ValueError, match="dots wide"):
            list(portions(raster, model))
        return
    data = _bytes(raster, model.name)
    sheet = interpret(data, width=model.width_dots, dots_per_inch=model.dots_per_inch).sheets[0]
    assert len(sheet.rows) == raster.height


def test_bands_are_those_of_python_escpos() -> None:
    raster = picture(300)
    theirs = Dummy()
    image = Image.frombytes("1", (raster.width, raster.height), raster.rows, "raw", "1;I")
    theirs.image(image, fragment_height=128)
    assert b"".join(part.data for part in portions(raster, DEFAULT)) == theirs.output


def test_blank_runs_become_feeds() -> None:
    raster = picture(700, blank=(100, 600))
    parts = list(portions(raster, DEFAULT))
    assert [part.data for part in parts if part.rows and part.data[:2] == b"\x1bJ"] == [b"\x1bJ\xff", b"\x1bJ\xf5"]
    assert sum(part.rows for part in parts) == 700
    assert sum(len(part.data) for part in parts) < 200 * 72 + 100


def test_no_height_that_spoils_a_pos_5890k() -> None:
    raster = Raster(width=384, height=96 + 48, rows=b"\x01" * 48 * 144)
    heights = [part.rows for part in portions(raster, printer_model("pos-5890k"))]
    assert sum(heights) == 144
    assert not any(height % 48 == 0 for height in heights)


def test_prologue_and_cut_bytes() -> None:
    assert prologue(DEFAULT).hex(" ") == "1b 40 1d 61 00 1d 50 cb cb"
    assert cut(DEFAULT).hex(" ") == "1d 56 42 10"


@pytest.mark.parametrize("lost", [1, 71, 72, 5000, 128 * 72 - 1])
def test_resync_ends_a_torn_raster(lost: int) -> None:
    """A band lost its last bytes; after the resync the next document stands alone on its paper."""
    first, second = picture(128, 1), picture(50, 2)
    torn = b"".join(part.data for part in portions(first, DEFAULT))[:-lost]
    later = b"".join(part.data for part in portions(second, DEFAULT)) + cut(DEFAULT)
    scrap, sheet, _ = interpret(torn + resync(DEFAULT) + later).sheets
    assert sheet.packed() == second.rows
    assert scrap.cut


@given(st.binary(max_size=40))
def test_the_demo_decoder_refuses_or_decodes(data: bytes) -> None:
    with suppress(ValueError):
        assert paper_picture(data).height > 0
