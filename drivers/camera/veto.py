"""The place of a second sensor or a passive model: what it may say of a frame is no, never yes.

None is delivered. An infrared or depth camera looks at the same moment and the same place; a passive model looks at
the same picture. Whichever is there is shown every frame that counts, and one objection ends the verification.
"""

from __future__ import annotations

from typing import Protocol

from drivers.camera.detector import Face
from drivers.camera.sources import Picture


class Veto(Protocol):
    def objects(self, picture: Picture, face: Face, captured: float) -> bool:
        """Whether this is surely no living face before the camera; True also when the sensor cannot tell.

        `captured` is `time.monotonic()` of the frame. The picture is not to be kept.
        """
        ...
