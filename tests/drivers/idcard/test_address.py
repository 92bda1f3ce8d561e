"""Addresses of card readers, and what is said about wrong ones."""

from __future__ import annotations

import pytest

from drivers.idcard.address import PcscAddress, SerialAddress, UsbAddress, parse_address


@pytest.mark.parametrize(
    ("text", "path", "baud"),
    [
        ("samv+serial:///dev/ttyUSB0", "/dev/ttyUSB0", 115200),
        ("samv+serial:///dev/kiosk-idreader?baud=9600", "/dev/kiosk-idreader", 9600),
        ("samv+serial:///dev/with%20blank", "/dev/with blank", 115200),
    ],
)
def test_addresses(text: str, path: str, baud: int) -> None:
    assert parse_address(text) == SerialAddress(path=path, baud=baud)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("samv+usb://0400:c35a", UsbAddress(vendor=0x0400, product=0xC35A)),
        ("samv+usb://0483:5652/?bus=2&address=17", UsbAddress(vendor=0x0483, product=0x5652, bus=2, device=17)),
        ("samv+usb://0400:C35A?new_address=3002", UsbAddress(vendor=0x0400, product=0xC35A, new_address=0x02)),
    ],
)
def test_usb_addresses(text: str, address: UsbAddress) -> None:
    assert parse_address(text) == address


@pytest.mark.parametrize(("option", "para"), [("", 3), ("?new_address=3003", 3), ("?new_address=none", None)])
def test_how_the_newest_address_is_asked_for(option: str, para: int | None) -> None:
    parsed = parse_address(f"samv+serial:///dev/ttyUSB0{option}")
    assert parsed == SerialAddress(path="/dev/ttyUSB0", new_address=para)


@pytest.mark.parametrize(("text", "name"), [("pcsc://", "*"), ("pcsc://?name=ACS%20ACR39*", "ACS ACR39*")])
def test_pcsc_addresses(text: str, name: str) -> None:
    assert parse_address(text) == PcscAddress(name=name)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "starts with samv\\+serial://"),
        ("/dev/ttyUSB0", "starts with samv\\+serial://"),
        ("escpos+tcp://127.0.0.1:9100", "starts with samv\\+serial://"),
        ("/dev/ttyUSB0", "samv\\+usb:// or pcsc://"),
        ("samv+usb://", "two ids of four hexadecimal digits"),
        ("samv+usb://0400", "two ids of four hexadecimal digits"),
        ("samv+usb://400:c35a", "two ids of four hexadecimal digits"),
        ("samv+usb://0400:c35a/dev", "two ids of four hexadecimal digits"),
        ("samv+usb://0400:c35a?bus=0", "bus is a number from 1 to 255"),
        ("samv+usb://0400:c35a?address=1x", "address is a number from 1 to 255"),
        ("samv+usb://0400:c35a?baud=9600", "allowed is bus or address or new_address"),
        ("samv+serial:///dev/ttyUSB0?new_address=3001", "new_address is one of 3003, 3002, none"),
        ("pcsc:///run/pcscd", "name=PATTERN"),
        ("pcsc://reader", "name=PATTERN"),
        ("pcsc://?reader=1", "no option reader=1; allowed is name=PATTERN"),
        ("pcsc://?name=", "allowed is name=PATTERN"),
        ("samv+serial://dev/ttyUSB0", "absolute path"),
        ("samv+serial:///", "absolute path"),
        ("samv+serial:///dev/tty\0", "absolute path"),
        ("samv+serial:///dev/ttyUSB0?baud=1200", "baud is one of 115200, 57600"),
        ("samv+serial:///dev/ttyUSB0?baud=", "baud is one of"),
        ("samv+serial:///dev/ttyUSB0?speed=9600", "no option 'speed'; allowed is baud or new_address"),
    ],
)
def test_wrong_addresses_say_what_is_allowed(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_address(text)
