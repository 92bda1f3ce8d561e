"""Addresses: what is allowed, and that a wrong one says so."""

from __future__ import annotations

import pytest

from drivers.printer.address import SerialAddress, TcpAddress, parse_address
from drivers.printer.models import MODELS


def test_tcp() -> None:
    address = parse_address("escpos+tcp://192.0.2.7")
    assert address.line == TcpAddress(host="192.0.2.7", port=9100)
    assert address.model.name == "escpos-80"
    assert parse_address("escpos+tcp://[::1]:9101/").line == TcpAddress(host="::1", port=9101)


def test_serial() -> None:
    address = parse_address("escpos+serial:///dev/ttyS0?baud=38400&model=escpos-58&flow=none")
    assert address.line == SerialAddress(device="/dev/ttyS0", baud=38400, flow="none")
    assert address.model.width_dots == 384
    assert parse_address("escpos+serial:///dev/ttyUSB0").line == SerialAddress(device="/dev/ttyUSB0", baud=115200)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "escpos+tcp://HOST:9100"),
        ("tcp://host:9100", "escpos+tcp://HOST:9100"),
        ("escpos+tcp://host:http", "escpos+tcp://HOST:9100"),
        ("escpos+tcp://host:99999", "0-65535"),
        ("escpos+tcp:///path", "needs a host"),
        ("escpos+tcp://host/path", "needs a host"),
        ("escpos+tcp://user@host", "no user"),
        ("escpos+tcp://host?baud=9600", "unknown baud"),
        ("escpos+tcp://host?model=nope", "escpos-80"),
        ("escpos+tcp://host?model=escpos-80&model=escpos-58", "twice"),
        ("escpos+serial://dev/ttyS0", "three slashes"),
        ("escpos+serial:///dev/ttyS0?baud=123", "115200"),
        ("escpos+serial:///dev/ttyS0?baud=²", "115200"),
        ("escpos+serial:///dev/ttyS0?flow=maybe", "rtscts"),
        ("escpos+serial:///dev/ttyS0?parity=even", "unknown parity"),
    ],
)
def test_wrong_address_says_what_is_allowed(text: str, says: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_address(text)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_models_make_sense() -> None:
    for name, model in MODELS.items():
        assert name == model.name
        assert model.width_dots % 8 == 0
        assert 0 < model.dots_per_inch < 256
