"""From a paper to what its template is given: cleaned texts in the order in which they are read.

A sheet is plain JSON: it crosses the pipe to the child that renders, and stands in the template as data, never as
markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from kiosk.documents.paper import AnyPaper, GuideSlip, NoticeSlip, Paper, ReceiptPaper, TestSlip, TicketSlip
from kiosk.documents.text import breakable, clean
from kiosk.documents.words import words

MOST_LINES = 40
"""Of one list: more would make paper that nobody reads; the rest is behind the code."""
TEST_CODE = "JIUJIN TEST"
RARE_CHARACTERS = "䶮 𬱖 㼆 𠮷 㛃 𪨶 𫖯 鿍"
"""Of extension A, B, C and beyond; the first three are those of the house's own acceptance."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """`template` names a file of `templates/` without its ending; `code` is the text of the QR code, or empty."""

    template: str
    data: dict[str, Any]
    code: str = ""
    bound_to: str = ""

    def __repr__(self) -> str:
        return f"Sheet({self.template}, ***)"


@singledispatch
def _compose(paper: Paper) -> tuple[str, dict[str, Any], str]:
    raise TypeError(f"no template for {type(paper).__name__}")


def compose(paper: AnyPaper) -> Sheet:
    """The sheet of a paper."""
    template, data, code = _compose(paper)
    common = {"place": paper.place, "terminal": paper.terminal, "language": paper.language[:2].lower()}
    return Sheet(
        template=template,
        data={**_cleaned({**common, **data}), "large": paper.large},
        code=code,
        bound_to=paper.bound_to,
    )


@_compose.register
def _receipt(paper: ReceiptPaper) -> tuple[str, dict[str, Any], str]:
    text = words("receipt", paper.language)
    if paper.delivered:
        legal_title, legal_lines = text["delivered_title"], [text["counts"]]
    else:
        legal_title, legal_lines = text["offline_title"], [text["offline_state"], text["counts"]]
    return (
        "receipt",
        {
            "kind": paper.title or text["kind"],
            "rows": _rows(
                (text["service"], paper.service),
                (text["name"], paper.masked_name),
                (text["full_name"], paper.name),
                (text["received"], paper.received),
                (text["identity"], paper.identity_words),
                (text["helper"], paper.helper),
                (text["platform_receipt"], paper.platform_receipt or ""),
            ),
            "number_label": text["number"],
            "number": paper.number,
            "reprint": text["reprint"] if paper.reprint else "",
            "legal_title": legal_title,
            "legal_lines": legal_lines,
            "to_supply_label": text["to_supply"],
            "to_supply": [[item.name, item.until] for item in paper.to_supply[:MOST_LINES]],
            "code_label": text["code"],
        },
        paper.link,
    )


@_compose.register
def _guide(paper: GuideSlip) -> tuple[str, dict[str, Any], str]:
    text = words("guide", paper.language)
    sections = [[section.title, list(section.lines[:MOST_LINES])] for section in paper.sections[:MOST_LINES]]
    return (
        "guide",
        {
            "kind": text["kind"],
            "service": paper.service,
            "sections": sections,
            "note": paper.note,
            "code_label": text["code"],
        },
        paper.link,
    )


@_compose.register
def _notice(paper: NoticeSlip) -> tuple[str, dict[str, Any], str]:
    text = words("notice", paper.language)
    return (
        "notice",
        {
            "kind": text["kind"],
            "service": paper.service,
            "lead": text["lead"].replace("{n}", str(len(paper.gaps))),
            "gaps": [[gap.name, list(gap.lines[:MOST_LINES])] for gap in paper.gaps[:MOST_LINES]],
            "rows": _rows((text["basis"], paper.basis), (text["where"], paper.where), (text["issued"], paper.issued)),
        },
        "",
    )


@_compose.register
def _ticket(paper: TicketSlip) -> tuple[str, dict[str, Any], str]:
    text = words("ticket", paper.language)
    return (
        "ticket",
        {
            "kind": text["kind"],
            "number": paper.number,
            "rows": _rows(
                (text["where"], paper.where), (text["service"], paper.service), (text["issued"], paper.issued)
            ),
            "words": list(paper.words[:MOST_LINES]),
        },
        "",
    )


@_compose.register
def _test(paper: TestSlip) -> tuple[str, dict[str, Any], str]:
    text = words("test", paper.language)
    return (
        "test",
        {
            "kind": text["kind"],
            "rows": _rows((text["printed"], paper.printed), (text["printer"], paper.printer)),
            "rare_label": text["rare"],
            "rare": RARE_CHARACTERS,
            "sizes_label": text["sizes"],
            "density_label": text["density"],
            "bars_label": text["bars"],
            "code_label": text["code"],
        },
        TEST_CODE,
    )


def _rows(*pairs: tuple[str, str]) -> list[list[str]]:
    return [[label, value] for label, value in pairs if value]


def _cleaned(value: Any) -> Any:
    """All texts cleaned, bounded and breakable; shapes stay."""
    if isinstance(value, str):
        return breakable(clean(value))
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    return value


def printed_text(sheet: Sheet) -> str:
    """Every character that the sheet puts on paper, for the check of the fonts."""
    return _joined(sheet.data)


def _joined(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "".join(_joined(item) for item in value.values())
    if isinstance(value, list):
        return "".join(_joined(item) for item in value)
    return ""
