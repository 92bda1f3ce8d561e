"""Readers that nobody set up: who counts as one, when that is told, and that it is over once a known one is there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from drivers.idcard.address import UsbAddress
from drivers.idcard.card_readers import CardReaders, probe
from drivers.idcard.samv_reader import SamvReader
from drivers.idcard.samv_usb import UsbPlace
from drivers.idcard.strangers import usb_strangers
from kiosk.devices import Condition, DeviceHealth, HealthChanged
from tests.counterparts.pcscd import Pcscd
from tests.drivers.idcard import pcsc
from tests.drivers.idcard.support import Events, eventually
from tests.drivers.idcard.test_card_readers import Tray
from tests.drivers.idcard.usb_module import PAIR, Bus, Module


def plug(sysfs: Path, usb_id: str, *classes: str, maker: str = "", product: str = "", port: str = "1-1") -> Path:
    """A USB device as Linux shows it: `idVendor`, `idProduct`, texts where it has some, a folder an interface."""
    folder = sysfs / "bus" / "usb" / "devices" / port
    folder.mkdir(parents=True)
    vendor, number = usb_id.split(":")
    texts = {"idVendor": vendor, "idProduct": number, "manufacturer": maker, "product": product}
    for name, text in texts.items():
        if text:
            (folder / name).write_text(f"{text}\n", "utf-8")
    for count, kind in enumerate(classes):
        (folder / f"{port}:1.{count}").mkdir()
        (folder / f"{port}:1.{count}" / "bInterfaceClass").write_text(f"{kind}\n")
    return folder


@pytest.mark.parametrize(
    ("usb_id", "kind", "product", "told"),
    [
        ("072f:90cc", "0b", "ACR38 SmartCard Reader", "072f:90cc ACR38 SmartCard Reader"),
        ("1234:abcd", "0b", "", "1234:abcd"),
        ("1234:abcd", "ff", "Second-generation ID Card Reader", "1234:abcd Second-generation ID Card Reader"),
        ("1234:abcd", "03", "身份证阅读器", "1234:abcd 身份证阅读器"),
        # known, and known to be of no use here; known, but not in the settings
        ("10c4:0007", "03", "", "10c4:0007"),
        ("0400:c35a", "ff", "", "0400:c35a"),
        # what a device says of itself is not trusted with the screen
        ("1234:abcd", "0b", "A\x07B\x1b[31m" + "x" * 200, "1234:abcd " + ("A B [31m" + "x" * 200)[:60]),
    ],
)
def test_who_is_a_stranger(tmp_path: Path, usb_id: str, kind: str, product: str, told: str) -> None:
    plug(tmp_path, usb_id, kind, product=product)
    assert [str(one) for one in usb_strangers(tmp_path)] == [told]


@pytest.mark.parametrize(
    ("usb_id", "kind", "product"),
    [
        ("058f:6362", "08", "Mass Storage Card Reader"),
        ("1a86:7523", "ff", "USB Serial"),
        ("046d:c31c", "03", "USB Keyboard"),
        ("1d6b:0002", "09", "xHCI Host Controller"),
        ("zzzz:0002", "0b", "not an id"),
    ],
)
def test_who_is_none(tmp_path: Path, usb_id: str, kind: str, product: str) -> None:
    plug(tmp_path, usb_id, kind, product=product)
    assert usb_strangers(tmp_path) == ()
    assert usb_strangers(tmp_path / "no such folder") == ()


def faults(events: Events) -> list[str]:
    return [event.health.fault.id for event in events.of(HealthChanged) if event.health.fault is not None]


def last(events: Events) -> DeviceHealth:
    return events.of(HealthChanged)[-1].health


def test_only_while_no_reader_of_ours_is_there(tmp_path: Path) -> None:
    sysfs, tray, events = tmp_path / "sys", Tray(tmp_path / "tray"), Events()
    readers = CardReaders([("idcard", tray.address)], sysfs=sysfs)
    readers.start(events.post)
    try:
        eventually(lambda: "reader.no-reader" in faults(events))
        assert "reader.not-set-up" not in faults(events), "nothing is plugged in"
        device = plug(sysfs, "1234:abcd", "0b", maker="Example", product="Reader 7")
        eventually(lambda: "reader.not-set-up" in faults(events))
        fault = readers.health().fault
        assert fault is not None
        assert fault.id == "reader.not-set-up"
        assert "1234:abcd Example Reader 7" in fault.detail
        shutil.rmtree(device)
        eventually(lambda: faults(events)[-1] == "reader.no-reader")
        plug(sysfs, "1234:abcd", "0b", port="1-2")
        eventually(lambda: faults(events)[-1] == "reader.not-set-up")
        # the stranger stays where it is; one of ours comes
        tray.start()
        eventually(lambda: last(events).condition is Condition.READY)
        assert readers.health().fault is None
    finally:
        readers.stop()
        tray.stop()


def test_pcscd_s_other_readers_are_named(tmp_path: Path, pcscd: Pcscd) -> None:
    slot, events = pcsc.Slot(tmp_path / "slot", pcscd), Events()
    slot.start()
    readers = CardReaders([("slot", "pcsc://?name=Nobody*")], sysfs=tmp_path / "sys")
    readers.start(events.post)
    try:
        eventually(lambda: "reader.not-set-up" in faults(events))
        fault = last(events).fault
        assert fault is not None
        assert "Virtual PCD" in fault.detail
    finally:
        readers.stop()
        slot.close()


def test_an_unknown_model_that_answers_nothing_is_not_set_up() -> None:
    events = Events()
    mute = Module(endpoints=PAIR, vendor=0x1234, product=0xABCD, answer=lambda _: None)
    place = UsbPlace(UsbAddress(vendor=0x1234, product=0xABCD), Bus(mute))
    reader = SamvReader("idcard", "samv+usb://1234:abcd", place=place)
    reader.start(events.post)
    try:
        fault = events.wait(HealthChanged).health.fault
        assert fault is not None
        assert fault.id == "reader.not-set-up"
        assert fault.detail.startswith("1234:abcd; reader.mute")
    finally:
        reader.stop()


def test_the_doctor_names_a_stranger_where_there_is_no_other_reader(tmp_path: Path) -> None:
    plug(tmp_path / "sys", "1234:abcd", "0b")
    address = f"samv+serial://{tmp_path / 'nothing'}"
    told = probe(address, "idcard", alone=True, sysfs=tmp_path / "sys").fault
    assert told is not None
    assert told.id == "reader.not-set-up"
    other = probe(address, "idcard", sysfs=tmp_path / "sys").fault
    assert other is not None
    assert other.id == "reader.no-reader", "it may be the other reader of the settings"
