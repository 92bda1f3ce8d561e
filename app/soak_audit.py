"""The soak's audit: holds the driver's books against the evidence. Pure; each check says what it found, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from app.soak_books import APPLICATION, WISHES, Books
from app.soak_evidence import Evidence
from app.soak_match import Matched, match, misfit, rows_of

RATING = "rating"
RSS_KIB, RSS_KIB_PER_100 = 24 * 1024, 10 * 1024
"""Growth that is allowed once warm, and on top in a hundred visits (measured: none, docs/soak.md)."""
LONG_LIFE_VISITS = 15
DESCRIPTORS, THREADS = 12, 6
"""Growth that is allowed in any life, however long: what comes and goes with a request, a render, a viewer."""


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A discrepancy, and the visit to look at (0 where none is known)."""

    words: str
    visit: int = 0


@dataclass(frozen=True, kw_only=True)
class Check:
    name: str
    told: str
    """What was compared, in figures."""
    troubles: tuple[Trouble, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.troubles


def audit(books: Books, evidence: Evidence) -> list[Check]:
    """All checks, in the order in which they are told."""
    matched = match(books, evidence)
    checks: tuple[Callable[[], Check], ...] = (
        lambda: Check(
            name="the driver saw nothing wrong",
            told=f"{len(books.visits)} visits",
            troubles=tuple(Trouble(words=words, visit=visit) for visit, words in books.findings),
        ),
        lambda: _numbers_arrived(books, evidence),
        lambda: _nothing_twice(evidence),
        lambda: _everything_known(books, evidence, matched),
        lambda: _content(evidence, matched),
        lambda: _ratings(books, evidence, matched),
        lambda: _papers_known(books, evidence, matched),
        lambda: _papers_asked(books, evidence, matched),
        lambda: _papers_printed(books, evidence),
        lambda: _outbox(evidence),
        lambda: _store(evidence),
        lambda: _cases(evidence),
        lambda: _residue(evidence),
        lambda: _nonsense(books),
        lambda: _logs(evidence),
        lambda: _growth(books),
    )
    return [check() for check in checks]


def _seen(books: Books) -> dict[str, int]:
    """Every number that stood before a person, with the visit."""
    return {**books.recovered, **{one.number: one.visit for one in books.handed if one.number}}


def _numbers_arrived(books: Books, evidence: Evidence) -> Check:
    arrived = Counter(row["number"] for row in rows_of(evidence, APPLICATION, *WISHES))
    seen = _seen(books)
    return Check(
        name="every number that a person saw is at the platform once",
        told=f"{len(seen)} numbers seen, {sum(arrived.values())} arrived",
        troubles=tuple(
            Trouble(words=f"{number} is there {arrived[number]} times", visit=visit)
            for number, visit in seen.items()
            if arrived[number] != 1
        ),
    )


def _nothing_twice(evidence: Evidence) -> Check:
    troubles = []
    for key in ("number", "id", "receipt"):
        times = Counter(row[key] for row in evidence.rows)
        troubles += [Trouble(words=f"{key} {value} is there {n} times") for value, n in times.items() if n > 1]
    return Check(
        name="no number, id or receipt is at the platform twice",
        told=f"{len(evidence.rows)} rows",
        troubles=tuple(troubles),
    )


def _everything_known(books: Books, evidence: Evidence, matched: Matched) -> Check:
    """A number without a page is allowed where the terminal died; then it came up again, or is on paper."""
    troubles = [
        Trouble(words=f"{row['number']} ({row['kind']} {row['service']}) was handed in by nobody")
        for row in matched.strangers
    ]
    on_paper = {paper.number for paper in evidence.papers}
    for number, owner in matched.owner.items():
        if not owner.number and number not in books.recovered and number not in on_paper:
            words = f"{number} was durable when the terminal died, and nobody was ever told"
            troubles.append(Trouble(words=words, visit=owner.visit))
    silent = sum(not owner.number for owner in matched.owner.values())
    return Check(
        name="everything at the platform was handed in, and somebody was told",
        told=f"{silent} of {len(matched.owner)} were told after a crash only",
        troubles=tuple(troubles),
    )


def _content(evidence: Evidence, matched: Matched) -> Check:
    troubles = []
    by_number = {row["number"]: row for row in evidence.rows}
    for number, owner in matched.owner.items():
        row = by_number[number]
        words = misfit(owner, row, evidence)
        if not words and owner.platform_receipt and owner.platform_receipt != row["receipt"]:
            words = f"the page showed receipt {owner.platform_receipt}, the platform gave {row['receipt']}"
        if words:
            troubles.append(Trouble(words=f"{number}: {words}", visit=owner.visit))
    return Check(
        name="person, service and answers are the ones that were given",
        told=f"{len(matched.owner)} compared",
        troubles=tuple(troubles),
    )


def _ratings(books: Books, evidence: Evidence, matched: Matched) -> Check:
    """A rating promises nothing before it is stored; one that was pressed as the terminal died may be missing."""
    troubles = []
    grades: dict[str, list[str]] = {}
    for row in rows_of(evidence, RATING):
        grades.setdefault(row["payload"]["parent"], []).append(row["payload"]["answers"]["grade"])
    numbers = {row["id"]: row["number"] for row in evidence.rows}
    for parent, found in grades.items():
        owner = matched.owner.get(numbers.get(parent, ""))
        if owner is None or owner.rated not in ("", *found) or len(found) != 1:
            troubles.append(Trouble(words=f"{parent} is rated {found}", visit=0 if owner is None else owner.visit))
    ids = {row["number"]: row["id"] for row in evidence.rows}
    rated = [one for one in books.handed if one.rated]
    for one in rated:
        if ids.get(one.number) not in grades and not one.killed:
            troubles.append(Trouble(words=f"the rating of {one.number} did not arrive", visit=one.visit))
    return Check(
        name="every rating arrived once, for what it rates", told=f"{len(rated)} given", troubles=tuple(troubles)
    )


def _papers_known(books: Books, evidence: Evidence, matched: Matched) -> Check:
    known = {*_seen(books), *matched.owner}
    troubles = [
        Trouble(words=f"{paper.piece}: {paper.reason or paper.number + ' is nobody’s number'}")
        for paper in evidence.papers
        if paper.reason or paper.number not in known
    ]
    arrived = {row["number"] for row in evidence.rows}
    troubles += [
        Trouble(words=f"{paper.piece} says that {paper.number} was delivered, and it was not")
        for paper in evidence.papers
        if paper.delivered and paper.number not in arrived
    ]
    return Check(
        name="every receipt on paper is genuine and somebody's",
        told=f"{len(evidence.papers)} codes on {evidence.pieces} pieces",
        troubles=tuple(troubles),
    )


def _papers_asked(books: Books, evidence: Evidence, matched: Matched) -> Check:
    printed = Counter(paper.number for paper in evidence.papers if paper.number)
    troubles = []
    for number, count in printed.items():
        owner = books.by_number(number) or matched.owner.get(number)
        asked = 1 if owner is None else owner.prints
        if count > asked:
            words = f"{number} was printed {count} times and asked for {asked} times"
            troubles.append(Trouble(words=words, visit=0 if owner is None else owner.visit))
    again = sum(one.prints - 1 for one in books.handed)
    return Check(
        name="no receipt was printed again unasked", told=f"{again} asked for again", troubles=tuple(troubles)
    )


def _papers_printed(books: Books, evidence: Evidence) -> Check:
    printed = {paper.number for paper in evidence.papers}
    confirmed = [one for one in books.handed if one.confirmed]
    return Check(
        name="what was said to be printed is on paper",
        told=f"{len(confirmed)} confirmed",
        troubles=tuple(
            Trouble(words=f"{one.number} was called printed, and no paper has it", visit=one.visit)
            for one in confirmed
            if one.number not in printed
        ),
    )


def _outbox(evidence: Evidence) -> Check:
    counts = evidence.store.counts
    troubles = [] if counts is None or not counts.queued else [Trouble(words=f"{counts.queued} still wait")]
    troubles += [Trouble(words=f"held: {words}") for words in evidence.held]
    told = "no database" if counts is None else f"{counts.received} received, {counts.held} held"
    return Check(name="the outbox is empty and nothing is held", told=told, troubles=tuple(troubles))


def _store(evidence: Evidence) -> Check:
    store = evidence.store
    troubles = [Trouble(words=f"{fault.id} {fault.detail}".strip()) for fault in store.faults]
    if not store.present or store.chain is None:
        troubles.append(Trouble(words="there is no database"))
    told = "" if store.chain is None else f"{store.chain.entries} entries, countersigned to {store.chain.covered_to}"
    return Check(name="the terminal's database and journal are whole", told=told, troubles=tuple(troubles))


def _cases(evidence: Evidence) -> Check:
    troubles = [
        Trouble(words=f"{row['number']}: {case['code']} {case['detail']}")
        for row in evidence.rows
        for case in row["cases"]
    ]
    troubles += [Trouble(words=line) for line in evidence.terminal_cases]
    return Check(name="the platform opened no case", told=f"{len(evidence.rows)} rows", troubles=tuple(troubles))


def _residue(evidence: Evidence) -> Check:
    troubles = [Trouble(words=place) for place in evidence.residue]
    bad = {outcome: n for outcome, n in evidence.wipes.items() if outcome != "clean"}
    troubles += [Trouble(words=f"{n} wipes ended in {outcome!r}") for outcome, n in bad.items()]
    return Check(
        name="nothing of a person is left", told=f"{sum(evidence.wipes.values())} wipes", troubles=tuple(troubles)
    )


def _nonsense(books: Books) -> Check:
    same = books.problems == books.nonsense
    words = f"{books.nonsense} lines were no action and {books.problems} were answered as such"
    return Check(
        name="every line that is no action is answered as one",
        told=f"{books.nonsense} lines",
        troubles=() if same else (Trouble(words=words),),
    )


def _logs(evidence: Evidence) -> Check:
    troubles = [
        Trouble(words=f"{name}: {line} ({count} times)")
        for name, lines in evidence.logs.items()
        for line, count in Counter(lines).items()
    ]
    return Check(name="no traceback and no warning in any log", told="", troubles=tuple(troubles))


def _growth(books: Books) -> Check:
    troubles = []
    told = "no life was long enough for memory"
    longest = 0
    for life in books.lives:
        if life.first is None or life.last is None:
            continue
        grown = (life.last.descriptors - life.first.descriptors, life.last.threads - life.first.threads)
        if grown[0] > DESCRIPTORS or grown[1] > THREADS:
            troubles.append(Trouble(words=f"{grown[0]} descriptors and {grown[1]} threads in {life.visits} visits"))
        if life.visits >= LONG_LIFE_VISITS:
            more = life.last.rss_kib - life.first.rss_kib
            if more > RSS_KIB + RSS_KIB_PER_100 * life.visits / 100:
                troubles.append(Trouble(words=f"{more // 1024} MiB more in {life.visits} visits"))
        if life.visits > longest:
            longest = life.visits
            told = (
                f"longest life {life.visits} visits: {life.first.rss_kib // 1024} → {life.last.rss_kib // 1024} MiB, "
                f"{life.first.descriptors} → {life.last.descriptors} descriptors, "
                f"{life.first.threads} → {life.last.threads} threads"
            )
    return Check(name="the terminal does not grow", told=told, troubles=tuple(troubles))
