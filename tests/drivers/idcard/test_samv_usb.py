"""The driver on USB, with a module at the far end of pyusb's backend interface. No real module was at hand."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
import usb.core

from drivers.idcard.address import UsbAddress
from drivers.idcard.samv_link import SamvLink
from drivers.idcard.samv_reader import SamvReader
from drivers.idcard.samv_usb import UsbPlace
from drivers.idcard.status import LinkError
from kiosk.devices import CardRemoved, Condition, DocumentRead, HealthChanged, ReaderMode, ReadFailed
from kiosk.dock import ReaderDock
from tests.drivers.idcard import golden
from tests.drivers.idcard.conftest import READ
from tests.drivers.idcard.support import RESIDENT, Events, eventually
from tests.drivers.idcard.usb_module import NONE, PAIR, SPLIT, Bus, Module, playing

ADDRESS = "samv+usb://0400:c35a"
WHERE = UsbAddress(vendor=0x0400, product=0xC35A)
LAYOUTS = pytest.mark.parametrize("endpoints", [SPLIT, PAIR], ids=["split pipes", "one pair"])


@contextmanager
def reading(bus: Bus, where: UsbAddress = WHERE) -> Iterator[Events]:
    events = Events()
    reader = SamvReader("usb", ADDRESS, place=UsbPlace(where, bus))
    reader.set_mode(ReaderMode.RESIDENT)
    reader.start(events.post)
    try:
        yield events
    finally:
        reader.stop()
        assert bus.opened == 0, "every handle is closed"


@LAYOUTS
def test_a_card_is_read_on_either_transport(endpoints: tuple[tuple[int, int], ...]) -> None:
    module, player = playing(endpoints, RESIDENT)
    with reading(Bus(module)) as events:
        document = events.wait(DocumentRead).document
        player.change(ReaderDock(card=""))
        events.wait(CardRemoved)
    assert (document.name, document.number, document.photo) == (RESIDENT.name, RESIDENT.number, RESIDENT.photo)
    assert b"\x30\x10" not in module.asked, "fingerprints are never read"


def test_split_pipes_get_header_and_rest_apart() -> None:
    module, _ = playing(SPLIT, RESIDENT)
    with reading(Bus(module)) as events:
        events.wait(DocumentRead)
    assert set(module.written) == {(0x02, 7), (0x06, 3)}


def test_one_pair_gets_whole_frames() -> None:
    module, _ = playing(PAIR, RESIDENT)
    with reading(Bus(module)) as events:
        events.wait(DocumentRead)
    assert set(module.written) == {(0x03, 10)}


@pytest.mark.parametrize("packet", [8, 16, 32, 64, 512])
@LAYOUTS
def test_packets_of_any_size(endpoints: tuple[tuple[int, int], ...], packet: int) -> None:
    """512 is high speed; a rest of 1288 bytes ends with a short packet at some sizes and with a full one at 8."""
    module, _ = playing(endpoints, RESIDENT, packet=packet)
    with reading(Bus(module)) as events:
        assert events.wait(DocumentRead).document.photo == RESIDENT.photo


@LAYOUTS
def test_short_packets_in_the_middle_of_an_answer(endpoints: tuple[tuple[int, int], ...]) -> None:
    module, _ = playing(endpoints, RESIDENT)
    whole = module.send

    def crumbs(reply: bytes) -> None:
        whole(reply)
        for queue in module.queues.values():
            pieces = [bytes([octet]) for packet in queue for octet in packet]
            queue.clear()
            queue.extend(b"".join(pieces[at : at + 3]) for at in range(0, len(pieces), 3))

    module.send = crumbs  # type: ignore[method-assign]
    with reading(Bus(module)) as events:
        assert events.wait(DocumentRead).document.number == RESIDENT.number


@LAYOUTS
def test_noise_before_a_frame_is_forgiven(endpoints: tuple[tuple[int, int], ...]) -> None:
    """On split pipes a header may be cut anywhere, and may stand behind bytes of nothing."""
    module, _ = playing(endpoints, RESIDENT)
    whole = module.send

    def noisy(reply: bytes) -> None:
        module.queues[module.incoming[0]].extend((b"\x00\xaa\xaa", b"\xff"))
        whole(reply)

    module.send = noisy  # type: ignore[method-assign]
    with reading(Bus(module)) as events:
        assert events.wait(DocumentRead).document.number == RESIDENT.number


@LAYOUTS
def test_what_came_late_is_not_taken_for_the_next_answer(endpoints: tuple[tuple[int, int], ...]) -> None:
    module, _ = playing(endpoints, RESIDENT)
    module.send(golden.read_answer(golden.text_block(), bytes(1024)))
    with reading(Bus(module)) as events:
        assert events.wait(DocumentRead).document.number == RESIDENT.number
        facts = events.wait(HealthChanged).health.facts
    # taken for the answer to status, it would have left that of status for the id
    assert facts["sam_id"] == "05000100D79C3401010000002A000000"


def test_a_header_with_the_beginning_of_the_rest_behind_it() -> None:
    module, _ = playing(SPLIT, RESIDENT)

    def send(reply: bytes) -> None:
        first, second = (module.queues[end] for end in module.incoming)
        first.append(reply[:9])
        second.extend(reply[at : at + 64] for at in range(9, len(reply), 64))

    module.send = send  # type: ignore[method-assign]
    with reading(Bus(module)) as events:
        assert events.wait(DocumentRead).document.number == RESIDENT.number
    assert module.asked.count(READ) == 1


def refuse(times: int, number: int | None, wanted: Callable[[int], bool]) -> tuple[Callable[[int], None], list[int]]:
    """A trouble that raises `times` errors with an errno at the endpoints that are wanted, and the list of them."""
    hit: list[int] = []

    def trouble(endpoint: int) -> None:
        if wanted(endpoint) and len(hit) < times:
            hit.append(endpoint)
            raise usb.core.USBError("trouble", -1, number)

    return trouble, hit


@LAYOUTS
def test_a_stalled_pipe_is_cleared_and_asked_again(endpoints: tuple[tuple[int, int], ...]) -> None:
    module, player = playing(endpoints, RESIDENT)
    player.change(ReaderDock(card=""))
    bus = Bus(module)
    with reading(bus) as events:
        events.wait(HealthChanged)
        bus.trouble, hit = refuse(1, errno.EPIPE, lambda endpoint: not endpoint & 0x80)
        eventually(lambda: hit)
        bus.trouble, more = refuse(1, errno.EPIPE, lambda endpoint: bool(endpoint & 0x80))
        eventually(lambda: more)
        player.change(ReaderDock(card="card"))
        events.wait(DocumentRead)
    assert bus.halts == hit + more
    assert len(events.of(HealthChanged)) == 1, "a stall is no fault of the reader"


@LAYOUTS
def test_unplugged_and_plugged_in_again(endpoints: tuple[tuple[int, int], ...]) -> None:
    module, _ = playing(endpoints, RESIDENT)
    bus = Bus(module)
    with reading(bus) as events:
        events.wait(DocumentRead)
        bus.unplug()
        health = events.wait(HealthChanged, 2).health
        assert health.fault is not None
        assert (health.fault.id, health.fault.detail) == ("reader.unplugged", "ENODEV")
        again, _ = playing(endpoints, replace(RESIDENT, name="乙"), address=6)
        bus.modules.append(again)
        assert events.wait(HealthChanged, 3).health.condition is Condition.READY


@LAYOUTS
def test_unplugged_in_the_middle_of_a_read(endpoints: tuple[tuple[int, int], ...]) -> None:
    module, _ = playing(endpoints, RESIDENT)
    bus = Bus(module)

    def trouble(endpoint: int) -> None:
        if READ in module.asked and endpoint & 0x80:
            bus.unplug()
            raise usb.core.USBError("Input/output error", -1, errno.EIO)

    bus.trouble = trouble
    with reading(bus) as events:
        assert events.wait(ReadFailed).fault.id == "reader.unplugged"
        assert events.wait(HealthChanged, 2).health.condition is Condition.FAULT


@LAYOUTS
def test_unplugged_after_the_document_leaves_the_document(endpoints: tuple[tuple[int, int], ...]) -> None:
    """While the module is asked for the newest address."""
    module, _ = playing(endpoints, RESIDENT)
    bus = Bus(module)

    def trouble(endpoint: int) -> None:
        if b"\x30\x03" in module.asked:
            bus.unplug()
            raise usb.core.USBError("Input/output error", -1, errno.EIO)

    bus.trouble = trouble
    with reading(bus) as events:
        assert events.wait(DocumentRead).document.number == RESIDENT.number
        fault = events.wait(HealthChanged, 2).health.fault
        assert fault is not None
        assert fault.id == "reader.unplugged"


@LAYOUTS
def test_an_answer_that_breaks_off_is_asked_for_again(endpoints: tuple[tuple[int, int], ...]) -> None:
    module, _ = playing(endpoints, RESIDENT)
    whole = module.send
    broken: list[bytes] = []

    def send(reply: bytes) -> None:
        whole(reply)
        if module.asked[-1] == READ and not broken:
            broken.append(reply)
            for _ in range(5):
                module.queues[module.incoming[-1]].pop()

    module.send = send  # type: ignore[method-assign]
    with reading(Bus(module)) as events:
        events.wait(DocumentRead)
        assert not events.of(ReadFailed)
    assert module.asked.count(READ) == 2


def test_mute_module() -> None:
    with reading(Bus(Module(endpoints=SPLIT, answer=lambda _: None))) as events:
        fault = events.wait(HealthChanged).health.fault
    assert fault is not None
    assert fault.id == "reader.mute"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.EACCES, "reader.config EACCES"),
        (errno.EBUSY, "reader.busy EBUSY"),
        (errno.ENODEV, "reader.no-reader ENODEV"),
    ],
)
def test_a_device_that_cannot_be_opened(number: int, said: str) -> None:
    module, _ = playing(PAIR, RESIDENT)
    bus = Bus(module)

    def refused(_: Module) -> Module:
        raise usb.core.USBError("no", -1, number)

    bus.open_device = refused  # type: ignore[method-assign]
    assert _opening(UsbPlace(WHERE, bus)) == said


def _opening(place: UsbPlace) -> str:
    with pytest.raises(LinkError) as caught:
        place.open()
    return f"{caught.value.fault.id} {caught.value.fault.detail}"


def test_an_interface_belongs_to_one() -> None:
    module, _ = playing(SPLIT, RESIDENT)
    bus = Bus(module)
    port = UsbPlace(WHERE, bus).open()
    assert _opening(UsbPlace(WHERE, bus)) == "reader.busy EBUSY"
    port.close()
    UsbPlace(WHERE, bus).open().close()
    assert bus.opened == 0


def test_no_such_device_and_no_pipes() -> None:
    assert _opening(UsbPlace(WHERE, Bus())) == "reader.no-reader usb 0400:c35a"
    module, _ = playing(NONE, RESIDENT)
    assert _opening(UsbPlace(WHERE, Bus(module))) == "reader.config no pair of bulk endpoints"


def test_only_both_ids_together_are_taken() -> None:
    """0400 alone is used by devices of other kinds (facts, cards, section 6)."""
    other, _ = playing(PAIR, RESIDENT, product=0x1234)
    assert UsbPlace(WHERE, Bus(other)).identity() is None
    assert _opening(UsbPlace(WHERE, Bus(other))).startswith("reader.no-reader")


def test_one_of_two_is_chosen_by_bus_and_address() -> None:
    left, _ = playing(PAIR, replace(RESIDENT, name="左"), bus=1, address=4)
    right, _ = playing(PAIR, replace(RESIDENT, name="右"), bus=2, address=4)
    with reading(Bus(left, right), replace(WHERE, bus=2, device=4)) as events:
        assert events.wait(DocumentRead).document.name == "右"
    assert not left.asked


def test_a_device_that_nothing_has_configured() -> None:
    module, _ = playing(PAIR, RESIDENT, configured=0)
    with reading(Bus(module)) as events:
        events.wait(DocumentRead)
    assert module.configured == 1


def test_the_link_keeps_nothing_of_a_card_in_the_buffer_of_its_port() -> None:
    module, _ = playing(PAIR, RESIDENT)
    port = UsbPlace(WHERE, Bus(module)).open()
    with SamvLink(port) as link:
        assert link.find()
        link.select()
        link.read_document()
    assert not any(port._buffer)
