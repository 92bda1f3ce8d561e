"""A platform in this process without a socket, watched so that no answer goes undocumented."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.types import ASGIApp

from central.app import app_for
from central.commands import publish_documents
from central.enrolment import make_claim
from central.platform import Platform, open_platform
from central.settings import CentralSettings, Limits
from kiosk.catalogue import Catalogue
from kiosk.protocol.keys import pin_text
from tests.central.contract import Recorder
from tests.central.peer import CATALOGUE, POLICY, SITE, Terminal

ADDRESS = "http://platform.example"


class AsgiCaller:
    """Requests to an application in this process, without a socket."""

    def __init__(self, app: ASGIApp) -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._client = httpx.AsyncClient(transport=transport)
        self._runner = asyncio.Runner()

    def request(self, method: str, url: str, *, content: bytes | None, headers: Mapping[str, str]) -> httpx.Response:
        return self._runner.run(self._client.request(method, url, content=content, headers=headers))

    def close(self) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()


def settings_in(folder: Path, limits: Limits | None = None) -> CentralSettings:
    return CentralSettings(
        db=f"sqlite:///{folder / 'platform.db'}",
        keys=folder / "platform.keys",
        public_url=ADDRESS,
        sms_spool=folder / "sms",
        limits=limits or Limits(),
    )


@pytest.fixture
def limits() -> Limits:
    return Limits()


@pytest.fixture
def platform(tmp_path: Path, limits: Limits) -> Iterator[Platform]:
    opened = open_platform(settings_in(tmp_path, limits), "示例平台")
    yield opened
    opened.close()


@pytest.fixture
def recorder(platform: Platform) -> Iterator[Recorder]:
    """The application, recording each answer; at the end none may be undocumented."""
    recorder = Recorder(app_for(platform))
    yield recorder
    assert recorder.seen <= recorder.documented, recorder.seen - recorder.documented


@pytest.fixture
def client(recorder: Recorder) -> Iterator[AsgiCaller]:
    with closing(AsgiCaller(recorder)) as caller:
        yield caller


@pytest.fixture
def newcomer(client: AsgiCaller, platform: Platform) -> Callable[[], Terminal]:
    """Terminals that are not enrolled."""

    def make() -> Terminal:
        return Terminal(caller=client, address=ADDRESS, pin=pin_text(platform.root.public))

    return make


@pytest.fixture
def terminal(newcomer: Callable[[], Terminal], platform: Platform) -> Terminal:
    """Terminal FC01, enrolled."""
    made = newcomer()
    assert made.enrol(make_claim(platform, "FC01", SITE, timedelta(hours=1))).status_code == 201
    return made


@pytest.fixture(scope="session")
def two_services(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two services of the demonstration: to publish all of them before each test takes a second."""
    folder = tmp_path_factory.mktemp("catalogue")
    (folder / "services").mkdir()
    for file in (CATALOGUE / "catalogue.toml", *CATALOGUE.glob("services/S00[18]-*.toml")):
        (folder / file.relative_to(CATALOGUE)).write_text(file.read_text("utf-8"), "utf-8")
    return folder


@pytest.fixture
def catalogue(platform: Platform, two_services: Path) -> Catalogue:
    """The demonstration's policy and two services of its catalogue, published."""
    publish_documents(platform, two_services, POLICY, SITE)
    with platform.database.read() as connection:
        newest = platform.shelf.newest(connection)
    assert newest is not None
    return newest
