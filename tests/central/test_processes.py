"""The platform as a process on a real socket, from the first command to the last, and under many at once."""

from __future__ import annotations

import json
import random
import socket
import stat
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from central.publications import CATALOGUE as KIND
from kiosk.catalogue import read_catalogue
from kiosk.protocol.canonical import sha256_hex
from kiosk.protocol.keys import PinnedKeys
from kiosk.protocol.receipt import read_receipt
from tests.central.peer import CATALOGUE, NAME, POLICY, SERVICE, SITE, Terminal, a_draft, fault_of
from tests.central.servers import central, quick, serving


@pytest.fixture
def caller() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=30) as opened:
        yield opened


def enrolled(caller: httpx.Client, db: str, address: str, pin: str, terminal_id: str = "FC01") -> Terminal:
    claim = quick("claim", "--db", db, "--terminal", terminal_id, "--site", SITE)[0].strip()
    terminal = Terminal(caller=caller, address=address, pin=pin, id=terminal_id)
    assert terminal.enrol(claim).status_code == 201
    return terminal


def test_from_the_claim_to_the_opened_application(tmp_path: Path, caller: httpx.Client) -> None:
    db, log = f"sqlite:///{tmp_path / 'data' / 'p.db'}", tmp_path / "log"
    with serving(db, "--name", "示例平台", log=log) as server:
        assert urlsplit(server.address).hostname == "127.0.0.1"
        assert stat.S_IMODE((tmp_path / "data" / "p.keys").stat().st_mode) == 0o700
        told = json.loads(quick("keys", "--db", db, "--json")[0])
        assert (told["pin"], told["platform"]) == (server.pin, "示例平台")
        terminal = enrolled(caller, db, server.address, server.pin)
        published = central(
            "publish", "--db", db, "--catalogue", str(CATALOGUE), "--policy", str(POLICY), "--site", SITE
        )
        assert published.stdout.count("published") == 2
        catalogue = read_catalogue(terminal.open(KIND, terminal.plain("GET", "/v1/catalogue")))
        assert terminal.open("policy", terminal.send("GET", "/v1/policy"))["site"] == SITE
        submission, data = terminal.envelope(a_draft(catalogue))
        first, again = terminal.put(submission, data), terminal.put(submission, data)
        assert (first.status_code, again.status_code) == (201, 200)
        other = terminal.put(submission, terminal.envelope(a_draft(catalogue), submission=submission)[1])
        assert (other.status_code, fault_of(other)) == (409, "conflict")
        assert "date" in first.headers
        receipt = read_receipt(first.content, PinnedKeys.from_texts([server.pin]))
        assert (receipt.id, receipt.sha256) == (submission, sha256_hex(data))
        (shown,) = json.loads(central("applications", "--db", db, "--json").stdout)
        assert (shown["id"], shown["receipt"], shown["service"]) == (submission, receipt.receipt, SERVICE)
        assert NAME not in json.dumps(shown, ensure_ascii=False)
        full = json.loads(quick("applications", "--db", db, "--json", "--full", "--id", submission)[0])
        assert full[0]["payload"]["applicant"]["name"] == NAME
        assert "1 key revoked" in quick("revoke", "--db", db, "--terminal", "FC01")[0]
        refused = terminal.send("GET", "/v1/policy")
        assert (refused.status_code, fault_of(refused)) == (401, "transport")


def test_refusals_of_the_command_line(tmp_path: Path) -> None:
    db = f"sqlite:///{tmp_path / 'p.db'}"
    refused = central("publish", "--db", db, "--catalogue", str(tmp_path), expect=1)
    assert refused.stdout == ""
    assert refused.stderr.startswith("refused: ")
    for arguments, word in (
        (("publish", "--db", db), "--catalogue"),
        (("publish", "--db", db, "--policy", str(POLICY)), "--site"),
        (("claim", "--db", db, "--terminal", "x", "--site", SITE), "--terminal"),
        (("claim", "--db", db, "--terminal", "FC01", "--site", SITE, "--hours", "0"), "--hours"),
        (("revoke", "--db", db, "--terminal", "FC01"), "FC01"),
        (("keys", "--db", "sqlite:///"), "--keys"),
        (("keys", "--db", f"sqlite:///{tmp_path}"), "--db"),
    ):
        out, errors = quick(*arguments, expect=2)
        assert (out, errors.count("\n")) == ("", 1)
        assert word in errors
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        assert "--port" in quick("serve", "--db", db, "--port", str(port), expect=2)[1]


def test_each_id_is_created_once_however_many_send_it_at_once(tmp_path: Path, caller: httpx.Client) -> None:
    db = f"sqlite:///{tmp_path / 'p.db'}"
    with serving(db, log=tmp_path / "log") as server:
        terminal = enrolled(caller, db, server.address, server.pin)
        intake = terminal.intake()
        items = [terminal.envelope(intake=intake) for _ in range(20)]

        def send_all(seed: int) -> list[tuple[str, int, bytes]]:
            order = random.Random(seed).sample(items, len(items))
            answers = [(submission, terminal.put(submission, data)) for submission, data in order]
            return [(submission, answer.status_code, answer.content) for submission, answer in answers]

        with ThreadPoolExecutor(5) as pool:
            results = [result for part in pool.map(send_all, range(5)) for result in part]
    assert Counter(status for _, status, _ in results) == {201: 20, 200: 80}
    assert len({submission for submission, status, _ in results if status == 201}) == 20
    assert len({(submission, receipt) for submission, _, receipt in results}) == 20


def test_what_was_answered_survives_a_kill(tmp_path: Path, caller: httpx.Client) -> None:
    db = f"sqlite:///{tmp_path / 'p.db'}"
    with serving(db, log=tmp_path / "log") as server:
        terminal = enrolled(caller, db, server.address, server.pin)
        submission, data = terminal.envelope()
        receipt = terminal.put(submission, data)
        server.process.kill()
        server.process.wait(30)
    port = urlsplit(server.address).port
    assert port is not None
    with serving(db, log=tmp_path / "log2", port=port) as again:
        assert again == again.__class__(address=server.address, pin=server.pin, process=again.process)
        answer = terminal.put(submission, data)
        assert (answer.status_code, answer.content) == (200, receipt.content)


def test_a_public_address_is_what_terminals_sign(tmp_path: Path, caller: httpx.Client) -> None:
    """As behind a proxy: requests come to one address and are signed for another."""
    db = f"sqlite:///{tmp_path / 'p.db'}"
    public = "https://platform.example:8443/jiujin"
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    with serving(db, "--public-url", public, log=tmp_path / "log", port=port) as server:
        assert server.address == public
        bound = f"http://127.0.0.1:{port}"
        terminal = enrolled(caller, db, bound, server.pin)
        path = "/v1/policy"
        assert terminal.send("GET", path, signed_url=public + path).status_code == 404
        refused = terminal.send("GET", path)
        assert (refused.status_code, fault_of(refused)) == (401, "transport")
        assert public in refused.json()["detail"]
