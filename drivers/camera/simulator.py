"""Owns the simulated camera: an MJPEG server on the loopback interface that follows the dock.

It speaks the real transport, so that the real driver runs end to end. `present = false` closes the port and cuts
whoever watches; `stalled = true` keeps the connection and sends nothing. What is seen follows `person`, `does` and
`asked` (`drivers.camera.simulated_scene`).
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence

from kiosk.dock import CameraDock, DockFile

_HOST = "127.0.0.1"
_BOUNDARY = "jiujin-frame"
_LOOK_SECONDS = 0.05
_WAIT_SECONDS = 2.0


Frames = Callable[[int, CameraDock], bytes]
"""The picture with a number, as the dock stands."""


def _looped(frames: Sequence[bytes]) -> Frames:
    return lambda number, _dock: frames[number % len(frames)]


def _drawn(zones: Mapping[str, Sequence[str]]) -> Frames:
    # numpy stays out of a process that only names this module
    from drivers.camera.simulated_scene import Scene

    scene = Scene(zones)
    return lambda number, dock: scene.frame(number, time.monotonic(), dock)


class CameraSimulator:
    """One camera. `frames` are JPEG pictures to loop; None draws people who never lived and do what the dock says,
    and pages of travel documents with these `zones`, by id."""

    def __init__(
        self,
        dock: DockFile,
        port: int = 0,
        frames: Sequence[bytes] | None = None,
        frames_per_second: float = 15.0,
        zones: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._dock = dock
        self._port = port
        if (frames is not None and not frames) or frames_per_second <= 0:
            raise ValueError("a camera needs frames and a rate above 0")
        self._frame = _drawn(zones or {}) if frames is None else _looped(tuple(frames))
        self._period = 1 / frames_per_second
        self._stopping = threading.Event()
        self._state = CameraDock()
        self._version = -1
        self._listener: socket.socket | None = None
        self._viewers: dict[threading.Thread, socket.socket] = {}
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._serve, name="camera-simulator", daemon=True)
        self.frames_sent = 0
        """Of the viewer that got most; with one viewer, what it was sent."""

    def start(self) -> int:
        """Begin to serve; returns the port, which stays the same while it serves. `OSError` when it is taken."""
        self._listen()
        self._look()
        self._thread.start()
        return self._port

    def stop(self) -> None:
        """Close everything and join."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join()
        self._vanish()

    def _serve(self) -> None:
        while not self._stopping.is_set():
            self._look()
            if self._listener is None:
                self._stopping.wait(_LOOK_SECONDS)
                continue
            try:
                viewer, _ = self._listener.accept()
            except TimeoutError:
                continue
            thread = threading.Thread(target=self._show, args=(viewer,), name="camera-viewer", daemon=True)
            with self._lock:
                self._viewers[thread] = viewer
            thread.start()

    def _look(self) -> None:
        version = self._dock.version()
        if version != self._version:
            # Somebody may edit the file by hand: half a word must not end the camera.
            with contextlib.suppress(ValueError):
                self._state = self._dock.read().camera
            self._version = version
        if not self._state.present:
            self._vanish()
        elif self._listener is None:
            # The port may linger for a moment after it was closed; the next look tries again.
            with contextlib.suppress(OSError):
                self._listen()

    def _listen(self) -> None:
        listener = socket.create_server((_HOST, self._port), backlog=4)
        listener.settimeout(_LOOK_SECONDS)
        self._port = listener.getsockname()[1]
        self._listener = listener

    def _vanish(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        with self._lock:
            viewers = dict(self._viewers)
        for thread, viewer in viewers.items():
            with contextlib.suppress(OSError):
                viewer.shutdown(socket.SHUT_RDWR)
            thread.join()

    def _show(self, viewer: socket.socket) -> None:
        with viewer, contextlib.suppress(OSError):
            viewer.settimeout(_WAIT_SECONDS)
            if self._asked(viewer):
                self._stream(viewer)
        with self._lock:
            del self._viewers[threading.current_thread()]

    @staticmethod
    def _asked(viewer: socket.socket) -> bool:
        request = b""
        while b"\r\n\r\n" not in request:
            piece = viewer.recv(4096)
            request += piece
            if not piece or len(request) > 8192:
                return False
        if not request.startswith(b"GET "):
            viewer.sendall(b"HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\nContent-Length: 0\r\n\r\n")
            return False
        return True

    def _stream(self, viewer: socket.socket) -> None:
        viewer.sendall(
            b"HTTP/1.1 200 OK\r\nConnection: close\r\nCache-Control: no-store\r\n"
            b"Content-Type: multipart/x-mixed-replace; boundary=%s\r\n\r\n" % _BOUNDARY.encode()
        )
        sent, due = 0, time.monotonic()
        while not self._stopping.wait(max(0.0, due - time.monotonic())):
            due = max(due + self._period, time.monotonic())
            if self._state.stalled:
                continue
            frame = self._frame(sent, self._state)
            viewer.sendall(
                b"--%s\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%s\r\n"
                % (_BOUNDARY.encode(), len(frame), frame)
            )
            sent += 1
            self.frames_sent = max(self.frames_sent, sent)
