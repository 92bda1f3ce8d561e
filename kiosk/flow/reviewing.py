"""What will be sent, shown before it is: the review and the handwritten signature bound to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.catalogue.model import MaterialSource
from kiosk.flow.materials import material_rows
from kiosk.flow.page import STEPS, Action, FieldKind, FieldView, Notice, Page, PageName, Role, Step, Tone
from kiosk.flow.state import State
from kiosk.forms.definition import AnswerKind, FormField, Prefill
from kiosk.forms.filling import FormFilling
from kiosk.forms.shown import in_words
from kiosk.forms.strokes import read_strokes
from kiosk.forms.words import SOURCES
from kiosk.identity.document import masked_address, masked_name, masked_number
from kiosk.protocol.canonical import canonical, sha256_hex
from kiosk.store import LineState


class Review(State):
    """Everything that will be sent, on one page, before anything is signed. Each row leads to its own question."""

    def enter(self) -> str | None:
        filling = self.visit.filling
        self.visit.correcting = None
        return "incomplete" if filling is None or filling.open_problems() else None

    def page(self) -> Page:
        document, item, filling = self.visit.document, self.visit.service, self.visit.filling
        if document is None or item is None or filling is None:
            raise RuntimeError("a review without document, service or form")
        sections = [
            {
                "title": self.w("review.person"),
                "rows": [
                    _row(self.w("review.name"), masked_name(document.name), document.name),
                    _row(self.w("review.number"), masked_number(document.number), document.number),
                ],
            },
            {"title": self.w("review.answers"), "rows": self._answer_rows(filling)},
        ]
        if any(material.source is not MaterialSource.CARD for material in item.materials):
            rows = material_rows(self)
            sections.append(
                {
                    "title": self.w("review.materials"),
                    "rows": [
                        {
                            "label": row["name"],
                            "value": row["state"],
                            "edit": {"material": row["id"]} if row["options"] else None,
                        }
                        for row in rows
                    ],
                }
            )
        sign = item.needs_signature()
        return Page(
            name=PageName.REVIEW,
            title=self.w("review.title"),
            subtitle=self.desk.words.pick(item.name),
            said=self.w("review.said"),
            step=Step(index=4, of=STEPS, label=self.w("step.review")),
            actions=(
                *((Action(id="back", label=self.w("common.previous")),) if self._editable() else ()),
                Action(id="next", label=self.w("review.sign" if sign else "review.submit"), role=Role.PRIMARY),
            ),
            notices=(Notice(tone=Tone.OFFLINE, text=self.w("guide.offline")),)
            if self.desk.store.line() is LineState.DOWN
            else (),
            facts={
                "sections": [section for section in sections if section["rows"]],
                "edit": self.w("review.edit"),
                "masked_note": self.w("review.masked"),
                "commitment": "" if item.commitment is None else self.desk.words.pick(item.commitment),
            },
        )

    def act(self, action: str, value: Any) -> str | None:
        item = self.visit.service
        match action:
            case "back":
                self.visit.form_field = next(reversed(self._asked()), "")
                return "back"
            case "edit" if isinstance(value, Mapping):
                return self._edit(value.get("field"), value.get("material"))
            case "next" if item is not None:
                return "sign" if item.needs_signature() else "submit"
        return None

    def _edit(self, field: Any, material: Any) -> str | None:
        """To the question of a row, or to the materials; from there the way leads back here."""
        asked = self._asked()
        if field in asked:
            self.visit.form_field = field
        elif not any(row["id"] == material and row["options"] for row in material_rows(self)):
            return None
        self.visit.correcting = frozenset(asked)
        return "edit" if field in asked else "materials"

    def _asked(self) -> tuple[str, ...]:
        return () if self.visit.filling is None else tuple(field.id for field in self.visit.filling.asked())

    def _editable(self) -> bool:
        """Whether there is a page to go back to: a question that was asked, or a material besides the card."""
        materials = () if self.visit.service is None else self.visit.service.materials
        return bool(self._asked()) or any(material.source is not MaterialSource.CARD for material in materials)

    def _answer_rows(self, filling: FormFilling) -> list[dict[str, Any]]:
        rows = []
        asked = self._asked()
        for field in filling.relevant():
            value = filling.value(field.id)
            if filling.source(field.id) == "card" and field.id in ("name", "number"):
                continue
            source = filling.source(field.id)
            masked, full = (self._shown(field, value, masked=masked) for masked in (True, False))
            rows.append(
                {
                    **_row(self.desk.words.pick(field.label), masked, full),
                    "source": self.w("review.source", source=self.desk.words.pick(SOURCES[source])) if source else "",
                    "edit": {"field": field.id} if field.id in asked else None,
                }
            )
        return rows

    def _shown(self, field: FormField, value: Any, *, masked: bool) -> str:
        if value in (None, ""):
            return self.w("review.no-photo" if field.kind is AnswerKind.PHOTO else "review.none")
        if field.kind is AnswerKind.CONFIRM:
            # the very sentence that was confirmed
            return self.desk.words.pick(field.question)
        if field.prefill is Prefill.CARD_ADDRESS:
            return masked_address(str(value)) if masked else str(value)
        return in_words(field, value, self.desk.words.language, masked=masked)


def _row(label: str, masked: str, full: str) -> dict[str, Any]:
    """`full`, where it differs, is for who holds the button: one cannot check what is asterisks."""
    return {"label": label, "value": masked, **({} if full == masked else {"full": full})}


class Signature(State):
    """The handwritten signature, bound to what was reviewed."""

    def enter(self) -> str | None:
        self._problem = ""
        return None

    def page(self) -> Page:
        item = self.visit.service
        commitment = "" if item is None or item.commitment is None else self.desk.words.pick(item.commitment)
        return Page(
            name=PageName.SIGNATURE,
            title=self.w("signature.title"),
            subtitle=self.w("signature.subtitle"),
            said=self.w("signature.said"),
            step=Step(index=4, of=STEPS, label=self.w("step.signature")),
            fields=(
                FieldView(
                    id="signature",
                    kind=FieldKind.SIGNATURE,
                    label=self.w("signature.title"),
                    problem=self._problem,
                ),
            ),
            actions=(
                Action(id="back", label=self.w("common.previous")),
                Action(id="clear", label=self.w("signature.clear")),
                Action(id="sign", label=self.w("signature.sign"), role=Role.PRIMARY),
            ),
            facts={"statement": commitment or self.w("signature.statement")},
        )

    def act(self, action: str, value: Any) -> str | None:
        if action == "back":
            return "back"
        if action == "sign":
            strokes = read_strokes(value)
            if strokes is None:
                self._problem = self.w("signature.empty")
                return None
            self.visit.strokes = strokes
            self.visit.signed_sha256 = reviewed_sha256(self)
            return "signed"
        return None


def reviewed_sha256(state: State) -> str:
    """SHA-256 of what the review showed: service, form, answers and materials in canonical form."""
    visit = state.visit
    item, filling = visit.service, visit.filling
    if item is None or filling is None:
        raise RuntimeError("nothing to sign")
    return sha256_hex(
        canonical(
            {
                "service": [item.id, item.version, item.sha256],
                "form": item.form_sha256,
                "answers": filling.answers(),
                "materials": [[row["id"], row["how"]] for row in visit.materials()],
            }
        )
    )
