"""Ways that need the platform: a code by SMS to a number it already knows, and the province's identity code."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from math import ceil
from typing import Any

from kiosk.clock import local_date
from kiosk.devices import CodeSeen
from kiosk.faults import Fault, FaultError, Retry
from kiosk.flow.page import STEPS, Action, FieldKind, FieldView, Page, PageName, Role, Step
from kiosk.flow.questions import Questions
from kiosk.flow.reading import keep_document
from kiosk.flow.state import State, WorkDone
from kiosk.flow.visit import SentCode
from kiosk.identity.document import document_fault
from kiosk.identity.stand_in import document_of_code
from kiosk.protocol.payload import PersonRecord
from kiosk.remote import CodeSent, RemoteIdentity, RemoteProof

CODE_DIGITS = 6
_CODE_LOST = frozenset({"remote.code-wrong", "remote.code-spent", "remote.expired"})
"""What the platform says of digits that will never do; with another fault the same digits may be sent again."""
_HOPELESS = frozenset({Retry.NEVER, Retry.AFTER_SERVICE})


class SmsCode(Questions):
    """The number is the one that the platform knows: none is typed here, so that nobody names their own."""

    asked = ("code",)

    def enter(self) -> str | None:
        super().enter()
        self._tag = ""
        self._problem: Fault | None = None
        if self._sent is None:
            self._send()
        return None

    @property
    def _sent(self) -> CodeSent | None:
        """What was sent to this very person and still serves; who went away and came back types the same code."""
        sent, present = self.visit.code_sent, self.visit.present
        if sent is None or present is None or sent.number != present.number:
            return None
        return sent.code if self.desk.clock.monotonic() - sent.at < sent.code.valid_s else None

    def whole(self) -> Page:
        sent, pick = self._sent, self.desk.words.pick
        title, said = self.w("sms.title"), self.w("sms.said")
        subtitle = self.w("sms.sending") if sent is None else self.w("sms.sent", hint=sent.hint)
        # no digits are asked for that nobody has got: another way is then the way on
        unsent = None if sent is not None or self._problem is None else self.desk.fault_text(self._problem)
        if unsent is not None:
            title = said = pick(unsent.title)
            subtitle = pick(unsent.body)
        check = Action(
            id="next", label=self.w("sms.check"), role=Role.PRIMARY, enabled=sent is not None and not self._tag
        )
        return Page(
            name=PageName.SMS,
            title=title,
            subtitle=subtitle,
            said=said,
            step=Step(index=1, of=STEPS, label=self.w("step.identity")),
            picture="phone",
            fields=(
                FieldView(
                    id="code",
                    kind=FieldKind.DIGITS,
                    label=self.w("sms.code"),
                    value=self.given["code"],
                    max_length=CODE_DIGITS,
                    problem=self.problems.get("code", ""),
                    readonly=sent is None,
                ),
            ),
            actions=(
                Action(
                    id="back",
                    label=self.w("sms.other-way"),
                    role=Role.SECONDARY if unsent is None else Role.PRIMARY,
                ),
                *self._again(),
                *((check,) if unsent is None else ()),
            ),
            facts={"index": 1, "of": 1},
        )

    def act(self, action: str, value: Any) -> str | None:
        if action == "resend":
            if any(again.enabled for again in self._again()):
                self._send()
            return None
        return super().act(action, value)

    def _back(self) -> str:
        return "back"

    def answered(self) -> str | None:
        code, sent = self.given["code"], self._sent
        if self._tag or sent is None:
            return None
        if len(code) != CODE_DIGITS or not code.isdecimal():
            self.problems["code"] = self.w("sms.six-digits")
            return None
        visit = self.visit.id
        self._begin(lambda remote: remote.check_code(visit, sent.challenge, code))
        return None

    def event(self, event: object) -> str | None:
        if not isinstance(event, WorkDone) or not self._tag or event.tag != self._tag:
            return None
        self._tag = ""
        match event.result:
            case CodeSent() as sent:
                present = self.visit.present
                number = "" if present is None else present.number
                self.visit.code_sent = SentCode(code=sent, number=number, at=self.desk.clock.monotonic())
                self.given["code"], self._problem = "", None
            case RemoteProof() as proof:
                keep_proof(self, proof)
                return "proven"
            case Fault() as fault:
                self._problem = fault
                if self._sent is not None:
                    self.problems["code"] = self._words_of(fault)
                    if fault.id in _CODE_LOST:
                        # six wrong digits would have to be taken back one by one
                        self.given["code"] = ""
            case _:
                self._problem = Fault(id="kiosk.unknown")
        return None

    def _send(self) -> None:
        document, visit = self.visit.present, self.visit.id
        if document is None:
            raise RuntimeError("a code for nobody")
        person = PersonRecord.of(document)
        self._begin(lambda remote: remote.send_code(visit, person))

    def _begin(self, ask: Callable[[RemoteIdentity], object]) -> None:
        remote = self.desk.remote
        if remote is None:
            raise RuntimeError("a remote way without a platform")
        self._tag = self.desk.new_id()
        self.desk.work(self._tag, lambda: answer_of(lambda: ask(remote)))

    def _again(self) -> tuple[Action, ...]:
        """Another message, and when; nothing where none would come."""
        sent = self.visit.code_sent
        if self._sent is None or sent is None:
            if self._problem is not None and self.desk.fault_text(self._problem).retry in _HOPELESS:
                return ()
            return (Action(id="resend", label=self.w("sms.retry"), enabled=not self._tag),)
        left = max(0, ceil(sent.at + sent.code.again_s - self.desk.clock.monotonic()))
        label = self.w("sms.again-in", seconds=left) if left else self.w("sms.again")
        return (Action(id="resend", label=label, enabled=left == 0 and not self._tag),)

    def _words_of(self, fault: Fault) -> str:
        return self.desk.words.pick(self.desk.fault_text(fault).body)


class CodeBeforeCamera(State):
    """Base: the province's identity code on a telephone, held before the camera, and exchanged at the platform."""

    def enter(self) -> str | None:
        self._tag = ""
        self._problem: Fault | None = None
        """What was wrong with the last code."""
        self._seen = ""
        self.resume()
        return None

    def leave(self) -> None:
        if self.desk.camera is not None:
            self.desk.camera.close()

    def resume(self) -> None:
        if self.desk.camera is not None and not self._tag:
            self.desk.camera.open()
            self.desk.camera.look_for_code()

    def page(self) -> Page:
        problem = self._problem
        text = None if problem is None else self.desk.fault_text(problem)
        pick = self.desk.words.pick
        return Page(
            name=PageName.IDENTITY_CODE,
            title=self.w("identity-code.checking-title" if self._tag else "identity-code.title"),
            subtitle=self.w("identity-code.checking" if self._tag else "identity-code.subtitle"),
            said=self.w("identity-code.said"),
            step=Step(index=1, of=STEPS, label=self.w("step.identity")),
            picture="phone",
            actions=(Action(id="back", label=self.w("sms.other-way")),),
            facts={
                "camera": not self._tag,
                "problem": {}
                if text is None
                else {"title": pick(text.title), "body": pick(text.body), "code": text.code},
                "sign": self.w("face.sign"),
            },
            busy=bool(self._tag),
        )

    def act(self, action: str, value: Any) -> str | None:
        return "back" if action == "back" else None

    def event(self, event: object) -> str | None:
        match event:
            case CodeSeen() if not self._tag and event.text != self._seen:
                self._exchange(event.text)
            case WorkDone() if self._tag and event.tag == self._tag:
                self._tag = ""
                if isinstance(event.result, RemoteProof):
                    outcome = self.taken(event.result)
                    if outcome is not None:
                        return outcome
                else:
                    self._problem = event.result if isinstance(event.result, Fault) else Fault(id="kiosk.unknown")
                self.resume()
        return None

    @abstractmethod
    def person(self) -> PersonRecord | None:
        """Whose code it has to be; None: the platform says whose it is."""

    @abstractmethod
    def taken(self, proof: RemoteProof) -> str | None:
        """The platform answered for it: the outcome, or None with `_problem` set when it will not do."""

    def _exchange(self, text: str) -> None:
        remote, person, visit = self.desk.remote, self.person(), self.visit.id
        if remote is None:
            raise RuntimeError("an identity code without a platform")
        # the same code held on is not asked twice: it is good once
        self._seen, self._problem = text, None
        self._tag = self.desk.new_id()
        self.desk.work(self._tag, lambda: answer_of(lambda: remote.exchange(visit, text, person)))


