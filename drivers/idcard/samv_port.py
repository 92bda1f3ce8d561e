"""What a SAM-V reader is reached through: a place where it is attached, and the port that is opened there."""

from __future__ import annotations

import errno
from collections.abc import Hashable
from typing import Protocol

from drivers.idcard.status import LinkError
from kiosk.faults import Fault

SLICE_S = 0.05
"""How long one wait for bytes lasts at most, so that `stop` is seen soon."""
WRITE_LIMIT_S = 1.0


class Port(Protocol):
    """An opened way to one module; belongs to one thread.

    Every method but `close` raises `LinkError` (`reader.unplugged`) when the module is gone.
    """

    def clear(self) -> None:
        """Forget whatever has come and was not read."""

    def write(self, command: bytes) -> bool:
        """Send one frame; False when the module takes nothing for `WRITE_LIMIT_S`."""

    def read(self) -> bytes:
        """What has come, or what comes within about a slice; empty when nothing does."""

    def close(self) -> None: ...


class Place(Protocol):
    """Where a module is attached, be it there or not."""

    def open(self) -> Port:
        """For this process alone. `LinkError`: `reader.no-reader`, `reader.busy` or `reader.config`."""

    def identity(self) -> Hashable:
        """Changes whenever another device stands there; None while none does."""

    def facts(self) -> dict[str, str]:
        """For technicians: the address, and the model where the place tells it."""

    def doubt(self) -> Fault | None:
        """What a technician should look at although the reader works."""


_MISSING = {errno.ENOENT, errno.ENXIO, errno.ENODEV, errno.EIO}
_BUSY = {errno.EAGAIN, errno.EBUSY}


def open_fault(number: int | None, reason: str) -> LinkError:
    """The error for a port that could not be opened, by its errno."""
    if number in _MISSING:
        return LinkError("reader.no-reader", reason)
    if number in _BUSY:
        return LinkError("reader.busy", reason)
    return LinkError("reader.config", reason)


def gone(reason: str) -> LinkError:
    """The error for a port that was open and is no more."""
    return LinkError("reader.unplugged", reason)


def named(number: int | None, otherwise: str) -> str:
    """`ENODEV` for its number; for none, what the library says."""
    return errno.errorcode.get(number, str(number)) if number is not None else otherwise
