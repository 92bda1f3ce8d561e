"""The same platform over PostgreSQL: a throw-away cluster on loopback, made by hand (facts, platform, section 11)."""

from __future__ import annotations

import getpass
import importlib.util
import json
import os
import pwd
import random
import secrets
import shutil
import socket
import subprocess
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import create_engine, text

from central.authorisations import withdraw
from central.cases import CaseNote
from central.intake import receive
from central.leaning import lean
from central.platform import open_platform
from central.settings import CentralSettings
from kiosk.protocol.keys import encode
from kiosk.protocol.payload import IdentityProof
from kiosk.protocol.transport import Caller
from tests.central.acting import a_grant, acting_draft
from tests.central.asking import KEY, PERSON, VISIT, Asker, code_in, messages, other_than, people_file
from tests.central.peer import CATALOGUE, NAME, NUMBER, POLICY, SITE, Terminal, a_draft, fault_of
from tests.central.servers import central, serving

pytestmark = pytest.mark.slow


def _tools() -> Path:
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    pytest.skip("PostgreSQL's initdb and pg_ctl are not installed (Debian: postgresql)")


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """URL of an empty database. The server refuses to run as root, so root starts it as `nobody`."""
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip("psycopg, the driver for PostgreSQL, is not installed")
    tools = _tools()
    account = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    who = account.pw_name if account else getpass.getuser()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]

    def run(*command: str) -> None:
        user, group = (account.pw_uid, account.pw_gid) if account else (None, None)
        environment = {"LC_ALL": "C.UTF-8"}
        subprocess.run(
            command,
            cwd=folder,
            check=True,
            timeout=60,
            stdout=subprocess.DEVNULL,
            env=environment,
            user=user,
            group=group,
            extra_groups=[] if account else None,
        )

    try:
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        data = str(folder / "data")
        ctl = str(tools / "pg_ctl")
        run(str(tools / "initdb"), "-D", data, "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-U", who)
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
        run(ctl, "-D", data, "-l", str(folder / "log"), "-w", "-o", options, "start")
        try:
            yield f"postgresql+psycopg://{who}@127.0.0.1:{port}/postgres"
        finally:
            run(ctl, "-D", data, "-m", "fast", "-w", "stop")
    finally:
        shutil.rmtree(folder)


def test_the_main_job_and_many_at_once(cluster: str, tmp_path: Path) -> None:
    shared = ("--db", cluster, "--keys", str(tmp_path / "keys"))
    with httpx.Client(timeout=30) as caller, serving(cluster, *shared[2:], log=tmp_path / "log") as server:
        central("publish", *shared, "--catalogue", str(CATALOGUE), "--policy", str(POLICY), "--site", SITE)
        claim = central("claim", *shared, "--terminal", "FC01", "--site", SITE).stdout.strip()
        terminal = Terminal(caller=caller, address=server.address, pin=server.pin)
        assert terminal.enrol(claim).status_code == 201
        assert fault_of(Terminal(caller=caller, address=server.address, pin=server.pin).enrol(claim)) == "claim-used"
        intake = terminal.intake()
        items = [terminal.envelope(a_draft(), intake=intake) for _ in range(40)]

        def send_all(seed: int) -> list[int]:
            order = random.Random(seed).sample(items, len(items))
            return [terminal.put(submission, data).status_code for submission, data in order]

        with ThreadPoolExecutor(5) as pool:
            statuses = Counter(status for part in pool.map(send_all, range(5)) for status in part)
        assert statuses == {201: 40, 200: 160}
        submission = items[0][0]
        other = terminal.put(submission, terminal.envelope(submission=submission, intake=intake)[1])
        assert (other.status_code, fault_of(other)) == (409, "conflict")
        for sequence, digest in ((2, "a" * 64), (2, "b" * 64)):
            assert terminal.beat(sequence, digest).status_code == 200
        shown = json.loads(central("applications", *shared, "--json", "--full").stdout)
        assert len(shown) == 40
        assert shown[0]["payload"]["applicant"]["name"] == NAME
        assert "分叉" in central("applications", *shared).stdout
        assert terminal.send("GET", "/v1/policy").status_code == 200
        # text that PostgreSQL would not take in a column
        assert terminal.put(*terminal.envelope(a_draft(), intake=intake, kind="a\x00b")).status_code == 201
        strange = acting_draft(None, a_grant(services=frozenset({"a\x00b"})))
        assert terminal.put(*terminal.envelope(strange, intake=intake)).status_code == 201
        (kept,) = json.loads(central("authorisations", *shared, "--json").stdout)
        assert kept["services"] == ["a\x00b"]


@pytest.fixture
def database(cluster: str) -> str:
    """An empty database of its own."""
    engine, name = create_engine(cluster, isolation_level="AUTOCOMMIT"), f"of_{secrets.token_hex(4)}"
    with engine.connect() as connection:
        connection.execute(text(f"create database {name}"))
    engine.dispose()
    return cluster.replace("/postgres", f"/{name}")


