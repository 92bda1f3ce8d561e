"""The tokens as QML sees them: all of them there, and in force as soon as they are chosen."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor
from PySide6.QtQml import QQmlComponent, QQmlEngine

from kiosk.flow.page import TextSize
from ui.theme import Choice, Look, tokens

QML = b"import QtQuick; import Jiujin; QtObject { property var theme: Theme }"


@pytest.mark.parametrize("contrast", [False, True])
@pytest.mark.parametrize("size", list(TextSize))
def test_every_token_is_spread_out(qapp: object, size: TextSize, contrast: bool) -> None:
    import ui.window

    assert Path(ui.window.QML, "Theme.qml").exists()
    engine = QQmlEngine()
    component = QQmlComponent(engine)
    component.setData(QML, QUrl())
    holder = component.create()
    assert holder is not None, component.errors()
    theme = holder.property("theme")
    look = engine.singletonInstance("Jiujin", "Look")
    assert isinstance(look, Look)
    look.choose(Choice(size=size, contrast=contrast))
    for name, value in asdict(tokens(size, contrast)).items():
        first, *others = name.split("_")
        seen = theme.property(first + "".join(part.capitalize() for part in others))
        assert seen == (QColor(value) if isinstance(value, str) else value), name
    assert (theme.property("large"), theme.property("contrast")) == (size.elder, contrast)
    holder.deleteLater()
    engine.deleteLater()
