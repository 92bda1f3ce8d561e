"""Card readers that are plugged in and that nobody set up: found among USB devices by what these say of themselves.

They are looked for only where no reader that the settings name is there: a card on such a reader does nothing, and
whoever stands before it should hear so. Nothing is opened and nothing is sent; descriptors are read from sysfs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from drivers.idcard.known_readers import ReaderKind, reader_by_usb
from kiosk.devices import DeviceHealth
from kiosk.faults import Fault

SYSFS = Path("/sys")
ABSENT = frozenset({"reader.no-reader", "reader.unplugged"})
"""Faults of a reader that is not there."""
NOT_SET_UP = "reader.not-set-up"
_SMART_CARD = "0b"
_STORAGE = "08"
"""Interface classes of USB: a "card reader" that is storage takes memory cards."""
_WORDS = re.compile(r"card ?reader|id[- ]?card|smart ?card|rfid|\bnfc\b|身份证|读卡|讀卡", re.IGNORECASE)
"""What makers call such devices. A reader that calls itself otherwise is not noticed here."""
_LONGEST = 60
"""Characters of a name: a device may say anything of itself."""


@dataclass(frozen=True, kw_only=True)
class Stranger:
    usb: str
    """`VENDOR:PRODUCT`; empty where only pcscd names it."""
    name: str

    def __str__(self) -> str:
        return f"{self.usb} {self.name}".strip()


def usb_strangers(sysfs: Path = SYSFS) -> tuple[Stranger, ...]:
    """Every USB device that looks like a reader of cards, known model or not; a serial bridge says nothing."""
    found = (_stranger(folder) for folder in sorted((sysfs / "bus" / "usb" / "devices").glob("*")))
    return tuple(dict.fromkeys(stranger for stranger in found if stranger is not None))


def pcsc_strangers(health: DeviceHealth) -> tuple[Stranger, ...]:
    """The readers that pcscd has and no address fits, as a probe or a reader tells them among its facts."""
    names = health.facts.get("others", "")
    return tuple(Stranger(usb="", name=name) for name in names.split(", ") if name)


def with_strangers(health: DeviceHealth, strangers: Sequence[Stranger]) -> DeviceHealth:
    """The health of a reader that is not there while others are: their names, for whoever sets them up."""
    if not strangers or health.fault is None or health.fault.id not in ABSENT:
        return health
    detail = f"{', '.join(map(str, strangers))}; {health.fault.id} {health.fault.detail}".strip()
    return replace(health, fault=Fault(id=NOT_SET_UP, detail=detail))


def _stranger(folder: Path) -> Stranger | None:
    ids = [_text(folder / name).lower() for name in ("idVendor", "idProduct")]
    if not all(re.fullmatch(r"[0-9a-f]{4}", part) for part in ids):
        return None
    usb_id = ":".join(ids)
    words = " ".join(filter(None, (_text(folder / name) for name in ("manufacturer", "product"))))
    classes = {_text(file).lower() for file in folder.glob("*:*/bInterfaceClass")}
    known = reader_by_usb(usb_id)
    if known is not None:
        looks = known.kind is not ReaderKind.SERIAL_BRIDGE
    else:
        looks = _SMART_CARD in classes or (_STORAGE not in classes and bool(_WORDS.search(words)))
    return Stranger(usb=usb_id, name=words[:_LONGEST]) if looks else None


def _text(file: Path) -> str:
    try:
        text = file.read_text("utf-8", "replace")
    except OSError:
        return ""
    return "".join(mark if mark.isprintable() else " " for mark in text).strip()
