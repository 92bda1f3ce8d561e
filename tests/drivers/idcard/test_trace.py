"""Traces: nothing of a card in them, whatever the line does; and the driver comes to the same when one is played."""

from __future__ import annotations

import base64
import json
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.idcard.address import parse_samv
from drivers.idcard.samv_reader import SamvReader, place_of
from drivers.idcard.simulator import SamvSimulator
from drivers.idcard.trace import Recorder, RingFile, TracedPlace, TracedPort, read_trace
from drivers.idcard.trace_replay import PERSON, Replay, bytes_of, exchanges_of
from kiosk.devices import CardRemoved, DocumentRead, HealthChanged, ReaderMode, ReadFailed, StaffCardRead
from kiosk.dock import DockFile
from tests.drivers.idcard import golden
from tests.drivers.idcard.conftest import FIND
from tests.drivers.idcard.support import RESIDENT, Events, ScriptedModule, eventually

SAM_ID = "05000100D79C3401010000002A000000"


class Scene:
    """A simulated reader, the driver on it, and a trace of what passes between them."""

    def __init__(self, folder: Path, mode: ReaderMode = ReaderMode.RESIDENT, **dock: object) -> None:
        self.file = folder / "trace.jsonl"
        self.dock = DockFile(folder / "dock.json")
        self.dock.change("reader", **dock)
        self.asked: list[bytes] = []
        link = folder / "reader"
        address = f"samv+serial://{link}"
        self.simulator = SamvSimulator(self.dock, {"resident": RESIDENT}, link, observer=self.asked.append)
        self.events = Events()
        self.ring = RingFile(self.file)
        recorder = Recorder(self.ring, address=address, mode=mode.value)
        place = TracedPlace(place_of(parse_samv(address)), recorder)
        self.reader = SamvReader("traced", address, place=place)
        self.reader.set_mode(mode)

        def post(event: object) -> None:
            recorder.event(event)
            self.events.post(event)

        self.simulator.start()
        self.reader.start(post)

    def looks(self, count: int) -> None:
        wanted = self.asked.count(FIND) + count
        eventually(lambda: self.asked.count(FIND) >= wanted)

    def close(self) -> None:
        self.reader.stop()
        self.simulator.stop()
        self.ring.close()

    def lines(self, kind: str) -> list[dict[str, object]]:
        return [line for line in read_trace(self.file) if line.get("kind") == kind]


@contextmanager
def scene(folder: Path, mode: ReaderMode = ReaderMode.RESIDENT, **dock: object) -> Iterator[Scene]:
    made = Scene(folder, mode, **dock)
    try:
        yield made
    finally:
        made.close()


def traces_of_a_card(text: str, data: bytes) -> list[str]:
    """Four bytes in a row of what a card holds, as hex, base64 or text, that stand in a trace."""
    plain = re.sub(r"AAAAAA9669[0-9A-F]{10}|" + SAM_ID, "", text)
    found = []
    for at in range(len(data) - 3):
        piece = data[at : at + 4]
        if len(set(piece)) > 2:  # four blanks stand everywhere
            shapes = (piece.hex(), piece.hex().upper(), base64.b64encode(piece).decode()[:5], str(list(piece))[1:-1])
            found += [shape for shape in shapes if shape in plain]
    for word in (RESIDENT.name, RESIDENT.number, RESIDENT.address, RESIDENT.issuer, RESIDENT.birth_date):
        shapes = (word, json.dumps(word)[1:-1], word.encode("utf-8").hex())
        found += [shape for shape in shapes if shape in plain]
    return found


SECRETS = RESIDENT.text() + RESIDENT.photo + bytes.fromhex(RESIDENT.management_number)


def test_the_search_finds_what_it_is_for() -> None:
    coded = base64.b64encode(RESIDENT.photo).decode()
    for text in (RESIDENT.text().hex(), RESIDENT.photo[8:20].hex().upper(), json.dumps(RESIDENT.name), coded):
        assert traces_of_a_card(text, SECRETS)


@pytest.mark.parametrize("fault", ["", "noise", "split", "bad-checksum", "oversized", "pull-mid-read", "sw3:31"])
def test_nothing_of_a_card_stands_in_a_trace(tmp_path: Path, fault: str) -> None:
    with scene(tmp_path, card="resident", fault=fault) as made:
        eventually(lambda: made.events.of(DocumentRead) or made.events.of(ReadFailed))
        made.looks(2)
    text = made.file.read_text("utf-8")
    assert not traces_of_a_card(text, SECRETS)
    assert SAM_ID in text
    assert len(text) > 500


