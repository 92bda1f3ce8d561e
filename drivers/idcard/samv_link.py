"""One SAM-V module behind an open port: the commands a card is read with, each with its time limit and resends.

Belongs to one thread. Answers are checked for what they must hold; payload is never logged and is overwritten
after use (a port's own small `bytes` pieces cannot be, and Python frees them at once).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType

from drivers.idcard.frame import Frame, FrameParser, FrameProblem, request
from drivers.idcard.samv_port import Port
from drivers.idcard.status import (
    FOUND,
    NOTHING_THERE,
    RESEND_CODES,
    SUCCESS,
    CardError,
    LinkError,
    SilenceError,
    card_fault,
    fault_of,
)
from drivers.idcard.text_block import TEXT_SIZE, parse_new_address, parse_text_block
from kiosk.identity.document import IdentityDocument

STATUS = request(0x11, 0xFF)
SAM_ID = request(0x12, 0xFF)
FIND = request(0x20, 0x01)
SELECT = request(0x20, 0x02)
READ_BASE = request(0x30, 0x01)
READ_MANAGEMENT_NUMBER = request(0x30, 0x05)
"""Facts, cards, section 3.2. 30 10 would bring fingerprints: this driver has no such command."""

SHORT_LIMIT_S = 1.0
READ_LIMIT_S = 3.0
"""Facts, cards, section 3.4: find 1 s, select 1 s, read 3 s."""
GAP_LIMIT_S = 0.5
"""A frame that has begun and pauses for so long is broken off; a UART sends it without pauses."""
RESENDS = 2
_DRAIN_S = 0.3
_MANAGEMENT_NUMBER_MAX = 64
_SAM_ID_SIZE = 16
_READ_NEW_ADDRESS = 0x30
_TRIES_OF_A_QUESTION = 3
"""One silence may be an accident, and an address that is not seen stays old; three in a row are the module's way."""


class Stopped(Exception):  # noqa: N818 - a request from outside, not an error
    """The driver was asked to stop in the middle of an exchange."""


