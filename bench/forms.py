"""One keystroke in a form of forty fields: taking the answer, working out what looks at it, and asking for the page.

    python -m bench.forms [--rounds N]

The form has choices whose options filter each other, relevance, a chain of twelve calculations, constraints across
fields and a table of ten rows whose columns look at the form: an answer at the head of the chain makes nearly all of
it be worked out again, one at its end nothing. A keystroke is a change of the answer and then what the page asks:
which fields apply, which are gaps, what is wrong. Two figures come out:

    of_limit      the slowest kind of keystroke (its median) / 5 ms
    over_bare     the same / a bare loop of plain Python that works out the same values by hand, all of them each time
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from kiosk.forms.filling import FormFilling
from kiosk.forms.reader import form_from

LIMIT_MS = 5.0
TODAY = date(2026, 11, 20)
LINKS = 12
ROWS = 10


def _field(field_id: str, kind: str, **members: Any) -> dict[str, Any]:
    return {"id": field_id, "kind": kind, "label": field_id, **members}


def definition() -> dict[str, Any]:
    """Forty fields: a head, 6 choices, 12 calculations, 12 amounts that apply by rule, 7 texts, a table, its sum."""
    letters = "abcdef"
    choices = [
        _field(
            f"choice_{at}",
            "choice",
            options=[{"value": f"{one}{at}", "label": one, "facts": {"of": one}} for one in letters],
            **({"filter": ["ne", ["option", "of"], ["text", letters[at]]]} if at else {}),
        )
        for at in range(6)
    ]
    chain = [
        _field(
            f"link_{at}",
            "money",
            calculate=["min", ["add", ["field", f"link_{at - 1}" if at else "head"], ["money", 1]], ["money", 10**9]],
        )
        for at in range(LINKS)
    ]
    amounts = [
        _field(
            f"amount_{at}",
            "money",
            when=["gt", ["field", f"link_{at}"], ["money", 100]],
            constraints=[{"rule": ["le", ["field", f"amount_{at}"], ["field", f"link_{at}"]], "message": "太多"}],
        )
        for at in range(LINKS)
    ]
    texts = [
        _field(
            f"text_{at}", "text", required=["eq", ["field", f"choice_{at}"], ["text", f"f{at}"]], max_length=10_000
        )
        for at in range(6)
    ]
    table = _field(
        "rows",
        "table",
        columns=[
            _field("who", "name"),
            _field(
                "cost", "money", constraints=[{"rule": ["le", ["field", "cost"], ["field", "head"]], "message": "x"}]
            ),
            _field("share", "money", calculate=["div", ["field", "cost"], ["number", 2]]),
        ],
    )
    total = _field("total", "money", calculate=["sum", "rows", "share"])
    fields = [_field("head", "money"), *choices, *chain, *amounts, *texts, _field("last", "text"), table, total]
    return {
        "id": "bench",
        "version": "1",
        "fields": fields,
        "examples": [{**answers(100_000), "total": "5.00"}],
        "counter_examples": [{"answers": {}, "field": "head", "problem": "empty"}],
    }


def answers(head: int) -> dict[str, Any]:
    return {
        "head": f"{head // 100}.{head % 100:02d}",
        **{f"choice_{at}": f"f{at}" if at < 5 else "a5" for at in range(6)},
        **{f"amount_{at}": "1.00" for at in range(LINKS)},
        **{f"text_{at}": "示例" for at in range(6)},
        "last": "示例",
        "rows": [{"who": "测试甲", "cost": "1.00"} for _ in range(ROWS)],
    }


def bare(head: int, choices: list[str], amounts: list[int], texts: list[str], costs: list[int]) -> tuple[Any, ...]:
    """What the form works out, by hand and always all of it."""
    links = []
    value = head
    for _ in range(LINKS):
        value = min(value + 1, 10**9)
        links.append(value)
    offered = [[one for one in "abcdef" if at == 0 or one != "abcdef"[at]] for at in range(len(choices))]
    wrong = []
    for at, link in enumerate(links):
        if link > 100 and amounts[at] > link:
            wrong.append(at)
    for at, text in enumerate(texts):
        if choices[at][0] == "f" and not text:
            wrong.append(at)
    shares = [cost // 2 for cost in costs if cost <= head]
    return links, offered, wrong, sum(shares)


def timed(work: Callable[[], Any], rounds: int) -> list[float]:
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return times


def measure(rounds: int) -> dict[str, Any]:
    form = form_from(definition())
    filling = FormFilling(form, today=TODAY)
    refused = filling.take_all(answers(100_000))
    if refused or filling.open_problems() or len(form.fields) != 40:
        raise RuntimeError(f"the form is not as it should be: {refused or filling.open_problems()}")
    turn = 0

    def keystroke(field_id: str, value: Callable[[int], object]) -> None:
        nonlocal turn
        turn += 1
        if filling.take(field_id, value(turn)) is not None:
            raise RuntimeError(f"{field_id} was refused")
        filling.asked()
        filling.open_problems()

    long = "长" * 9_990
    kinds: dict[str, Callable[[], None]] = {
        "head": lambda: keystroke("head", lambda at: f"{1000 + at % 7}.00"),
        "choice": lambda: keystroke("choice_0", lambda at: "abcdef"[at % 6] + "0"),
        "row": lambda: keystroke("rows", lambda at: [{"who": "测试甲", "cost": f"{at % 9}.00"}] * ROWS),
        "last": lambda: keystroke("last", lambda at: f"示例{at}"),
        "long": lambda: keystroke("text_5", lambda at: f"{long}{at}"),
    }
    times: dict[str, list[float]] = {name: [] for name in (*kinds, "bare")}
    plain = (["f0"] * 6, [100] * LINKS, ["示例"] * 6, [100] * ROWS)
    for _ in range(rounds):
        for name, work in kinds.items():
            times[name] += timed(work, 1)
        times["bare"] += timed(lambda: bare(100_000, *plain), 1)
    medians = {name: statistics.median(values) for name, values in times.items()}
    slowest = max(kinds, key=lambda name: medians[name])
    return {
        "fields": len(form.fields),
        "rounds": rounds,
        "median_ms": {name: round(value, 4) for name, value in medians.items()},
        "max_ms": {name: round(max(values), 3) for name, values in times.items()},
        "slowest": slowest,
        "of_limit": round(medians[slowest] / LIMIT_MS, 4),
        "over_bare": round(medians[slowest] / medians["bare"], 1),
        "limit_ms": LIMIT_MS,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="One keystroke in a form of forty fields")
    parser.add_argument("--rounds", type=int, default=500)
    print(json.dumps(measure(parser.parse_args().rounds), indent=1))


if __name__ == "__main__":
    main()
