"""Keeps `None`, `True` and `False` alive under a Qt binding that forgets to count its references to them.

PySide6 6.12.0 is built for Pythons where these are immortal (3.12 and later, PEP 683). On 3.11 each of its calls that
returns nothing takes one reference to None away, and after some thousands the interpreter ends with "deallocating
None". Versions up to 6.11 do not. The loss is measured, not guessed from a version: this rests where all is well.
"""

from __future__ import annotations

import ctypes
import sys

from PySide6.QtCore import QObject

PROBES = 64
PLENTY = 1 << 40
"""More references than a century of calls can take away; far from the sign bit of the count."""
SINGLETONS = (None, True, False, NotImplemented, Ellipsis)


def loses_references() -> bool:
    """Whether calls that return nothing take references of None away."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(PROBES):
        thing.setObjectName("probe")
    return before - sys.getrefcount(None) > PROBES // 2


def keep_singletons_alive() -> bool:
    """Give the singletons plenty of references where these are being lost; whether that was needed."""
    if sys.version_info >= (3, 12) or sys.getrefcount(None) >= PLENTY or not loses_references():
        return False
    for thing in SINGLETONS:
        # The count is the first word of every object in CPython 3.11 (object.h, struct _object).
        ctypes.c_ssize_t.from_address(id(thing)).value += PLENTY
    return True
