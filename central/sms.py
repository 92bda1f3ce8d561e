"""Where a code goes: the interface to a district's SMS gateway, and a folder in its place for trying things out.

Neither number nor text may reach a log, an exception or a case: who reads those could enter as the resident.
"""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Protocol

from kiosk.clock import Clock, stamp


class SmsError(Exception):
    """The message was not taken; the text names the cause and neither number nor message."""


class SmsGateway(Protocol):
    def send(self, phone: str, text: str) -> None:
        """Hand one message on; `SmsError`. Called from the request's thread, so bounded in time by the gateway."""


class SpoolGateway:
    """Writes each message as a JSON file (`at`, `phone`, `text`; mode 0600) into a folder, whole or not at all."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder, self._clock = folder, clock

    def send(self, phone: str, text: str) -> None:
        at = stamp(self._clock.utc())
        message = json.dumps({"at": at, "phone": phone, "text": text}, ensure_ascii=False).encode("utf-8")
        name = f"{at.replace(':', '').replace('.', '')}-{secrets.token_hex(4)}"
        draft = self._folder / f".{name}.new"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
                stream.write(message)
            draft.replace(self._folder / f"{name}.json")
        except OSError as problem:
            raise SmsError(f"the spool folder cannot be written: {problem.strerror}") from problem
