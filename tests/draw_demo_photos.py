"""Draws the photos in the chips of the demonstration's cards: `python -m tests.draw_demo_photos`.

Each person of the simulated camera has one, so that face and card belong together. Drawing takes a second or two a
head, so the blocks are kept; run this when the look of a person changes.
"""

from __future__ import annotations

from app.residents import PHOTOS
from drivers.camera.simulated_people import people
from drivers.camera.simulated_scene import portrait
from drivers.idcard.simulated_photo import encode_photo

HEIGHT_PX = 252
"""Twice the photo's, so that it is reduced once and not drawn small."""

if __name__ == "__main__":
    PHOTOS.mkdir(exist_ok=True)
    for name in people():
        (PHOTOS / f"{name}.block").write_bytes(encode_photo(portrait(name, HEIGHT_PX)))
