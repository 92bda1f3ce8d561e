"""Addresses of card readers, and what is said about wrong ones."""

from __future__ import annotations

import pytest

from drivers.idcard.address import PcscAddress, SerialAddress, parse_address


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


@pytest.mark.parametrize(("text", "name"), [("pcsc://", "*"), ("pcsc://?name=ACS%20ACR39*", "ACS ACR39*")])
def test_pcsc_addresses(text: str, name: str) -> None:
    assert parse_address(text) == PcscAddress(name=name)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "starts with samv\\+serial://"),
        ("/dev/ttyUSB0", "starts with samv\\+serial://"),
        ("escpos+tcp://127.0.0.1:9100", "starts with samv\\+serial://"),
        ("/dev/ttyUSB0", "or pcsc://"),
        ("pcsc:///run/pcscd", "name=PATTERN"),
        ("pcsc://reader", "name=PATTERN"),
        ("pcsc://?reader=1", "no option reader=1; allowed is name=PATTERN"),
        ("pcsc://?name=", "allowed is name=PATTERN"),
        ("samv+serial://dev/ttyUSB0", "absolute path"),
        ("samv+serial:///", "absolute path"),
        ("samv+serial:///dev/tty\0", "absolute path"),
        ("samv+serial:///dev/ttyUSB0?baud=1200", "baud is one of 115200, 57600"),
        ("samv+serial:///dev/ttyUSB0?baud=", "baud is one of"),
        ("samv+serial:///dev/ttyUSB0?speed=9600", "no option 'speed'; allowed is baud"),
    ],
)
def test_wrong_addresses_say_what_is_allowed(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_address(text)
