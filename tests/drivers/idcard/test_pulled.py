"""Everything that can be pulled, at every frame of a visit: the card, the plug, the answer in its middle."""

from __future__ import annotations

import errno
from contextlib import suppress
from pathlib import Path

import pytest
import usb.core
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.idcard.address import UsbAddress
from drivers.idcard.samv_link import SamvLink
from drivers.idcard.samv_reader import SamvReader
from drivers.idcard.samv_usb import UsbPlace
from drivers.idcard.status import CardError, LinkError
from kiosk.devices import CardFound, Condition, DocumentRead, HealthChanged, ReaderMode, ReadFailed, StaffCardRead
from kiosk.dock import ReaderDock
from tests.drivers.idcard import golden
from tests.drivers.idcard.support import RESIDENT, Events, ScriptedModule, eventually
from tests.drivers.idcard.usb_module import PAIR, SPLIT, Bus, Module, playing

WHERE = UsbAddress(vendor=0x0400, product=0xC35A)
FRAMES = {
    ReaderMode.RESIDENT: ["11ff", "12ff", "2001", "2002", "3001", "3003"],
    ReaderMode.STAFF: ["11ff", "12ff", "2001", "2002", "3005"],
}
"""All that goes out until a card is read, in order."""
CASES = [(mode, frame) for mode, frames in FRAMES.items() for frame in frames]
EACH = pytest.mark.parametrize(("mode", "frame"), CASES, ids=[f"{mode.value} {frame}" for mode, frame in CASES])


def started(bus: Bus, mode: ReaderMode) -> tuple[SamvReader, Events]:
    events = Events()
    reader = SamvReader("usb", "samv+usb://0400:c35a", place=UsbPlace(WHERE, bus))
    reader.set_mode(mode)
    reader.start(events.post)
    return reader, events


def good(mode: ReaderMode) -> type[DocumentRead] | type[StaffCardRead]:
    return StaffCardRead if mode is ReaderMode.STAFF else DocumentRead


def came_to_something(events: Events, mode: ReaderMode) -> int:
    return len(events.of(good(mode))) + len(events.of(ReadFailed))


@EACH
def test_the_card_is_lifted_as_a_frame_goes_out_and_laid_on_again(mode: ReaderMode, frame: str) -> None:
    module, player = playing(PAIR, RESIDENT)
    answer = module.answer
    lifted: list[str] = []

    def lifting(raw: bytes) -> bytes | None:
        if raw[7:-1].hex() == frame and not lifted:
            lifted.append(frame)
            player.change(ReaderDock(card=""))
        return answer(raw)

    module.answer = lifting
    bus = Bus(module)
    reader, events = started(bus, mode)
    try:
        eventually(lambda: lifted)
        looks = len(module.asked)
        eventually(lambda: module.asked[looks:].count(b"\x20\x01") > 2)
        player.change(ReaderDock(card="card"))
        eventually(lambda: events.of(good(mode)))
    finally:
        reader.stop()
    assert came_to_something(events, mode) == len(events.of(CardFound)), "one answer for each card that was found"
    assert events.faults() in ([], ["reader.card-removed"])
    assert [event.health.condition for event in events.of(HealthChanged)] == [Condition.READY]


@EACH
@pytest.mark.parametrize("endpoints", [SPLIT, PAIR], ids=["split", "pair"])
def test_the_plug_is_pulled_at_each_frame(
    mode: ReaderMode, frame: str, endpoints: tuple[tuple[int, int], ...]
) -> None:
    """As the answer is awaited: half of it has come."""
    module, _ = playing(endpoints, RESIDENT)
    bus = Bus(module)
    pulled: list[str] = []

    def trouble(endpoint: int) -> None:
        queued = sum(len(queue) for queue in module.queues.values())
        if not pulled and module.asked and module.asked[-1].hex() == frame and endpoint & 0x80 and queued < 2:
            pulled.append(frame)
            bus.unplug()
            raise usb.core.USBError("Input/output error", -1, errno.EIO)

    bus.trouble = trouble
    reader, events = started(bus, mode)
    try:
        eventually(lambda: pulled)
        eventually(lambda: reader.health().condition is Condition.FAULT)
        fault = reader.health().fault
        assert fault is not None
        assert fault.id == "reader.unplugged"
        again, _ = playing(endpoints, RESIDENT, address=6)
        bus.modules.append(again)
        eventually(lambda: again.asked.count(b"\x20\x01") > 1)
        assert reader.health().condition is Condition.READY
    finally:
        reader.stop()
    assert bus.opened == 0
    assert events.of(CardFound)
    assert came_to_something(events, mode) == len(events.of(CardFound)), "one answer for each card that was found"


