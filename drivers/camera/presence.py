"""Owns the looks at a camera from outside, without OpenCV: does it seem present, and does it give a picture."""

from __future__ import annotations

import os
import stat

from drivers.camera.address import CameraAddress, FileAddress, HttpAddress, V4l2Address, parse_address
from drivers.camera.mjpeg import MjpegConnection, StreamError, is_jpeg
from kiosk.devices import Condition, DeviceHealth, DeviceKind
from kiosk.faults import Fault


def seems_absent(address: CameraAddress) -> Fault | None:
    """The fault when nothing is where the address points; a stream is not asked, so that idling costs nothing."""
    match address:
        case FileAddress(path=path):
            if not path.exists():
                return Fault(id="camera.absent", detail=f"{path} is not there")
        case V4l2Address(node=node):
            try:
                if not stat.S_ISCHR(node.stat().st_mode):
                    return Fault(id="camera.absent", detail=f"{node} is not a device")
            except OSError as problem:
                return Fault(id="camera.absent", detail=f"{node}: {problem.strerror}")
        case HttpAddress():
            pass
    return None


def probe(address: str, device: str = "camera", timeout_seconds: float = 2.0) -> DeviceHealth:
    """A technician's look, for a terminal that is not running: READY or FAULT; each wait is bounded.

    A stream is opened until its first picture has come; a node is opened; a file is only looked at. `ValueError`
    when the address is none.
    """
    parsed = parse_address(address)
    fault = seems_absent(parsed)
    facts = {"address": address}
    if fault is None:
        match parsed:
            case HttpAddress():
                fault = _probe_stream(parsed, timeout_seconds)
            case V4l2Address(node=path) | FileAddress(path=path):
                fault = _probe_opening(parsed, os.fspath(path))
    return DeviceHealth(
        device=device,
        kind=DeviceKind.CAMERA,
        condition=Condition.READY if fault is None else Condition.FAULT,
        fault=fault,
        facts=facts,
    )


def _probe_stream(address: HttpAddress, timeout_seconds: float) -> Fault | None:
    try:
        connection = MjpegConnection(address, timeout_seconds)
    except StreamError as problem:
        return Fault(id="camera.absent", detail=str(problem))
    with connection:
        try:
            body = connection.newest()
        except StreamError as problem:
            return Fault(id="camera.stalled", detail=str(problem))
    return None if is_jpeg(body) else Fault(id="camera.unreadable", detail="the parts are no JPEG pictures")


def _probe_opening(address: CameraAddress, path: str) -> Fault | None:
    flags = os.O_RDWR | os.O_NONBLOCK if isinstance(address, V4l2Address) else os.O_RDONLY
    try:
        os.close(os.open(path, flags))
    except OSError as problem:
        return Fault(id="camera.absent", detail=f"{path}: {problem.strerror}")
    return None
