"""What is said on one open line: questions, their answers told apart, and how long each may take.

Three things make answers treacherous, and each has its counter here. A late answer looks like the next one: bytes are
drained before each question, and a survey with bytes to spare does not count. Raster data may contain `10 04 n` by
chance, which Epson printers answer in the middle of the picture: a bad poll answer is only a suspicion, the survey
decides. And `GS r 1` shares the line with real-time answers: bit 4 tells them apart.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from drivers.printer.address import PrinterAddress, SerialAddress
from drivers.printer.commands import CONFIRMATION_QUESTION, STATUS_QUESTIONS
from drivers.printer.models import BAND_ROWS
from drivers.printer.status import OFFLINE_BIT, PrinterStatus, decode, is_confirmation, is_status
from drivers.printer.transport import Channel, ChannelStalledError

SURPLUS_S = 0.03
"""How long a byte too many may take to show after the last answer of a survey."""
QUIET_S = 0.3
"""Silence after which no further unasked answer is expected."""
SURVEYS = 2
"""A survey with surplus or broken bytes is asked again once."""
POLLS_IN_FLIGHT = 2
"""Unanswered polls allowed while sending on: one less would make each band wait for the printer."""


@dataclass(frozen=True, kw_only=True)
class Timing:
    """Seconds. The defaults are for hardware; tests shorten what they wait for."""

    answer_s: float = 1.5
    """A status answer on an idle line; printers take milliseconds (facts, printing, section 3: set 1-2 s)."""
    confirm_margin_s: float = 3.0
    """On top of the printing time (facts, printing, section 5)."""
    watch_s: float = 0.5
    """Between looks at the printer while it prints what is sent."""
    check_s: float = 2.0
    """Between health checks of an idle printer."""
    cooling_s: float = 30.0
    """How long a head that became too hot in mid-print may cool."""
    backoff_s: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0)
    """Waits between attempts to reach a printer that is gone; the last one stays."""


class Conversation:
    """One open channel and the answers still expected on it. Raises `ChannelError` from every call."""

    def __init__(self, channel: Channel, address: PrinterAddress, timing: Timing) -> None:
        self._channel = channel
        self._model = address.model
        self._timing = timing
        row_bytes = self._model.width_dots // 8
        self._bytes_per_second = self._model.rows_per_second * row_bytes
        if isinstance(address.line, SerialAddress):
            self._bytes_per_second = min(self._bytes_per_second, address.line.bytes_per_second)
        self._most_behind = (POLLS_IN_FLIGHT + 1) * BAND_ROWS * row_bytes
        self._sent = 0
        self._polls = 0
        self._offline = False
        self._confirmation: int | None = None
        self._owed = 0

    def close(self, *, discard: bool = False) -> None:
        self._channel.close(discard=discard)

    def survey(self) -> PrinterStatus:
        """Ask all four questions one by one.

        Raises `ChannelStalledError` when an answer is missing, or when the bytes make no sense twice.
        """
        self._settle(0)
        for _ in range(SURVEYS):
            answers = b"".join(map(self._ask, STATUS_QUESTIONS))
            if not self._surplus() and len(answers) == len(STATUS_QUESTIONS):
                self._sent = 0
                self._offline = False
                return decode(self._model.family, answers)
            self._await_quiet()
        raise ChannelStalledError(f"answers make no sense: {answers.hex(' ') or 'no status byte'}")

    def send(self, data: bytes) -> None:
        """Hand over bytes that print, at the pace of the printer."""
        self._channel.write(data, self._deadline(len(data)))
        self._sent += len(data)

    def poll(self) -> bool:
        """Ask `DLE EOT 1` without waiting for its answer; True when an answer so far said offline.

        Waits only when too many are unanswered, so that a printer that died is noticed within a few bands.
        """
        self._channel.write(STATUS_QUESTIONS[0], self._deadline())
        self._polls += 1
        self._hear(self._channel.read_waiting())
        self._settle(POLLS_IN_FLIGHT)
        return self._offline

    def ask_confirmation(self, owed: int = 0) -> None:
        """Send `GS r 1`. What arrived before it cannot be its answer, nor can the next `owed` answers."""
        self._owed = owed
        self._hear(self._channel.read_waiting())
        self._confirmation = None
        self._channel.write(CONFIRMATION_QUESTION, self._deadline())

    def listen(self, until: float) -> int | None:
        """The answer of `GS r 1` when it comes; None at `until` (monotonic), or sooner if the printer says offline.

        Puts one `DLE EOT 1` on the line first, which a working printer answers ahead of all it has to print.
        """
        self._channel.write(STATUS_QUESTIONS[0], self._deadline())
        self._polls += 1
        while self._confirmation is None and not self._offline:
            try:
                self._hear(self._channel.read_some(until))
            except ChannelStalledError:
                break
        return self._confirmation

    def fence(self, owed: int) -> int:
        """Ask `GS r 1` and take its answer with the `owed` ones of earlier questions; how many are owed after it.

        Answers come in order, so all have come when as many came as were asked for. When some came and then none for
        as long as a confirmation may take, the rest was lost with the power.
        """
        self.ask_confirmation(owed)
        until = time.monotonic() + self._timing.confirm_margin_s
        while self._confirmation is None:
            before = self._owed
            try:
                self._hear(self._channel.read_some(until))
            except ChannelStalledError:
                return 0 if self._owed < owed else owed + 1
            if self._owed < before:
                until = time.monotonic() + self._timing.confirm_margin_s
        return 0

    @property
    def owed(self) -> int:
        """Answers to earlier `GS r 1` that did not come yet; the next so many confirm nothing of now."""
        return self._owed

    @property
    def confirmation(self) -> int | None:
        """The answer of `GS r 1`, if it was heard since `ask_confirmation`."""
        return self._confirmation

    @property
    def offline(self) -> bool:
        """A poll was answered "offline" since the last survey; only a survey says whether that is so, and why."""
        return self._offline

    def _ask(self, question: bytes) -> bytes:
        """The one answer byte, or nothing when something else than one status byte came."""
        self._hear(self._channel.read_waiting())
        self._channel.write(question, self._deadline())
        deadline = self._deadline()
        while True:
            data = self._channel.read_some(deadline)
            self._hear(data)
            answers = bytes(byte for byte in data if is_status(byte))
            if answers or not all(map(is_confirmation, data)):
                return answers if len(answers) == 1 else b""

    def _settle(self, most_polls: int) -> None:
        deadline = self._deadline()
        while self._polls > most_polls:
            self._hear(self._channel.read_some(deadline))

    def _surplus(self) -> bool:
        try:
            data = self._channel.read_some(time.monotonic() + SURPLUS_S)
        except ChannelStalledError:
            return False
        self._hear(data)
        return any(map(is_status, data))

    def _await_quiet(self) -> None:
        """Let answers to the picture's own bytes run out: there are only as many as is in flight."""
        deadline = self._deadline()
        while (now := time.monotonic()) < deadline:
            try:
                self._hear(self._channel.read_some(now + QUIET_S))
            except ChannelStalledError:
                return

    def _hear(self, data: bytes) -> None:
        for byte in data:
            if is_status(byte):
                self._polls = max(0, self._polls - 1)
                self._offline = self._offline or bool(byte & OFFLINE_BIT)
            elif is_confirmation(byte):
                if self._owed:
                    self._owed -= 1
                else:
                    self._confirmation = byte

    def _deadline(self, byte_count: int = 0) -> float:
        """When an answer must be there that stands behind all bytes the printer may not have taken yet."""
        behind = min(self._sent, self._most_behind) + byte_count
        return time.monotonic() + self._timing.answer_s + behind / self._bytes_per_second
