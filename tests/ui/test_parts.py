"""Tokens, pictures, values, the signature pad, the camera, the printed paper, the watchdog and the dock."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.devices import FaceBox, PreviewFrame
from kiosk.dock import DockFile
from kiosk.documents.raster import Raster
from kiosk.flow.page import TextSize, Tone
from tests.ui.driver import Driver
from tests.ui.samples import FRAME, PAGES, guide, matrix
from ui.camera_view import FEED, CameraView
from ui.dock import DockCard, DockSetting
from ui.icon import PICTURES, LineIcon, trace
from ui.qr_view import QrView
from ui.raster_provider import RasterProvider
from ui.signature_pad import SignaturePad, smooth
from ui.snapshot import StillFront, picture, settle
from ui.theme import tokens
from ui.values import from_qml, to_qml
from ui.watchdog import Watchdog
from ui.window import build


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""

    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    made = QColor(colour)
    return 0.2126 * channel(made.redF()) + 0.7152 * channel(made.greenF()) + 0.0722 * channel(made.blueF())


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("high", [False, True])
def test_words_stand_out_from_their_ground(high: bool) -> None:
    look = tokens(TextSize.STANDARD, high)
    pairs = [
        (look.ink, look.paper),
        (look.ink, look.card),
        (look.ink2, look.paper),
        (look.ink2, look.card),
        (look.ink2, look.bar),
        (look.off, look.paper),
        (look.on_jade, look.jade),
        (look.on_jade, look.jade_pressed),
        (look.jade, look.card),
        (look.jade, look.paper),
        (look.jade, look.jade_tint),
        (look.on_seal, look.seal),
        (look.seal, look.paper),
        (look.amber, look.amber_tint),
        (look.amber, look.card),
        (look.green, look.green_tint),
        (look.green, look.card),
        (look.ink, look.amber_tint),
        (look.ink, look.green_tint),
        (look.ink, look.seal_tint),
    ]
    for face, ground in pairs:
        if (face, ground) == (look.seal, look.paper) and not high:
            assert contrast(face, ground) >= 4.4  # used for bold marks only, 3:1 for large type would do
        else:
            assert contrast(face, ground) >= (7 if high else 4.5), (face, ground, contrast(face, ground))


def test_elder_mode_is_larger_everywhere() -> None:
    plain, large = tokens(TextSize.STANDARD, False), tokens(TextSize.LARGE, False)
    assert (large.title, large.heading, large.body, large.least) == (76, 56, 40, 36)
    for name in ("title", "heading", "body", "least", "button", "footer"):
        assert getattr(large, name) > getattr(plain, name)


@pytest.mark.parametrize("name", PICTURES)
def test_each_picture_draws_inside_its_grid(name: str) -> None:
    for stroke in PICTURES[name]:
        box = trace(stroke.lstrip("!-#")).boundingRect()
        assert box.left() >= 0, name
        assert box.top() >= 0, name
        assert box.right() <= 48, name
        assert box.bottom() <= 48, name


def test_pictures_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValueError, match="no stroke command Q"):
        trace("M 1 1 Q 2 2 3 3")


def painted(item: LineIcon | QrView | SignaturePad | CameraView, size: int) -> QImage:
    item.setWidth(size)
    item.setHeight(size)
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    item.paint(painter)
    painter.end()
    return image


def test_qr_modules_are_whole_pixels(qapp: object) -> None:
    view = QrView()
    rows = matrix(21)
    view.rows = rows  # type: ignore[method-assign, assignment]
    image = painted(view, 29 * 4)
    for y, row in enumerate(rows):
        for x, dot in enumerate(row):
            colour = image.pixelColor(16 + x * 4 + 2, 16 + y * 4 + 2)
            assert (colour.lightness() == 0) == (dot == "1")
    assert all(image.pixelColor(at, 8).lightness() == 255 for at in range(116))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**31), 2**31 - 1) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@given(json_values)
def test_plain_values_pass_unchanged(value: object) -> None:
    assert to_qml(value) == value
    assert from_qml(value) == value


def test_values_of_the_flow_become_plain() -> None:
    made = to_qml(guide())
    assert made["name"] == "guide"
    assert made["notices"][0]["tone"] == Tone.OFFLINE.value
    assert made["actions"][2]["role"] == "primary"
    assert from_qml({"a": [1.0, 2.5]}) == {"a": [1, 2.5]}


def test_paper_on_the_screen_is_the_paper_printed() -> None:
    provider = RasterProvider()
    raster = Raster(width=16, height=2, rows=bytes([0b10000000, 0, 0, 0b00000001]))
    kept = provider.keep(raster)
    assert kept is not None
    assert kept["source"] == "image://raster/1"
    from PySide6.QtCore import QSize

    image = provider.requestImage("1", QSize(), QSize())
    black = [(x, y) for y in range(2) for x in range(16) if image.pixelColor(x, y).lightness() < 128]
    assert black == [(0, 0), (15, 1)]
    provider.keep(None)
    gone = provider.requestImage("1", QSize(), QSize())
    assert all(gone.pixelColor(x, y).lightness() == 255 for x in range(8) for y in range(8))


def pad_window(qml: str = "SignaturePad { objectName: 'pad'; anchors.fill: parent }") -> tuple[object, SignaturePad]:
    from PySide6.QtQml import QQmlComponent, QQmlEngine

    engine = QQmlEngine()
    component = QQmlComponent(engine)
    component.setData(
        f"import QtQuick\nimport Jiujin\nWindow {{ width: 800; height: 400; visible: true; {qml} }}".encode(), ""
    )
    window = component.create()
    assert window is not None, component.errorString()
    pad = window.findChild(SignaturePad, "pad")
    assert pad is not None
    QTest.qWaitForWindowExposed(window)
    return (engine, component, window), pad


def test_signature_keeps_strokes_in_thousandths(qapp: object, qt_log: list[str]) -> None:
    keep, pad = pad_window()
    window = keep[2]  # type: ignore[index]
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(window, button, none, QPoint(80, 40))
    QTest.mouseMove(window, QPoint(400, 200))
    QTest.mouseRelease(window, button, none, QPoint(720, 360))
    QTest.mouseClick(window, button, none, QPoint(40, 40))
    strokes = pad.strokes
    assert [point[:2] for point in strokes[0]] == [[100, 50], [500, 250], [900, 450]]  # type: ignore[index]
    assert [point[:2] for point in strokes[1]] == [[50, 50]]  # type: ignore[index]
    times = [point[2] for stroke in strokes for point in stroke]  # type: ignore[attr-defined]
    assert times[0] == 0
    assert times == sorted(times)
    assert not pad.empty
    pad.clear()
    assert pad.empty
    assert pad.strokes == []
    window.close()


def test_signature_takes_one_finger_and_no_palm(qapp: object, qt_log: list[str]) -> None:
    keep, pad = pad_window()
    window = keep[2]  # type: ignore[index]
    finger = QTest.createTouchDevice()
    QTest.touchEvent(window, finger).press(1, QPoint(80, 40), window).commit()
    QTest.touchEvent(window, finger).move(1, QPoint(400, 200), window).press(2, QPoint(700, 300), window).commit()
    QTest.touchEvent(window, finger).release(1, QPoint(900, 200), window).release(
        2, QPoint(700, 300), window
    ).commit()
    QCoreApplication.processEvents()
    assert len(pad.strokes) == 1  # type: ignore[arg-type]
    assert [point[:2] for point in pad.strokes[0]][-1] == [1000, 250], "held inside the pad"  # type: ignore[index]
    window.close()


def test_ink_goes_through_its_ends() -> None:
    points = [QPointF(0, 0), QPointF(10, 40), QPointF(50, 10), QPointF(90, 90)]
    path = smooth(points)
    assert path.pointAtPercent(0) == points[0]
    assert path.currentPosition() == points[-1]


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


def nap(seconds: float) -> None:
    """What keeps the window's thread from its work."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        sum(range(1000))


