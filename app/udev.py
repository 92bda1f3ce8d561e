"""`main.py udev-rules`: the rules that let the terminal's account open the card readers that are known."""

from __future__ import annotations

import re

from app.errors import USAGE, fail
from drivers.idcard.known_readers import ReaderKind, reader_by_usb, udev_rule, udev_rules

_GROUP = re.compile(r"[a-z_][a-z0-9_-]{0,31}\Z")
"""What Debian's adduser takes; nothing else comes into a file that root's udev reads."""


def print_rules(group: str) -> int:
    """The whole file on standard output."""
    if not _GROUP.match(group):
        fail(f"udev-rules: {group!r} is no name of a group", USAGE)
    print(udev_rules(group), end="")
    return 0


def rule_for(facts: dict[str, str]) -> str:
    """The rule for the reader whose facts a check tells; empty where it needs none or is not on USB."""
    port = facts.get("port", "")
    usb_id = facts.get("usb") or (port.removeprefix("usb ") if port.startswith("usb ") else "")
    if not usb_id:
        return ""
    known = reader_by_usb(usb_id)
    unknown = ReaderKind.SERIAL_BRIDGE if "usb" in facts else ReaderKind.SAMV_USB
    return udev_rule(unknown if known is None else known.kind, usb_id)
