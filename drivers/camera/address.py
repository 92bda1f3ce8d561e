"""Owns camera addresses: where pictures come from, as the settings write it.

file:PATH                 a video, a still or a folder of pictures, looped at 15 frames a second
v4l2:/dev/video0          a local camera; /dev/v4l/by-id/... keeps its name across plugging
http://HOST:PORT/PATH     an MJPEG stream (multipart/x-mixed-replace)
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp"})
"""What counts as a still; every other file is opened as a video."""

_KINDS = "file:PATH, v4l2:/dev/video0 or http://HOST:PORT/PATH"


@dataclass(frozen=True, kw_only=True)
class FileAddress:
    path: Path


@dataclass(frozen=True, kw_only=True)
class V4l2Address:
    node: Path


@dataclass(frozen=True, kw_only=True)
class HttpAddress:
    host: str
    port: int
    target: str
    """Path and query as they are asked for."""


CameraAddress = FileAddress | V4l2Address | HttpAddress


def parse_address(text: str) -> CameraAddress:
    """The address as a value; it is not looked up. `ValueError` says in one sentence what is allowed."""
    if any(ord(character) < 0x20 or ord(character) == 0x7F for character in text):
        raise ValueError("a camera address holds no control characters")
    kind, colon, rest = text.partition(":")
    if not colon:
        raise ValueError(f"camera address {text!r} has no kind; write {_KINDS}")
    match kind:
        case "file":
            if not rest:
                raise ValueError("camera address file: needs a path, such as file:/srv/camera.avi")
            return FileAddress(path=Path(rest))
        case "v4l2":
            node = Path(rest)
            if not rest.startswith("/dev/") or ".." in node.parts:
                raise ValueError(f"camera address {text!r} needs a device node, such as v4l2:/dev/video0")
            return V4l2Address(node=node)
        case "http":
            return _http(text)
        case _:
            raise ValueError(f"camera address {text!r} is of an unknown kind; write {_KINDS}")


def _http(text: str) -> HttpAddress:
    if not text.isascii() or " " in text:
        raise ValueError(f"camera address {text!r} may hold ASCII without spaces only")
    parts = urlsplit(text)
    try:
        port = parts.port
    except ValueError:
        raise ValueError(f"camera address {text!r} has a port that is not 1 to 65535") from None
    if not parts.hostname or not text.startswith("http://"):
        raise ValueError(f"camera address {text!r} names no host; write http://HOST:PORT/PATH")
    if parts.username is not None or parts.password is not None:
        raise ValueError("a camera address holds no name and password: addresses are shown to technicians")
    if port == 0:
        raise ValueError(f"camera address {text!r} has a port that is not 1 to 65535")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return HttpAddress(host=parts.hostname, port=80 if port is None else port, target=target)
