"""Draws what the simulated camera sees: a drawn person who does what the dock says, before a background that moves.

Every picture carries its number twice: as digits for people and as eight blocks (most significant first, white is 1)
along the lower edge for programs.
"""

from __future__ import annotations

import functools
import io
import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from drivers.camera.simulated_head import HEIGHT_UNITS, Head
from drivers.camera.simulated_page import held, page_of
from drivers.camera.simulated_people import Colour, people
from drivers.camera.simulated_photo import held_up
from kiosk.dock import CameraDock

WIDTH_PX, HEIGHT_PX = 640, 480
COUNTER_BITS = 8
COUNTER_BLOCK_PX = 32
"""Side of one block; block n covers x from n·32, the lowest 32 rows. Wide enough to outlive JPEG."""
LOOP = 60
"""The counter begins anew; at 15 pictures a second after four seconds."""

_STRIPE_PX = 160
_COAT = (58, 86, 112)
_HEAD_PX, _FAR_PX = 250, 90
_MIDDLE = (320, 215)
_FURTHEST_DEG = 28.0
_PHOTO_DEG = 50.0
"""How far a held photo is turned after the prompts."""
_PHOTO_PX, _BENT_MM = 300, 80.0
"""Height of a held photo, and the radius of a bent one: about that of a head."""
_SPEED_DEG_S = 32.0
_STEP_DEG = 2
"""Heads are drawn at whole steps, and each picture kept."""
_KEPT = 120
_SWEEP_SECONDS = 8.0
_PAGE_PX, _HAND_DEG = 580, 4.0
"""Width of a page that is held up, and how far it turns to and fro."""


