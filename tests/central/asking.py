"""Sealed questions about identity as a terminal asks them, and persons whom the platform knows."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from central.platform import Platform
from central.residents import take_residents
from kiosk.clock import SystemClock
from kiosk.protocol.keys import KeyEntry, PinnedKeys, encode
from kiosk.protocol.sealed_call import SentCall, read_answer, write_call
from tests.central.peer import NAME, NUMBER, Answer, Terminal, new_id

PATHS = {"send-code": "/v1/identity/code", "check-code": "/v1/identity/check", "exchange": "/v1/identity/exchange"}
MOBILE = "12000005678"
PERSON = {"document": "resident-card", "name": NAME, "number": NUMBER}
NO_PHONE = {"document": "resident-card", "name": "测试乙", "number": "99999919500101001X"}
VISIT = "01931f6e-8a00-7abc-8def-00000000aaaa"
KEY = bytes(range(32))


class MovedClock(SystemClock):
    """The machine's clock and some more."""

    ahead = timedelta(0)

    def utc(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Asker:
    """A terminal that asks; what is not given is right."""

    terminal: Terminal
    intake: KeyEntry

    @classmethod
    def of(cls, terminal: Terminal) -> Asker:
        return cls(terminal, terminal.intake())

    def call(self, operation: str, content: Mapping[str, Any], **changed: Any) -> SentCall:
        given = {"call_id": new_id(), "terminal": self.terminal.id, "intake": self.intake, **changed}
        return write_call(operation, {"visit": VISIT, **content}, **given)

    def post(self, operation: str, sent: SentCall, **wrong: Any) -> Answer:
        return self.terminal.send("POST", PATHS[operation], sent.body, **wrong)

    def ask(self, operation: str, **content: Any) -> tuple[Answer, dict[str, Any]]:
        """The answer, and what stood in it when it is no refusal."""
        sent = self.call(operation, content)
        answer = self.post(operation, sent)
        return answer, self.opened(answer, sent) if answer.status_code == 200 else {}

    def opened(self, answer: Answer, sent: SentCall) -> dict[str, Any]:
        return read_answer(answer.content, sent, PinnedKeys.from_texts([self.terminal.pin]))

    def send_code(self, person: Mapping[str, Any] = PERSON, **content: Any) -> tuple[Answer, dict[str, Any]]:
        return self.ask("send-code", person=dict(person), **{"person_key": encode(KEY), **content})

    def check_code(self, challenge: str, code: str, **content: Any) -> tuple[Answer, dict[str, Any]]:
        return self.ask("check-code", challenge=challenge, code=code, **content)

    def exchange(self, code: str, person: Any = None, **content: Any) -> tuple[Answer, dict[str, Any]]:
        return self.ask("exchange", code=code, person=person, **{"person_key": encode(KEY), **content})


def people_file(folder: Path) -> Path:
    """The test's person with a telephone, and one without."""
    file = folder / "people.toml"
    file.write_text(
        f'[a]\ndocument = "resident-card"\nname = "{NAME}"\nnumber = "{NUMBER}"\nphone = "{MOBILE}"\n'
        f'[b]\ndocument = "resident-card"\nname = "{NO_PHONE["name"]}"\nnumber = "{NO_PHONE["number"]}"\n',
        "utf-8",
    )
    return file


def take_people(platform: Platform, folder: Path) -> None:
    take_residents(platform, people_file(folder))


def messages(spool: Path) -> list[dict[str, str]]:
    """What the gateway wrote, in order."""
    return [json.loads(file.read_text("utf-8")) for file in sorted(spool.glob("*.json"))]


def code_in(message: Mapping[str, str]) -> str:
    text = message["text"]
    return text[text.index("验证码 ") + 4 :][:6]


def other_than(code: str) -> str:
    return f"{(int(code) + 1 + secrets.randbelow(999_998)) % 1_000_000:06d}"
