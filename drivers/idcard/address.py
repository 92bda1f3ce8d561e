"""The addresses of card readers: `samv+serial:///dev/ttyUSB0`, `samv+usb://0400:c35a` and `pcsc://?name=PATTERN`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

SERIAL, USB, PCSC = "samv+serial", "samv+usb", "pcsc"
BAUD_RATES = (115200, 57600, 38400, 19200, 9600)
"""Rates at which SAM-V modules are sold, the usual one first (facts, cards, section 3.1)."""


NEW_ADDRESS_COMMANDS: Mapping[str, int | None] = {"3003": 0x03, "3002": 0x02, "none": None}
"""How a module is asked for the newest address, the usual way first: sources name two (facts, cards, section 3.7)."""
_USB_ID = re.compile(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})\Z")


@dataclass(frozen=True, kw_only=True)
class SerialAddress:
    """Where a reader is: the device file (a symlink is welcome) and its rate in bits a second (8N1)."""

    path: str
    baud: int = BAUD_RATES[0]
    new_address: int | None = NEW_ADDRESS_COMMANDS["3003"]
    """Para of the command for the newest address; None: it is not asked for."""


@dataclass(frozen=True, kw_only=True)
class UsbAddress:
    """A reader on USB by its ids; bus and device number choose among several of one make."""

    vendor: int
    product: int
    bus: int | None = None
    device: int | None = None
    new_address: int | None = NEW_ADDRESS_COMMANDS["3003"]


@dataclass(frozen=True, kw_only=True)
class PcscAddress:
    """Readers of pcscd whose name fits a shell pattern (`*`, `?`, `[…]`), capital or not; every reader by default."""

    name: str = "*"


SamvAddress = SerialAddress | UsbAddress


def parse_address(text: str) -> SamvAddress | PcscAddress:
    """The parts of an address. `ValueError` says in one sentence what is wrong and what is allowed."""
    parts = urlsplit(text)
    if parts.scheme in (SERIAL, USB):
        return parse_samv(text)
    if parts.scheme == PCSC:
        return parse_pcsc(text)
    raise ValueError(f"{text!r} is no card reader address: it starts with {SERIAL}://, {USB}:// or {PCSC}://")


def parse_samv(text: str) -> SamvAddress:
    """The address of a reader with a SAM-V module. `ValueError` as above."""
    parts = urlsplit(text)
    if parts.scheme == SERIAL:
        return _serial(text, parts)
    if parts.scheme == USB:
        return _usb(text, parts)
    raise ValueError(f"{text!r} is no SAM-V reader: it starts with {SERIAL}:// or {USB}://")


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


def _serial(text: str, parts: SplitResult) -> SerialAddress:
    """`samv+serial:///dev/NAME?baud=RATE&new_address=COMMAND`."""
    if parts.netloc or not parts.path.startswith("/") or parts.path == "/" or parts.fragment or "\0" in text:
        raise ValueError(f"{text!r} needs the absolute path of a device file, as in {SERIAL}:///dev/ttyUSB0")
    options = _options(text, parts, ("baud", "new_address"))
    baud = options.get("baud", str(BAUD_RATES[0]))
    if baud not in {str(rate) for rate in BAUD_RATES}:
        allowed = ", ".join(str(rate) for rate in BAUD_RATES)
        raise ValueError(f"{text!r}: baud is one of {allowed}, not {baud!r}")
    return SerialAddress(path=unquote(parts.path), baud=int(baud), new_address=_new_address(text, options))


def _usb(text: str, parts: SplitResult) -> UsbAddress:
    """`samv+usb://VENDOR:PRODUCT?bus=N&address=N&new_address=COMMAND`."""
    match = _USB_ID.match(parts.netloc)
    if match is None or parts.path not in ("", "/") or parts.fragment:
        raise ValueError(f"{text!r} needs two ids of four hexadecimal digits, as in {USB}://0400:c35a")
    options = _options(text, parts, ("bus", "address", "new_address"))
    numbers: dict[str, int | None] = {}
    for key in ("bus", "address"):
        value = options.get(key)
        if value is not None and not (value.isascii() and value.isdecimal() and 1 <= int(value) <= 255):
            raise ValueError(f"{text!r}: {key} is a number from 1 to 255, as lsusb tells it, not {value!r}")
        numbers[key] = None if value is None else int(value)
    return UsbAddress(
        vendor=int(match[1], 16),
        product=int(match[2], 16),
        bus=numbers["bus"],
        device=numbers["address"],
        new_address=_new_address(text, options),
    )


def _options(text: str, parts: SplitResult, allowed: tuple[str, ...]) -> dict[str, str]:
    options: dict[str, str] = {}
    for key, value in parse_qsl(parts.query, keep_blank_values=True):
        if key not in allowed:
            raise ValueError(f"{text!r}: there is no option {key!r}; allowed is {' or '.join(allowed)}")
        options[key] = value
    return options


def _new_address(text: str, options: Mapping[str, str]) -> int | None:
    value = options.get("new_address", "3003")
    if value not in NEW_ADDRESS_COMMANDS:
        raise ValueError(f"{text!r}: new_address is one of {', '.join(NEW_ADDRESS_COMMANDS)}, not {value!r}")
    return NEW_ADDRESS_COMMANDS[value]
