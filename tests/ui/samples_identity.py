"""The pages on which people show who they are and for whom they act, as a real terminal shows them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Self

from kiosk.devices import CardPresent, CardRemoved, CodeSeen, FaceGuided, KeyWanted, ReadFailed, ZoneSeen
from kiosk.faults import Fault
from kiosk.flow.page import PageName, TextSize
from kiosk.identity.face import FaceHint
from kiosk.identity.mrz import MrzKey
from kiosk.store import LineState, Published
from tests.kiosk.flow.desk import STAFF
from tests.kiosk.flow.identity_desk import IdentityScene, with_photo
from tests.kiosk.people import document, number_for
from tests.ui.pictures.walks import Met, Walker

CERTIFIED = "S001"
FOR_ANYBODY = "S028"
"""A service that is made one of those in which one may act for anybody."""
ANYBODY = ["self", "proxy", "guardian", "organisation"]
WRONG_CODE = "000000"
LONG_ORGANISATION = "测试丙（示例省）农业科技发展有限责任公司示例市分公司"
ZONE_KEY = MrzKey(document_number="X00000017", birth_date="750112", expiry_date="300101")
OLDER, CHILD = date(1968, 3, 2), date(2018, 5, 1)


class Proving(Walker, IdentityScene):
    """A walker at a terminal with camera, photo decoder and platform. What is to be pictured is kept by name."""

    def __init__(self, language: str, size: TextSize, *, attended: bool = True) -> None:
        self.kept: list[Met] = []
        self._staffed = attended
        super().__init__(language, size, "identity", LineState.UP)

    def start(self) -> Self:
        published = self.store.published
        self.store._attended = self._staffed
        self.store.published = lambda kind: _for_anybody(published(kind), kind)  # type: ignore[method-assign]
        super().start()
        return self

    def keep(self, name: str) -> None:
        self.kept.append(Met(name=f"identity-{name}", page=self.page, frame=self.frame))

    def guide(self, hint: FaceHint, progress: float) -> None:
        """What the camera's process says helps now."""
        task = self.camera.task
        assert task is not None
        self.happen(FaceGuided(device="camera-1", task=task.id, hint=hint, progress=progress))

    def questions(self, name: str, *answers: dict[str, str]) -> None:
        """Keep the page, in elder sizes what follows each answer too, and what is said when it is handed in so."""
        self.keep(name)
        for number, answer in enumerate(answers, 2):
            elder = self.frame.size.elder
            self.do("next" if elder else "answer", answer)
            if elder:
                self.keep(f"{name}-{number}")
        self.do("next", {})
        if any(field.problem for field in self.page.fields):
            self.keep(f"{name}-wrong")

    def for_whom(self, capacity: str) -> None:
        """To the page after the choice: another's card, or what an organisation allows."""
        self.to_identity(FOR_ANYBODY)
        self.do("for-other", then=PageName.FOR_WHOM)
        self.keep("for-whom")
        self.do("way", capacity)
        if self.name is PageName.CARD:
            self.keep("other-card")
            self.lift()


def _for_anybody(value: object, kind: Published) -> object:
    if kind is not Published.CATALOGUE or not isinstance(value, dict):
        return value
    rows = [{**row, "proxies": ANYBODY} if row["id"] == FOR_ANYBODY else row for row in value["services"]]
    return {**value, "services": rows}


@cache
def proving(language: str, size: TextSize = TextSize.STANDARD) -> tuple[Met, ...]:
    """Every page of identity in a language and size, by name."""
    walks = (_face, _platform, _call, _travel, _others, _without)
    return tuple(met for walk in walks for met in walk(language, size))


def _face(language: str, size: TextSize) -> Iterator[Met]:
    walker = Proving(language, size)
    walker.to_identity(CERTIFIED)
    walker.do("way", "face", then=PageName.CONSENT)
    walker.keep("consent")
    walker.do("agree", then=PageName.FACE)
    walker.guide(FaceHint.UNCOVER, 0.0)
    walker.keep("face")
    walker.guide(FaceHint.TURN_LEFT, 0.45)
    walker.keep("face-left")
    walker.guide(FaceHint.TURN_RIGHT, 0.8)
    walker.keep("face-right")
    walker.measure(0.33)
    walker.keep("face-again")
    walker.do("again")
    walker.measure(0.33)
    walker.keep("ways-after-face")
    yield from walker.kept
    alone = Proving(language, size, attended=False)
    alone.to_identity(FOR_ANYBODY)
    # seven, with what always works
    alone.keep("ways-unattended")
    yield from alone.kept


