"""Serving: bind first, then say where, so that port 0 works and the ready line is never a promise."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import replace

import uvicorn

from central.app import app_for
from central.errors import SetupError
from central.platform import Platform, open_platform
from central.settings import DEFAULT_NAME, CentralSettings
from kiosk.protocol.keys import pin_text

_BACKLOG = 1024


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def serve(settings: CentralSettings, host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT. Says one line, `ready URL PIN`, once requests are answered.

    An empty `public_url` becomes the bound address; behind a proxy it must be the name that terminals call.
    """
    with _listen(host, port) as listening:
        bound = f"http://{host}:{listening.getsockname()[1]}"
        settings = replace(settings, public_url=settings.public_url or bound)
        platform = open_platform(settings, DEFAULT_NAME)
        config = uvicorn.Config(
            app_for(platform), log_level="warning", access_log=False, server_header=False, timeout_keep_alive=15
        )
        _Server(config, lambda: say(ready_line(platform))).run(sockets=[listening])


def ready_line(platform: Platform) -> str:
    return f"ready {platform.settings.public_url} {pin_text(platform.root.public)}"


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=_BACKLOG)
    except OSError as problem:
        raise SetupError(f"--port: cannot listen on {host}:{port}: {problem.strerror}") from problem
