"""Nothing that comes from a keyboard, a microphone or a stuck key stops the search, and nothing of it is kept."""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from app.faults import ROOT
from kiosk.catalogue import Catalogue
from kiosk.catalogue.search import Entry, SearchIndex

SMALL = SearchIndex.of(
    Entry(id=f"N{number}", names=(name,), aliases=("IC卡",))
    for number, name in enumerate(
        ["社会保障卡挂失", "养老金发放明细查询", "12345诉求登记", "Residence permit", "", "！"]
    )
)
WRITTEN = st.text(
    st.characters() | st.sampled_from("社保卡养老金挂失行重长abcdefghijklmnopqrstuvwxyz0123456789'ü 　"), max_size=60
)


@given(WRITTEN, st.integers(-3, 40))
@settings(max_examples=300, deadline=None)
def test_any_text_is_answered_and_always_in_the_same_way(query: str, limit: int) -> None:
    found = SMALL.find(query, limit)
    assert len(found) <= max(0, limit)
    assert found == SMALL.find(query, limit)
    assert len({hit.id for hit in found}) == len(found)


def quickest(index: SearchIndex, query: str) -> float:
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        index.find(query)
        times.append(time.perf_counter() - begun)
    return min(times)


def test_a_page_of_text_takes_no_longer_than_a_long_sentence(index: SearchIndex) -> None:
    for part in ("我想给我家老人办那个领养老钱的认证", "yanglaobaoxian", "pension card ", "a", "养"):
        sentence, page = quickest(index, (part * 200)[:200]), quickest(index, part * 2000)
        assert page < 5 * sentence + 0.01, part


def test_what_was_typed_is_not_kept(catalogue: Catalogue) -> None:
    index = SearchIndex.build(catalogue.services.values(), catalogue.aliases, catalogue.events)
    before = pickle.dumps(index)
    for secret in ("欧阳测试的身份证", "999999196001010012", "ouyangx7 pension", "sbk挂失欧"):
        index.find(secret)
    after = pickle.dumps(index)
    assert b"ouyangx7" not in after
    assert "欧阳".encode() not in after
    assert b"999999196001010012" not in after
    assert len(after) - len(before) < 20_000  # what beginnings of syllables mean, of which there are few


def test_an_index_without_items_finds_nothing() -> None:
    empty = SearchIndex.of([])
    assert len(empty) == 0
    assert empty.find("社保") == empty.find("shebao") == ()


def test_building_lets_other_threads_go_on(catalogue: Catalogue) -> None:
    """In a process of its own, so that nothing is loaded yet."""
    program = """
import sys, threading, time
from pathlib import Path
from kiosk.catalogue import read_catalogue
from kiosk.catalogue.folder import read_folder
from kiosk.catalogue.search import SearchIndex
catalogue = read_catalogue(read_folder(Path("data/catalogue")))
sys.setswitchinterval(0.001)
worker = threading.Thread(target=lambda: SearchIndex.build(catalogue.services.values(), catalogue.aliases))
beats = 0
worker.start()
while worker.is_alive():
    beats += 1
    time.sleep(0.001)
print(beats)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    assert int(done.stdout) >= 20


def test_two_threads_may_ask_at_once(index: SearchIndex) -> None:
    queries = ["社保卡丢了", "yanglaobaoxian", "lost id card", "gjj提取"] * 5
    alone = [index.find(query) for query in queries]
    results: dict[int, list[object]] = {}
    threads = [
        threading.Thread(target=lambda at=at: results.update({at: [index.find(query) for query in queries]}))
        for at in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [results[at] for at in range(3)] == [alone] * 3
