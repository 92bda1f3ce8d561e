"""The pipe between the terminal and its rendering child: frames of one JSON object and one block of bytes.

octets 0–3   length of the JSON, big-endian
octets 4–7   length of the block
then both
"""

from __future__ import annotations

import json
import os
import select
import struct
import time
from typing import Any

_HEAD = struct.Struct(">II")
LARGEST = 8 * 1024 * 1024
"""Octets of either part: a receipt of ten metres is under 6 MB."""


class PipeError(Exception):
    """The other side is gone, late, or speaks something else."""


def encode_frame(value: dict[str, Any], block: bytes = b"") -> bytes:
    body = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    return _HEAD.pack(len(body), len(block)) + body + block


def send_frame(descriptor: int, value: dict[str, Any], block: bytes = b"", deadline: float | None = None) -> None:
    """Write one frame; `deadline` is a `time.monotonic` moment for a non-blocking descriptor."""
    rest = memoryview(encode_frame(value, block))
    while rest:
        _wait(descriptor, select.POLLOUT, deadline)
        try:
            rest = rest[os.write(descriptor, rest) :]
        except BlockingIOError:
            continue
        except OSError as problem:
            raise PipeError("the other side closed the pipe") from problem


def receive_frame(descriptor: int, deadline: float | None = None) -> tuple[dict[str, Any], bytes]:
    """Read one frame; `PipeError` when it ends, is late, oversized or no JSON object."""
    body_length, block_length = _HEAD.unpack(_exactly(descriptor, _HEAD.size, deadline))
    if max(body_length, block_length) > LARGEST:
        raise PipeError(f"a frame of {body_length} + {block_length} octets")
    body = _exactly(descriptor, body_length, deadline)
    block = _exactly(descriptor, block_length, deadline)
    try:
        value = json.loads(body)
    except ValueError as problem:
        raise PipeError("no JSON") from problem
    if not isinstance(value, dict):
        raise PipeError("no JSON object")
    return value, block


def _exactly(descriptor: int, length: int, deadline: float | None) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        _wait(descriptor, select.POLLIN, deadline)
        try:
            part = os.read(descriptor, min(length - len(parts), 65536))
        except BlockingIOError:
            continue
        if not part:
            raise PipeError("the other side closed the pipe")
        parts += part
    return bytes(parts)


def _wait(descriptor: int, what: int, deadline: float | None) -> None:
    if deadline is None:
        return
    poll = select.poll()
    poll.register(descriptor, what)
    left = deadline - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise PipeError("no answer in time")
