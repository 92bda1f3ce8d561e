"""Owns where the vision child's pictures come from: a stream, a local camera or files, each read in one way.

source.open()    connect; FaultError camera.absent with the reason
source.read()    wait for a picture, bounded by READ_TIMEOUT_SECONDS; FaultError when there is none
source.close()   give everything back; may be called at any time, again and again
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from drivers.camera.address import PICTURE_SUFFIXES, CameraAddress, FileAddress, HttpAddress, V4l2Address
from drivers.camera.cv import cv2
from drivers.camera.mjpeg import MjpegConnection, StreamError, is_jpeg
from kiosk.faults import FaultError

Picture = NDArray[np.uint8]
"""Rows × columns × 3, blue-green-red, 8 bits."""

READ_TIMEOUT_SECONDS = 2.0
"""Facts, face, section 10: without a time-out a stalled stream blocks for as long as it likes."""
FILE_RATE_HZ = 15.0


class Source(Protocol):
    def open(self) -> None: ...
    def read(self) -> bytes | Picture:
        """An encoded JPEG (decoded only if it is still the newest when its turn comes) or a picture."""
        ...

    def close(self) -> None: ...


def source_of(address: CameraAddress) -> Source:
    match address:
        case HttpAddress():
            return StreamSource(address)
        case V4l2Address():
            return LocalSource(address.node)
        case FileAddress():
            return FileSource(address.path)


def decode(shot: bytes | Picture) -> Picture | None:
    """The picture, or None when the bytes are no whole JPEG."""
    if not isinstance(shot, bytes):
        return shot
    if not is_jpeg(shot):
        return None
    try:
        picture = cv2.imdecode(np.frombuffer(shot, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    return None if picture is None else cast(Picture, picture)


class StreamSource:
    """An MJPEG stream over HTTP."""

    def __init__(self, address: HttpAddress) -> None:
        self._address = address
        self._connection: MjpegConnection | None = None

    def open(self) -> None:
        try:
            self._connection = MjpegConnection(self._address, READ_TIMEOUT_SECONDS)
        except StreamError as problem:
            raise FaultError("camera.absent", str(problem)) from problem

    def read(self) -> bytes | Picture:
        if self._connection is None:
            raise FaultError("camera.absent", "the stream is not open")
        try:
            return self._connection.newest()
        except StreamError as problem:
            raise FaultError("camera.stalled", str(problem)) from problem

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class LocalSource:
    """A camera of this machine through V4L2, asked for 640×480 MJPEG and the shortest queue it has."""

    def __init__(self, node: Path) -> None:
        self._node = node
        self._capture: cv2.VideoCapture | None = None

    def open(self) -> None:
        if not self._node.exists():
            raise FaultError("camera.absent", f"{self._node} is not there")
        # By-id links are resolved: the backend of OpenCV takes /dev/videoN only. Its read time-out is the
        # variable OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT_SEC of the child's environment.
        capture = cv2.VideoCapture(str(self._node.resolve()), cv2.CAP_V4L2)
        if not capture.isOpened():
            capture.release()
            raise FaultError("camera.absent", f"{self._node} cannot be opened")
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, 640)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, 480)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        self._capture = capture

    def read(self) -> bytes | Picture:
        if self._capture is None:
            raise FaultError("camera.absent", f"{self._node} is not open")
        good, picture = self._capture.read()
        if not good:
            raise FaultError("camera.stalled", f"{self._node} gives no picture")
        return cast(Picture, picture)

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None


class FileSource:
    """A video, a still or a folder of stills, looped at `FILE_RATE_HZ`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stills: list[Path] = []
        self._place = 0
        self._still: tuple[Path, Picture] | None = None
        self._video: cv2.VideoCapture | None = None
        self._due = 0.0

    def open(self) -> None:
        if self._path.is_dir():
            self._stills = sorted(file for file in self._path.iterdir() if file.suffix.lower() in PICTURE_SUFFIXES)
            if not self._stills:
                raise FaultError("camera.absent", f"{self._path} holds no pictures")
        elif not self._path.is_file():
            raise FaultError("camera.absent", f"{self._path} is not there")
        elif self._path.suffix.lower() in PICTURE_SUFFIXES:
            self._stills = [self._path]
        else:
            # The leading "file:" keeps FFmpeg from taking a name with a colon for a protocol.
            self._video = cv2.VideoCapture(f"file:{self._path}", cv2.CAP_FFMPEG)
            if not self._video.isOpened():
                raise FaultError("camera.unreadable", f"{self._path} is no video that can be read")
        self._place, self._due = 0, time.monotonic()

    def read(self) -> bytes | Picture:
        time.sleep(max(0.0, self._due - time.monotonic()))
        self._due = max(self._due, time.monotonic() - 1 / FILE_RATE_HZ) + 1 / FILE_RATE_HZ
        return self._next_of_video(self._video) if self._video is not None else self._next_still()

    def close(self) -> None:
        if self._video is not None:
            self._video.release()
        self._video, self._still, self._stills = None, None, []

    def _next_of_video(self, video: cv2.VideoCapture) -> Picture:
        good, picture = video.read()
        if not good:
            video.set(cv2.CAP_PROP_POS_FRAMES, 0)
            good, picture = video.read()
        if not good:
            raise FaultError("camera.unreadable", f"{self._path} gives no picture")
        return cast(Picture, picture)

    def _next_still(self) -> Picture:
        if not self._stills:
            raise FaultError("camera.absent", f"{self._path} is not open")
        file = self._stills[self._place % len(self._stills)]
        self._place += 1
        if self._still is None or self._still[0] != file:
            try:
                picture = cv2.imread(str(file), cv2.IMREAD_COLOR)
            except cv2.error:  # too many pixels
                picture = None
            if picture is None:
                raise FaultError("camera.unreadable", f"{file} is no picture that can be read")
            self._still = (file, cast(Picture, picture))
        return self._still[1].copy()  # who takes a picture overwrites it
