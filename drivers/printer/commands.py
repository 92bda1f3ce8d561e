"""The commands we send: one raster becomes a prologue, bands of at most 128 rows, feeds, a cut and a question.

From python-escpos come the command constants (`escpos.constants`); a test holds our bands byte for byte against its
`image()`. The rest is ours because of what was measured (facts, printing, section 3): its status reader reports
paper where there is silence, its reads last the full timeout or 60 s, its `image()` returns without error while paper
is out and skips no blank rows, and importing its printers costs a quarter of a second. The same raster always gives
the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from escpos.constants import HW_INIT, RT_STATUS, S_RASTER_N

from drivers.printer.models import BAND_ROWS, PrinterModel
from kiosk.documents.raster import Raster

STATUS_QUESTIONS = tuple(bytes(RT_STATUS) + bytes((n,)) for n in (1, 2, 3, 4))
"""`DLE EOT n`: answered at once, ahead of everything in the buffer."""
CONFIRMATION_QUESTION = b"\x1dr\x01"
"""`GS r 1`: answered in order, after everything sent before it."""
MIN_FEED_ROWS = 16
"""Blank runs shorter than 2 mm stay in the band: stopping the band costs more than their bytes."""
MAX_FEED_ROWS = 255
CUT_MARGIN_ROWS = 16
"""Fed beyond the cutting position, so that the last line is not at the edge (2 mm)."""
RESYNC_BYTES = bytes(BAND_ROWS * 72 + 8)
"""As many NUL as the longest band of a 576-dot head: they fill up a raster whose rest was lost as white rows, and
mean nothing to a printer that waits for a command."""


@dataclass(frozen=True, kw_only=True)
class Portion:
    """Bytes that may be followed by a stop: whole commands that print or feed `rows` rows."""

    data: bytes
    rows: int


def prologue(model: PrinterModel) -> bytes:
    """`ESC @`; `GS a 0`: no unasked status, which could be taken for a confirmation; `GS P`: a feed unit is a row."""
    unit = model.dots_per_inch
    return bytes(HW_INIT) + b"\x1da\x00\x1dP" + bytes((unit, unit))


def resync(model: PrinterModel) -> bytes:
    """Before the first job after a broken one: cut off what that one left, so that no two people share paper."""
    return RESYNC_BYTES + prologue(model) + cut(model)


def cut(model: PrinterModel) -> bytes:
    """`GS V 66 n`: feed to the cutter and cut; without a cutter a feed up to the tear bar."""
    if model.cuts:
        return b"\x1dV\x42" + bytes((CUT_MARGIN_ROWS,))
    return _feed(120)


def portions(raster: Raster, model: PrinterModel) -> Iterator[Portion]:
    """The rows of a raster from top to bottom. `ValueError` when it is wider than the model's paper."""
    if raster.width > model.width_dots:
        raise ValueError(f"{raster.width} dots wide, {model.name} prints {model.width_dots}")
    top = 0
    while top < raster.height:
        blank = _blank_run(raster, top)
        if blank >= MIN_FEED_ROWS or blank == raster.height - top:
            rows = min(blank, MAX_FEED_ROWS)
            yield Portion(data=_feed(rows), rows=rows)
        else:
            rows = _band_height(raster, top, model)
            yield Portion(data=_raster(raster, top, rows), rows=rows)
        top += rows


def _feed(rows: int) -> bytes:
    return b"\x1bJ" + bytes((rows,))


def _raster(raster: Raster, top: int, rows: int) -> bytes:
    size = raster.stride.to_bytes(2, "little") + rows.to_bytes(2, "little")
    return bytes(S_RASTER_N) + size + raster.band(top, rows)


def _blank_run(raster: Raster, top: int, enough: int | None = None) -> int:
    """How many rows from `top` on are white; counts no further than `enough`."""
    row = top
    stop = raster.height if enough is None else min(raster.height, top + enough)
    white = bytes(raster.stride)
    while row < stop and raster.band(row, 1) == white:
        row += 1
    return row - top


def _band_height(raster: Raster, top: int, model: PrinterModel) -> int:
    """Up to the next run worth feeding, the end, or the longest band."""
    rows, longest = 0, min(BAND_ROWS, raster.height - top)
    while rows < longest:
        blank = _blank_run(raster, top + rows, MIN_FEED_ROWS)
        if blank >= MIN_FEED_ROWS:
            break
        rows += max(blank, 1)
    rows = min(rows, longest)
    multiple = model.bad_height_multiple
    return rows - 1 if multiple and rows % multiple == 0 else rows