def _platform(language: str, size: TextSize) -> Iterator[Met]:
    walker = Proving(language, size)
    walker.to_identity(CERTIFIED)
    walker.do("way", "sms", then=PageName.SMS)
    walker.keep("sms")
    walker.do("next", {"code": WRONG_CODE})
    walker.keep("sms-wrong")
    walker.do("back", then=PageName.IDENTITY)
    walker.do("way", "identity-code", then=PageName.IDENTITY_CODE)
    walker.keep("code")
    walker.happen(CodeSeen(device="camera-1", text="another's"))
    walker.keep("code-problem")
    # an answer that does not come
    walker.terminal._desk.work = lambda tag, task: None
    walker.happen(CodeSeen(device="camera-1", text="a slow one's"))
    walker.keep("code-checking")
    yield from walker.kept
    unknown = Proving(language, size)
    unknown.platform.fault = "remote.no-number"
    unknown.to_identity(CERTIFIED)
    unknown.do("way", "sms", then=PageName.SMS)
    unknown.keep("sms-no-number")
    yield from unknown.kept


def _call(language: str, size: TextSize) -> Iterator[Met]:
    walker = Proving(language, size)
    walker.to_identity(CERTIFIED)
    walker.do("way", "call-back", then=PageName.CALL_BACK)
    walker.questions("call-back", {"wish": "call-back"}, {"phone": "1391234"})
    yield from walker.kept


def _travel(language: str, size: TextSize) -> Iterator[Met]:
    walker = Proving(language, size)
    walker.do("service", CERTIFIED)
    walker.do("start", then=PageName.CARD)
    walker.happen(CardPresent(device="reader-1"))
    walker.happen(KeyWanted(device="reader-1"))
    walker.questions("key", {"document_number": "X00000017"}, {"birth_date": "1975-01-12"})
    walker.happen(CardRemoved(device="reader-1"))
    walker.keep("key-gone")
    walker.do("show", then=PageName.SHOW_ZONE)
    walker.keep("zone")
    walker.happen(CardPresent(device="reader-1"))
    walker.happen(ZoneSeen(device="camera-1", key=ZONE_KEY))
    for number in range(3 if size.elder else 1):
        walker.keep(f"key-seen-{number + 1}")
        walker.do("next", {})
    walker.happen(ReadFailed(device="reader-1", fault=Fault(id="reader.key-wrong")))
    walker.keep("key-seen-wrong")
    yield from walker.kept


def _without(language: str, size: TextSize) -> Iterator[Met]:
    walker = Proving(language, size)
    walker.do("service", CERTIFIED)
    walker.do("start", then=PageName.CARD)
    walker.reader_is("reader.not-set-up", "1234:abcd Example Reader 7")
    walker.keep("stranger")
    walker.reader_is()
    walker.do("no-card", then=PageName.WITHOUT_CARD)
    walker.keep("no-card")
    yield from walker.kept
    alone = Proving(language, size, attended=False)
    alone.do("service", CERTIFIED)
    alone.do("start", then=PageName.CARD)
    alone.do("no-card", then=PageName.WITHOUT_CARD)
    alone.keep("no-card-unattended")
    yield from alone.kept


def _others(language: str, size: TextSize) -> Iterator[Met]:
    relative = Proving(language, size)
    relative.for_whom("proxy")
    relative.lay(document(name="测试丙", birth_date=OLDER, number=number_for(OLDER)))
    relative.questions("grant", {"basis": "paper"})
    yield from relative.kept
    agent = Proving(language, size)
    agent.for_whom("organisation")
    agent.questions("organisation", {"credit_code": "91350000000000000X"}, {"organisation": LONG_ORGANISATION})
    yield from agent.kept[1:]
    parent = Proving(language, size)
    parent.for_whom("guardian")
    parent.lay(with_photo(birth_date=CHILD, number=number_for(CHILD)))
    parent.questions("guardian")
    yield from parent.kept[2:]
    cardless = Proving(language, size)
    cardless.to_identity(FOR_ANYBODY)
    cardless.do("for-other")
    cardless.do("way", "guardian", then=PageName.CARD)
    cardless.keep("child-card")
    cardless.do("no-card", then=PageName.CHILD)
    cardless.questions("child", {"name": "测试丙"}, {"number": "999999201805010000"})
    child = {"name": "测试丙", "number": number_for(CHILD)}
    for _ in range(3):
        if cardless.name is PageName.CHILD:
            cardless.do("next", child)
    cardless.do("next", {"basis": "household-register"})
    while cardless.name is PageName.GRANT:
        cardless.do("next", {})
    cardless.do("login", STAFF, then=PageName.STAFF_CHECK)
    cardless.keep("child-check")
    yield from cardless.kept
