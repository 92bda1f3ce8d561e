"""What can go wrong in this room; each error carries a fault of `faults.toml`.

FaultError
└── CacheError
    ├── DatabaseError       the database cannot be opened, written or understood
    ├── LineError           the platform was not reached, or its answer is not usable; ends the round
    ├── AnswerError         one answer is not genuine or not ours; the item stays queued
    ├── ItemError           the platform will not take this item as it is; a person must look
    ├── RemoteError         identity could not be shown by way of the platform
    └── EnrolmentError      the terminal was not enrolled
"""

from __future__ import annotations

from kiosk.faults import FaultError


class CacheError(FaultError):
    """Base of all; `fault` says which."""


class DatabaseError(CacheError):
    pass


class LineError(CacheError):
    """`retry_after_s` is the platform's own wish, when it stated one."""

    def __init__(self, fault_id: str, detail: str = "", *, retry_after_s: float | None = None) -> None:
        super().__init__(fault_id, detail)
        self.retry_after_s = retry_after_s


class AnswerError(CacheError):
    pass


class ItemError(CacheError):
    pass


class RemoteError(CacheError):
    pass


class EnrolmentError(CacheError):
    pass
