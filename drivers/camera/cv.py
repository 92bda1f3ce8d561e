"""The only door to OpenCV: imported by modules of the vision child, never by the window process."""

from __future__ import annotations

import os

# The GUI wheel points these at its own Qt 5 at import (facts, face, section 11); they are put back as they were.
_QT_KEYS = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")
_before = {key: os.environ.get(key) for key in _QT_KEYS}

import cv2  # noqa: E402

for _key, _value in _before.items():
    if _value is None:
        os.environ.pop(_key, None)
    else:
        os.environ[_key] = _value

# Two cores serve the whole kiosk: the nets are small enough for one thread.
cv2.setNumThreads(1)

__all__ = ["cv2"]
