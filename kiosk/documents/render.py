"""Rendering: a paper through its typst template to the raster of a thermal head. Alone imports typst.

One point of the template is one dot (rendered at 72 an inch), so that 576 points are exactly the 576 dots of 72 mm
at 203 dpi. Not for the process that draws the window: typst holds the interpreter for tens of milliseconds and
keeps about 35 MB; there `kiosk.documents.press` asks a child.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import typst
from PIL import Image

from kiosk.documents.fonts import Coverage, FontFileError, read_coverage
from kiosk.documents.paper import AnyPaper
from kiosk.documents.qr import QUIET_MODULES, qr_matrix
from kiosk.documents.raster import RECEIPT_WIDTH_DOTS, Raster
from kiosk.documents.sheet import Sheet, compose, printed_text
from kiosk.documents.text import BREAK
from kiosk.faults import Fault, FaultError
from kiosk.identity.document import is_private_use

FAMILY = "Noto Sans CJK SC"
WEIGHTS = {400: "regular", 700: "bold"}
TEMPLATES = Path(__file__).with_name("templates")
CODE_DOTS = 304
"""A code is at least 38 mm wide (look, paper; 8 dots a millimetre)."""
LEAST_MODULE_DOTS = 5
"""Below, phones begin to miss codes of this size (facts, printing, section 12)."""
DARK_BELOW = 150
"""Grey below which a dot is black: a little above the middle, so that thin strokes survive the head."""


@dataclass(frozen=True, kw_only=True)
class FontHealth:
    """Whether paper can be lettered. `fault` is None when the house's font is there in both weights."""

    fault: Fault | None
    facts: dict[str, str] = field(default_factory=dict)
    """For the technician: file and release of each weight."""


class Renderer:
    """Fonts and compiler, found once. `FaultError` (document.font-missing) when the font is not there."""

    def __init__(self, fonts: typst.Fonts | None = None) -> None:
        self._fonts = fonts or typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)
        self.faces = _faces(self._fonts)
        self._compiler = typst.Compiler(font_paths=self._fonts, root=TEMPLATES)

    def render(self, sheet: Sheet) -> Raster:
        """`FaultError` with document.glyph-missing, document.code-too-large or document.render-failed."""
        fault = self.glyph_fault(printed_text(sheet))
        if fault is not None:
            raise FaultError(fault.id, fault.detail)
        return _raster(self.typeset(sheet, "png"))

    def typeset(self, sheet: Sheet, kind: Literal["png", "pdf"]) -> bytes:
        """The typeset paper as `png` or, for checks of its text, `pdf`."""
        modules = _modules(sheet.code)
        data = {**sheet.data, "modules": modules, "module_dots": module_dots(len(modules))}
        try:
            made = self._compiler.compile(
                input=TEMPLATES / f"{sheet.template}.typ",
                format=kind,
                ppi=72 if kind == "png" else None,
                sys_inputs={"sheet": json.dumps(data, ensure_ascii=False)},
            )
        except RuntimeError as problem:  # the parent of TypstError, and what an unknown template raises
            # typst's own words may quote the data: they stay in the chain and never reach a journal.
            raise FaultError("document.render-failed", f"template {sheet.template} does not compile") from problem
        if not isinstance(made, bytes):
            raise FaultError("document.render-failed", f"{sheet.template}: more than one page")
        return made

    def glyph_fault(self, text: str) -> Fault | None:
        """What cannot be printed of a text: every character must stand in the regular and in the bold face.

        The detail names blocks of 256 characters only: a rare character of a name would tell whose it is.
        """
        wanted = text.replace(BREAK, "")
        missing = {character for face in self.faces.values() for character in face.missing(wanted)}
        # A font may well draw U+FFFD or a private-use mark; on paper it is a wrong character all the same.
        missing.update(character for character in wanted if is_private_use(character))
        if not missing:
            return None
        blocks = sorted({f"U+{ord(character) >> 8:02X}xx" for character in missing})
        return Fault(id="document.glyph-missing", detail=f"{len(missing)} in {', '.join(blocks[:4])}")


def render(paper: AnyPaper) -> Raster:
    """The raster of a paper, in this process; `FaultError` as `Renderer` and `Renderer.render` raise it."""
    return Renderer().render(compose(paper))


def font_health() -> FontHealth:
    """The house's font as typst finds it: for doctor."""
    facts: dict[str, str] = {}
    try:
        faces = _faces(typst.Fonts(include_system_fonts=True, include_embedded_fonts=False), facts)
    except FaultError as problem:
        return FontHealth(fault=problem.fault, facts=facts)
    lacking = {character for face in faces.values() for character in face.missing("䶮𬱖㼆")}
    if lacking:
        # An early release of the font: names of the acceptance list would be refused.
        return FontHealth(
            fault=Fault(id="document.font-missing", detail=f"lacks {len(lacking)} of 䶮𬱖㼆"), facts=facts
        )
    return FontHealth(fault=None, facts=facts)


def _faces(fonts: typst.Fonts, facts: dict[str, str] | None = None) -> dict[int, Coverage]:
    faces: dict[int, Coverage] = {}
    for info in fonts.fonts():
        if info.family == FAMILY and info.style == "normal" and info.weight in WEIGHTS and info.path:
            try:
                faces[info.weight] = read_coverage(Path(info.path), info.index)
            except FontFileError as problem:
                raise FaultError("document.font-missing", str(problem)) from problem
            if facts is not None:
                facts[WEIGHTS[info.weight]] = f"{Path(info.path).name} {faces[info.weight].revision}"
    for weight, name in WEIGHTS.items():
        if weight not in faces:
            raise FaultError("document.font-missing", f"{FAMILY}, {name}")
    return faces


def _modules(code: str) -> tuple[str, ...]:
    if not code:
        return ()
    try:
        return qr_matrix(code)
    except ValueError as problem:
        raise FaultError("document.code-too-large", str(problem)) from problem


def module_dots(modules: int) -> int:
    """Whole dots a module, for a code of at least 38 mm; 0 for no code.

    `FaultError` (document.code-too-large) when it would be wider than the paper with its quiet zone.
    """
    if modules == 0:
        return 0
    dots = max(LEAST_MODULE_DOTS, -(-CODE_DOTS // modules))
    if (modules + 2 * QUIET_MODULES) * dots > RECEIPT_WIDTH_DOTS:
        raise FaultError("document.code-too-large", f"{modules} modules of {dots} dots")
    return dots


def _raster(png: bytes) -> Raster:
    with Image.open(io.BytesIO(png)) as picture:
        grey = picture.convert("L")
        if grey.width != RECEIPT_WIDTH_DOTS:
            raise FaultError("document.render-failed", f"{grey.width} dots wide instead of {RECEIPT_WIDTH_DOTS}")
        # Pillow packs eight pixels a byte, leftmost highest, 1 = white: the table makes the dark ones white.
        bits = grey.point([255 if level < DARK_BELOW else 0 for level in range(256)], "1")
        return Raster(width=grey.width, height=grey.height, rows=bits.tobytes())
