"""The application: routers, error answers, admission, and an OpenAPI document that says what really happens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from central import answers
from central.admission import Admission
from central.platform import Platform, open_platform
from central.routes import identity, pages, published, submissions, terminals
from central.settings import DEFAULT_NAME, CentralSettings

_ROUTERS = (published.router, terminals.router, submissions.router, identity.router, pages.router)
_DESCRIPTION = """The reference platform of Jiujin terminals. `docs/protocol.md` describes envelopes, signatures and
what terminals do with each answer. Error bodies have one shape: `{"fault", "detail"}`."""


def create_app(settings: CentralSettings) -> FastAPI:
    """The application over a platform of its own, which is closed when the server stops."""
    return app_for(open_platform(settings, DEFAULT_NAME))


def app_for(platform: Platform) -> FastAPI:
    """The application over an opened platform; closes it when the server stops."""

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        yield
        platform.close()

    app = _Application(
        title="Jiujin platform", version="1", description=_DESCRIPTION, lifespan=life, docs_url=None, redoc_url=None
    )
    app.state.platform = platform
    answers.install(app)
    for router in _ROUTERS:
        app.include_router(router)
    app.add_middleware(Admission, limits=platform.settings.limits)
    return app


class _Application(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """FastAPI adds a 422 of its own shape to whatever has a parameter; here only declared answers occur."""
        if self.openapi_schema is None:
            schema = get_openapi(
                title=self.title, version=self.version, description=self.description, routes=self.routes
            )
            for operations in schema["paths"].values():
                for operation in operations.values():
                    if "HTTPValidationError" in str(operation["responses"].get("422")):
                        del operation["responses"]["422"]
            for name in ("HTTPValidationError", "ValidationError"):
                schema["components"]["schemas"].pop(name, None)
            self.openapi_schema = schema
        return self.openapi_schema
