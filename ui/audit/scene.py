"""Reads a window into plain values: its words, its targets, and what clips and carries them."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont
from PySide6.QtQml import QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem, QQuickWindow

VEIL = "veil"
"""How the name of an item ends that covers the page: only what stands on it counts then."""
COVERS = 0.6
"""A target that takes more of the window than this is the page itself."""
PAGERS = ("scroll-", "page-")
"""How the names of buttons begin that move what scrolls."""


@dataclass(frozen=True, kw_only=True)
class View:
    """What scrolls: its window and whether it can move either way, in pixels."""

    box: QRectF
    upright: bool
    sideways: bool
    begun: bool
    """Something of it lies above its window."""
    paged: bool
    """Buttons to move it can be seen near it."""


@dataclass(frozen=True, kw_only=True)
class Text:
    """Words as they stand. `ink` is where the letters are, without the leading of their lines."""

    words: str
    ink: QRectF
    room: QRectF
    fits: bool
    clip: QRectF
    view: View | None
    card: QRectF | None
    pixels: float
    bold: bool
    family: str
    enabled: bool
    target: str
    """Name of the target that they belong to, or empty."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """Something to touch."""

    name: str
    """objectName."""
    label: str
    item: QQuickItem
    box: QRectF
    seen: QRectF
    """What of it is not scrolled away or clipped."""
    view: View | None
    enabled: bool
    button: bool


@dataclass
class Scene:
    """Everything that can be seen, back to front."""

    window: QRectF
    scale: float
    """Pixels of the window to a unit of the design."""
    texts: list[Text] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)

    def is_page(self, box: QRectF) -> bool:
        """Whether a target is the page itself: its words stand on it, and it is within reach wherever one touches."""
        return box.width() * box.height() > COVERS * self.window.width() * self.window.height()


@dataclass(frozen=True, kw_only=True)
class _Above:
    """What the items above an item make of it."""

    clip: QRectF
    view: View | None = None
    card: QRectF | None = None
    target: str = ""
    enabled: bool = True


def read(window: QQuickWindow) -> Scene:
    """The scene of a window that has come to rest. Where a veil lies over the page, of what stands on it."""
    content = window.contentItem()
    whole = QRectF(0, 0, window.width(), window.height())
    stage = _named(content, "stage")
    scene = Scene(window=whole, scale=1.0 if stage is None else stage.scale())
    root = content
    veil = _veil(content)
    if veil is not None and veil.parentItem() is not None:
        root = veil.parentItem()
    _walk(root, scene, _Above(clip=whole))
    # what takes a touch anywhere is no target to be aimed at, unless it is a button and all there is
    scene.targets = [target for target in scene.targets if target.button or target.box != whole]
    return scene


def box_of(item: QQuickItem) -> QRectF:
    """Where an item is in the window."""
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def _named(item: QQuickItem, name: str) -> QQuickItem | None:
    if item.objectName() == name:
        return item
    return next((found for child in item.childItems() if (found := _named(child, name)) is not None), None)


def _veil(item: QQuickItem) -> QQuickItem | None:
    """The veil that was laid on last."""
    for child in reversed(item.childItems()):
        if _seen(child):
            found = child if child.objectName().endswith(VEIL) else _veil(child)
            if found is not None:
                return found
    return None


def _seen(item: QQuickItem) -> bool:
    return item.isVisible() and item.opacity() > 0


def _walk(item: QQuickItem, scene: Scene, above: _Above) -> None:
    for child in item.childItems():
        if not _seen(child):
            continue
        if child.inherits("QQuickText"):
            if str(child.property("text")).strip():
                scene.texts.append(_text(child, above, scene.scale))
            continue
        _walk(child, scene, _below(child, scene, above))


def _below(item: QQuickItem, scene: Scene, above: _Above) -> _Above:
    """What an item is to those in it; notes it where it is a target."""
    clip, view, card, target, enabled = above.clip, above.view, above.card, above.target, above.enabled
    if item.inherits("QQuickFlickable"):
        view = _view(item, above)
    elif item.inherits("QQuickAbstractButton"):
        card, target, enabled = box_of(item), item.objectName() or "?", item.isEnabled()
        scene.targets.append(_target(item, above, button=True))
    elif item.inherits("QQuickRectangle"):
        card = box_of(item) if _drawn(item) else card
    elif not target and _touchable(item):
        scene.targets.append(_target(item, above, button=False))
    if item.clip():
        clip = clip.intersected(box_of(item))
    return _Above(clip=clip, view=view, card=card, target=target, enabled=enabled)


def _touchable(item: QQuickItem) -> bool:
    """Whether an item that is no button takes touches for itself: not what only watches them pass, nor a veil."""
    takes = item.acceptedMouseButtons() != Qt.MouseButton.NoButton and item.isEnabled()
    own = item.inherits("QQuickMouseArea") or item.objectName() != ""
    return takes and own and not item.objectName().endswith(VEIL)


def _drawn(rectangle: QQuickItem) -> bool:
    """Whether a rectangle is a card with words on it, and not a line or a dot."""
    return min(rectangle.width(), rectangle.height()) > 24


def _view(flickable: QQuickItem, above: _Above) -> View:
    wide, high = float(flickable.property("contentWidth")), float(flickable.property("contentHeight"))
    moves = bool(flickable.property("interactive"))
    return View(
        box=box_of(flickable).intersected(above.clip),
        upright=moves and high > flickable.height() + 1,
        sideways=moves and wide > flickable.width() + 1,
        begun=not flickable.property("atYBeginning"),
        paged=_pagers(flickable),
    )


def _pagers(flickable: QQuickItem) -> bool:
    """Whether a button to move it can be seen among what stands beside it or its holder."""
    holder = flickable.parentItem()
    for _ in range(3):
        if holder is None:
            return False
        if _has_pager(holder, flickable):
            return True
        holder = holder.parentItem()
    return False


def _has_pager(item: QQuickItem, flickable: QQuickItem) -> bool:
    return any(
        child.objectName().startswith(PAGERS) or _has_pager(child, flickable)
        for child in item.childItems()
        if child is not flickable and _seen(child)
    )


def _target(item: QQuickItem, above: _Above, *, button: bool) -> Target:
    box = box_of(item)
    seen = box.intersected(above.clip)
    if above.view is not None:
        seen = seen.intersected(above.view.box)
    return Target(
        name=item.objectName(),
        label=str(item.property("text") or ""),
        item=item,
        box=box,
        seen=seen,
        view=above.view,
        enabled=item.isEnabled(),
        button=button,
    )


def _text(item: QQuickItem, above: _Above, scale: float) -> Text:
    wide, high = float(item.property("contentWidth")), float(item.property("contentHeight"))
    font: QFont = item.property("font")
    left, top, right, bottom = (
        float(item.property(f"{side}Padding") or 0) for side in ("left", "top", "right", "bottom")
    )
    room = QRectF(left, top, item.width() - left - right, item.height() - top - bottom)
    # without this much of a line there is no letter: Noto's lines are 1.45 times as high as its characters
    leading = min(font.pixelSize() * 0.18, high / 4)
    ink = QRectF(
        room.left() + _shift(room.width() - wide, _number(item, "effectiveHorizontalAlignment")),
        room.top() + _shift(room.height() - high, _number(item, "verticalAlignment")) + leading,
        wide,
        high - 2 * leading,
    )
    return Text(
        words=str(item.property("text")),
        ink=item.mapRectToScene(ink),
        room=item.mapRectToScene(room),
        # a text with a line height below 1 is drawn higher than its box, and nothing of it is lost
        fits=not item.property("truncated") and wide <= room.width() + 2 and high <= room.height() + 2 * leading + 2,
        clip=above.clip,
        view=above.view,
        card=above.card,
        pixels=font.pixelSize() * scale,
        bold=font.bold(),
        family=font.family(),
        enabled=above.enabled,
        target=above.target,
    )


def _shift(left_over: float, alignment: int) -> float:
    if alignment & int(Qt.AlignmentFlag.AlignHCenter.value | Qt.AlignmentFlag.AlignVCenter.value):
        return left_over / 2
    if alignment & int(Qt.AlignmentFlag.AlignRight.value | Qt.AlignmentFlag.AlignBottom.value):
        return left_over
    return 0.0


def _number(item: QQuickItem, name: str) -> int:
    """An enumeration of QML's, which cannot be read as a property."""
    context = qmlContext(item)
    if context is None:
        return 0
    value = QQmlExpression(context, item, name).evaluate()
    return int(value[0] if isinstance(value, tuple) else value)
