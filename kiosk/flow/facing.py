"""The face as one way of several: consent on its own page, then a look at the camera; nothing of it is kept."""

from __future__ import annotations

from typing import Any

from kiosk.catalogue.model import AuthLevel
from kiosk.devices import FaceGuided, FaceMeasured
from kiosk.faults import Fault, FaultError
from kiosk.flow.page import STEPS, Action, Page, PageName, Role, Step
from kiosk.flow.state import PhotoDecoder, State, WorkDone
from kiosk.identity.document import IdentityDocument, PhotoKind
from kiosk.identity.face import FaceEvidence, FaceHint, FaceStop, FaceTask, FaceVerdict, Turn, judge
from kiosk.protocol.payload import IdentityProof

CONSENT = "face-2026-11"
"""Version of the consent's words (`consent` in words.toml); it travels with the proof."""
TRIES = 2
"""After two the page moves on to the other ways (domain facts, 4.3)."""
_NO_FAULT_OF_THE_PERSON = (FaceStop.MODEL, FaceStop.CAMERA, FaceStop.CHILD, FaceStop.PHOTO)


class FaceConsent(State):
    """Asked before the camera turns on; no is as large as yes, and leads to the other ways."""

    def page(self) -> Page:
        return Page(
            name=PageName.CONSENT,
            title=self.w("consent.title"),
            subtitle=self.w("consent.subtitle"),
            said=self.w("consent.said"),
            step=Step(index=1, of=STEPS, label=self.w("step.identity")),
            picture="face",
            actions=(
                Action(
                    id="refuse", label=self.w("consent.refuse"), note=self.w("consent.refuse-note"), role=Role.CHOICE
                ),
                Action(
                    id="agree", label=self.w("consent.agree"), note=self.w("consent.agree-note"), role=Role.CHOICE
                ),
            ),
            facts={"lines": [self.w(f"consent.line-{which}") for which in ("what", "where", "kept", "free")]},
        )

    def act(self, action: str, value: Any) -> str | None:
        match action:
            case "agree":
                self.visit.face.consent = self.desk.clock.utc()
                self.desk.journal("face-consent", visit=self.visit.id, given=True)
                return "agreed"
            case "refuse" | "back":
                self.desk.journal("face-consent", visit=self.visit.id, given=False)
                return "refused"
        return None


