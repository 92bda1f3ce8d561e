"""`main.py enrol`: join the platform with a one-time claim code."""

from __future__ import annotations

from app.errors import STORE, fail_with
from app.version import SOFTWARE
from kiosk.faults import FaultError
from kiosk.settings import Settings
from offline_cache.enrolment import enrol
from offline_cache.errors import DatabaseError


def enrol_terminal(settings: Settings, claim: str) -> int:
    """Make the terminal's key here, have the platform take it, keep who we are."""
    try:
        identity = enrol(settings.platform.address, settings.platform.pinned, claim, settings.data, SOFTWARE)
    except DatabaseError as problem:
        fail_with(problem, STORE)
    except FaultError as problem:
        fail_with(problem, 1)
    print(f"enrolled as {identity.terminal} at {identity.site}, key {identity.key.key_id}")
    return 0
