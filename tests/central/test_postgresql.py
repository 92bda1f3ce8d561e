"""The same platform over PostgreSQL: a throw-away cluster on loopback, made by hand (facts, platform, section 11)."""

from __future__ import annotations

import getpass
import importlib.util
import json
import os
import pwd
import random
import shutil
import socket
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.central.peer import CATALOGUE, NAME, POLICY, SITE, Terminal, a_draft, fault_of
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