class Scene:
    """One camera's view. Its pictures follow each other in time; several viewers see the same. `zones` are the
    machine-readable zones that can be held up, by the id of their document."""

    def __init__(self, zones: Mapping[str, Sequence[str]] | None = None) -> None:
        self._zones = zones or {}
        self._pages: dict[tuple[str, int], Image.Image] = {}
        self._lock = threading.Lock()
        self._heads: dict[str, Head] = {}
        self._making: set[str] = set()
        self._kept: OrderedDict[Hashable, Image.Image] = OrderedDict()
        self._photos: dict[str, Image.Image] = {}
        self._yaw = 0.0
        self._at: float | None = None

    @classmethod
    def of(cls, *names: str) -> Scene:
        """A scene whose people need not be made any more, for tests."""
        scene = cls()
        scene._heads.update((name, head_of(name)) for name in names)
        return scene

    def anew(self) -> None:
        """Whoever is there looks straight ahead, and time may begin again, for tests."""
        self._yaw, self._at = 0.0, None

    def frame(self, number: int, now: float, dock: CameraDock) -> bytes:
        """A JPEG of 640×480, or what a broken camera sends. `now` is monotonic seconds."""
        with self._lock:
            picture = self._draw(number, now, dock)
        _number_on(picture, number % LOOP)
        match dock.does:
            case "empty":
                return b""
            case "grey":
                picture = Image.new("RGB", picture.size, (128, 128, 128))
            case "rotated":
                picture = picture.transpose(Image.Transpose.ROTATE_90)
            case "dark":
                picture = picture.point(lambda value: value * 0.1)
            case _:
                pass
        data = jpeg(picture)
        return data[: len(data) // 2] if dock.does == "truncated" else data

    def _draw(self, number: int, now: float, dock: CameraDock) -> Image.Image:
        turn = 2 * math.pi * (number % LOOP) / LOOP
        picture = _background(turn)
        self._move(now, dock)
        if dock.does == "shows-zone":
            return self._page(picture, dock.person, turn)
        head = self._head(dock.person)
        if head is None:
            return picture
        sway = (round(8 * math.sin(turn)), round(3 * math.sin(2 * turn)))
        middle = (_MIDDLE[0] + sway[0], _MIDDLE[1] + sway[1])
        match dock.does:
            case "flat-photo" | "bent-photo":
                photo = self._held_up(dock.person, None if dock.does == "flat-photo" else _BENT_MM)
                picture.paste(photo, (middle[0] - photo.width // 2, middle[1] - photo.height // 2), photo)
            case "two":
                other = next(name for name in people() if name != dock.person)
                self._stand(picture, dock.person, (middle[0] - 130, middle[1]), _HEAD_PX - 30)
                self._stand(picture, other, (middle[0] + 150, middle[1]), _HEAD_PX - 30)
            case "far":
                self._stand(picture, dock.person, middle, _FAR_PX)
            case "covers-mouth":
                self._stand(picture, dock.person, middle, _HEAD_PX)
                _mask_on(picture, middle, _HEAD_PX)
            case _:
                self._stand(picture, dock.person, middle, _HEAD_PX)
        return picture

    def _page(self, picture: Image.Image, document: str, turn: float) -> Image.Image:
        """A page that a hand holds not quite still; of an unknown document nothing is seen."""
        if document not in self._zones:
            return picture
        tilt = round(_HAND_DEG * math.sin(turn))
        if (document, tilt) not in self._pages:
            page = page_of(self._zones[document], _PAGE_PX)
            self._pages[document, tilt] = held(page, turn_deg=tilt, lean=0.03)
        seen = self._pages[document, tilt]
        picture.paste(seen, ((WIDTH_PX - seen.width) // 2, (HEIGHT_PX - seen.height) // 2), seen)
        return picture

    def _move(self, now: float, dock: CameraDock) -> None:
        passed = 0.0 if self._at is None else min(0.5, now - self._at)
        self._at = now
        if dock.does == "sweeps":
            self._yaw = _FURTHEST_DEG * math.sin(2 * math.pi * now / _SWEEP_SECONDS)
            return
        furthest = _PHOTO_DEG if dock.does.endswith("-photo") else _FURTHEST_DEG
        # a person's left is the right of the picture
        goal = {"left": furthest, "right": -furthest}.get(dock.asked, 0.0) if dock.does != "stands" else 0.0
        step = passed * _SPEED_DEG_S * (furthest / _FURTHEST_DEG)
        self._yaw += max(-step, min(step, goal - self._yaw))

    def _head(self, name: str) -> Head | None:
        """None for nobody, and while the head is being made: it takes a second, and a camera does not stop for it."""
        if name in self._heads or name not in people():
            return self._heads.get(name)
        if name not in self._making:
            self._making.add(name)
            threading.Thread(target=self._make, args=(name,), name="camera-head", daemon=True).start()
        return None

    def _make(self, name: str) -> None:
        self._heads[name] = head_of(name)

    def _stand(self, picture: Image.Image, name: str, middle: tuple[int, int], height_px: int) -> None:
        head = self._head(name)
        if head is not None:
            body_on(picture, middle, height_px, head.person.skin)
            seen = self._seen(name, head, height_px)
            picture.paste(seen, (middle[0] - seen.width // 2, middle[1] - seen.height // 2), seen)

    def _seen(self, name: str, head: Head, height_px: int) -> Image.Image:
        yaw = round(self._yaw / _STEP_DEG) * _STEP_DEG
        return self._keep((name, height_px, yaw), lambda: head.picture(height_px, float(yaw)))

    def _keep(self, key: Hashable, draw: Callable[[], Image.Image]) -> Image.Image:
        if key not in self._kept:
            self._kept[key] = draw()
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def _held_up(self, name: str, bent_mm: float | None) -> Image.Image:
        if name not in self._photos:
            self._photos[name] = portrait_of(self._heads[name], _PHOTO_PX)
        yaw = round(self._yaw / _STEP_DEG) * _STEP_DEG
        return self._keep((name, bent_mm, yaw), lambda: held_up(self._photos[name], float(yaw), bent_mm))


@functools.cache
def head_of(name: str) -> Head:
    """One head a person; it takes about a second to make."""
    return Head(people()[name])


def look_of(name: str, yaw_deg: float = 0.0) -> Image.Image:
    """One frame of a person who stands right before a plain wall, for tests and benches."""
    picture, head = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), (165, 185, 192)), head_of(name)
    body_on(picture, _MIDDLE, _HEAD_PX, head.person.skin)
    seen = head.picture(_HEAD_PX, yaw_deg)
    picture.paste(seen, (_MIDDLE[0] - seen.width // 2, _MIDDLE[1] - seen.height // 2), seen)
    return picture


@functools.cache
def portrait(name: str, height_px: int) -> Image.Image:
    """A person as on their document: in front, on white, in the proportion of 102 × 126. `KeyError` for nobody."""
    return portrait_of(head_of(name), height_px)


def portrait_of(head: Head, height_px: int) -> Image.Image:
    large = Image.new("RGB", (408, 504), (240, 242, 244))
    middle, size = (204, 236), 330
    body_on(large, middle, size, head.person.skin)
    seen = head.picture(size)
    large.paste(seen, (middle[0] - seen.width // 2, middle[1] - seen.height // 2), seen)
    return large.resize((round(height_px * 102 / 126), height_px), Image.Resampling.BOX if height_px < 252 else None)


def jpeg(picture: Image.Image, quality: int = 85) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def body_on(picture: Image.Image, middle: tuple[int, int], head_px: int, skin: Colour) -> None:
    """Neck and shoulders of a head that is `head_px` high."""
    unit = head_px / HEIGHT_UNITS
    x, y = middle
    pen = ImageDraw.Draw(picture)
    neck = (x - 0.6 * unit, y + 0.8 * unit, x + 0.6 * unit, y + 2.2 * unit)
    pen.rectangle(neck, fill=(int(skin[0] * 0.62), int(skin[1] * 0.62), int(skin[2] * 0.62)))
    coat = (x - 2.2 * unit, y + 1.7 * unit, x + 2.2 * unit, y + 7 * unit)
    pen.rounded_rectangle(coat, int(unit * 0.9), fill=_COAT)


def _mask_on(picture: Image.Image, middle: tuple[int, int], head_px: int) -> None:
    unit = head_px / HEIGHT_UNITS
    shape = [(-0.7, 0.35), (0, 0.3), (0.7, 0.35), (0.63, 0.92), (0.32, 1.15), (-0.32, 1.15), (-0.63, 0.92)]
    places = [(middle[0] + x * unit, middle[1] + y * unit) for x, y in shape]
    ImageDraw.Draw(picture).polygon(places, fill=(150, 190, 205))


def _background(turn: float) -> Image.Image:
    shift = round(_STRIPE_PX * turn / (2 * math.pi))
    return _stripes().crop((_STRIPE_PX - shift, 0, _STRIPE_PX - shift + WIDTH_PX, HEIGHT_PX))


@functools.cache
def _stripes() -> Image.Image:
    wide = Image.new("RGB", (WIDTH_PX + _STRIPE_PX, HEIGHT_PX), (168, 190, 196))
    pen = ImageDraw.Draw(wide)
    for left in range(0, WIDTH_PX + _STRIPE_PX, _STRIPE_PX):
        pen.rectangle((left, 0, left + _STRIPE_PX // 2, HEIGHT_PX), fill=(150, 176, 184))
    return wide.filter(ImageFilter.GaussianBlur(6))


@functools.cache
def _digits() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size=26)


def _number_on(picture: Image.Image, number: int) -> None:
    pen = ImageDraw.Draw(picture)
    pen.text((WIDTH_PX - 76, HEIGHT_PX - 32), f"{number:03d}", fill="white", font=_digits())
    for bit in range(COUNTER_BITS):
        white = number >> (COUNTER_BITS - 1 - bit) & 1
        left, top = bit * COUNTER_BLOCK_PX, HEIGHT_PX - COUNTER_BLOCK_PX
        pen.rectangle((left, top, left + COUNTER_BLOCK_PX - 1, HEIGHT_PX - 1), fill="white" if white else "black")
