"""Where one character is written with a finger: the signing pad, with strokes that can be taken back singly."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtQml import QmlElement

from ui.signature_pad import SignaturePad

QML_IMPORT_NAME = "Jiujin"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class WritingPad(SignaturePad):
    """`strokeWritten` when a finger leaves the pad, and when a stroke was taken back."""

    strokeWritten = Signal()  # noqa: N815

    @Slot()
    def undo(self) -> None:
        """Take the last stroke back; nothing on an empty pad."""
        if self._strokes:
            self._strokes.pop()
            self.strokesChanged.emit()
            self.update()
            self.strokeWritten.emit()

    def _end(self) -> None:
        writing = self._writing
        super()._end()
        if writing:
            self.strokeWritten.emit()
