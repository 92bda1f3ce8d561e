"""Photographs of documents while a form asks for them: when the camera is on, what it took, and what can be done."""

from __future__ import annotations

import base64
from typing import Any

from kiosk.devices import Condition, StillTaken
from kiosk.flow.page import Action, Notice, Role, Tone
from kiosk.flow.state import Desk
from kiosk.forms.answers import PHOTO_TYPE
from kiosk.forms.filling import FormFilling


class DocumentPhoto:
    """The camera of a form: on while a photo is asked for and not yet taken, off at all other times."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._watching = False
        self._taking = ""
        """The field that waits for a picture."""

    def look(self, filling: FormFilling, field_id: str) -> None:
        """Switch the camera as the page needs it; `field_id` is empty where no photo is asked for."""
        wanted = bool(field_id) and field_id not in filling.photos()
        if field_id != self._taking:
            self._taking = ""
        if self._desk.camera is None or wanted is self._watching:
            return
        self._watching = wanted
        if wanted:
            self._desk.camera.open()
        else:
            self._desk.camera.close()

    def away(self) -> None:
        """Another page lies over the form, or comes after it."""
        self._taking = ""
        if self._watching and self._desk.camera is not None:
            self._desk.camera.close()
        self._watching = False

    def take(self, field_id: str) -> None:
        if self._desk.camera is not None and self._watching:
            self._taking = field_id
            self._desk.camera.still()

    def taken(self, event: StillTaken, filling: FormFilling) -> str:
        """The field that the picture is for, which now has it; empty when nobody waits for one any more."""
        field_id, self._taking = self._taking, ""
        if field_id:
            filling.keep_photo(field_id, event.jpeg)
        return field_id

    def actions(self, filling: FormFilling, field_id: str) -> tuple[Action, ...]:
        if field_id in filling.photos():
            return (Action(id="photo-retake", label=self._desk.words("form.photo-retake"), value=field_id),)
        ready = self._ready() and not self._taking
        label = self._desk.words("form.photo-take")
        return (
            Action(id="photo-take", label=label, value=field_id, role=Role.CHOICE, picture="camera", enabled=ready),
        )

    def notices(self, filling: FormFilling, field_id: str) -> tuple[Notice, ...]:
        if field_id in filling.photos() or self._ready():
            return ()
        field, words = filling.field(field_id), self._desk.words
        if field.skip is None or filling.requires(field):
            return (Notice(tone=Tone.ALERT, text=words("form.photo-unready")),)
        return (Notice(tone=Tone.ALERT, text=words("form.photo-later", skip=words.pick(field.skip))),)

    def away_title(self, filling: FormFilling, field_id: str) -> str:
        """What the page is called while no picture can be taken; empty where one can be or has been."""
        if field_id in filling.photos() or self._ready():
            return ""
        words = self._desk.words
        return words("form.photo-away", name=words.pick(filling.field(field_id).label))

    def facts(self, filling: FormFilling, field_id: str) -> dict[str, Any]:
        """`camera`: whether its picture is to be shown; `photo`: what was taken, as a data URL, or empty."""
        jpeg = filling.photos().get(field_id)
        shown = "" if jpeg is None else f"data:{PHOTO_TYPE};base64,{base64.b64encode(jpeg).decode('ascii')}"
        return {"camera": self._watching and self._ready(), "photo": shown}

    def _ready(self) -> bool:
        return self._desk.camera is not None and self._desk.camera.health().condition is not Condition.FAULT
