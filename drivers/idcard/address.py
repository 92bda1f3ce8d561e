"""The addresses of card readers: `samv+serial:///dev/ttyUSB0?baud=115200` and `pcsc://?name=PATTERN`."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

SERIAL, PCSC = "samv+serial", "pcsc"
BAUD_RATES = (115200, 57600, 38400, 19200, 9600)
"""Rates at which SAM-V modules are sold, the usual one first (facts, cards, section 3.1)."""


@dataclass(frozen=True, kw_only=True)
class SerialAddress:
    """Where a reader is: the device file (a symlink is welcome) and its rate in bits a second (8N1)."""

    path: str
    baud: int = BAUD_RATES[0]


@dataclass(frozen=True, kw_only=True)
class PcscAddress:
    """Readers of pcscd whose name fits a shell pattern (`*`, `?`, `[…]`), capital or not; every reader by default."""

    name: str = "*"


def parse_address(text: str) -> SerialAddress | PcscAddress:
    """The parts of an address. `ValueError` says in one sentence what is wrong and what is allowed."""
    scheme = urlsplit(text).scheme
    if scheme == SERIAL:
        return parse_serial(text)
    if scheme == PCSC:
        return parse_pcsc(text)
    raise ValueError(f"{text!r} is no card reader address: it starts with {SERIAL}:// or {PCSC}://")


def parse_pcsc(text: str) -> PcscAddress:
    """`pcsc://` or `pcsc://?name=PATTERN`. `ValueError` as above."""
    parts = urlsplit(text)
    if parts.scheme != PCSC or parts.netloc or parts.path or parts.fragment or "\0" in text:
        raise ValueError(f"{text!r} is not {PCSC}:// or {PCSC}://?name=PATTERN")
    name = PcscAddress.name
    for key, value in parse_qsl(parts.query, keep_blank_values=True):
        if key != "name" or not value:
            raise ValueError(f"{text!r}: there is no option {key}={value}; allowed is name=PATTERN")
        name = value
    return PcscAddress(name=name)


def parse_serial(text: str) -> SerialAddress:
    """`samv+serial:///dev/NAME?baud=RATE`. `ValueError` as above."""
    parts = urlsplit(text)
    if parts.scheme != SERIAL:
        raise ValueError(f"{text!r} is no card reader address: it starts with {SERIAL}://")
    if parts.netloc or not parts.path.startswith("/") or parts.path == "/" or parts.fragment or "\0" in text:
        raise ValueError(f"{text!r} needs the absolute path of a device file, as in {SERIAL}:///dev/ttyUSB0")
    baud = BAUD_RATES[0]
    for key, value in parse_qsl(parts.query, keep_blank_values=True):
        if key != "baud":
            raise ValueError(f"{text!r}: there is no option {key!r}; allowed is baud")
        if value not in {str(rate) for rate in BAUD_RATES}:
            allowed = ", ".join(str(rate) for rate in BAUD_RATES)
            raise ValueError(f"{text!r}: baud is one of {allowed}, not {value!r}")
        baud = int(value)
    return SerialAddress(path=unquote(parts.path), baud=baud)
