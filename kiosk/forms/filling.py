"""A form being filled: its answers, where they come from, and which of them a person still has to give."""

from __future__ import annotations

from datetime import date

from kiosk.forms.answers import PHOTO_TYPE, read_answer
from kiosk.forms.definition import FormDefinition, FormField, Prefill
from kiosk.forms.sheet import AnswerSheet
from kiosk.identity.document import TRAVEL_DOCUMENTS, DocumentKind, IdentityDocument
from kiosk.protocol.canonical import sha256_hex

CARD, CALENDAR = "card", "calendar"
"""Sources, by their ids in `words.toml`. The card's word is not asked for again; the calendar only suggests."""
_INSTEAD = {kind: kind.value for kind in (DocumentKind.IDENTITY_CODE, DocumentKind.HOUSEHOLD_REGISTER)}
"""What stood in for the card, where that was something else: its word counts as the card's."""
_FIXED = frozenset({CARD, *_INSTEAD.values()})


class FormFilling(AnswerSheet):
    """The answers of one visit, under the definition that the visit began with."""

    def __init__(self, definition: FormDefinition, *, today: date) -> None:
        """`today`: the business day in local time, kept to the end of the visit."""
        self.definition = definition
        self._sources: dict[str, str] = {}
        self._photos: dict[str, bytes] = {}
        self._today = today
        super().__init__(definition.plan, today=today)

    def prefill(self, document: IdentityDocument) -> None:
        """Fill what card and calendar know; what a person already answered stays."""
        known = {
            Prefill.CARD_NAME: document.name,
            Prefill.CARD_NUMBER: document.number,
            Prefill.CARD_BIRTH_DATE: document.birth_date.isoformat(),
            Prefill.CARD_ADDRESS: document.current_address,
            Prefill.CALENDAR_TODAY: self._today.isoformat(),
        }
        for field in self.plan.order:
            if field.prefill not in known or field.id in self._given:
                continue
            # what no answer of this kind can be is asked, not hidden behind the card; a constraint it breaks is told
            answer, problem = read_answer(field, known[field.prefill])
            if field.prefill is Prefill.CARD_NAME and problem is None:
                # a name is kept as the card writes it, whichever dot stands in it
                answer = document.name
            if field.prefill is Prefill.CARD_NUMBER and document.kind in TRAVEL_DOCUMENTS:
                # who has a passport has no other number to be asked for, and this one was judged when it was read
                answer, problem = document.number, None
            if answer is not None and problem is None:
                self._put(field, answer)
                from_document = _INSTEAD.get(document.kind, CARD)
                self._sources[field.id] = CALENDAR if field.prefill is Prefill.CALENDAR_TODAY else from_document

    def source(self, field_id: str) -> str:
        """Where a prefilled answer comes from (`card`, what stood in for it, `calendar`); empty for what a person
        gave."""
        return self._sources.get(field_id, "")

    def fixed(self, field_id: str) -> bool:
        """Whether nobody can change it here: the card says so, or it is calculated."""
        return self._sources.get(field_id) in _FIXED or self.field(field_id).calculate is not None

    def asked(self) -> tuple[FormField, ...]:
        """The gaps: what applies and no card has answered; what the card says is among them where it will not do."""
        return tuple(
            field
            for field in self.relevant()
            if field.calculate is None and (self.source(field.id) not in _FIXED or field.id in self._problems)
        )

    def keep_photo(self, field_id: str, jpeg: bytes) -> None:
        """A picture that was taken for a field; the one before it is gone."""
        self._photos[field_id] = jpeg
        answer = {"sha256": sha256_hex(jpeg), "media_type": PHOTO_TYPE, "bytes": len(jpeg)}
        self._put(self.field(field_id), answer)

    def drop_photo(self, field_id: str) -> None:
        self._photos.pop(field_id, None)
        self._forget(self.field(field_id))

    def photos(self) -> dict[str, bytes]:
        """The pictures of fields that apply."""
        return {field_id: jpeg for field_id, jpeg in self._photos.items() if self.value(field_id) is not None}

    def take(self, field_id: str, value: object) -> str | None:
        problem = super().take(field_id, value)
        if problem is None or field_id not in self._given:
            self._sources.pop(field_id, None)
        return problem

    def skip(self, field_id: str) -> bool:
        # what the card says cannot be left out, to be given anew by whoever stands here
        skipped = not self.fixed(field_id) and super().skip(field_id)
        if skipped:
            self._sources.pop(field_id, None)
            self._photos.pop(field_id, None)
        return skipped

    def wipe(self) -> None:
        self._sources.clear()
        self._photos.clear()
        super().wipe()