class SamvLink:
    """A module behind `port`, which this closes. `stopping` is asked at each wait; True ends it with `Stopped`.

    `new_address` is the para that the module is asked for the newest address with; None: it is not asked.
    Every method raises `LinkError` when the port is gone (`reader.unplugged`).
    """

    def __init__(
        self, port: Port, stopping: Callable[[], bool] = lambda: False, *, new_address: int | None = None
    ) -> None:
        self._port = port
        self._stopping = stopping
        self._parser = FrameParser()
        self._new_address = None if new_address is None else request(_READ_NEW_ADDRESS, new_address)
        self._not_understood = 0
        """Questions for the newest address in a row that the module had no word for."""

    def __enter__(self) -> SamvLink:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._parser.reset()
        self._port.close()

    def hello(self) -> dict[str, str]:
        """Is the module well, and who is it, as far as it says so.

        `sam_status` is the SW3 of its answer to status; `sam_id` the id as 32 hex digits; `sam_number` the same as
        it is printed on modules, which is a hint only. Modules that know neither command are carried on with, once
        they answer to find. `LinkError`: `reader.sam-fault`, `reader.mute`, `reader.protocol`.
        """
        facts = self._status()
        try:
            answer = self._exchange("SAM id", SAM_ID, SHORT_LIMIT_S)
        except CardError:
            return facts
        if answer.sw3 != SUCCESS or len(answer.data) != _SAM_ID_SIZE:
            return facts
        return {**facts, "sam_id": answer.data.hex().upper(), "sam_number": sam_number(answer.data)}

    def _status(self) -> dict[str, str]:
        """What the module answers when its SAM is well; `LinkError` says why it is not."""
        try:
            answer = self._exchange("status", STATUS, SHORT_LIMIT_S)
        except CardError:
            # a module that does not know the question
            self.find()
            return {}
        if fault_of(answer.sw3) in ("reader.sam-fault", "reader.config"):
            raise LinkError(fault_of(answer.sw3), f"status answered SW3 {answer.sw3:02X}")
        return {"sam_status": f"{answer.sw3:02X}"}

    def find(self) -> bool:
        """Does a card answer? Codes that belong to a card count as no; two silences are `reader.mute`."""
        for attempt in (1, 2):
            try:
                answer = self._exchange("find", FIND, SHORT_LIMIT_S, lambda _: True)
                break
            except SilenceError as silence:
                if attempt == 2:
                    raise LinkError("reader.mute", silence.fault.detail) from None
            except CardError as fault:
                raise LinkError("reader.protocol", fault.fault.detail) from None
        if fault_of(answer.sw3) in ("reader.sam-fault", "reader.config"):
            raise LinkError(fault_of(answer.sw3), f"find answered SW3 {answer.sw3:02X}")
        return answer.sw3 == FOUND

    def select(self) -> None:
        """Make the found card ready to be read; `CardError` when it cannot be."""
        self._expect_success("select", self._exchange("select", SELECT, SHORT_LIMIT_S))

    def read_document(self) -> IdentityDocument:
        """Text, photo and newest address of the selected card. `CardError` tells why the first two cannot be had."""
        document = self._read_base()
        return replace(document, latest_address=self._read_new_address()) if document.address else document

    def _read_base(self) -> IdentityDocument:
        answer = self._exchange("read", READ_BASE, READ_LIMIT_S, _is_base_answer)
        try:
            self._expect_success("read", answer)
            text_size, photo_size = _base_sizes(answer.data)
            text_end = 4 + text_size
            text = answer.data[4:text_end]
            try:
                return parse_text_block(text, bytes(answer.data[text_end : text_end + photo_size]))
            finally:
                text[:] = bytes(len(text))
        finally:
            answer.wipe()

    def _read_new_address(self) -> str | None:
        """What was written after a move; None where nothing was, or it cannot be had: the document stands without.

        A module that shows three times that it does not know the question is not asked again.
        """
        if self._new_address is None or self._not_understood >= _TRIES_OF_A_QUESTION:
            return None
        try:
            answer = self._exchange("new address", self._new_address, SHORT_LIMIT_S, _is_address_answer)
        except LinkError:
            return None  # a port that is gone shows at the next find
        except CardError:
            self._not_understood += 1
            return None
        self._not_understood = 0
        try:
            return parse_new_address(answer.data) if answer.sw3 == SUCCESS else None
        finally:
            answer.wipe()

    def read_management_number(self) -> str:
        """The card body's management number (30 05) in upper-case hex, 1 to 64 bytes."""
        answer = self._exchange("management number", READ_MANAGEMENT_NUMBER, READ_LIMIT_S, _is_number_answer)
        try:
            self._expect_success("management number", answer)
            return answer.data.hex().upper()
        finally:
            answer.wipe()

    @staticmethod
    def _expect_success(command: str, answer: Frame) -> None:
        if answer.sw3 != SUCCESS:
            raise card_fault(command, answer.sw3)

    def _exchange(
        self, name: str, command: bytes, limit_s: float, fits: Callable[[Frame], bool] | None = None
    ) -> Frame:
        """Send and wait. Misunderstandings are sent again at most twice; then `CardError`, or `SilenceError`."""
        problem = ""
        for _ in range(1 + RESENDS):
            answer = self._answer(command, limit_s)
            if answer is None:
                raise SilenceError("reader.mute", f"no answer to {name} within {limit_s:g} s")
            if not isinstance(answer, Frame):
                problem = answer
            elif answer.sw1 or answer.sw2 or answer.sw3 in RESEND_CODES:
                problem = f"SW {answer.sw1:02X} {answer.sw2:02X} {answer.sw3:02X}"
            elif not (fits or _is_not_of_find)(answer):
                problem = f"SW3 {answer.sw3:02X} with {len(answer.data)} data bytes"
                answer.wipe()
            else:
                return answer
            self._drain()
        # A checksum that is wrong three times is a failed read, everything else a misunderstanding (section 8).
        fault = "reader.read-failed" if problem == FrameProblem.CHECKSUM else "reader.protocol"
        raise CardError(fault, f"{name} three times: {problem}")

    def _answer(self, command: bytes, limit_s: float) -> Frame | str | None:
        """The next frame, what was wrong with it, or None when nothing that begins like one came in time."""
        self._parser.reset()
        if not self._send(command):
            return None
        last = time.monotonic()
        deadline = last + limit_s
        problem: str | None = None
        while True:
            piece = self._read()
            now = time.monotonic()
            if piece:
                last = now
                for result in self._parser.feed(piece):
                    if isinstance(result, Frame):
                        return result
                    problem = result.value
            elif problem is not None:
                return problem  # the line is quiet: nothing good followed the bad frame
            if now >= deadline or (self._parser.in_frame and now - last >= GAP_LIMIT_S):
                return problem or ("broken off" if self._parser.in_frame else None)

    def _send(self, command: bytes) -> bool:
        """Empty the input and write; False when the port takes nothing any more."""
        self._port.clear()
        return self._port.write(command)

    def _drain(self) -> None:
        """Read and forget until the line is quiet for one slice, or for 0.3 s."""
        deadline = time.monotonic() + _DRAIN_S
        while self._read() and time.monotonic() < deadline:
            pass

    def _read(self) -> bytes:
        """What is there, or waits up to one slice for it."""
        if self._stopping():
            raise Stopped
        return self._port.read()


def sam_number(sam_id: bytes | bytearray) -> str:
    """The 16 bytes of an id as one source prints them: `05.01-20200107-000000001-000000042` (facts, cards, 3.2)."""
    pieces = (int.from_bytes(sam_id[at:end], "little") for at, end in ((0, 2), (2, 4), (4, 8), (8, 12), (12, 16)))
    first, second, day, serial, check = pieces
    return f"{first:02d}.{second:02d}-{day:08d}-{serial:09d}-{check:09d}"


def _base_sizes(data: bytearray) -> tuple[int, int]:
    return int.from_bytes(data[:2], "big"), int.from_bytes(data[2:4], "big")


def _is_not_of_find(answer: Frame) -> bool:
    """Answers name no command: only find is answered 9F, so that one for another command came late."""
    return answer.sw3 != FOUND


def _is_base_answer(answer: Frame) -> bool:
    if answer.sw3 != SUCCESS:
        return _is_not_of_find(answer)
    return len(answer.data) >= 4 and sum(_base_sizes(answer.data)) == len(answer.data) - 4


def _is_number_answer(answer: Frame) -> bool:
    if answer.sw3 != SUCCESS:
        return _is_not_of_find(answer)
    return 1 <= len(answer.data) <= _MANAGEMENT_NUMBER_MAX


def _is_address_answer(answer: Frame) -> bool:
    """Whole UTF-16 units, no more than a text block has; a module may also have nothing to say."""
    if answer.sw3 != SUCCESS:
        return answer.sw3 == NOTHING_THERE or (_is_not_of_find(answer) and not answer.data)
    return len(answer.data) % 2 == 0 and len(answer.data) <= TEXT_SIZE
