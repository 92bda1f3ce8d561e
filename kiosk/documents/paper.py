"""What can be printed, as values: a receipt, a guide slip, a one-time notice, a ticket and the printer's test.

Texts of the catalogue come in already chosen by language; the paper's own words stand in `texts.toml`. `large` is
the large-print form: 32-dot text at least, instead of 24.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What all papers carry. `place` heads the paper, such as 凤城街道便民服务中心."""

    place: str
    terminal: str
    """The machine in words, such as 一号机 FC01."""
    language: str = "zh-CN"
    large: bool = False
    bound_to: str = ""
    """Whom it is for: `Visit.binding` of the person's document. It travels with the sheet through the renderer and
    comes back with the raster, which is destroyed if it is another's (design, rule 8)."""


@dataclass(frozen=True, kw_only=True)
class ToSupply:
    """A material to bring later, and until when in words (10 个工作日内)."""

    name: str
    until: str


@dataclass(frozen=True, kw_only=True)
class ReceiptPaper(Paper):
    """The receipt of a registration. It never says "accepted": acceptance is the authority's word."""

    service: str
    masked_name: str
    """As `kiosk.identity.document.masked_name` gives it; empty leaves the line out."""
    received: str
    """Time of receipt in words, such as 2026-11-20 09:44."""
    number: str
    """The temporary number, such as FC01-3-0007-K."""
    link: str
    """The code's text, as `kiosk.protocol.proof.proof_link` makes it."""
    delivered: bool
    """True once the platform has answered with its receipt."""
    platform_receipt: str | None = None
    name: str = ""
    """The whole name, where the resident wants to check rare characters; empty leaves the line out."""
    identity_words: str = ""
    """How identity was proven, such as 工作人员 0012 核对."""
    helper: str = ""
    """Who helped, such as 工作人员 0012."""
    to_supply: tuple[ToSupply, ...] = ()
    reprint: bool = False
    title: str = ""
    """Another kind than 登记回执."""

    def __repr__(self) -> str:
        return f"ReceiptPaper({self.number}, ***)"

    def without_name(self) -> ReceiptPaper:
        """For a name that the fonts cannot print (document.glyph-missing): number and code are just as valid."""
        return replace(self, masked_name="", name="")


@dataclass(frozen=True, kw_only=True)
class GuideSection:
    """One of a guide's five contents: process, materials, time limit, forms, sample."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class GuideSlip(Paper):
    """A service's guide to take home. `link` opens it on a phone, or is the guide as a text; empty leaves the code
    out."""

    service: str
    sections: tuple[GuideSection, ...]
    link: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A material that is missing, and what a person has to know about it, a line each."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NoticeSlip(Paper):
    """The one-time notice (一次性告知单): every gap of one service on one sheet."""

    service: str
    gaps: tuple[Gap, ...]
    basis: str
    issued: str
    """Time of issue in words."""
    where: str = ""
    """Where and when to come with them, in words; empty leaves the line out."""


@dataclass(frozen=True, kw_only=True)
class TicketSlip(Paper):
    """A ticket for the counter: the number is read from a distance and called aloud."""

    number: str
    service: str
    issued: str
    """Time of issue in words."""
    where: str = ""
    """Counter or place to go to, in words."""
    words: tuple[str, ...] = ()
    """When and how to come, one line each."""


@dataclass(frozen=True, kw_only=True)
class TestSlip(Paper):
    """The printer's test: letters of all sizes, rare characters, bars and a code."""

    printed: str
    """Time in words."""
    printer: str
    """Model and address in words."""


AnyPaper = ReceiptPaper | GuideSlip | NoticeSlip | TicketSlip | TestSlip
