"""The table of known readers: what it says, what it lets through, and what udev is told of it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from drivers.idcard.address import UsbAddress
from drivers.idcard.known_readers import (
    FILE,
    ReaderKind,
    known_readers,
    read_table,
    reader_by_pcsc,
    reader_by_usb,
    udev_rule,
    udev_rules,
    usb_id_of_tty,
)
from drivers.idcard.samv_reader import SamvReader
from drivers.idcard.samv_usb import UsbPlace
from kiosk.devices import Condition, DocumentRead, HealthChanged, ReaderMode
from tests.drivers.idcard.support import RESIDENT, Events
from tests.drivers.idcard.usb_module import PAIR, Bus, playing

BLOCK = '[[reader]]\nid = "x"\nname = "X"\nkind = "samv-usb"\nusb = ["1234:abcd"]\npicture = "reader"\nnotes = ""\n'


def test_the_table_is_right_and_names_the_readers_of_the_facts() -> None:
    assert len({reader.id for reader in known_readers()}) == len(known_readers())
    kinds = {usb: reader.kind for reader in known_readers() for usb in reader.usb}
    assert kinds["0400:c35a"] is kinds["0483:5652"] is ReaderKind.SAMV_USB
    assert kinds["10c4:0007"] is ReaderKind.NOT_SUPPORTED
    assert {reader.picture for reader in known_readers()} == {"reader"}, "the device page has this picture"


def test_readers_are_found_by_ids_and_names() -> None:
    found = reader_by_usb("0400:c35a")
    assert found is not None
    assert found.id == "samv"
    assert reader_by_usb("0400:0001") is None, "0400 alone is used by devices of other kinds"
    named = reader_by_pcsc("acs acr39u icc reader 00 00")
    assert named is not None
    assert named.id == "acr39"
    assert reader_by_pcsc("Nobody's Reader 00 00") is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("1234:abcd", "1234:ABCD"), "usb: takes VENDOR:PRODUCT in lower-case"),
        (('"samv-usb"', '"samv"'), "kind: takes one of samv-usb, serial-bridge, pcsc, not-supported"),
        (('"samv-usb"', '"pcsc"'), "usb: goes with every kind but pcsc"),
        (('notes = ""', 'note = ""'), "notes: is missing"),
        (('id = "x"', 'id = "X y"'), "id: 'X y' is not of the expected form"),
        ((BLOCK, BLOCK + BLOCK), "id x is there twice; usb 1234:abcd is there twice"),
    ],
)
def test_a_vendors_block_is_checked(change: tuple[str, str], said: str) -> None:
    assert read_table(BLOCK)[0].usb == ("1234:abcd",)
    with pytest.raises(ValueError, match=re.escape(said)):
        read_table(BLOCK.replace(*change))


def test_rules_of_udev() -> None:
    assert udev_rule(ReaderKind.SAMV_USB, "0400:c35a", "kiosk") == (
        'SUBSYSTEM=="usb", ATTR{idVendor}=="0400", ATTR{idProduct}=="c35a", GROUP="kiosk", MODE="0660"'
    )
    rules = udev_rules("terminal")
    assert 'ENV{ID_MM_DEVICE_IGNORE}="1"' in rules
    lines = [line for line in rules.splitlines() if line and not line.startswith("#")]
    ids = {usb for reader in known_readers() for usb in reader.usb if reader.kind is not ReaderKind.NOT_SUPPORTED}
    assert len(lines) == len(ids)
    for line in lines:
        # every rule names both ids: one that named none would open every device of its kind
        assert re.search(r'idVendor\}=="[0-9a-f]{4}".*idProduct\}=="[0-9a-f]{4}"', line)
        assert 'GROUP="terminal", MODE="0660"' in line


def test_the_bridge_behind_a_tty_is_found(tmp_path: Path) -> None:
    """As sysfs has it: the tty's device stands some folders below the USB device that has the ids."""
    usb = tmp_path / "devices" / "pci0000:00" / "usb1" / "1-2"
    port = usb / "1-2:1.0" / "ttyUSB7"
    port.mkdir(parents=True)
    (usb / "idVendor").write_text("1A86\n")
    (usb / "idProduct").write_text("7523\n")
    tty = tmp_path / "class" / "tty" / "ttyUSB7"
    tty.mkdir(parents=True)
    (tty / "device").symlink_to(port)
    (tmp_path / "kiosk-idreader").symlink_to("/dev/ttyUSB7")
    assert usb_id_of_tty(str(tmp_path / "kiosk-idreader"), tmp_path) == "1a86:7523"
    assert usb_id_of_tty("/dev/ttyUSB8", tmp_path) is None
    assert usb_id_of_tty(os.devnull, tmp_path) is None


def test_an_unknown_model_is_served_with_a_warning() -> None:
    module, _ = playing(PAIR, RESIDENT, vendor=0x1234, product=0xABCD)
    events = Events()
    place = UsbPlace(UsbAddress(vendor=0x1234, product=0xABCD), Bus(module))
    reader = SamvReader("usb", "samv+usb://1234:abcd", place=place)
    reader.set_mode(ReaderMode.RESIDENT)
    reader.start(events.post)
    try:
        events.wait(DocumentRead)
    finally:
        reader.stop()
    (health,) = [event.health for event in events.of(HealthChanged)]
    assert health.condition is Condition.WARNING
    assert health.fault is not None
    assert (health.fault.id, health.fault.detail) == ("reader.unknown-model", "1234:abcd")
    assert "model" not in health.facts


def test_a_known_model_is_told() -> None:
    assert UsbPlace(UsbAddress(vendor=0x0400, product=0xC35A), Bus()).facts()["model"].startswith("SAM-V reader")


def test_the_table_tells_a_vendor_what_each_key_means() -> None:
    head = FILE.read_text("utf-8").split("[[reader]]")[0]
    assert {"id", "name", "kind", "usb", "pcsc", "picture", "notes"} <= set(re.findall(r"\b[a-z]+\b", head))
    assert all(kind.value in head for kind in ReaderKind)
