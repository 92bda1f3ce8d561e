"""What people do in the hall, by tapping where things are."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QKeyEvent
from PySide6.QtQml import QQmlProperty
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.flow.page import Page, PageName
from tests.ui.driver import Driver
from tests.ui.samples import FRAME, FRAMES, LARGE, PAGES, home, staff
from tests.ui.samples_visit import SIGNATURE
from ui.screen import file_of
from ui.snapshot import StillFront, settle
from ui.window import build


def bring_into_view(ui: Driver, name: str) -> None:
    """Scroll by the page's own buttons until all of an item can be seen."""
    for _ in range(8):
        item = ui.find(name)
        if ui.clip(item).contains(ui.box(item)):
            return
        ui.tap("scroll-down")
        QTest.qWait(220)  # the glide lasts 180 ms
    raise AssertionError(f"{name} does not come into view")


@pytest.mark.parametrize(
    ("page", "name", "act"),
    [
        ("home", "function-apply", ("function", "apply")),
        ("home", "function-book", ("function", "book")),
        ("home", "service-pension-proof", ("service", "pension-proof")),
        ("home", "action-all", ("all", None)),
        ("home-untold", "action-recovered", ("recovered", None)),
        ("home", "action-contrast", ("contrast", None)),
        ("home", "action-help", ("help", None)),
        ("services", "service-s1", ("service", "s1")),
        ("services", "action-back", ("back", None)),
        ("guide", "action-slip", ("slip", None)),
        ("guide", "action-start", ("start", None)),
        ("guide-ticket", "action-ticket", ("ticket", None)),
        ("card", "action-no-card", ("no-card", None)),
        ("identity", "way-staff", ("way", "staff")),
        ("identity", "action-why", ("why", None)),
        ("staff-check", "action-confirm", ("confirm", None)),
        ("staff-check", "action-deny", ("deny", None)),
        ("elsewhere", "action-ticket", ("ticket", None)),
        ("help", "action-staff", ("staff", None)),
        ("devices", "action-test-print", ("test-print", None)),
    ],
)
@pytest.mark.parametrize("frame", ["standard", "large"])
def test_tap(ui: Driver, page: str, name: str, act: tuple[str, object], frame: str) -> None:
    ui.show(PAGES[page], FRAMES[frame])
    bring_into_view(ui, name)
    ui.tap(name)
    assert ui.done == [act]


def test_what_is_not_open_yet_does_nothing(ui: Driver) -> None:
    ui.show(PAGES["identity"], FRAME)
    ui.tap("way-face")
    ui.show(PAGES["home-now"], FRAME)
    ui.tap("function-pay")
    assert ui.done == []


def test_staff_sign_on_with_number_and_pin(ui: Driver) -> None:
    ui.show(staff(), FRAME)
    assert not ui.find("action-login").isEnabled()
    for key in "0013":
        ui.tap(f"key-{key}")
    ui.tap("key-backspace")
    ui.tap("key-2")
    ui.tap("field-pin")
    for key in "4321":
        ui.tap(f"key-{key}")
    assert "4321" not in ui.shown()
    assert "●●●●" in ui.shown()
    ui.tap("action-login")
    assert ui.done == [("login", {"staff_number": "0012", "pin": "4321"})]
    ui.show(staff("工号和密码对不上，还可以再试 2 次。"), FRAME)
    assert "●" not in ui.shown()
    assert "还可以再试 2 次" in ui.shown()
    assert "0012" in ui.shown()


