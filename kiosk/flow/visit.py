"""One resident's time at the screen: everything that is known of them, and its end without residue."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.catalogue.model import MaterialNeed, MaterialSource, ServiceItem
from kiosk.devices import DocumentRead
from kiosk.documents.raster import Raster
from kiosk.faults import Fault
from kiosk.flow.page import TextSize
from kiosk.forms.definition import AnswerKind, FormField
from kiosk.forms.filling import FormFilling
from kiosk.identity.document import DocumentKind, IdentityDocument
from kiosk.identity.mrz import MrzKey
from kiosk.identity.proxy import Authorisation
from kiosk.protocol.callback import Callback
from kiosk.protocol.envelope import Capacity
from kiosk.protocol.payload import IdentityProof, PersonRecord
from kiosk.protocol.receipt import PlatformReceipt
from kiosk.remote import CodeSent
from kiosk.site import StaffMember
from kiosk.texts import DEFAULT


@dataclass
class Submitted:
    """An application of this visit that is durable."""

    id: str
    number: str
    received_at: datetime
    receipt: PlatformReceipt | None = None
    held: Fault | None = None
    raster: Raster | None = None
    printed: str = ""
    rated: str = ""
    prints: int = 0


MOST_USED, BY_DEPARTMENT, BY_EVENT = TABS = ("popular", "departments", "events")
"""The three orders in which services are listed."""


_OF_A_PERSON = (AnswerKind.PHONE, AnswerKind.BANK_CARD, AnswerKind.ID_NUMBER)
_LONGEST_NAMED = 200
_INSTEAD: dict[DocumentKind | None, str] = {
    DocumentKind.IDENTITY_CODE: "shared",
    DocumentKind.HOUSEHOLD_REGISTER: "seen",
}
"""How a card that is a material was brought where something stood in for it: fetched, or the other seen by staff."""


@dataclass(frozen=True, kw_only=True)
class Browse:
    """Where somebody is among the services, so that the way back leads there."""

    function: str = ""
    """One of the five functions, or empty for all services."""
    tab: str = MOST_USED
    group: str = ""
    """The department or life event that was opened."""
    searched: bool = False
    """Whether the guide was reached from the search page."""


@dataclass
class FaceUse:
    """How far the face was used as a way in this visit."""

    consent: datetime | None = None
    """When it was given; None before and after it was withdrawn."""
    tries: int = 0
    closed: str = ""
    """Why it is no way any more: `tries`, `no-photo`, `camera` …; empty while it is one."""


@dataclass(frozen=True, kw_only=True)
class SentCode:
    """A code that is on a person's telephone, whatever page they are at."""

    code: CodeSent
    number: str = field(repr=False)
    """Of the document whose holder it was sent to."""
    at: float
    """Monotonic seconds."""