class IdentityCode(CodeBeforeCamera):
    """Shows that the document's holder stands here: the code has to be theirs."""

    def person(self) -> PersonRecord:
        document = self.visit.present
        if document is None:
            raise RuntimeError("an identity code beside no document")
        return PersonRecord.of(document)

    def taken(self, proof: RemoteProof) -> str:
        keep_proof(self, proof)
        return "proven"


class CodeInstead(CodeBeforeCamera):
    """Stands in for a card that was left at home: the platform says whose code it is."""

    def person(self) -> None:
        return None

    def taken(self, proof: RemoteProof) -> str | None:
        document = None if proof.person is None else document_of_code(proof.person)
        if document is None:
            self._problem = Fault(id="document.number-wrong", detail="identity code")
            return None
        self._problem = document_fault(document, local_date(self.desk.clock))
        if self._problem is not None:
            self.desk.journal("document-refused", visit=self.visit.id, fault=self._problem.id)
            return None
        keep_document(self.desk, self.visit, document, proof.identity_proof())
        self.desk.journal("identity-proven", visit=self.visit.id, way=proof.way.value)
        return "taken"


def keep_proof(state: State, proof: RemoteProof) -> None:
    """The platform's statement goes with the application, so that whoever decides can check it."""
    state.visit.proofs.append(proof.identity_proof())
    state.desk.journal("identity-proven", visit=state.visit.id, way=proof.way.value)


def answer_of(ask: Callable[[], object]) -> object:
    """What the platform answered, or the fault; on a worker nothing else may come out."""
    try:
        return ask()
    except FaultError as problem:
        return problem.fault
