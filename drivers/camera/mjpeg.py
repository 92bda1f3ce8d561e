"""Owns MJPEG over HTTP: the multipart parser (no input or output of its own) and the connection that feeds it.

Written with the standard library so that the probe can read a stream without OpenCV, every wait has a bound and
nothing but JPEG ever reaches a decoder from the network.
"""

from __future__ import annotations

import http.client
import time
from email.message import Message
from types import TracebackType

from drivers.camera.address import HttpAddress

HEADER_LIMIT_BYTES = 8 << 10
FRAME_LIMIT_BYTES = 8 << 20
"""A 4K JPEG has about 2 MB; four times that is not a picture for a preview."""

_SOI, _EOI = b"\xff\xd8", b"\xff\xd9"
"""Start and end of image, ITU-T T.81 annex B.1."""


class StreamError(Exception):
    """The stream is not MJPEG, ended, or a wait ran out. The text is for technicians."""


class MultipartParser:
    """Splits `multipart/x-mixed-replace` (RFC 2046, section 5.1) into the bodies of its parts.

    `feed` takes bytes as they come, in pieces of any size. Parts with and without `Content-Length` are
    understood. `StreamError` when a header or a body grows beyond its limit or a length is no number.
    """

    def __init__(self, boundary: bytes) -> None:
        self._mark = b"--" + boundary
        self._rest = bytearray()
        self._in_body = False
        self._length: int | None = None
        self._searched = 0

    def feed(self, data: bytes) -> list[bytes]:
        """The bodies that these bytes completed, oldest first."""
        self._rest += data
        bodies: list[bytes] = []
        while True:
            if not self._in_body:
                if not self._header():
                    return bodies
            else:
                body = self._body()
                if body is None:
                    return bodies
                bodies.append(body)

    def _header(self) -> bool:
        start = self._rest.find(self._mark)
        if start < 0:
            # Keep only what may be the beginning of a mark: noise before it must not pile up.
            del self._rest[: max(0, len(self._rest) - len(self._mark) + 1)]
            return False
        end = self._rest.find(b"\r\n\r\n", start)
        if end < 0:
            if len(self._rest) - start > HEADER_LIMIT_BYTES:
                raise StreamError("a part's header is too long")
            return False
        self._length = _content_length(bytes(self._rest[start:end]))
        del self._rest[: end + 4]
        self._in_body, self._searched = True, 0
        return True

    def _body(self) -> bytes | None:
        if self._length is not None:
            if len(self._rest) < self._length:
                return None
            end = self._length
        else:
            end = self._rest.find(b"\r\n" + self._mark, self._searched)
            if end < 0:
                self._searched = max(0, len(self._rest) - len(self._mark) - 1)
                if len(self._rest) > FRAME_LIMIT_BYTES:
                    raise StreamError("a part is longer than a picture may be")
                return None
        body = bytes(self._rest[:end])
        del self._rest[:end]
        self._in_body = False
        return body


def _content_length(header: bytes) -> int | None:
    for line in header.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            digits = value.strip()
            if not digits.isdigit() or len(digits) > 9 or int(digits) > FRAME_LIMIT_BYTES:
                raise StreamError("a part's length is no length of a picture")
            return int(digits)
    return None


def boundary_of(content_type: str) -> bytes:
    """The boundary of a Content-Type value. `StreamError` when it is not a multipart stream."""
    message = Message()
    message["Content-Type"] = content_type
    boundary = message.get_param("boundary")
    if message.get_content_maintype() != "multipart" or not isinstance(boundary, str) or not boundary:
        raise StreamError(f"the server sends {message.get_content_type()}, not an MJPEG stream")
    # Cheap cameras write the two dashes into the parameter as well as before the boundary.
    return boundary.removeprefix("--").encode("ascii", "replace")


def is_jpeg(body: bytes) -> bool:
    """Whether a body is a whole JPEG; a truncated one would be decoded to a half-grey picture."""
    return body.startswith(_SOI) and body.rstrip(b"\r\n\x00").endswith(_EOI)


class MjpegConnection:
    """One connection. `StreamError` when it cannot be made, ends, or `timeout_seconds` pass without an answer."""

    def __init__(self, address: HttpAddress, timeout_seconds: float) -> None:
        self._timeout_seconds = timeout_seconds
        self._http = http.client.HTTPConnection(address.host, address.port, timeout=timeout_seconds)
        try:
            self._http.request("GET", address.target, headers={"Accept": "multipart/x-mixed-replace"})
            self._response = self._http.getresponse()
            if self._response.status != 200:
                raise StreamError(f"the server answers with status {self._response.status}")
            self._parser = MultipartParser(boundary_of(self._response.headers.get("Content-Type", "")))
        except (OSError, http.client.HTTPException, StreamError) as problem:
            self._http.close()
            raise StreamError(_words(problem)) from problem

    def newest(self) -> bytes:
        """Wait for a whole part and return the newest that has come; older ones are dropped.

        Bounded as a whole: a server that sends a byte now and then does not keep anybody waiting.
        """
        deadline = time.monotonic() + self._timeout_seconds
        while time.monotonic() < deadline:
            try:
                data = self._response.read1(1 << 16)
            except (OSError, http.client.HTTPException, ValueError) as problem:
                raise StreamError(_words(problem)) from problem
            if not data:
                raise StreamError("the server ended the stream")
            bodies = self._parser.feed(data)
            if bodies:
                return bodies[-1]
        raise StreamError("no whole picture in time")

    def close(self) -> None:
        # The response owns a file on the socket; closing the connection alone would leave it open.
        self._response.close()
        self._http.close()

    def __enter__(self) -> MjpegConnection:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _words(problem: BaseException) -> str:
    if isinstance(problem, TimeoutError):
        return "no answer in time"
    if isinstance(problem, OSError) and problem.strerror:
        return problem.strerror
    return str(problem) or type(problem).__name__
