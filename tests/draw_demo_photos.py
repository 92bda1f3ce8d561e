"""Draws the photos in the chips of the demonstration's cards: `python -m tests.draw_demo_photos`.

Each person of the simulated camera has one, so that face and card belong together; whoever has a travel document has
a larger one for that, too. Drawing takes a second or two a head, so the files are kept; run this when the look of a
person changes.
"""

from __future__ import annotations

from app.residents import PHOTOS, travellers
from drivers.camera.simulated_people import people
from drivers.camera.simulated_scene import jpeg, portrait
from drivers.idcard.simulated_photo import encode_photo

HEIGHT_PX = 252
"""Twice the photo's, so that it is reduced once and not drawn small."""
TRAVEL_HEIGHT_PX = 480
"""Some 16 kB as a JPEG, as in a passport."""

if __name__ == "__main__":
    PHOTOS.mkdir(exist_ok=True)
    for name in people():
        (PHOTOS / f"{name}.block").write_bytes(encode_photo(portrait(name, HEIGHT_PX)))
    for name in travellers():
        (PHOTOS / f"{name}.jpg").write_bytes(jpeg(portrait(name, TRAVEL_HEIGHT_PX)))
