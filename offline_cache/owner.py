"""The thread that owns the writing connection: work queues to it and is carried out in order, one piece at a time."""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from offline_cache.errors import DatabaseError

_T = TypeVar("_T")
_log = logging.getLogger(__name__)


class Owner:
    """Work gets the connection and opens its own transaction; two pieces of work are never inside one."""

    def __init__(self, open_connection: Callable[[], sqlite3.Connection]) -> None:
        self._open = open_connection
        self._work: queue.SimpleQueue[Callable[[sqlite3.Connection], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="database-owner", daemon=True)
        self._ready: Future[None] = Future()
        self._lock = threading.Lock()
        self._closed = False

    def start(self) -> None:
        """Open the connection in the thread; raises what opening raised."""
        self._thread.start()
        self._ready.result()

    def stop(self) -> None:
        """Finish what is queued, close the connection and end the thread. Later work is refused."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._work.put(None)
        if self._thread.ident is not None:
            self._thread.join()

    def post(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Queue work without waiting for it; it deals with its own errors."""
        with self._lock:
            if self._closed:
                raise DatabaseError("store.stopped")
            self._work.put(work)

    def call(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Queue work and wait for what it returns or raises. Never from the owner's own thread."""
        outcome: Future[_T] = Future()

        def carry_out(connection: sqlite3.Connection) -> None:
            try:
                outcome.set_result(work(connection))
            except BaseException as problem:  # noqa: BLE001 - it is raised again where it was asked for
                outcome.set_exception(problem)

        self.post(carry_out)
        return outcome.result()

    def _run(self) -> None:
        try:
            connection = self._open()
        except BaseException as problem:  # noqa: BLE001 - raised again by start()
            self._ready.set_exception(problem)
            return
        self._ready.set_result(None)
        try:
            while (work := self._work.get()) is not None:
                try:
                    work(connection)
                except Exception:  # noqa: BLE001 - one bad piece of work must not end the only writer
                    _log.exception("work of the database owner")
        finally:
            connection.close()
