"""Owns what the window asks of the vision child after its start: one JSON line a command, a photo's bytes behind it.

A photo never becomes a text or a `bytes` in the child: it is read into an array that can be overwritten, and what it
came through is overwritten too.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.identity.document import PhotoKind
from kiosk.identity.face import FaceTask

PHOTO_LIMIT_BYTES = 256 << 10
"""A DG2 picture has 15 to 50 kB (facts, cards); five times that is no document's photo."""
_HEAD_LIMIT_BYTES = 4096
_READ_BYTES = 1 << 16


class Ask(StrEnum):
    """Commands without anything behind them."""

    STILL = "still"
    END = "end"
    """Forget the verification; answered by `EndedLine`."""
    CODE = "code"
    ZONE = "zone"


@dataclass(frozen=True, kw_only=True)
class Verify:
    """A verification as the child gets it; it overwrites `photo` when it has used it."""

    task: str
    photo: bytearray = field(repr=False)
    photo_kind: PhotoKind
    liveness: bool
    time_limit_s: float


Command = Ask | Verify


def encode_ask(ask: Ask) -> bytes:
    return json.dumps({"do": ask.value}).encode("ascii") + b"\n"


def encode_verify(task: FaceTask) -> bytes:
    """`ValueError` when the photo is larger than `PHOTO_LIMIT_BYTES`."""
    if len(task.photo) > PHOTO_LIMIT_BYTES:
        raise ValueError("a document's photo is not that large")
    head = {
        "do": "verify",
        "task": task.id,
        "photo_bytes": len(task.photo),
        "photo_kind": task.photo_kind.value,
        "liveness": task.liveness,
        "time_limit_s": task.time_limit_s,
    }
    return json.dumps(head, ensure_ascii=True).encode("ascii") + b"\n" + task.photo


class CommandReader:
    """The child's side: cuts what comes from a descriptor into commands and overwrites it behind itself.

    A photo is read into the one array that is handed out, which never grows: a copy that was left behind by growing
    could not be overwritten.
    """

    def __init__(self) -> None:
        self._piece = bytearray(_READ_BYTES)
        self._line = bytearray()
        self._head: Verify | None = None
        """A verification whose photo has not come whole."""
        self._filled = 0

    def read(self, fd: int) -> Sequence[Command] | None:
        """Wait for some bytes; the commands they completed, None at the end. `ValueError` on nonsense."""
        if self._head is not None:
            with memoryview(self._head.photo) as photo, photo[self._filled :] as room:
                count = os.readv(fd, [room])
            self._filled += count
            return [*self._whole()] if count else None
        count = os.readv(fd, [self._piece])
        commands: list[Command] = []
        at = 0
        while at < count:
            at = self._take_photo(at, count) if self._head is not None else self._take_line(at, count, commands)
            commands += self._whole()
        self._piece[:count] = bytes(count)
        return commands if count else None

    def _take_line(self, at: int, count: int, commands: list[Command]) -> int:
        end = self._piece.find(b"\n", at, count)
        stop = count if end < 0 else end
        self._line += self._piece[at:stop]
        if len(self._line) > _HEAD_LIMIT_BYTES:
            raise ValueError("a command is too long")
        if end < 0:
            return count
        raw = json.loads(bytes(self._line))
        self._line.clear()
        if not isinstance(raw, dict):
            raise ValueError("a command is an object")
        if raw.get("do") == "verify":
            self._head, self._filled = _verify(raw), 0
        else:
            commands.append(Ask(str(raw.get("do"))))
        return end + 1

    def _take_photo(self, at: int, count: int) -> int:
        if self._head is None:
            return at
        stop = min(count, at + len(self._head.photo) - self._filled)
        with memoryview(self._head.photo) as photo, memoryview(self._piece) as piece:
            photo[self._filled : self._filled + stop - at] = piece[at:stop]
        self._filled += stop - at
        return stop

    def _whole(self) -> Sequence[Command]:
        if self._head is None or self._filled < len(self._head.photo):
            return ()
        whole, self._head = self._head, None
        return (whole,)


def _verify(raw: dict[str, object]) -> Verify:
    size, limit = raw.get("photo_bytes"), raw.get("time_limit_s")
    if type(size) is not int or not 0 <= size <= PHOTO_LIMIT_BYTES:
        raise ValueError("photo_bytes is out of bounds")
    if type(limit) not in (int, float):
        raise ValueError("time_limit_s is a number")
    return Verify(
        task=str(raw.get("task")),
        photo=bytearray(size),
        photo_kind=PhotoKind(str(raw.get("photo_kind"))),
        liveness=raw.get("liveness") is not False,
        time_limit_s=float(str(limit)),
    )
