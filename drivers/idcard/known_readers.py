"""The table of card readers that somebody has looked at: their ids and names, and the udev rules that open them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from kiosk.reading import Table

FILE = Path(__file__).with_name("known_readers.toml")
GROUP = "kiosk"
"""Whom the rules let in: the group of the terminal's account."""
_ID = re.compile(r"[a-z][a-z0-9-]*\Z")
_USB = re.compile(r"[0-9a-f]{4}:[0-9a-f]{4}\Z")
_SYSFS = Path("/sys")


class ReaderKind(StrEnum):
    SAMV_USB = "samv-usb"
    SERIAL_BRIDGE = "serial-bridge"
    PCSC = "pcsc"
    NOT_SUPPORTED = "not-supported"


@dataclass(frozen=True, kw_only=True)
class KnownReader:
    """One block of the table; the comment at its top says what each key means."""

    id: str
    name: str
    kind: ReaderKind
    usb: tuple[str, ...]
    pcsc: tuple[str, ...]
    picture: str
    notes: str


@cache
def known_readers() -> tuple[KnownReader, ...]:
    """The table of this program. `ValueError` names everything that is wrong with it."""
    return read_table(FILE.read_text("utf-8"))


def read_table(text: str) -> tuple[KnownReader, ...]:
    """A table of readers. `ValueError` with all problems, also of ids that two readers claim."""
    problems: list[str] = []
    root = Table(tomllib.loads(text), "", problems)
    readers = tuple(_reader(table) for table in root.tables("reader"))
    root.done()
    for what in ("id", "usb", "pcsc"):
        values: list[str] = []
        for reader in readers:
            value = getattr(reader, what)
            values += [value] if isinstance(value, str) else value
        problems += [f"{what} {value} is there twice" for value in {v for v in values if values.count(v) > 1}]
    if problems:
        raise ValueError("; ".join(sorted(problems)))
    return readers


def reader_by_usb(usb_id: str) -> KnownReader | None:
    """By `VENDOR:PRODUCT`, lower case."""
    return next((reader for reader in known_readers() if usb_id in reader.usb), None)


def reader_by_pcsc(name: str) -> KnownReader | None:
    """By the name that pcscd gives, capital or not."""
    folded = name.casefold()
    return next(
        (one for one in known_readers() if any(fnmatchcase(folded, shape.casefold()) for shape in one.pcsc)), None
    )


def usb_id_of_tty(path: str, sysfs: Path = _SYSFS) -> str | None:
    """`VENDOR:PRODUCT` of the USB device behind a tty (a symlink is followed); None where there is none."""
    device = sysfs / "class" / "tty" / Path(path).resolve().name / "device"
    if not device.exists():
        return None
    for folder in (device.resolve(), *device.resolve().parents):
        try:
            parts = [(folder / name).read_text("ascii").strip().lower() for name in ("idVendor", "idProduct")]
        except OSError:
            continue
        return ":".join(parts)
    return None


def udev_rules(group: str = GROUP) -> str:
    """A whole file for /etc/udev/rules.d: every known reader opened to one group, and nothing else."""
    lines = [
        "# Card readers of Jiujin, written by `main.py udev-rules` for /etc/udev/rules.d/70-jiujin-readers.rules.",
        "# Then: udevadm control --reload && udevadm trigger. Serial readers have stable names in /dev/serial/by-id.",
    ]
    for reader in known_readers():
        rules = [udev_rule(reader.kind, usb_id, group) for usb_id in reader.usb]
        if any(rules):
            lines += ["", f"# {reader.name}", *filter(None, rules)]
    return "\n".join(lines) + "\n"


def udev_rule(kind: ReaderKind, usb_id: str, group: str = GROUP) -> str:
    """The rule for one device; empty for kinds that need none (pcscd runs on its own account)."""
    vendor, product = usb_id.split(":")
    open_to = f'GROUP="{group}", MODE="0660"'
    if kind is ReaderKind.SAMV_USB:
        return f'SUBSYSTEM=="usb", ATTR{{idVendor}}=="{vendor}", ATTR{{idProduct}}=="{product}", {open_to}'
    if kind is ReaderKind.SERIAL_BRIDGE:
        # ModemManager tries out every new tty, which a module may take for a broken frame
        ids = f'ATTRS{{idVendor}}=="{vendor}", ATTRS{{idProduct}}=="{product}"'
        return f'SUBSYSTEM=="tty", {ids}, {open_to}, ENV{{ID_MM_DEVICE_IGNORE}}="1"'
    return ""


def _reader(table: Table) -> KnownReader:
    reader = KnownReader(
        id=table.text("id", shape=lambda text: bool(_ID.match(text))),
        name=table.text("name"),
        kind=table.choice("kind", ReaderKind),
        usb=table.strings("usb", ()),
        pcsc=table.strings("pcsc", ()),
        picture=table.text("picture"),
        notes=table.text("notes"),
    )
    for usb_id in reader.usb:
        if not _USB.match(usb_id):
            table.problem("usb", f"takes VENDOR:PRODUCT in lower-case hexadecimal digits, not {usb_id!r}")
    if bool(reader.pcsc) != (reader.kind is ReaderKind.PCSC) or bool(reader.usb) == (reader.kind is ReaderKind.PCSC):
        table.problem("usb", f"goes with every kind but {ReaderKind.PCSC}, which has pcsc")
    table.done()
    return reader
