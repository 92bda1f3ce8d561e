"""Admission: a bounded number of requests at once; the next one is turned away before anything of it is read.

An unbounded queue collapses, because it works through requests whose callers have given up; who is turned away gets
the next *virtual slot* as Retry-After, so that a returning fleet comes back one after the other (facts, platform,
section 16).
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from central.errors import WireCode
from central.settings import Limits

_SHARE = 0.9
_OPEN = frozenset({"/health"})
"""Answered under load too: it costs nothing, and a balancer asks it."""


class Slots:
    """A counter of moments that advances at 90 % of the measured capacity. Used from the event loop only."""

    def __init__(self, capacity_per_s: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._step = 1.0 / (capacity_per_s * _SHARE)
        self._monotonic = monotonic
        self._next = monotonic()

    def retry_after_s(self) -> int:
        """Whole seconds until the next free slot, at least one."""
        now = self._monotonic()
        self._next = max(self._next, now) + self._step
        return max(1, math.ceil(self._next - now))


class Admission:
    """ASGI middleware, outermost of all."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limit = limits.inflight
        self._inflight = 0
        self._slots = Slots(limits.capacity_per_s)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in _OPEN:
            await self._app(scope, receive, send)
            return
        if self._inflight >= self._limit:
            await self._turn_away(send)
            return
        self._inflight += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._inflight -= 1

    async def _turn_away(self, send: Send) -> None:
        body = json.dumps({"fault": WireCode.BUSY.value, "detail": "come back after Retry-After"}).encode("ascii")
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode("ascii")),
            (b"retry-after", str(self._slots.retry_after_s()).encode("ascii")),
            (b"connection", b"close"),  # the body was not read
        ]
        await send({"type": "http.response.start", "status": 503, "headers": headers})
        await send({"type": "http.response.body", "body": body})
