"""Bounded load: places, slots, and that nothing of a request is read before it has a place."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

from starlette.types import Message, Receive, Scope, Send

from central.admission import Admission, Slots
from central.settings import Limits


def test_slots_come_one_after_the_other_and_forget_quiet_times() -> None:
    now = 1000.0
    slots = Slots(10.0, lambda: now)
    # 9 a second: the tenth is in the second second
    first = [slots.retry_after_s() for _ in range(27)]
    assert first == [1] * 9 + [2] * 9 + [3] * 9
    now += 3600
    assert slots.retry_after_s() == 1


class _Inner:
    """An application whose requests wait until they are let go."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.inside = 0
        self.entered = asyncio.Condition()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self.entered:
            self.inside += 1
            self.entered.notify_all()
        if scope["path"] != "/health":
            await self.go.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


async def _ask(
    app: Admission, path: str, receive: Callable[[], Awaitable[Message]]
) -> tuple[int, dict[bytes, bytes]]:
    starts: list[Message] = []

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            starts.append(message)
        elif message.get("body"):
            assert json.loads(message["body"])["fault"] == "busy"

    await app({"type": "http", "path": path}, receive, send)
    return starts[0]["status"], dict(starts[0]["headers"])


def test_beyond_the_limit_requests_are_turned_away_unread_and_places_come_free_again() -> None:
    async def never() -> Message:
        raise AssertionError("the body of a request without a place was read")

    async def run() -> None:
        inner = _Inner()
        app = Admission(inner, Limits(inflight=2, capacity_per_s=1.0))
        held = [asyncio.create_task(_ask(app, "/v1/keys", never)) for _ in range(2)]
        async with inner.entered:
            await asyncio.wait_for(inner.entered.wait_for(lambda: inner.inside == 2), 10)
        waits = []
        for _ in range(3):
            status, headers = await _ask(app, "/v1/keys", never)
            assert status == 503
            waits.append(int(headers[b"retry-after"]))
        assert waits == sorted(waits)
        assert waits[-1] > waits[0]
        assert (await _ask(app, "/health", never))[0] == 200
        inner.go.set()
        assert [status for status, _ in await asyncio.gather(*held)] == [200, 200]
        assert (await _ask(app, "/v1/keys", never))[0] == 200

    asyncio.run(run())
