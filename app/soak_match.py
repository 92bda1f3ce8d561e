"""Which row of the platform belongs to what somebody handed in, and whether it is what they gave."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any

from app.soak_books import APPLICATION, WISHES, Books, Handed
from app.soak_evidence import Evidence

_CARD_PREFILLS = ("card.name", "card.number", "card.address", "card.birth-date")
_PLAIN = ("text", "phone", "bank-card", "choice", "date", "confirm")
"""Kinds whose answer is kept as it was given; others are only looked for."""


@dataclass
class Matched:
    """Which row of the platform belongs to what somebody handed in."""

    owner: dict[str, Handed] = field(default_factory=dict)
    strangers: list[dict[str, Any]] = field(default_factory=list)


def rows_of(evidence: Evidence, *kinds: str) -> list[dict[str, Any]]:
    return [row for row in evidence.rows if row["kind"] in kinds]


def match(books: Books, evidence: Evidence) -> Matched:
    """By number where one was seen; else by content, among what was handed in when the terminal died."""
    matched = Matched()
    orphans = [one for one in books.handed if one.killed and not one.number]
    for row in rows_of(evidence, APPLICATION, *WISHES):
        owner = books.by_number(row["number"])
        if owner is None:
            owner = next((one for one in orphans if not misfit(one, row, evidence)), None)
            if owner is not None:
                orphans.remove(owner)
        if owner is None:
            matched.strangers.append(row)
        else:
            matched.owner[row["number"]] = owner
    return matched


def misfit(owner: Handed, row: dict[str, Any], evidence: Evidence) -> str:
    """Why a row is not what was handed in; empty when it is."""
    payload = row["payload"]
    if payload is None:
        return "cannot be opened"
    if row["kind"] != owner.kind:
        return f"is {row['kind']}, not {owner.kind}"
    if (row["service"] or "") != owner.service:
        return f"is for {row['service']}, not {owner.service}"
    applicant = payload["applicant"]
    persons = {evidence.cards[card].card.number for card in owner.cards}
    if applicant is not None and not _is_theirs(owner, payload, persons):
        return "is somebody else's"
    if owner.kind in WISHES:
        return ""
    if applicant is None:
        return "has no applicant"
    if bool(payload["signature"]) != owner.signed:
        return "signed and not signed"
    return _answers_misfit(owner.given, payload["answers"], applicant, evidence.forms[owner.service]["form"])


def _is_theirs(owner: Handed, payload: dict[str, Any], persons: set[str]) -> bool:
    """Whose card was laid on is the applicant; whom staff looked at is the one who acts."""
    applicant, actor = payload["applicant"]["number"], payload["actor"]["number"]
    if payload["capacity"] == "self":
        return applicant == actor and applicant in ({owner.person} if owner.person else persons)
    natural = payload["capacity"] != "organisation"
    return actor in persons and (owner.person in ("", actor)) and (not natural or applicant in persons - {actor})


def _answers_misfit(
    given: dict[str, Any], answers: dict[str, Any], applicant: dict[str, Any], form: dict[str, Any]
) -> str:
    fields = {row["id"]: row for row in form["fields"]}
    for name, value in answers.items():
        definition = fields.get(name, {})
        if name in given:
            if definition.get("kind") in _PLAIN and _same(given[name]) != _same(value):
                return f"{name} is another answer"
        elif definition.get("prefill") in _CARD_PREFILLS:
            if value not in applicant.values():
                return f"{name} is not the card's"
        elif not definition.get("prefill") and "calculate" not in definition:
            return f"{name} was never given"
    for name, value in given.items():
        definition = fields.get(name, {})
        if name not in answers and value not in (None, "", [], {}) and "when" not in definition:
            return f"{name} was given and is missing"
    return ""


def _same(value: Any) -> Any:
    """Blanks and full-width forms do not make another answer."""
    return "".join(unicodedata.normalize("NFKC", value).split()) if isinstance(value, str) else value