def test_codes_are_counted_right_when_many_ask_at_once(database: str, tmp_path: Path) -> None:
    shared, spool = ("--db", database, "--keys", str(tmp_path / "keys")), tmp_path / "sms"
    with (
        httpx.Client(timeout=30) as caller,
        serving(database, *shared[2:], "--sms-spool", str(spool), log=tmp_path / "log") as server,
        ThreadPoolExecutor(8) as pool,
    ):
        central("people", *shared, "--file", str(people_file(tmp_path)))

        def asker(name: str) -> Asker:
            terminal = Terminal(caller=caller, address=server.address, pin=server.pin, id=name)
            claim = central("claim", *shared, "--terminal", name, "--site", SITE).stdout.strip()
            assert terminal.enrol(claim).status_code == 201
            return Asker.of(terminal)

        one, two = asker("FC01"), asker("FC02")
        sent = list(pool.map(lambda place: (one, two)[place % 2].send_code(), range(12)))
        assert Counter(answer.status_code for answer, _ in sent) == {200: 1, 429: 11}
        (message,) = messages(spool)
        ((place, said),) = [(place, said) for place, (_, said) in enumerate(sent) if said]
        mine, code = (one, two)[place % 2], code_in(message)
        wrong = pool.map(lambda _: mine.check_code(said["challenge"], other_than(code))[0], range(30))
        assert Counter(fault_of(answer) for answer in wrong) == {"code-wrong": 4, "code-spent": 26}
        shown = central("identity-code", *shared, "--person", NUMBER).stdout.strip()
        answers = list(pool.map(lambda place: (one, two)[place % 2].exchange(shown, PERSON), range(2)))
        assert Counter(answer.status_code for answer, _ in answers) == {200: 1, 403: 1}
        ((who, given),) = [(asker, said) for asker, (_, said) in zip((one, two), answers, strict=True) if said]
        facts = {"statement": given["statement"], "person_key": encode(KEY), "visit": VISIT}
        proof = IdentityProof(way="identity-code", at=datetime.now(UTC), result="confirmed", facts=facts)
        items = [who.terminal.envelope(a_draft(proofs=[proof]), intake=who.intake) for _ in range(6)]
        assert {answer.status_code for answer in pool.map(lambda item: who.terminal.put(*item), items)} == {201}
        rows = json.loads(central("applications", *shared, "--json").stdout)
        misfits = [row["id"] for row in rows if "identity-misfit" in {case["code"] for case in row["cases"]}]
        assert len(misfits) == 5, "one statement serves one of six"


def test_a_withdrawal_misses_no_application_that_comes_at_the_same_moment(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One was looked at and is not stored yet when the principal withdraws."""
    keys = ("--keys", str(tmp_path / "keys"))
    shared = ("--db", database, *keys)
    with (
        httpx.Client(timeout=30) as caller,
        serving(database, *keys, log=tmp_path / "log") as server,
        ThreadPoolExecutor(2) as pool,
    ):
        terminal = Terminal(caller=caller, address=server.address, pin=server.pin)
        claim = central("claim", *shared, "--terminal", "FC01", "--site", SITE).stdout.strip()
        assert terminal.enrol(claim).status_code == 201
        intake, grant = terminal.intake(), a_grant(services=frozenset({"nowhere"}))
        items = [terminal.envelope(acting_draft(None, grant), intake=intake) for _ in range(3)]
        assert terminal.put(*items[0]).status_code == 201
        (kept,) = json.loads(central("authorisations", *shared, "--json").stdout)
        assert (kept["id"], kept["applications"]) == (grant.id, [items[0][0]])
        looked_at, going_on = threading.Event(), threading.Event()

        def held(*given: Any) -> tuple[CaseNote, ...]:
            found = lean(*given)
            looked_at.set()
            assert going_on.wait(60)
            return found

        monkeypatch.setattr("central.intake.lean", held)
        settings = CentralSettings(db=database, keys=tmp_path / "keys", public_url="")
        with closing(open_platform(settings, "示例平台")) as beside:
            coming = pool.submit(receive, beside, *items[1], Caller(terminal="FC01", key_id="0" * 16))
            assert looked_at.wait(60)
            ending = pool.submit(withdraw, beside, grant.id, "0012", "示例")
            waiting = text("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
            with beside.database.read() as connection:
                while not ending.done() and not connection.execute(waiting).scalar_one():
                    connection.execute(text("select pg_sleep(0.01), pg_stat_clear_snapshot()"))
            going_on.set()
            assert coming.result().created
            assert ending.result() == tuple(sorted(submission for submission, _ in items[:2]))
        assert terminal.put(*items[2]).status_code == 201
        rows = json.loads(central("applications", *shared, "--json").stdout)
        found = {
            row["id"]: [case["detail"] for case in row["cases"] if case["code"] == "authorisation-misfit"]
            for row in rows
        }
        assert [len(found[submission]) for submission, _ in items] == [1, 1, 1]
        assert [found[submission][0].endswith("after this was received") for submission, _ in items] == [
            True,
            True,
            False,
        ]
        assert all(row["authorisation"]["revoked_at"] for row in rows)
