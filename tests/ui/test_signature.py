"""The pad that people sign on: strokes, fingers, ink."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from ui.signature_pad import SignaturePad, smooth


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
