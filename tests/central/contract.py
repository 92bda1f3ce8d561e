"""The contract as a recorder: which (method, path, status) are documented, and which really were answered."""

from __future__ import annotations

import re
from typing import Any

from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

Triple = tuple[str, str, int]


class Recorder:
    """ASGI middleware around the whole application."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.seen: set[Triple] = set()
        schema: dict[str, Any] = app.openapi()
        self.documented: set[Triple] = {
            (method.upper(), path, int(status))
            for path, operations in schema["paths"].items()
            for method, operation in operations.items()
            for status in operation["responses"]
        }
        self._paths = [
            (path, re.compile(re.sub(r"\\\{[a-z_]+\\\}", "[^/]+", re.escape(path)) + r"\Z"))
            for path in schema["paths"]
        ]
        self._operations = {(method, path) for method, path, _ in self.documented}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def watch(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._note(scope, message["status"])
            await send(message)

        await self.app(scope, receive, watch)

    def _note(self, scope: Scope, status: int) -> None:
        for path, shape in self._paths:
            if shape.match(scope["path"]) and (scope["method"], path) in self._operations:
                self.seen.add((scope["method"], path, status))