def test_watchdog_names_the_culprit(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    watchdog = Watchdog()
    watchdog.start()
    try:
        qtbot.waitUntil(lambda: watchdog.report()["heartbeats"] > 5)
        QTimer.singleShot(0, lambda: nap(0.3))
        qtbot.waitUntil(lambda: any("nap" in stall["culprit"] for stall in watchdog.report()["worst"]))
    finally:
        watchdog.stop()
        watchdog.stop()
    report = watchdog.report()
    worst = report["worst"][0]
    assert worst["culprit"].startswith("nap (test_parts.py:")
    assert worst["gap_ms"] >= 250
    assert report["max_ms"] >= worst["gap_ms"]
    assert report["p50_ms"] <= report["p99_ms"] <= report["max_ms"]
    assert sum("nap" in record.getMessage() for record in caplog.records) == 1, "one line a stall"
    assert not any(thread.name == "ui-watchdog" for thread in threading.enumerate())


def test_dock_edits_the_file(qtbot: QtBot, qt_log: list[str], tmp_path: Path) -> None:
    file = tmp_path / "dock.json"
    out = [0]
    setting = DockSetting(
        file=file,
        cards=(DockCard(id="resident-a", label="欧阳试（71 岁）"), DockCard(id="staff-1", label="工作证 0012")),
        printed=lambda: out[0],
    )
    window = build(StillFront(PAGES["home"], FRAME), dock=setting)
    try:
        settle(window)
        assert window.dock is not None
        driver = Driver(window, StillFront(PAGES["home"], FRAME))
        root = window.dock.window
        root.resize(460, 1400)

        def tap(name: str) -> None:
            for item in driver.items(root.contentItem()):
                if item.objectName() == name:
                    centre = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
                    QTest.mouseClick(root, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, centre)
                    settle(window)
                    return
            raise AssertionError(name)

        tap("dock-card-resident-a")
        assert DockFile(file).read().reader.card == "resident-a"
        tap("dock-card-staff-1")
        assert DockFile(file).read().reader.card == "staff-1"
        tap("dock-card-staff-1")
        tap("dock-paper-out")
        tap("dock-printer-paper-out-mid-print")
        tap("dock-line-up")
        tap("dock-line-portal")
        tap("dock-reader-plug")
        state = DockFile(file).read()
        assert state.reader.card == ""
        assert not state.reader.plugged
        assert (state.printer.paper, state.printer.fault) == ("out", "paper-out-mid-print")
        assert (state.line.up, state.line.fault) == (False, "portal")
        DockFile(file).change("camera", stalled=True)
        out[0] = 3
        qtbot.waitUntil(lambda: window.dock.printed == 3 and window.dock.state["camera"]["stalled"])  # type: ignore[union-attr, index, comparison-overlap]
        file.write_text("{half", "utf-8")
        tap("dock-line-slow")
        assert DockFile(file).read().line.fault == "slow"
    finally:
        window.close()


def test_pictures_of_pages_are_the_same_each_time(ui: Driver) -> None:
    ui.show(PAGES["guide"], FRAME)
    first = picture(ui.window)
    ui.show(PAGES["home"], FRAME)
    ui.show(PAGES["guide"], FRAME)
    assert picture(ui.window) == first
    assert (first.width(), first.height()) == (1080, 1920)
