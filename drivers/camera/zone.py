"""Owns the search for a machine-readable zone: `ZoneFinder` reads a picture, `ZoneSearch` one a second."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date

from drivers.camera.sources import Picture
from drivers.camera.zone_band import LETTERS_PX, bands
from drivers.camera.zone_lines import key_in
from drivers.camera.zone_reader import LIMIT_SECONDS, missing, recognise
from kiosk.identity.mrz import MrzKey

PERIOD_SECONDS = 1.0
"""From one picture to the next: recognition takes half a second of one of two cores."""


class ZoneFinder:
    """`today` gives the business day, from which the centuries of birth dates follow."""

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today
        self.missing = missing()
        """Programs that this machine lacks; where it lacks any, nothing is found."""

    def find(self, picture: Picture) -> MrzKey | None:
        """The key of a zone whose check digits hold, None when there is none. Takes half a second, at most
        `2 * LIMIT_SECONDS`."""
        if self.missing:
            return None
        begun = time.monotonic()
        for letter_px in LETTERS_PX:
            for band in bands(picture, letter_px):
                rows = recognise(band)
                band.fill(0)
                key = key_in(rows, self._today())
                if key is not None or time.monotonic() - begun > LIMIT_SECONDS:
                    return key
        return None


class ZoneSearch:
    """Reads pictures in a thread of its own until it has a key or is ended; the caller goes on meanwhile."""

    def __init__(self, finder: ZoneFinder) -> None:
        self._finder = finder
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._next = 0.0
        self._key: MrzKey | None = None

    def look(self, picture: Picture) -> MrzKey | None:
        """Take a copy of the picture if the turn of one has come; the key once a former one held it."""
        with self._lock:
            now = time.monotonic()
            if self._key is None and self._thread is None and now >= self._next and not self._finder.missing:
                self._next = now + PERIOD_SECONDS
                self._thread = threading.Thread(target=self._read, args=(picture.copy(),), name="zone", daemon=True)
                self._thread.start()
            return self._key

    def _read(self, picture: Picture) -> None:
        key = None
        try:
            key = self._finder.find(picture)
        finally:
            picture.fill(0)
            with self._lock:
                self._key, self._thread = key, None
