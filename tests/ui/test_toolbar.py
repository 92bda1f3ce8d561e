"""The toolbar and what it opens: sizes, contrast, languages, low reach; and nothing typed is lost by any of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtQml import QQmlProperty
from PySide6.QtTest import QTest

from kiosk.flow.page import Frame, Page, PageName, TextSize
from kiosk.texts import LANGUAGES
from tests.kiosk.flow.desk import Scene
from tests.ui.driver import Driver
from tests.ui.samples import FRAME, FRAMES, LARGE, PAGES
from ui.snapshot import StillFront, settle
from ui.window import build

TOOLS = ("size", "contrast", "language", "low-reach", "leave", "help")


def beside(ui: Driver) -> None:
    """A touch on the page, beside what was opened."""
    QTest.mouseClick(ui.window.root, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(540, 200))
    settle(ui.window)


def test_a_size_is_chosen_among_four_each_in_its_own(ui: Driver) -> None:
    ui.tap("action-size")
    assert ui.done == [], "opening is not choosing"
    sizes = [float(QQmlProperty(ui.find(f"name-of-size-{size}"), "font.pixelSize").read()) for size in TextSize]
    assert sizes == sorted(set(sizes))
    for size in TextSize:
        card = ui.box(ui.find(f"size-{size}"))
        assert min(card.width(), card.height()) >= 116
    ui.tap("size-largest")
    assert ui.done == [("size", "largest")]
    assert "size-largest" not in ui.names(), "closed by the choice"


def test_a_language_is_chosen_under_its_own_name(ui: Driver) -> None:
    for language in LANGUAGES:
        ui.show(PAGES["card"], replace(FRAME, language=language))
        ui.tap("action-language")
        for other, name in LANGUAGES.items():
            assert ui.find(f"name-of-language-{other}").property("text") == name
        assert "Language" in ui.shown(), "for who reads none of the Chinese forms"
        assert "语言" in ui.shown()
        ui.tap("language-en")
    assert ui.done == [("language", "en")] * 3


def test_a_touch_beside_or_on_the_same_button_closes(ui: Driver) -> None:
    for close in (lambda: beside(ui), lambda: ui.tap("action-size"), lambda: ui.tap("action-contrast")):
        ui.tap("action-size")
        assert "size-large" in ui.names()
        close()
        assert "size-large" not in ui.names()
    ui.tap("action-size")
    ui.tap("action-language")
    assert "size-large" not in ui.names()
    assert "language-en" in ui.names()
    assert ui.done == [("contrast", None)]


def test_what_is_open_goes_with_its_page_and_with_the_countdown(ui: Driver) -> None:
    ui.tap("action-language")
    ui.show(PAGES["card"], FRAME)
    assert "language-en" not in ui.names()
    ui.tap("action-language")
    ui.show(PAGES["card"], FRAMES["idle"])
    assert "language-en" not in ui.names()


def test_contrast_and_low_reach_act_at_once_and_show_that_they_are_on(ui: Driver) -> None:
    ui.tap("action-contrast")
    ui.tap("action-low-reach")
    assert ui.done == [("contrast", None), ("low-reach", None)]
    ui.show(PAGES["home"], replace(FRAME, low_reach=True))
    assert ui.find("action-low-reach").property("chosen")
    assert not ui.find("action-contrast").property("chosen")


def test_reading_aloud_is_offered_where_there_is_a_voice(ui: Driver) -> None:
    ui.show(PAGES["home"], FRAME)
    assert "action-aloud" not in ui.names()
    ui.show(PAGES["home"], replace(FRAME, voice=True))
    ui.tap("action-aloud")
    assert ui.done == [("aloud", None)]
    assert not ui.find("action-aloud").property("chosen")
    ui.show(PAGES["home"], replace(FRAME, voice=True, aloud=True))
    assert ui.find("action-aloud").property("chosen")


@pytest.mark.parametrize("size", list(TextSize))
@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("shape", [(1080, 1920), (1280, 1024), (1920, 1080)])
def test_the_toolbar_has_room_for_its_words(
    ui: Driver, shape: tuple[int, int], language: str, size: TextSize
) -> None:
    ui.window.root.resize(*shape)
    helps = {"zh-CN": "请工作人员帮我", "zh-HK": "請職員幫我", "en": "Ask staff to help"}
    around = replace(
        LARGE,
        size=size,
        language=language,
        help_label=helps[language],
        leave_label="End" if language == "en" else "结束",
    )
    for voice in (False, True):
        ui.show(PAGES["card"], replace(around, voice=voice))
        check_room(ui, shape, [*TOOLS, *(["aloud"] if voice else [])])


def check_room(ui: Driver, shape: tuple[int, int], tools: list[str]) -> None:
    """Each tool is on the screen, large enough, and its words are inside it."""
    for name in tools:
        button = ui.find(f"action-{name}")
        box = ui.box(button)
        assert box.bottom() <= shape[1]
        assert box.right() <= shape[0]
        assert min(button.width(), button.height()) >= 90
        for text in ui.texts():
            if ui.box(text).intersects(box) and text.parentItem() is not None:
                inside = text.mapRectToItem(button, text.boundingRect())
                assert inside.left() >= 0, (name, text.property("text"))
                assert inside.right() <= button.width() + 1, (name, text.property("text"))
                assert inside.top() >= -8, (name, text.property("text"))
                assert inside.bottom() <= button.height() + 8, (name, text.property("text"))
                assert text.property("lineCount") <= (2 if name == "help" else 1), (name, text.property("text"))


def test_help_stays_the_largest_and_in_its_corner(ui: Driver) -> None:
    leaving = replace(FRAME, leave_label="结束")
    for frame in (FRAME, leaving, LARGE, replace(leaving, voice=True), replace(LARGE, voice=True)):
        ui.show(PAGES["card"], frame)
        call, size = ui.box(ui.find("action-help")), ui.box(ui.find("action-size"))
        assert call.right() == 1080 - 48
        assert call.width() > 1.8 * size.width()
        assert call.bottom() >= size.bottom()


class OnTerminal:
    """The window's front over the flow's own terminal, as the program has it."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def attach(self, show: Callable[[Page, Frame], None]) -> None:
        self._show = show
        show(self.scene.page, self.scene.frame)

    def act(self, action: str, value: object) -> None:
        self.scene.do(action, value)
        self._show(self.scene.page, self.scene.frame)

    def tick(self) -> None:
        return

    def handle_pending(self) -> None:
        return


