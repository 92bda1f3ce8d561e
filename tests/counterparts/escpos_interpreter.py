"""An ESC/POS interpreter of the tests' own: judges the bytes a printer got, written from the command definitions.

It shares nothing with `drivers/printer`. It is strict: a byte sequence that no definition below covers, or that ends
in the middle of a command, is an error. Real-time questions are commands here, for the bytes are read afterwards.

    NUL            ignored between commands
    ESC @          initialise: vertical unit back to its default
    ESC J n        feed n vertical units                  (0 <= n <= 255)
    ESC d n        feed n lines of 1/6 inch
    GS P x y       units of 1/x and 1/y inch              (0 = default)
    GS a n         automatic status back; only 0 is accepted
    GS v 0 m xL xH yL yH d...   raster of xL+256·xH bytes a row, yL+256·yH rows; only m = 0 (normal size)
    GS V m [n]     cut; m = 65, 66 have an n
    GS r n         send status in order
    DLE EOT n      send status at once
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(kw_only=True)
class Sheet:
    """One piece of paper: rows from the top, each a string of `width` characters, '#' black and '.' white."""

    width: int
    rows: list[str] = field(default_factory=list)
    cut: bool = False

    def packed(self) -> bytes:
        """The rows with eight dots a byte, leftmost highest, black = 1."""
        return b"".join(
            int(row.replace("#", "1").replace(".", "0"), 2).to_bytes(self.width // 8, "big") for row in self.rows
        )


@dataclass(kw_only=True)
class Reading:
    """What a stream of bytes did. `questions` are the asked ones in order, as `("DLE EOT", n)` or `("GS r", n)`."""

    sheets: list[Sheet]
    questions: list[tuple[str, int]]
    initialised: int
    tallest_band: int


class Interpreter:
    """Reads a whole stream. `ValueError` with the position on anything it was not told about."""

    def __init__(self, stream: bytes, *, width: int = 576, dots_per_inch: int = 203) -> None:
        self.stream = stream
        self.width = width
        self.dots_per_inch = dots_per_inch
        self.at = 0
        self.unit = 0
        self.reading = Reading(sheets=[Sheet(width=width)], questions=[], initialised=0, tallest_band=0)

    def read(self) -> Reading:
        while self.at < len(self.stream):
            self.command()
        return self.reading

    def take(self, count: int) -> bytes:
        piece = self.stream[self.at : self.at + count]
        if len(piece) < count:
            raise ValueError(f"the stream ends inside a command ({count - len(piece)} bytes missing)")
        self.at += count
        return piece

    def number(self) -> int:
        return self.take(1)[0]

    def word(self) -> int:
        low, high = self.take(2)
        return low + 256 * high

    def command(self) -> None:
        start = self.at
        lead = self.number()
        if lead == 0x00:
            return
        code = self.number() if lead in (0x10, 0x1B, 0x1D) else -1
        if (lead, code) == (0x1B, 0x40):
            self.unit = 0
            self.reading.initialised += 1
        elif (lead, code) == (0x1B, 0x4A):
            self.blank(self.dots(self.number()))
        elif (lead, code) == (0x1B, 0x64):
            self.blank(round(self.number() * self.dots_per_inch / 6))
        elif (lead, code) == (0x1D, 0x50):
            self.number()
            self.unit = self.number()
        elif (lead, code) == (0x1D, 0x61):
            if self.number() != 0:
                raise ValueError(f"at {start}: automatic status is switched on")
        elif (lead, code) == (0x1D, 0x76):
            self.raster(start)
        elif (lead, code) == (0x1D, 0x56):
            if self.number() in (65, 66):
                self.number()
            self.reading.sheets[-1].cut = True
            self.reading.sheets.append(Sheet(width=self.width))
        elif (lead, code) == (0x1D, 0x72):
            self.reading.questions.append(("GS r", self.number()))
        elif (lead, code) == (0x10, 0x04):
            self.reading.questions.append(("DLE EOT", self.number()))
        else:
            raise ValueError(f"at {start}: {self.stream[start : start + 4].hex(' ')} is no command")

    def dots(self, units: int) -> int:
        """A feed in dots; the default unit of a 203 dpi head is taken as half a dot, as on Epson's."""
        per_inch = self.unit or 2 * self.dots_per_inch
        return units * self.dots_per_inch // per_inch

    def blank(self, rows: int) -> None:
        self.reading.sheets[-1].rows += ["." * self.width] * rows

    def raster(self, start: int) -> None:
        if self.number() != 0x30 or self.number() != 0:
            raise ValueError(f"at {start}: a raster in another size than normal")
        across, down = self.word(), self.word()
        if across * 8 > self.width:
            raise ValueError(f"at {start}: {across * 8} dots on paper of {self.width}")
        self.reading.tallest_band = max(self.reading.tallest_band, down)
        for _ in range(down):
            dots = "".join(f"{byte:08b}" for byte in self.take(across))
            self.reading.sheets[-1].rows.append(dots.replace("1", "#").replace("0", ".").ljust(self.width, "."))


def interpret(stream: bytes, *, width: int = 576, dots_per_inch: int = 203) -> Reading:
    """Read a stream of printer bytes. The last sheet is the paper still in the printer, perhaps without a row."""
    return Interpreter(stream, width=width, dots_per_inch=dots_per_inch).read()
