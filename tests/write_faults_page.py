"""Writes docs/faults.md from every `faults.toml`: `python -m tests.write_faults_page`.

Run it when a fault changes.
"""

from __future__ import annotations

from pathlib import Path

from kiosk.faults import FaultText, load_faults
from kiosk.texts import DEFAULT, Texts

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "faults.md"
ROOMS = ("app", "kiosk", "drivers", "offline_cache", "ui", "installer", "central")
LETTERS = {
    "D": "identity documents and papers",
    "R": "card reader",
    "P": "printer",
    "C": "camera",
    "L": "line and platform",
    "O": "the terminal's store",
    "K": "the terminal",
    "S": "set-up",
    "Z": "cases of the reference platform, for its staff",
}
HEAD = """\
# Fault codes

<!-- Written by `python -m tests.write_faults_page` from every faults.toml; change those, not this page. -->

What a terminal shows small on the page of a fault, as `P-02`, is a code of this page. A resident reads the title; the
cause and the remedy are for whoever is called. The window's page of devices and `main.py doctor` say the same, with
the detail of the moment.

**Retry** says whether trying again helps: `now` – yes, at once; `automatic` – the terminal goes on trying by itself;
`after-service` – once somebody has done what the remedy says; `never` – not with this card, document or item.

In front ends: `facts.code` on the pages `number`, `fault` and `suspended`, `facts.problem.code` on `card`
([headless](headless.md)). Ids are what journal, alarms and `attention` name.
"""


def faults() -> list[FaultText]:
    """All faults, in the order of their codes."""
    files = sorted(file for room in ROOMS for file in (ROOT / room).rglob("faults.toml"))
    return sorted(load_faults(files), key=lambda fault: (list(LETTERS).index(fault.code[0]), fault.code))


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    found = faults()
    for letter, words in LETTERS.items():
        rows = [_row(fault) for fault in found if fault.code.startswith(letter)]
        if rows:
            head = "| code | id | title | cause | remedy | retry |\n| --- | --- | --- | --- | --- | --- |"
            parts.append("\n".join([f"## {letter} · {words}", "", head, *rows, ""]))
    return "\n".join(parts)


def _row(fault: FaultText) -> str:
    cells = (_both(fault.title), _both(fault.cause), _both(fault.remedy))
    return f"| {fault.code} | `{fault.id}` | {' | '.join(cells)} | {fault.retry.value} |"


def _both(texts: Texts) -> str:
    told = [texts[DEFAULT], texts.get("en", "")]
    return "<br>".join(text.replace("|", "\\|").replace("\n", " ") for text in told if text)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