class Face(State):
    """The camera is on for as long as this page stands, and a sign on the page says so."""

    def enter(self) -> str | None:
        self._task = ""
        self._decoding = ""
        self._hint = FaceHint.LOOK_STRAIGHT
        self._progress = 0.0
        self._again = False
        """A second try is offered."""
        return self._begin()

    def leave(self) -> None:
        self._look_away()

    def resume(self) -> None:
        # help lay over this page: the camera was off meanwhile, and what had been seen is gone
        if not self._again:
            self._begin()

    def _begin(self) -> str | None:
        """Open the camera, once there is a photo to compare with; the outcome where there will be none."""
        document = self.visit.present
        if document is None or self.visit.face.consent is None:
            raise RuntimeError("a face without a document or without consent")
        if self.desk.camera is None:
            return self._closed("no-camera")
        if document.photo_kind is not PhotoKind.WLT and document.photo:
            self._look(document.photo, document.photo_kind)
            return None
        decoder, block = self.desk.photos, document.photo
        if decoder is None or not block:
            return self._closed("no-photo")
        self._decoding = self.desk.new_id()
        self.desk.work(self._decoding, lambda: _decoded(decoder, block))
        return None

    # -- what is shown ----------------------------------------------------------------------------------------------

    def page(self) -> Page:
        turn = {FaceHint.TURN_LEFT: Turn.LEFT, FaceHint.TURN_RIGHT: Turn.RIGHT}.get(self._hint)
        state = "again" if self._again else "looking" if self._task else "starting"
        return Page(
            name=PageName.FACE,
            title=self.w("face.again-title" if self._again else "face.title"),
            subtitle=self.w("face.again-subtitle" if self._again else "face.subtitle"),
            said=self.w("face.again-title") if self._again else self.w(f"face.{self._hint.value}"),
            step=Step(index=1, of=STEPS, label=self.w("step.identity")),
            picture="face",
            actions=(
                Action(id="withdraw", label=self.w("face.withdraw"), role=Role.CHOICE),
                *((Action(id="again", label=self.w("face.again"), role=Role.CHOICE),) if self._again else ()),
            ),
            facts={
                "state": state,
                "hint": "" if self._again else self.w(f"face.{self._hint.value}"),
                "turn": "" if turn is None else turn.value,
                "progress": round(self._progress, 2),
                "camera": bool(self._task),
                "sign": self.w("face.sign"),
                "kept": self.w("face.kept"),
            },
        )

    # -- what happens -----------------------------------------------------------------------------------------------

    def act(self, action: str, value: Any) -> str | None:
        match action:
            case "withdraw" | "back":
                self.visit.face.consent = None
                self.desk.journal("face-consent", visit=self.visit.id, given=False)
                return "withdrawn"
            case "again" if self._again:
                self._again = False
                return self._begin()
        return None

    def event(self, event: object) -> str | None:
        match event:
            case WorkDone() if event.tag == self._decoding and self._decoding:
                self._decoding = ""
                if not isinstance(event.result, bytes):
                    return self._closed("no-photo")
                self._look(event.result, PhotoKind.JPEG)
            case FaceGuided() if event.task == self._task:
                self._hint, self._progress = event.hint, event.progress
            # a camera that stumbles comes back or is answered for: one measurement follows, whatever happens
            case FaceMeasured() if event.evidence.task == self._task and self._task:
                self._look_away()
                return self._judged(event.evidence)
        return None

    def _look(self, photo: bytes, kind: PhotoKind) -> None:
        if self.desk.camera is None:
            return
        self._task = self.desk.new_id()
        self._hint, self._progress = FaceHint.LOOK_STRAIGHT, 0.0
        self.desk.camera.open()
        self.desk.camera.verify(FaceTask(id=self._task, photo=photo, photo_kind=kind))

    def _look_away(self) -> None:
        camera, task, self._task, self._decoding = self.desk.camera, self._task, "", ""
        if camera is not None and task:
            camera.end_verify()
            camera.close()

    # -- what it is worth -------------------------------------------------------------------------------------------

    def _judged(self, evidence: FaceEvidence) -> str | None:
        policy, item = self.desk.policy, self.visit.service
        bands = () if policy is None else policy.face_bands
        strict = item is not None and item.auth_level is AuthLevel.L3
        verdict = judge(evidence, bands, strict=strict)
        if verdict is FaceVerdict.SAME:
            self._record("confirmed", evidence, band="strict" if strict else "accept")
            self.desk.journal("identity-proven", visit=self.visit.id, way="face")
            return "proven"
        if evidence.stop in _NO_FAULT_OF_THE_PERSON:
            return self._closed(str(evidence.stop))
        self._record("failed", evidence, reason=str(evidence.stop or verdict))
        self.visit.face.tries += 1
        # below the grey zone another try would not help, and would only be one more chance for somebody else
        if verdict is FaceVerdict.NOT_SAME or self.visit.face.tries >= TRIES:
            return self._closed("tries")
        self._again = True
        return None

    def _closed(self, reason: str) -> str:
        """The face is no way any more in this visit; the others are, and nobody is blamed."""
        self.visit.face.closed = reason
        if reason != "tries":
            self._record("failed", None, reason=reason)
        self.desk.journal("face-closed", visit=self.visit.id, reason=reason)
        return "closed"

    def _record(self, result: str, evidence: FaceEvidence | None, **facts: str) -> None:
        document, consent = self.visit.present, self.visit.face.consent
        measured: dict[str, str] = {}
        if evidence is not None:
            measured = {
                "model": evidence.model,
                "detector": evidence.detector,
                "frames": str(evidence.frames),
                "turns": str(evidence.turns),
                "live": "yes" if evidence.live else "no",
                "took_ms": str(evidence.took_ms),
            }
        self.visit.proofs.append(
            IdentityProof(
                way="face",
                at=self.desk.clock.utc(),
                result=result,
                facts={
                    "photo": _photo_of(document),
                    **({} if consent is None else {"consent": CONSENT}),
                    **measured,
                    **facts,
                },
            )
        )


def _photo_of(document: IdentityDocument | None) -> str:
    return "none" if document is None else document.photo_kind.value


def _decoded(decoder: PhotoDecoder, block: bytes) -> bytes | Fault:
    try:
        return decoder.decode(block)
    except FaultError as problem:
        return problem.fault