@pytest.fixture
def at_form(qapp: QGuiApplication, qt_log: list[str]) -> Iterator[tuple[Driver, Scene]]:
    """A resident stands before a form that is half filled in, at the real terminal."""
    scene = Scene().start()
    scene.to_form()
    front = OnTerminal(scene)
    window = build(front, show=False)
    window.root.setProperty("motion", False)
    window.root.show()
    settle(window)
    yield Driver(window, StillFront(scene.page, scene.frame)), scene
    window.close()


@pytest.mark.parametrize(
    "change", ["size-large", "size-medium", "language-en", "language-zh-HK", "contrast", "low-reach"]
)
def test_nothing_typed_is_lost_by_a_switch_in_the_middle_of_a_form(
    at_form: tuple[Driver, Scene], change: str
) -> None:
    ui, scene = at_form
    assert scene.name is PageName.FORM
    if "field-contact_phone" in ui.names():
        ui.tap("field-contact_phone")
    for key in "13912":
        ui.tap(f"key-{key}")
    if "-" in change and change != "low-reach":
        ui.tap(f"action-{change.split('-', 1)[0]}")
    ui.tap(change if change.startswith(("size-", "language-")) else f"action-{change}")
    assert (scene.frame.size, scene.frame.language, scene.frame.contrast, scene.frame.low_reach) != (
        TextSize.STANDARD,
        "zh-CN",
        False,
        False,
    ), "the switch came through"
    # elder mode asks one question after the other: the half number waits on its page
    for _ in range(6):
        fields = {field.id: field for field in scene.page.fields}
        if "contact_phone" in fields:
            break
        scene.do("next", {"still_entitled": True})
        ui.window.screen.show(scene.page, scene.frame)
        settle(ui.window)
    assert fields["contact_phone"].value == "13912"
    assert "139 12" in ui.shown()
    for key in "345678":
        ui.tap(f"key-{key}")
    assert "139 1234 5678" in ui.shown(), "and goes on where it was"


def test_each_control_of_the_frame_has_a_role_and_a_name(ui: Driver) -> None:
    QAccessible.setActive(True)
    ui.show(PAGES["card"], LARGE)
    ui.tap("action-language")
    told: dict[str, QAccessible.Role] = {}
    waiting = [QAccessible.queryAccessibleInterface(ui.window.root)]
    while waiting:
        node = waiting.pop()
        if node is None or node.state().invisible:
            continue
        told[node.text(QAccessible.Text.Name)] = node.role()
        waiting.extend(node.child(at) for at in range(node.childCount()))
    for name in ("字号", "对比", "语言 Language", "低位", "结束", "请工作人员帮我"):
        assert told[name] == QAccessible.Role.Button, name
    for name in LANGUAGES.values():
        assert told[name] == QAccessible.Role.RadioButton, name
