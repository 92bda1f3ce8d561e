"""QR codes before the camera: found through the real child, and not where there is none."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import qrcode
from PIL import Image

from drivers.camera.camera import VisionCamera
from drivers.camera.codes import CodeFinder
from kiosk.devices import CodeSeen
from tests.drivers.camera.conftest import Posts, until

TEXT = "https://example.invalid/g/441802-0001?n=J-2611-0007"


def code_picture(text: str, turned_deg: float = 0.0) -> Image.Image:
    code = qrcode.make(text).get_image().convert("RGB").resize((260, 260))
    picture = Image.new("RGB", (640, 480), (150, 176, 184))
    picture.paste(code.rotate(turned_deg, expand=True, fillcolor=(255, 255, 255)), (180, 60))
    return picture


@pytest.mark.parametrize("turned_deg", [0, 8, 90])
def test_a_code_is_read(turned_deg: float) -> None:
    picture = np.ascontiguousarray(np.asarray(code_picture(TEXT, turned_deg))[..., ::-1])
    assert CodeFinder().find(picture) == TEXT


def test_no_code_is_none() -> None:
    assert CodeFinder().find(np.full((480, 640, 3), 120, np.uint8)) is None
    noise = np.asarray(Image.effect_noise((640, 480), 60).convert("RGB"), np.uint8)
    assert CodeFinder().find(noise) is None


def test_the_camera_looks_for_one_until_it_has_it(
    cameras: Callable[..., VisionCamera], posts: Posts, tmp_path: Path
) -> None:
    code_picture(TEXT).save(tmp_path / "code.png")
    camera = cameras(f"file:{tmp_path / 'code.png'}")
    camera.start(posts)
    camera.open()
    first = until(camera.latest)
    until(lambda: (frame := camera.latest()) and frame.number > first.number + 5)
    assert not any(isinstance(event, CodeSeen) for event in posts.events), "nobody asked"
    camera.look_for_code()
    seen = posts.wait(lambda event: isinstance(event, CodeSeen))
    assert isinstance(seen, CodeSeen)
    assert seen.text == TEXT
    assert "example" not in repr(seen)
    last = until(camera.latest)
    until(lambda: (frame := camera.latest()) and frame.number > last.number + 8)
    assert sum(isinstance(event, CodeSeen) for event in posts.events) == 1
