"""A desk with everything that proves who stands there: a camera, a photo decoder and the platform, all in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from kiosk.devices import Condition, DeviceHealth, DeviceKind, FaceMeasured, PreviewFrame
from kiosk.faults import FaultError
from kiosk.flow.page import PageName
from kiosk.identity.document import IdentityDocument, PhotoKind
from kiosk.identity.face import FaceEvidence, FaceStop, FaceTask
from kiosk.protocol.payload import PersonRecord
from kiosk.protocol.statement import RemoteWay
from kiosk.remote import CodeSent, RemoteProof
from kiosk.store import LineState
from tests.kiosk.flow.desk import Scene
from tests.kiosk.people import document

MODEL = "6b4f0cfdabe3294bd80e4525ac792deb13fe1cc6668b70f2f0515fa16e0bb326"
"""The model that the sample policy has thresholds for."""


class MemoryCamera:
    """Remembers whether it is on and what it was asked; the scene says what it saw."""

    def __init__(self) -> None:
        self.on = False
        self.task: FaceTask | None = None
        self.looks_for = ""
        self.fault = False

    def start(self, post: Callable[[object], None]) -> None:
        return

    def open(self) -> None:
        self.on = True

    def latest(self) -> PreviewFrame | None:
        return None

    def still(self) -> None:
        return

    def verify(self, task: FaceTask) -> None:
        assert self.on, "the camera is opened before a face is looked for"
        self.task = task

    def end_verify(self) -> None:
        self.task = None

    def look_for_code(self) -> None:
        self.looks_for = "code"

    def look_for_zone(self) -> None:
        self.looks_for = "zone"

    def close(self) -> None:
        self.on, self.looks_for = False, ""

    def health(self) -> DeviceHealth:
        condition = Condition.FAULT if self.fault else Condition.READY
        return DeviceHealth(device="camera-1", kind=DeviceKind.CAMERA, condition=condition)

    def stop(self) -> None:
        return


class MemoryDecoder:
    def __init__(self) -> None:
        self.broken = False

    def decode(self, block: bytes) -> bytes:
        if self.broken:
            raise FaultError("photo.refused")
        return b"picture of " + block


class MemoryPlatform:
    """Knows one code; a fault that is set is what it answers."""

    CODE = "246810"

    def __init__(self) -> None:
        self.fault = ""
        self.sent_to: list[PersonRecord] = []
        self.person = replace(PersonRecord.of(document()), name="测试码", address="平台知道的地址")
        """Whose code it is, where no document was presented."""

    def ready(self) -> bool:
        return True

    def send_code(self, visit: str, document: PersonRecord) -> CodeSent:
        self._answer()
        self.sent_to.append(document)
        return CodeSent(challenge="c-1", hint="5678", valid_s=300, again_s=60)

    def check_code(self, visit: str, challenge: str, code: str) -> RemoteProof:
        self._answer()
        if code != self.CODE:
            raise FaultError("remote.code-wrong")
        return self._proof(RemoteWay.SMS_CODE, visit)

    def exchange(self, visit: str, scanned: str, document: PersonRecord | None) -> RemoteProof:
        self._answer()
        if scanned != "code of this person":
            raise FaultError("remote.other-person")
        return replace(self._proof(RemoteWay.IDENTITY_CODE, visit), person=self.person if document is None else None)

    def _answer(self) -> None:
        if self.fault:
            raise FaultError(self.fault)

    @staticmethod
    def _proof(way: RemoteWay, visit: str) -> RemoteProof:
        at = datetime(2026, 11, 20, 2, tzinfo=UTC)
        return RemoteProof(way=way, ticket="signed", person_key="key", visit=visit, at=at)


class IdentityScene(Scene):
    """A scene with camera, decoder and platform, its line up."""

    def __init__(self, *, attended: bool = True) -> None:
        super().__init__(attended=attended)
        self.camera, self.decoder, self.platform = MemoryCamera(), MemoryDecoder(), MemoryPlatform()
        desk = self.terminal._desk
        desk.camera, desk.photos, desk.remote = self.camera, self.decoder, self.platform
        self.store.line_state = LineState.UP

    def at(self, name: PageName, why: str = "") -> None:
        assert self.name is name, why or f"{self.name} stands there"

    def to_identity(self, service: str = "S001", person: IdentityDocument | None = None) -> None:
        self.do("service", service)
        self.do("start")
        self.lay(person or with_photo())

    def measure(self, score: float = 0.8, *, stop: FaceStop | None = None, live: bool = True) -> None:
        """What the camera's process reports of the task that it has."""
        task = self.camera.task
        assert task is not None, "nobody asked for a face"
        evidence = FaceEvidence(
            task=task.id,
            stop=stop,
            score=score,
            frames=5,
            live=live,
            turns=3,
            model=MODEL,
            detector="d" * 64,
            took_ms=4200,
            last_frame_ms=80,
        )
        self.happen(FaceMeasured(device="camera-1", evidence=evidence))

    def ways(self) -> dict[str, bool]:
        """Which ways stand on the page, and whether they can be chosen."""
        return {row["id"]: row["enabled"] for row in self.page.facts["ways"]}


def with_photo(**changes: object) -> IdentityDocument:
    return replace(document(**changes), photo=b"block", photo_kind=PhotoKind.WLT)