def test_data_of_the_person_show_only_while_held(ui: Driver) -> None:
    ui.show(PAGES["staff-check"], FRAME)
    full = PAGES["staff-check"].facts["person_full"]["name"]
    assert full not in ui.shown()
    point = ui.point(ui.find("hold-person"))
    QTest.mousePress(ui.window.root, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    settle(ui.window)
    assert full in ui.shown()
    QTest.mouseRelease(ui.window.root, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    settle(ui.window)
    assert full not in ui.shown()


def test_touch_counts_only_when_it_ends_where_it_began(ui: Driver) -> None:
    inside = ui.point(ui.find("function-apply"))
    outside = ui.point(ui.find("function-print"))
    QTest.mousePress(ui.window.root, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, inside)
    QTest.mouseMove(ui.window.root, outside)
    QTest.mouseRelease(ui.window.root, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, outside)
    settle(ui.window)
    assert ui.done == []


def test_countdown_does_not_rebuild_the_page(ui: Driver) -> None:
    before = ui.find("function-apply")
    ui.show(home(), replace(FRAME, clock="11月19日 星期四 09:47"))
    assert ui.find("function-apply") is before
    assert "09:47" in ui.shown()


def test_elder_mode_has_a_larger_clock_and_says_so(ui: Driver) -> None:
    ui.show(PAGES["card"], LARGE)
    clock = next(text for text in ui.texts() if text.property("text") == "09:46")
    assert QQmlProperty(clock, "font.pixelSize").read() >= 76
    assert "大字模式" in ui.shown()
    assert "工作人员 0012 在协助" in ui.shown()


def test_the_way_out_of_a_visit(ui: Driver) -> None:
    ui.show(PAGES["home"], FRAME)
    assert "action-leave" not in ui.names(), "nobody is served"
    alone = ui.box(ui.find("action-help"))
    for frame in (replace(FRAME, leave_label="结束"), LARGE):
        ui.show(PAGES["card"], frame)
        ui.tap("action-leave")
        beside = ui.box(ui.find("action-help"))
        assert beside.right() == alone.right(), "the call for staff stays in its corner"
        assert beside.width() > 2 * ui.box(ui.find("action-leave")).width(), "and stays the largest"
    assert ui.done == [("leave", None), ("leave", None)]
    ui.show(PAGES["help"], replace(LARGE, help_label=""))
    row = [ui.box(ui.find(f"action-{name}")) for name in ("size", "contrast", "leave")]
    assert row[0].left() == 48
    assert row[-1].right() == 1080 - 48
    assert len({box.width() for box in row}) == 1


def press(ui: Driver, name: str) -> None:
    """A finger goes down there, and up again outside: nothing but presence comes of it."""
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(ui.window.root, left, none, ui.point(ui.find(name)))
    QTest.mouseMove(ui.window.root, QPoint(540, 8))
    QTest.mouseRelease(ui.window.root, left, none, QPoint(540, 8))
    settle(ui.window)


def test_every_press_says_that_somebody_is_there(ui: Driver, qtbot: QtBot) -> None:
    ui.window.root.setProperty("pressEvery", 600_000)
    ui.show(staff(), FRAME)
    assert ui.front.touches == 0
    ui.tap("key-1")
    ui.tap("key-2")
    assert ui.front.touches == 1, "at most one in its time"
    assert ui.done == [], "a key of the pad is told to nobody else"
    ui.window.root.setProperty("pressEvery", 1)

    def counts(again: Callable[[], None]) -> None:
        before = ui.front.touches

        def heard() -> bool:
            again()
            return ui.front.touches > before

        qtbot.waitUntil(heard, timeout=5000)

    counts(lambda: ui.tap("key-3"))
    counts(lambda: press(ui, "key-3"))
    ui.show(SIGNATURE, FRAME)
    counts(lambda: ui.tap("signature"))
    finger = QTest.createTouchDevice()

    def touch() -> None:
        at = ui.point(ui.find("signature"))
        QTest.touchEvent(ui.window.root, finger).press(1, at, ui.window.root).commit()
        QTest.touchEvent(ui.window.root, finger).release(1, at, ui.window.root).commit()
        settle(ui.window)

    counts(touch)


def test_the_countdown_has_its_own_answers(ui: Driver) -> None:
    ui.window.root.setProperty("pressEvery", 0)
    ui.show(PAGES["home"], FRAMES["idle"])
    press(ui, "idle-veil")
    press(ui, "action-stay")
    ui.tap("action-finish-now")
    assert ui.done == [("finish", None)]
    assert ui.front.touches == 0


def test_long_list_reaches_its_end_by_buttons(ui: Driver, qtbot: QtBot) -> None:
    ui.show(PAGES["services"], LARGE)
    last = PAGES["services"].facts["services"][-1]
    for _ in range(8):
        if f"service-{last['id']}" in ui.names():
            break
        ui.tap("scroll-down")
        qtbot.wait(220)
    bring_into_view(ui, f"service-{last['id']}")
    ui.tap(f"service-{last['id']}")
    assert ui.done == [("service", last["id"])]


def test_every_page_name_has_its_file(ui: Driver) -> None:
    assert set(ui.window.screen.files) == {file_of(name.value) for name in PageName}  # type: ignore[arg-type]


def test_the_tree_for_screen_readers(ui: Driver) -> None:
    QAccessible.setActive(True)
    ui.show(PAGES["identity"], FRAME)
    found: dict[str, QAccessible.Role] = {}

    def walk(node: object) -> None:
        for at in range(node.childCount()):  # type: ignore[attr-defined]
            child = node.child(at)  # type: ignore[attr-defined]
            if child is not None:
                found[child.text(QAccessible.Text.Name)] = child.role()
                walk(child)

    walk(QAccessible.queryAccessibleInterface(ui.window.root))
    assert found["请工作人员核对，看一眼证件和本人，刷工作证确认"] == QAccessible.Role.Button
    assert found["返回"] == QAccessible.Role.Button
    assert found["请工作人员帮我"] == QAccessible.Role.Button
    assert found["您想用哪种方式证明是本人？"] == QAccessible.Role.Heading
    assert QAccessible.Role.ProgressBar in found.values()


def test_kiosk_window_does_not_close(qtbot: QtBot, qt_log: list[str]) -> None:
    front = StillFront(PAGES["home"], FRAME)
    window = build(front, kiosk=True)
    try:
        settle(window)
        window.root.close()
        settle(window)
        assert window.root.isVisible()
        for key in (Qt.Key.Key_Escape, Qt.Key.Key_F11):
            QTest.keyClick(window.root, key)
        QTest.keyClick(window.root, Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier)
        QTest.keyClick(window.root, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
        settle(window)
        assert window.root.isVisible()
        assert front.done == []
    finally:
        window.close()
    assert not [made for made in QGuiApplication.allWindows() if made.isVisible()]


def test_other_keys_pass_in_kiosk_mode(qtbot: QtBot, qt_log: list[str]) -> None:
    window = build(StillFront(PAGES["home"], FRAME), kiosk=True)
    try:
        seen: list[int] = []
        assert window.keys is not None
        for key in (Qt.Key.Key_5, Qt.Key.Key_Tab):
            event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
            if not window.keys.eventFilter(window.root, event):
                seen.append(key)
        assert seen == [Qt.Key.Key_5, Qt.Key.Key_Tab]
    finally:
        window.close()


def test_wake_from_another_thread_drains_in_the_window_thread(qapp: object, qtbot: QtBot, qt_log: list[str]) -> None:
    class Queueing(StillFront):
        drained: list[int]

        def handle_pending(self) -> None:
            self.drained.append(threading.get_ident())

    front = Queueing(PAGES["home"], FRAME)
    front.drained = []
    window = build(front, show=False)
    try:
        thread = threading.Thread(target=window.screen.wake)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: bool(front.drained), timeout=5000)
        assert front.drained == [threading.get_ident()]
    finally:
        window.close()


def test_what_the_program_says_after_the_window_s_end_is_no_fault(qtbot: QtBot, qt_log: list[str]) -> None:
    front = StillFront(PAGES["home"], FRAME)
    window = build(front, show=False)
    settle(window)
    window.close()
    # devices that are being stopped still tell of it, and the flow turns a page
    window.screen.wake()
    window.screen.show(PAGES["identity"], LARGE)


def test_small_screens_show_the_whole(ui: Driver) -> None:
    ui.window.root.resize(540, 960)
    settle(ui.window)
    help_button = ui.box(ui.find("action-help"))
    assert help_button.right() <= 540
    assert help_button.bottom() <= 960
    ui.tap("action-help")
    assert ui.done == [("help", None)]


def test_pages_with_hostile_words_stay_words(ui: Driver) -> None:
    page: Page = replace(home(), title="<b>您好</b> &amp; {0} %1")
    ui.show(page, FRAME)
    assert "<b>您好</b> &amp; {0} %1" in ui.shown()


def test_a_staff_card_that_was_read_leaves_only_the_pin_to_type(ui: Driver) -> None:
    page = staff()
    ui.show(page, FRAME)
    number, pin = page.fields
    read = replace(number, value="0012", readonly=True, source="工作证")
    ui.show(replace(page, fields=(read, pin)), FRAME)
    for digit in "246810":
        ui.tap(f"key-{digit}")
    ui.tap("action-login")
    assert ui.done == [("login", {"staff_number": "0012", "pin": "246810"})]
