"""The photos in the demonstration's cards: opened by their decoder as a vendor's would be, and a face is in each."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from app.residents import PHOTOS, demo_cards
from drivers.camera.simulated_people import people
from drivers.idcard.photo import PhotoDecoder
from drivers.idcard.text_block import parse_text_block
from kiosk.faults import FaultError
from kiosk.identity.document import PhotoKind
from kiosk.settings import PhotoDecoderSettings

SIMULATED = PhotoDecoder(PhotoDecoderSettings(path=None, sha256="", time_limit_s=20.0))
CARDS = {card.id: card.card for card in demo_cards()}


def test_everybody_before_the_camera_has_a_photo_and_nobody_else() -> None:
    assert {file.stem for file in PHOTOS.iterdir()} == set(people())
    assert set(people()) <= set(CARDS)


@pytest.mark.parametrize("name", sorted(people()))
def test_a_face_is_found_in_the_photo(name: str, models_dir: Path) -> None:
    """As the vision child looks at it: 102 × 126, and where that is too small three times as large."""
    document = parse_text_block(CARDS[name].text(), CARDS[name].photo)
    assert document.photo_kind is PhotoKind.WLT
    picture = cv2.imdecode(np.frombuffer(SIMULATED.decode(document.photo), np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape == (126, 102, 3)
    net = cv2.FaceDetectorYN.create(str(models_dir / "face_detection_yunet_2023mar.onnx"), "", (102, 126), 0.6)
    found = net.detect(picture)[1]
    assert found is not None
    assert len(found) == 1


def test_a_card_that_nobody_drew_has_a_block_that_is_refused() -> None:
    with pytest.raises(FaultError, match=r"photo\.refused"):
        SIMULATED.decode(CARDS["staff"].photo)