def test_a_staff_card_leaves_no_number(tmp_path: Path) -> None:
    with scene(tmp_path, ReaderMode.STAFF, card="resident") as made:
        made.events.wait(StaffCardRead)
    assert not traces_of_a_card(made.file.read_text("utf-8"), SECRETS)
    assert [line["fields"] for line in made.lines("answer") if "fields" in line] == [{"number": 8}]


def test_a_trace_tells_times_sizes_and_events(tmp_path: Path) -> None:
    with scene(tmp_path, card="resident") as made:
        made.events.wait(DocumentRead)
        made.dock.change("reader", card="")
        made.events.wait(CardRemoved)
    read = next(line for line in made.lines("answer") if line.get("fields") == {"text": 256, "photo": 1024})
    assert (read["sw"], read["size"], read["bytes"]) == ("000090", 1284, 1295)
    first, last = read["first_ms"], read["last_ms"]
    assert isinstance(first, float)
    assert isinstance(last, float)
    assert 0 <= first < last, "the wire takes 112 ms for it"
    events = [line["event"] for line in made.lines("event")]
    assert events == ["HealthChanged", "CardPresent", "CardFound", "DocumentRead", "CardRemoved"]
    assert [line["kind"] for line in read_trace(made.file)[1:2]] == ["open"]
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600