@pytest.mark.parametrize("frame", FRAMES[ReaderMode.RESIDENT])
@pytest.mark.parametrize("kept", [1, 6, 9, -1])
def test_an_answer_that_breaks_off_at_each_frame(tmp_path: Path, frame: str, kept: int) -> None:
    """Once, on a serial line: the document comes all the same."""
    answers = {
        "11ff": golden.STATUS_OK,
        "12ff": golden.UNKNOWN_COMMAND,
        "2001": golden.FOUND,
        "2002": golden.SELECTED,
        "3001": golden.read_answer(golden.text_block(), bytes(1024)),
        "3003": golden.NOTHING_THERE,
    }
    broken: list[str] = []

    def answer(body: bytes) -> bytes:
        whole = answers[body.hex()]
        if body.hex() == frame and not broken:
            broken.append(frame)
            return whole[:kept]
        return whole

    events = Events()
    with ScriptedModule(tmp_path / "tty", answer):
        reader = SamvReader("r", f"samv+serial://{tmp_path / 'tty'}")
        reader.set_mode(ReaderMode.RESIDENT)
        reader.start(events.post)
        try:
            # fewer bytes than a preamble are silence: select and read then fail, and say so
            eventually(lambda: events.of(DocumentRead) or events.of(ReadFailed))
        finally:
            reader.stop()
    if kept >= 6 or frame not in ("2002", "3001"):
        assert events.of(DocumentRead)[0].document.number == golden.NUMBER
    assert all(event.health.fault is None for event in events.of(HealthChanged))


class Answers:
    """A port that brings what a test says, and is gone when that is used up."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces = pieces

    def clear(self) -> None: ...

    def write(self, command: bytes) -> bool:
        return True

    def read(self) -> bytes:
        if not self.pieces:
            raise LinkError("reader.unplugged", "used up")
        return self.pieces.pop(0)

    def close(self) -> None: ...


WHOLE = st.sampled_from(
    [
        golden.STATUS_OK,
        golden.FOUND,
        golden.NO_CARD,
        golden.SELECTED,
        golden.NOT_READ,
        golden.NOTHING_THERE,
        golden.UNKNOWN_COMMAND,
        golden.MANAGEMENT_NUMBER,
        *(
            golden.read_answer(block, bytes(1024))
            for block in (golden.text_block(), golden.PERMIT, golden.FOREIGN_2017, golden.FOREIGN_2023)
        ),
    ]
)
ODD = st.one_of(
    WHOLE,
    st.binary(min_size=1, max_size=40),
    st.builds(golden.answered, st.integers(0, 255), st.binary(max_size=80)),
    st.builds(
        lambda whole, at, to: whole[:at] + bytes([to]) + whole[at + 1 :],
        WHOLE,
        st.integers(0, 1300),
        st.integers(0, 255),
    ),
)


@given(st.lists(ODD, max_size=12))
@settings(deadline=None)
def test_whatever_a_module_says_there_is_an_answer_or_a_fault(pieces: list[bytes]) -> None:
    with SamvLink(Answers([piece for piece in pieces if piece]), new_address=3) as link:
        for act in (link.hello, link.find, link.select, link.read_document, link.read_management_number):
            with suppress(CardError, LinkError):
                act()


def test_a_module_of_nothing_but_noise_is_no_reader() -> None:
    """Also one that never pauses: the time limit of a command holds."""
    module = Module(endpoints=PAIR, answer=lambda _: None)

    class Noisy(Bus):
        def bulk_read(self, module: Module, endpoint: int, interface: int, buffer: object, timeout: int) -> int:
            self._there(module)
            return 64

    reader, events = started(Noisy(module), ReaderMode.RESIDENT)
    try:
        fault = events.wait(HealthChanged).health.fault
    finally:
        reader.stop()
    assert fault is not None
    assert fault.id == "reader.mute"
