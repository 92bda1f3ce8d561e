"""Machine-readable zones before the camera: what is held up is read, and nothing else. All zones are drawn."""

import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from drivers.camera import zone_reader
from drivers.camera.camera import VisionCamera
from drivers.camera.simulated_page import held, page_of
from drivers.camera.simulator import CameraSimulator
from drivers.camera.sources import Picture
from drivers.camera.zone import ZoneFinder, ZoneSearch
from drivers.camera.zone_lines import key_in, rows_of
from kiosk.devices import CodeSeen, ZoneSeen
from kiosk.dock import DockFile
from kiosk.identity.mrz import MrzKey, check_digit
from tests.drivers.camera.conftest import Posts, until

TODAY = date(2026, 11, 21)
PASSPORT = ("P<UTOSPECIMEN<<TESSA<MAE<<<<<<<<<<<<<<<<<<<<", "X000000001UTO7909283F3210318<<<<<<<<<<<<<<04")
PERMIT = ("C<CHNH000000009<<<<<<<<<<<<<<<", "9811038M3103315CHN<<<<<<<<<<<4", "LIN<<SHILI<<<<<<<<<<<<<<<<<<<<")
KEYS = {
    PASSPORT: MrzKey(document_number="X00000000", birth_date="790928", expiry_date="321031"),
    PERMIT: MrzKey(document_number="H00000000", birth_date="981103", expiry_date="310331"),
}
ZONES = pytest.mark.parametrize("zone", [PASSPORT, PERMIT], ids=["passport", "permit"])
needs_tesseract = pytest.mark.skipif(
    bool(zone_reader.missing()), reason=f"{zone_reader.missing()} is not installed: zones are typed here"
)


def seen(page: Image.Image, size: tuple[int, int] = (640, 480), blur_px: float = 0.0) -> Picture:
    """As the camera sees a page in the middle of its picture."""
    picture = Image.new("RGB", size, (150, 176, 184))
    picture.paste(page, ((size[0] - page.width) // 2, (size[1] - page.height) // 2), page.convert("RGBA"))
    picture = picture.filter(ImageFilter.GaussianBlur(blur_px))
    return np.ascontiguousarray(np.asarray(picture)[..., ::-1])


def find(picture: Picture) -> MrzKey | None:
    return ZoneFinder(lambda: TODAY).find(picture)


@needs_tesseract
@ZONES
@pytest.mark.parametrize(("turn_deg", "lean"), [(0, 0.0), (3, 0.04), (-7, 0.02), (8, 0.0)])
def test_a_page_is_read_however_it_is_held(zone: tuple[str, ...], turn_deg: int, lean: float) -> None:
    page = held(page_of(zone, 560), turn_deg=turn_deg, lean=lean)
    assert find(seen(page, blur_px=0.4)) == KEYS[zone]


@needs_tesseract
@ZONES
@pytest.mark.parametrize("scale", [1.0, 2.0, 3.0])
def test_a_page_is_read_in_pictures_of_any_size(zone: tuple[str, ...], scale: float) -> None:
    page = held(page_of(zone, round(560 * scale)), turn_deg=2)
    assert find(seen(page, (round(640 * scale), round(480 * scale)))) == KEYS[zone]


@needs_tesseract
@ZONES
def test_the_darker_side_of_a_page_is_read_too(zone: tuple[str, ...]) -> None:
    picture = seen(held(page_of(zone, 580), turn_deg=-2))
    light = np.linspace(1.0, 0.4, picture.shape[1])[None, :, None]
    assert find((picture * light).astype(np.uint8)) == KEYS[zone]


WRONG = [
    (PASSPORT, 1, 9, "2"),  # the number's
    (PASSPORT, 1, 8, "7"),  # the number itself
    (PASSPORT, 1, 19, "4"),
    (PASSPORT, 1, 27, "9"),
    (PASSPORT, 1, 43, "5"),  # the one over all
    (PERMIT, 0, 14, "8"),
    (PERMIT, 1, 2, "2"),
    (PERMIT, 1, 29, "5"),
]


@needs_tesseract
@pytest.mark.parametrize(("zone", "line", "place", "instead"), WRONG)
def test_one_wrong_digit_is_never_told(zone: tuple[str, ...], line: int, place: int, instead: str) -> None:
    wrong = list(zone)
    wrong[line] = wrong[line][:place] + instead + wrong[line][place + 1 :]
    for turn_deg in (0, 3):
        assert find(seen(held(page_of(wrong, 580), turn_deg=turn_deg))) is None


@needs_tesseract
def test_other_print_and_no_print_are_no_zone() -> None:
    page = Image.new("RGB", (640, 480), (230, 230, 225))
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=18)
    for row in range(3):
        pen.text(
            (40, 200 + 24 * row), "NOTICE TO RESIDENTS 2026 COUNTER 7 HALL 12 MONDAY", fill=(20, 20, 20), font=font
        )
    assert find(seen(page)) is None
    assert find(np.full((480, 640, 3), 120, np.uint8)) is None
    noise = np.asarray(Image.effect_noise((640, 480), 60).convert("RGB"), np.uint8)
    assert find(noise) is None
    assert find(np.zeros((1, 1, 3), np.uint8)) is None


@needs_tesseract
def test_the_search_leaves_the_picture_alone() -> None:
    picture = seen(held(page_of(PASSPORT, 580)))
    before = picture.copy()
    find(picture)
    assert np.array_equal(picture, before), "others look at it, too"


def test_without_tesseract_nothing_is_found_and_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "defpath", str(tmp_path))
    finder = ZoneFinder(lambda: TODAY)
    assert "tesseract" in finder.missing
    assert finder.find(seen(page_of(PASSPORT, 580))) is None


