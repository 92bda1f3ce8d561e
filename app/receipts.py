"""`main.py verify-receipt`: what the code of a receipt proves, checked with the platform's key directory alone."""

from __future__ import annotations

from pathlib import Path

from app.control import NoAnswerError, ask
from app.errors import USAGE, fail
from app.parts import store_settings
from kiosk.clock import SystemClock
from kiosk.documents.verify import Verdict, verify_receipt
from kiosk.protocol.errors import ProtocolError
from kiosk.protocol.keys import KeyDirectory, PinnedKeys
from kiosk.protocol.signed import open_document
from kiosk.settings import Settings
from kiosk.store import Published
from offline_cache.client import PlatformClient, PublishedDocument
from offline_cache.errors import CacheError
from offline_cache.health import cached_document


def verify(text: str, settings: Settings | None, *, keys: Path | None, pins: list[str]) -> int:
    """Print the verdict. The directory comes from a file, or from this terminal's cache, or from its platform."""
    directory = _from_file(keys, pins, settings) if keys is not None else _from_terminal(settings)
    check = verify_receipt(text, directory)
    print(*check.words, sep="\n")
    for label, value in check.facts.items():
        print(f"  {label}  {value}")
    if check.reason:
        print(f"  ({check.reason})")
    return 0 if check.verdict is Verdict.GENUINE else 1


def _from_file(file: Path, pins: list[str], settings: Settings | None) -> KeyDirectory:
    if not pins and settings is None:
        fail(
            "verify-receipt: --keys FILE needs --pin KEY, the platform's key as `python -m central keys` prints it",
            USAGE,
        )
    try:
        pinned = PinnedKeys.from_texts(pins) if pins or settings is None else settings.platform.pinned
        return KeyDirectory.from_json(open_document(Published.KEYS.value, file.read_bytes(), pinned))
    except (OSError, ProtocolError) as problem:
        fail(f"{file}: {problem}", USAGE)


def _from_terminal(settings: Settings | None) -> KeyDirectory:
    if settings is None:
        fail("verify-receipt: give --config FILE, or --keys FILE with --pin KEY", USAGE)
    try:
        answer = ask(settings.data, "keys")
    except NoAnswerError as problem:
        fail(f"verify-receipt: {problem}", 1)
    if answer is not None and "directory" in answer:
        return KeyDirectory.from_json(answer["directory"])
    store = store_settings(settings)
    clock = SystemClock()
    client = PlatformClient(store, clock, clock.compare)
    try:
        fetched = client.published(Published.KEYS, None, None)
        payload = fetched.payload if isinstance(fetched, PublishedDocument) else None
    except CacheError:
        payload = cached_document(store, Published.KEYS)
    finally:
        client.close()
    if payload is None:
        fail("verify-receipt: no key directory is cached here, and the platform cannot be reached", 1)
    return KeyDirectory.from_json(payload)
