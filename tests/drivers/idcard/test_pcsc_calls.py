"""What the calls through pyscard come to where something of it is missing, odd, or should leave nothing behind."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from drivers.idcard.pcsc_health import probe
from drivers.idcard.pcsc_reader import PcscReader
from kiosk.devices import Condition, DocumentRead, HealthChanged
from kiosk.faults import Fault
from tests.counterparts.pcscd import Pcscd
from tests.drivers.idcard.pcsc import Place
from tests.drivers.idcard.support import Events

UNSHARE = ("unshare", "--user", "--map-root-user", "--mount")
ASK = "from drivers.idcard.pcsc_health import probe; print(probe('pcsc://', 'slot').fault)"


def library() -> Path:
    """The file of libpcsclite, whichever folder the machine keeps it in."""
    listed = subprocess.run(["ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    (path,) = {Path(line.split()[-1]).resolve() for line in listed.splitlines() if "libpcsclite.so.1 " in line}
    return path


def pyscard() -> Path:
    """The folder of its extension module."""
    found = importlib.util.find_spec("smartcard")
    assert found is not None
    assert found.origin is not None
    return (Path(found.origin).parent / "scard").resolve()


@pytest.mark.parametrize(
    ("what", "told"),
    [("library", "load libpcsclite.so.1: no library"), ("pyscard", "load pyscard for this Python: no library")],
)
def test_what_is_not_installed_is_said(pcscd: Pcscd, what: str, told: str) -> None:
    """pcscd runs; a child does not see what it is to be reached by."""
    hide = f"mount --bind /dev/null {library()}" if what == "library" else f"mount -t tmpfs tmpfs {pyscard()}"
    command = [*UNSHARE, "sh", "-c", f'{hide} && exec "$@"', "sh", sys.executable, "-c", ASK]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{Fault(id='reader.config', detail=told)}\n", "and nothing else on standard output"


def test_no_answer_stays_in_a_list(contact: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    from smartcard import scard

    lists: list[list[int]] = []
    sizes: list[int] = []
    real = scard.SCardTransmit

    def transmit(*arguments: Any) -> Any:
        code, answer = real(*arguments)
        lists.append(answer)
        sizes.append(len(answer))
        return code, answer

    monkeypatch.setattr(scard, "SCardTransmit", transmit)
    contact.begin()
    contact.slot.put_in("holder")
    contact.events.wait(DocumentRead)
    assert max(sizes) > 20, "the name came by"
    assert not any(lists)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("社保".encode(), "wait: not ASCII: 社保 8C7B 00 00: odd name"),
        ("社保".encode("gbk"), "list readers: a name is not UTF-8: odd name"),
    ],
    ids=["UTF-8", "GBK"],
)
def test_a_reader_whose_name_pyscard_cannot_take(pcscd: Pcscd, name: bytes, told: str) -> None:
    pcscd.kill()
    pcscd.start(name=name)
    events = Events()
    reader = PcscReader("slot", "pcsc://")
    reader.start(events.post)
    try:
        for health in (events.wait(HealthChanged).health, probe("pcsc://", "slot")):
            assert health.condition is Condition.FAULT
            assert health.fault == Fault(id="reader.config", detail=told)
        pcscd.kill()
        pcscd.start()
        events.wait(HealthChanged, len(events.of(HealthChanged)) + 1)
        assert reader.health().condition is Condition.READY
    finally:
        reader.stop()


def test_beside_an_odd_name_the_others_serve_by_theirs(pcscd: Pcscd) -> None:
    pcscd.kill()
    pcscd.start(name="社保".encode())
    assert probe("pcsc://?name=ACS*", "slot").fault == Fault(
        id="reader.no-reader", detail="2 readers, none fits ACS*"
    )