@needs_tesseract
@pytest.mark.parametrize("script", ["exec sleep 60", "exit 1", "echo nonsense; echo 'A 1 2'; printf '\\377\\n'"])
def test_a_tesseract_that_hangs_or_fails_finds_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str
) -> None:
    fake = tmp_path / "tesseract"
    fake.write_text(f"#!/bin/sh\n{script}\n")
    fake.chmod(0o755)
    monkeypatch.setattr(os, "defpath", f"{tmp_path}:{os.defpath}")
    monkeypatch.setattr(zone_reader, "LIMIT_SECONDS", 0.3)
    assert not zone_reader.recognise(np.full((80, 400), 255, np.uint8))


@needs_tesseract
def test_the_process_can_write_no_file_and_dies_with_the_child(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said, pid = tmp_path / "said", tmp_path / "pid"
    os.mkfifo(pid)
    fake = tmp_path / "tesseract"
    fake.write_text(f"#!/bin/sh\n/bin/echo text > {said}\necho $$ > {pid}\nexec sleep 60\n")
    fake.chmod(0o755)
    child = subprocess.Popen(
        ["python3", "-c", "import os, subprocess, sys; subprocess.run(sys.argv[1:])", *zone_reader.COMMAND],
        env={"PATH": f"{tmp_path}:{os.defpath}"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        number = int(pid.read_text())
        assert not said.exists() or said.stat().st_size == 0
    finally:
        child.kill()
        child.wait()
    until(lambda: not Path(f"/proc/{number}").exists() or "State:\tZ" in Path(f"/proc/{number}/status").read_text())


class SlowFinder(ZoneFinder):
    """Takes until it is let go; fails the first time."""

    def __init__(self) -> None:
        super().__init__(lambda: TODAY)
        self.missing = ""
        self.begun, self.go = threading.Semaphore(0), threading.Semaphore(0)
        self.pictures: list[Picture] = []

    def find(self, picture: Picture) -> MrzKey | None:
        self.pictures.append(picture)
        self.begun.release()
        self.go.acquire()
        if len(self.pictures) == 1:
            raise ValueError("such as OpenCV's")
        return KEYS[PASSPORT]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_search_takes_one_picture_at_a_time_and_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drivers.camera.zone.PERIOD_SECONDS", 0.0)
    finder, picture = SlowFinder(), np.full((4, 4, 3), 9, np.uint8)
    search = ZoneSearch(finder)
    assert search.look(picture) is None
    assert finder.begun.acquire(timeout=10)
    assert [search.look(picture) for _ in range(5)] == [None] * 5
    assert len(finder.pictures) == 1
    finder.go.release(2)  # one that failed is followed by the next
    until(lambda: search.look(picture))
    assert search.look(picture) == KEYS[PASSPORT]
    assert len(finder.pictures) == 2
    assert not any(used.any() for used in finder.pictures), "what was used is overwritten"
    assert picture.all()


def boxes(zone: tuple[str, ...], pitch: int = 34) -> str:
    return "".join(
        f"{letter} {place * pitch} {100 - 50 * row} {place * pitch + 24} {130 - 50 * row} 0\n"
        for row, line in enumerate(zone)
        for place, letter in enumerate(line)
    )


@ZONES
def test_fillers_that_were_not_seen_are_filled_in(zone: tuple[str, ...]) -> None:
    said = [line for line in boxes(zone).splitlines() if not line.startswith("<")]
    assert key_in(rows_of("\n".join(said)), TODAY) == KEYS[zone]


def test_a_number_that_ends_in_k_must_be_typed() -> None:
    """A filler misread as K: no check digit tells one from the other (K counts 20, a filler 0)."""
    short = (PASSPORT[0], "X0000000<1UTO7909283F3210318<<<<<<<<<<<<<<04")
    assert key_in(rows_of(boxes(short)), TODAY) == MrzKey(
        document_number="X0000000", birth_date="790928", expiry_date="321031"
    )
    misread = (short[0], short[1].replace("X0000000<", "X0000000K"))
    assert key_in(rows_of(boxes(misread)), TODAY) is None


def test_a_number_with_a_letter_behind_digits_that_counts_as_a_digit_must_be_typed() -> None:
    """1 misread as L was seen on drawn pages; L counts 21, and both are 1 modulo 10."""
    misread = (PASSPORT[0], PASSPORT[1].replace("X000000001", "X0000001L1"))
    right = (PASSPORT[0], PASSPORT[1].replace("X000000001", "X000000111"))
    for zone, told in ((right, True), (misread, False)):
        line = zone[1][:9] + check_digit(zone[1][:9]) + zone[1][10:43]
        whole = line + check_digit(line[:10] + line[13:20] + line[21:43])
        assert (key_in(rows_of(boxes((zone[0], whole))), TODAY) is not None) is told


@given(
    st.text(max_size=400)
    | st.lists(st.from_regex(r"[A-Z<0-9] \d{1,4} \d{1,3} \d{1,4} \d{1,3} 0", fullmatch=True)).map("\n".join)
)
def test_nonsense_of_a_recogniser_is_no_zone(said: str) -> None:
    assert key_in(rows_of(said), TODAY) is None


@pytest.fixture
def showing(dock: DockFile) -> Iterator[CameraSimulator]:
    dock.change("camera", person="permit", does="shows-zone")
    simulator = CameraSimulator(dock, zones={"passport": PASSPORT, "permit": PERMIT})
    yield simulator
    simulator.stop()


@needs_tesseract
def test_the_camera_tells_one_zone_when_asked(
    showing: CameraSimulator, dock: DockFile, cameras: Callable[..., VisionCamera], posts: Posts
) -> None:
    camera = cameras(f"http://127.0.0.1:{showing.start()}/")
    camera.start(posts)
    camera.open()
    first = until(camera.latest)
    # what the child can do comes with its own line, not with the first picture
    until(lambda: camera.health().facts.get("zone") == "read by tesseract")
    until(lambda: (frame := camera.latest()) and frame.number > first.number + 15)
    assert not any(isinstance(event, ZoneSeen) for event in posts.events), "nobody asked"
    camera.look_for_zone()
    event = posts.wait(lambda event: isinstance(event, ZoneSeen))
    assert isinstance(event, ZoneSeen)
    assert event.key == KEYS[PERMIT]
    assert "H0000" not in repr(event)
    told = posts.mark()
    dock.change("camera", person="passport")
    last = until(camera.latest)
    until(lambda: (frame := camera.latest()) and frame.number > last.number + 30)
    assert not any(isinstance(event, ZoneSeen) for event in posts.events[told:]), "one answer to one question"
    camera.look_for_zone()
    event = posts.wait(lambda event: isinstance(event, ZoneSeen), told)
    assert isinstance(event, ZoneSeen)
    assert event.key == KEYS[PASSPORT]


@needs_tesseract
def test_a_search_that_is_given_up_tells_nothing(
    showing: CameraSimulator, cameras: Callable[..., VisionCamera], posts: Posts
) -> None:
    camera = cameras(f"http://127.0.0.1:{showing.start()}/")
    camera.start(posts)
    camera.open()
    until(camera.latest)
    camera.look_for_zone()
    camera.look_for_code()
    last = until(camera.latest)
    until(lambda: (frame := camera.latest()) and frame.number > last.number + 30)
    assert not any(isinstance(event, ZoneSeen | CodeSeen) for event in posts.events)
