"""The soak's evidence: what platform, printer, terminal and logs say when everything has ended, read from the folder.

Nothing here trusts the terminal's word: the platform's rows come through its own command, papers are scanned with a
decoder, and the data directory is searched for people.
"""

from __future__ import annotations

import json
import re
import tomllib
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zxingcpp
from PIL import Image

from app.children import run_python
from app.parts import store_settings
from app.residents import DemoCard, demo_cards
from app.stage import CATALOGUE, database_of
from kiosk.catalogue.folder import read_folder
from kiosk.clock import SystemClock
from kiosk.protocol.errors import ProtocolError
from kiosk.protocol.keys import KeyDirectory
from kiosk.protocol.proof import read_proof
from kiosk.settings import Settings, load_settings
from kiosk.store import Published
from offline_cache.database import DATABASE_NAME, connect_reader
from offline_cache.health import StoreHealth, cached_document, inspect_store

TROUBLE = re.compile(r"^(Traceback|Fatal |CRITICAL|ERROR|Exception|\w*Error\b|.*\bWARNING\b)", re.MULTILINE)
"""What a log of a terminal or a platform that met only foreseen faults does not hold."""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A receipt's code on a piece of paper. `number` is empty where it does not hold; then `reason` says why."""

    piece: str
    number: str
    delivered: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class Evidence:
    rows: list[dict[str, Any]]
    """What the platform received, in clear text."""
    terminal_cases: list[str]
    """Cases about the terminal and no submission, such as a forked journal."""
    pieces: int
    papers: list[Paper]
    store: StoreHealth
    held: list[str]
    wipes: dict[str, int]
    """Outcomes of the terminal's own wipes."""
    residue: list[str]
    """Files of the terminal's data in which something of a person was found, and what."""
    logs: dict[str, list[str]]
    """Lines of trouble by the name of the log."""
    cards: dict[str, DemoCard]
    forms: dict[str, dict[str, Any]]
    """Service id to the published service."""


def services() -> dict[str, dict[str, Any]]:
    """The published services by id."""
    return {str(row["id"]): row for row in read_folder(CATALOGUE)["services"]}


def offered(policy: Path) -> dict[str, dict[str, Any] | None]:
    """What the policy of a file offers: service id to its form, or None where a terminal takes no application."""
    known = services()
    wanted = tomllib.loads(policy.read_text("utf-8"))["services"]
    return {
        item: known[item].get("form") if known[item]["offline"] in ("C", "Q") else None
        for item in wanted
        if item in known
    }


def gather(folder: Path, said: set[str]) -> Evidence:
    """Everything from the folder of a run that has ended. `said` are answers that nobody else may read."""
    settings = load_settings(folder / "stage" / "terminal.toml")
    store = store_settings(settings)
    database = database_of(folder / "stage")
    shown = ["-m", "central", "applications", "--db", database]
    rows: list[dict[str, Any]] = json.loads(run_python([*shown, "--json", "--full"]))
    # one line a submission, then the cases about terminals
    lines = run_python(shown).splitlines()[max(1, len(rows)) :]
    keys = cached_document(store, Published.KEYS)
    papers, pieces = _papers(folder / "stage" / "devices" / "paper", keys)
    held, wipes = _terminal(settings)
    cards = {card.id: card for card in demo_cards()}
    people = {
        value
        for card in cards.values()
        for value in (card.card.number, card.card.address, card.card.new_address)
        if value
    }
    return Evidence(
        rows=rows,
        terminal_cases=lines,
        pieces=pieces,
        papers=papers,
        store=inspect_store(store, SystemClock()),
        held=held,
        wipes=wipes,
        residue=_residue(store.data_dir, people | said),
        logs=_logs(folder),
        cards=cards,
        forms=services(),
    )


def _papers(folder: Path, keys: Any) -> tuple[list[Paper], int]:
    """Each receipt code on each piece; a piece may hold the torn begin of one and the whole of the next."""
    pieces = sorted(folder.glob("job-*.png"))
    directory = None if keys is None else KeyDirectory.from_json(keys)
    papers: list[Paper] = []
    for piece in pieces:
        with Image.open(piece) as picture:
            codes = zxingcpp.read_barcodes(picture.convert("L"))
        for code in codes:
            if "/V/" not in code.text:
                continue
            number, delivered, reason = "", False, "no key directory"
            if directory is not None:
                try:
                    proof, _terminal_id = read_proof(code.text, directory)
                    number, delivered, reason = proof.number, proof.delivered, ""
                except ProtocolError as problem:
                    reason = str(problem)
            papers.append(Paper(piece=piece.name, number=number, delivered=delivered, reason=reason))
    return papers, len(list(folder.glob("job-*.bin")))


def _terminal(settings: Settings) -> tuple[list[str], dict[str, int]]:
    store = store_settings(settings)
    with closing(connect_reader(store.data_dir / DATABASE_NAME, store.pinned)) as connection:
        held = [
            f"{number}: {fault or 'no reason'}"
            for number, fault in connection.execute("SELECT number, last_fault FROM item WHERE state = 'held'")
        ]
        wipes: dict[str, int] = {}
        for (fields,) in connection.execute("SELECT fields FROM journal WHERE event = 'wipe'"):
            outcome = str(json.loads(fields).get("outcome", ""))
            wipes[outcome] = wipes.get(outcome, 0) + 1
    return held, wipes


def _residue(data: Path, values: set[str]) -> list[str]:
    """An own search, of every file, for everything that anybody's card holds or anybody said."""
    needles = [(value, value.encode(coding)) for value in sorted(values) for coding in ("utf-8", "utf-16-le")]
    found = []
    for file in sorted(data.rglob("*")):
        if file.is_file():
            content = file.read_bytes()
            found += [f"{file.name}: {value[:4]}…" for value, needle in needles if needle in content]
    return found


def _logs(folder: Path) -> dict[str, list[str]]:
    found = {}
    for file in sorted([*folder.glob("*.log"), *(folder / "stage").glob("*.log")]):
        text = file.read_text("utf-8", "replace")
        lines = [text[match.start() :].partition("\n")[0][:300] for match in TROUBLE.finditer(text)]
        if lines:
            found[file.name] = lines
    return found
