"""The camera's picture: mirrored, with the boxes on the faces."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from kiosk.devices import FaceBox, PreviewFrame
from tests.ui.driver import painted
from ui.camera_view import FEED, CameraView


def test_camera_is_mirrored_and_boxes_faces(qapp: object) -> None:
    width, height = 8, 8
    row = bytes([0, 0, 255, 0]) * 4 + bytes([255, 0, 0, 0]) * 4
    frame = PreviewFrame(width=width, height=height, stride=width * 4, pixels=row * height, number=1)
    FEED.frames, FEED.faces = lambda: frame, lambda: (FaceBox(x=5, y=1, width=2, height=2, score=0.9),)
    try:
        view = CameraView()
        view._look()
        assert view.live
        image = painted(view, 80)
        assert image.pixelColor(20, 60).blue() > 200, "the right of the picture is at the left"
        assert image.pixelColor(60, 60).red() > 200
        assert image.pixelColor(10, 20).lightness() > 200, "a face's box"
    finally:
        FEED.frames, FEED.faces = lambda: None, lambda: ()
    view._look()
    assert not view.live


@pytest.mark.parametrize("mirrored", [True, False])
@pytest.mark.parametrize(("width", "height"), [(120, 40), (40, 120), (60, 60)])
def test_a_box_lies_on_its_face_however_the_picture_is_cut(
    qapp: object, width: int, height: int, mirrored: bool
) -> None:
    """A green face on black, as the detector reports it: round it the box, in it green, beyond it nothing green."""
    face = FaceBox(x=width / 2 - 16, y=height / 2 - 10, width=16, height=12, score=0.9)
    rows = bytearray()
    for row in range(height):
        for column in range(width):
            inside = face.x <= column < face.x + face.width and face.y <= row < face.y + face.height
            rows += bytes([0, 255 if inside else 0, 0, 0])
    frame = PreviewFrame(width=width, height=height, stride=width * 4, pixels=bytes(rows), number=1)
    FEED.frames, FEED.faces = lambda: frame, lambda: (face,)
    try:
        view = CameraView()
        view.mirrored = mirrored  # type: ignore[method-assign]
        view._look()
        image = painted(view, 400)
    finally:
        FEED.frames, FEED.faces = lambda: None, lambda: ()
    scale = 400 / min(width, height)
    left = 200 if mirrored else 200 - 16 * scale
    top, right, bottom = 200 - 10 * scale, left + 16 * scale, 200 + 2 * scale

    def at(x: float, y: float) -> QColor:
        return image.pixelColor(round(x), round(y))

    middle = ((left + right) / 2, (top + bottom) / 2)
    for x, y in ((left, middle[1]), (right, middle[1]), (middle[0], top), (middle[0], bottom)):
        assert min(at(x, y).red(), at(x, y).blue()) > 150, "the white box runs along the face's edge"
    assert at(*middle) == QColor(0, 255, 0)
    for x, y in ((left - 8, middle[1]), (right + 8, middle[1]), (middle[0], top - 8), (middle[0], bottom + 8)):
        assert at(x, y).lightness() < 20, "and what is outside it is no face"