class Bytes:
    """A port that brings what a test says."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = list(pieces)

    def clear(self) -> None: ...

    def write(self, command: bytes) -> bool:
        return True

    def read(self) -> bytes:
        return self.pieces.pop(0) if self.pieces else b""

    def close(self) -> None: ...


def taken(folder: Path, *pieces: bytes, asked: str = "AAAAAA9669 0003 12 FF EE") -> str:
    ring = RingFile(folder / "trace.jsonl")
    port = TracedPort(Bytes(*pieces), Recorder(ring, address="samv+serial:///dev/x", mode="resident"))
    port.write(bytes.fromhex(asked))
    got = b"".join(iter(port.read, b""))
    port.close()
    ring.close()
    assert got == b"".join(pieces), "every byte is handed on as it came"
    return (folder / "trace.jsonl").read_text("utf-8")


def test_an_answer_of_a_card_that_comes_late_is_no_sam_id(tmp_path: Path) -> None:
    """30 05 may bring 16 bytes; once a card can have been read, an id is only kept if it is the one known."""
    ring = RingFile(tmp_path / "trace.jsonl")
    secret = bytes.fromhex("C0FFEE00112233445566778899AABBCC")
    recorder = Recorder(ring, address="samv+serial:///dev/x", mode="staff")
    port = TracedPort(Bytes(b"", golden.answered(0x90, secret)), recorder)
    port.write(bytes.fromhex(golden.REQUESTS["management number"]))
    port.read()
    port.write(bytes.fromhex(golden.REQUESTS["sam id"]))
    port.read()
    port.close()
    ring.close()
    text = (tmp_path / "trace.jsonl").read_text("utf-8")
    assert "C0FFEE" not in text.upper()
    assert '"size": 16' in text


@given(st.lists(st.binary(max_size=60), max_size=8), st.sampled_from(sorted(golden.REQUESTS)))
@settings(deadline=None)
def test_whatever_comes_is_handed_on_and_never_written_down(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes], asked: str
) -> None:
    folder = tmp_path_factory.mktemp("trace")
    secret = bytes.fromhex("DEADC0DE5EC2E7")
    whole = golden.answered(0x90, secret)
    cut = [piece for piece in (*pieces, secret, whole, whole[:-1] + b"\0", whole[:12]) if piece]
    text = taken(folder, *cut, asked=golden.REQUESTS[asked])
    assert "DEADC0DE" not in text.upper()
    assert all(isinstance(json.loads(line), dict) for line in text.splitlines())


def test_a_ring_never_grows_beyond_its_limit(tmp_path: Path) -> None:
    ring = RingFile(tmp_path / "trace.jsonl", limit_bytes=4000)
    recorder = Recorder(ring, address="samv+serial:///dev/x", mode="resident")
    for _ in range(500):
        recorder.line("open")
        assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 4000
    ring.close()
    assert len(list(tmp_path.iterdir())) == 2
    assert ring.lost == 0


def test_a_full_disk_disturbs_no_reader() -> None:
    ring = RingFile(Path("/dev/full"))
    Recorder(ring, address="samv+serial:///dev/x", mode="resident").line("open")
    assert ring.lost == 2
    ring.close()


# -- played again ---------------------------------------------------------------------------------------------------


def played(file: Path, folder: Path, until: Callable[[Events], object]) -> Events:
    events = Events()
    with Replay(read_trace(file), folder / "replayed") as module:
        reader = SamvReader("replay", f"samv+serial://{folder / 'replayed'}")
        reader.set_mode(ReaderMode.RESIDENT)
        reader.start(events.post)
        try:
            until(events)
            eventually(module.done.is_set)
        finally:
            reader.stop()
    return events


def test_a_whole_visit_is_played_with_an_invented_person(tmp_path: Path) -> None:
    with scene(tmp_path, card="resident") as made:
        made.events.wait(DocumentRead)
        made.looks(3)
        made.dock.change("reader", card="")
        made.events.wait(CardRemoved)
        made.looks(2)
    events = played(made.file, tmp_path, lambda events: events.wait(CardRemoved))
    assert events.names() == made.events.names()
    document = events.of(DocumentRead)[0].document
    assert (document.name, document.number, len(document.photo)) == (PERSON.name, PERSON.number, 1024)
    assert document.latest_address is None
    assert events.of(HealthChanged)[0].health.facts["sam_id"] == SAM_ID


@pytest.mark.parametrize("fault", ["noise", "bad-checksum", "oversized", "sw3:41", "sw3:60"])
def test_faults_are_played_as_they_were(tmp_path: Path, fault: str) -> None:
    with scene(tmp_path, card="resident", fault=fault) as made:
        eventually(lambda: made.events.of(DocumentRead) or made.events.faults() or made.events.of(HealthChanged))
        if fault != "sw3:60":
            eventually(lambda: made.events.of(DocumentRead) or made.events.faults())
    wanted = made.events.names()
    events = played(made.file, tmp_path, lambda events: eventually(lambda: len(events.all) >= len(wanted)))
    assert events.names()[: len(wanted)] == wanted
    assert events.faults() == made.events.faults()


def test_an_answer_that_broke_off_breaks_off_again(tmp_path: Path) -> None:
    tries: list[bytes] = []

    def answer(body: bytes) -> bytes | None:
        if body.hex() != "3001":
            return {
                "11ff": golden.STATUS_OK,
                "12ff": golden.UNKNOWN_COMMAND,
                "2001": golden.FOUND,
                "2002": golden.SELECTED,
                "3003": golden.NOTHING_THERE,
            }[body.hex()]
        tries.append(body)
        whole = golden.read_answer(golden.text_block(), bytes(1024))
        return whole[:700] if len(tries) == 1 else whole

    ring = RingFile(tmp_path / "trace.jsonl")
    address = f"samv+serial://{tmp_path / 'tty'}"
    recorder = Recorder(ring, address=address, mode="resident")
    first = Events()
    with ScriptedModule(tmp_path / "tty", answer) as module:
        reader = SamvReader("r", address, place=TracedPlace(place_of(parse_samv(address)), recorder))
        reader.set_mode(ReaderMode.RESIDENT)
        reader.start(first.post)
        first.wait(DocumentRead)
        reader.stop()
    ring.close()
    assert module.asked.count(b"\x30\x01") == 2
    broken = [line for line in read_trace(tmp_path / "trace.jsonl") if line.get("kind") == "no-answer"]
    assert [(line["bytes"], line["in_frame"]) for line in broken] == [(700, True)]
    assert len(bytes_of(broken[0])) == 700
    events = played(tmp_path / "trace.jsonl", tmp_path, lambda events: events.wait(DocumentRead))
    assert not events.of(ReadFailed)


def test_hours_of_finds_are_played_in_moments() -> None:
    find = {"kind": "request", "bytes": "AAAAAA9669000320010122"}
    select = {"kind": "request", "bytes": "AAAAAA9669000320020221"}
    none = {"kind": "answer", "sw": "000080", "size": 0}
    yes = {"kind": "answer", "sw": "000090", "size": 8}
    alone = exchanges_of([find, none] * 10_000)
    in_turns = exchanges_of([find, none, select, yes] * 10_000)
    assert len(alone) == 5
    assert [one.request[7] for one in in_turns] == [0x20] * 10
    assert len({one.request for one in in_turns}) == 2


@pytest.mark.parametrize("content", ["", "[]\n", '{"a": 1}\n', "nothing\n"])
def test_a_file_that_is_no_trace(tmp_path: Path, content: str) -> None:
    (tmp_path / "x").write_text(content)
    with pytest.raises(ValueError):
        read_trace(tmp_path / "x")