@dataclass
class Visit:
    """Mutable while it lasts; `wipe` leaves nothing of a person in it."""

    id: str
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    begun: bool = False
    """Whether somebody uses the screen: the visit is in the journal from then on."""
    language: str = DEFAULT
    size: TextSize = TextSize.STANDARD
    contrast: bool = False
    low_reach: bool = False
    aloud: bool = False
    """Whether pages are read aloud."""
    fast_lane: bool = False
    browse: Browse = Browse()
    query: str = ""
    """What was searched for."""
    document: IdentityDocument | None = None
    """Of the person for whom; the same person's who stands here, unless there is an `agent`."""
    document_proof: IdentityProof | None = None
    """That the document was presented here; alone it does not show who holds it."""
    capacity: Capacity = Capacity.SELF
    agent: IdentityDocument | None = None
    """Of who stands here and acts for the document's holder."""
    agent_proof: IdentityProof | None = None
    authorisation: Authorisation | None = None
    organisation: PersonRecord | None = None
    """For whom a person with a document of their own acts as agent of an organisation."""
    face: FaceUse = field(default_factory=FaceUse)
    code_sent: SentCode | None = None
    key_wanted: bool = False
    """A travel document lies on the reader and its key was not asked for yet."""
    travel_key: MrzKey | None = None
    """Read by the camera, for the page that had asked for it."""
    read: DocumentRead | None = None
    """What a travel document's chip told after its key was given, for the page that had asked for the document."""
    call_back: Callback | None = None
    service: ServiceItem | None = None
    catalogue_version: tuple[str, str, str] = ("", "", "")
    """Id, version and hash of the catalogue that the application began under."""
    proofs: list[IdentityProof] = field(default_factory=list)
    checker: StaffMember | None = None
    """Who signed in to compare card and person; a check is not yet help."""
    checker_signed_in: str = ""
    """`card` or `typed`: how they named themself; the PIN is asked for in both."""
    helper: StaffMember | None = None
    """Who joined the visit when staff were called."""
    filling: FormFilling | None = None
    drafts: dict[str, Any] = field(default_factory=dict)
    """What was typed and will not do yet, by field."""
    form_field: str = ""
    """A question of the form's page that stands open; empty for the first page."""
    correcting: frozenset[str] | None = None
    """One row of the review is being changed: the questions that stood there. None where nothing is."""
    material_choices: dict[str, str] = field(default_factory=dict)
    notice_from_guide: bool = False
    """Whether the one-time notice was opened from the guide, so that its way back leads there."""
    missing: set[str] = field(default_factory=set)
    """Materials that the resident says are not at hand."""
    strokes: Sequence[Sequence[Sequence[int]]] = ()
    signed_sha256: str = ""
    submitted: Submitted | None = None
    fault: Fault | None = None
    """What the next page has to explain."""
    identity_values: set[str] = field(default_factory=set)
    """What must be found nowhere after the visit; wiped last, once the check has taken it."""

    @property
    def elder(self) -> bool:
        return self.size.elder

    @property
    def plain_look(self) -> bool:
        """Whether the screen looks, and sounds, as the next person should find it."""
        look = (self.size, self.contrast, self.low_reach, self.aloud, self.language)
        return look == (TextSize.STANDARD, False, False, False, DEFAULT)

    @property
    def present(self) -> IdentityDocument | None:
        """The document of who stands here, which every way of proving is about."""
        return self.agent or self.document

    @property
    def by_code(self) -> bool:
        """Whether who stands here showed a code in place of a card, so that none is to be taken along."""
        return self.present is not None and self.present.kind is DocumentKind.IDENTITY_CODE

    @property
    def may_act_for_others(self) -> bool:
        """Whether the service lets one act in another's name, and nobody is acted for yet."""
        allowed = () if self.service is None else self.service.proxies
        return self.capacity is Capacity.SELF and any(capacity is not Capacity.SELF for capacity in allowed)

    def binding(self) -> str:
        """The document's hash under a key that lives as long as the visit: what binds papers to the person."""
        number = b"" if self.document is None else self.document.number.encode()
        return hmac.new(self.key, number, "sha256").hexdigest()

    def remember_document(self, document: IdentityDocument) -> None:
        self.document = document
        own = (document.address, document.latest_address, document.latin_name, document.other_number)
        self.identity_values |= {document.number, *filter(None, own)}

    def remember_typed(self, field: FormField, value: object) -> None:
        """What was typed about a person must be found nowhere afterwards, whether it will do or not."""
        typed = value.get("detail", "") if isinstance(value, Mapping) else value
        least = 11 if field.kind in _OF_A_PERSON else 6 if field.kind is AnswerKind.ADDRESS else None
        # the beginning of a number names a region and is found in every catalogue; pages of text name nobody
        if least is not None and isinstance(typed, str) and least <= len(typed.strip()) <= _LONGEST_NAMED:
            self.identity_values.add(typed.strip())

    def begin_application(self, service: ServiceItem, catalogue: tuple[str, str, str]) -> None:
        """A new application of the same person: nothing of the one before stays but the document."""
        self.end_application()
        self.service = service
        self.catalogue_version = catalogue

    def act_for_self(self) -> None:
        """Who stands here acts for nobody else (any more): their own document is the only one again."""
        if self.agent is not None:
            self.document, self.document_proof = self.agent, self.agent_proof
        self.agent, self.agent_proof = None, None
        self.capacity, self.authorisation, self.organisation = Capacity.SELF, None, None

    def end_application(self) -> None:
        self.act_for_self()
        if self.by_code and self.submitted is not None:
            # the platform's word serves one application; for the next one the code is shown anew
            self.document, self.document_proof = None, None
        if self.filling is not None:
            self.filling.wipe()
        self.service, self.filling, self.submitted, self.fault = None, None, None, None
        self.proofs.clear()
        self.material_choices.clear()
        self.missing.clear()
        self.drafts.clear()
        self.strokes, self.signed_sha256, self.form_field, self.correcting = (), "", "", None

    def wipe(self) -> None:
        self.end_application()
        self.document, self.document_proof, self.checker, self.helper = None, None, None, None
        self.agent, self.agent_proof, self.face, self.call_back = None, None, FaceUse(), None
        self.read, self.key_wanted, self.code_sent, self.travel_key = None, False, None, None
        self.identity_values = set()
        self.query, self.browse = "", Browse()
        self.key = b""

    def material_how(self, material_id: str) -> str:
        """How the resident chose to bring a material; empty when nothing was chosen."""
        return self.material_choices.get(material_id, "")

    def materials(self) -> list[dict[str, Any]]:
        """How each material of the service stands now: `id`, `how`, `until` (a language map or None)."""
        rows: list[dict[str, Any]] = []
        if self.service is None:
            return rows
        for material in self.service.materials:
            until = None
            match material.source:
                case MaterialSource.CARD:
                    how = _INSTEAD.get(None if self.document is None else self.document.kind, "card")
                case MaterialSource.SHARED:
                    how = "shared"
                case MaterialSource.LICENCE:
                    how = "licence"
                case MaterialSource.FORM:
                    answered = self.filling is not None and self.filling.value(material.field)
                    how = "form" if answered else "deferred"
                    until = None if answered else material.defer_limit
                case MaterialSource.BRING:
                    # nobody is taken to hold in hand what may follow until they say so
                    usual = "deferred" if material.need is MaterialNeed.DEFERRABLE else "bring"
                    how = self.material_how(material.id) or usual
                    until = material.defer_limit if how == "deferred" else None
            rows.append({"id": material.id, "how": how, "until": until})
        return rows
