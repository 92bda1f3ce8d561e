"""Lists of queries with what would be right, and how well a search does on them."""

from __future__ import annotations

import sqlite3
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Query:
    kind: str
    text: str
    right: frozenset[str]


def queries(name: str) -> list[Query]:
    """`queries` or `queries_held_out`."""
    kinds = tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))
    return [
        Query(kind=kind, text=text, right=frozenset(right))
        for kind, rows in kinds.items()
        for text, right in rows.items()
    ]


def reciprocal_rank(found: Sequence[str], right: frozenset[str]) -> float:
    """Of the first right one among the first ten; 0 without one."""
    return next((1 / place for place, one in enumerate(found[:10], start=1) if one in right), 0.0)


def mean_reciprocal_rank(find: Callable[[str], Sequence[str]], asked: Iterable[Query]) -> float:
    ranks = [reciprocal_rank(find(query.text), query.right) for query in asked]
    return sum(ranks) / len(ranks)


class Trigrams:
    """The peer: SQLite's own full-text search over the same names, ranked by its own BM25.

    All trigrams of a query are searched for, any of them may match; queries of one or two characters, which have
    none, are searched for as they are (LIKE).
    """

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        """From (id, text)."""
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE item USING fts5(id UNINDEXED, text, tokenize = 'trigram')")
        self._database.executemany("INSERT INTO item VALUES (?, ?)", rows)

    def find(self, text: str) -> list[str]:
        if len(text) < 3:
            sql = "SELECT id FROM item WHERE text LIKE ? ORDER BY length(text), id LIMIT 10"
            return [row[0] for row in self._database.execute(sql, (f"%{text}%",))]
        grams = {text[at : at + 3].replace('"', '""') for at in range(len(text) - 2)}
        match = " OR ".join(f'"{gram}"' for gram in sorted(grams))
        sql = "SELECT id FROM item WHERE item MATCH ? ORDER BY rank, id LIMIT 10"
        return [row[0] for row in self._database.execute(sql, (match,))]

    def close(self) -> None:
        self._database.close()
