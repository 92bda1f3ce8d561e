"""How well the readers of a pcscd serve, as the terminal's health and for `doctor`."""

from __future__ import annotations

import queue
import threading

from drivers.idcard.address import PcscAddress, parse_pcsc
from drivers.idcard.known_readers import reader_by_pcsc
from drivers.idcard.pcsc_card import Trust
from drivers.idcard.pcsc_monitor import fits
from drivers.idcard.pcsc_status import PcscError
from drivers.idcard.winscard import MAX_READERS, Context, ReaderState
from kiosk.devices import Condition, DeviceHealth, DeviceKind
from kiosk.faults import Fault

SILENCE_LIMIT_S = 5.0
"""The monitor tells something three times a second; when it is silent for so long, pcscd does not answer it."""
DEAF = "pcscd does not answer"


def probe(address: str, device_id: str, trust: Trust | None = None) -> DeviceHealth:
    """Ask pcscd for its readers: for `doctor` while no terminal runs. `ValueError`: no address."""
    where, trust = parse_pcsc(address), trust or Trust()
    answer: queue.SimpleQueue[tuple[str, ...] | Fault] = queue.SimpleQueue()
    # a thread that can be left behind: pcscd may be there and answer nobody
    threading.Thread(target=_ask, args=(answer, where.name), name=f"idcard {device_id} probe", daemon=True).start()
    try:
        names = answer.get(timeout=SILENCE_LIMIT_S)
    except queue.Empty:
        names = Fault(id="reader.service-down", detail=DEAF)
    if isinstance(names, Fault):
        return health_of(device_id, Condition.FAULT, names, facts_of(where, (), trust))
    listed = tuple(name for name in names if fits(name, where.name))
    others = tuple(name for name in names if name not in listed)
    condition, fault = judged(where, listed, len(names), trust)
    return health_of(device_id, condition, fault, facts_of(where, listed, trust, others))


def _ask(answer: queue.SimpleQueue[tuple[str, ...] | Fault], pattern: str) -> None:
    try:
        with Context() as context:
            names = context.readers()
            # as the monitor does: there are names that can be listed and not be waited for
            if ours := [ReaderState(name=name, raw=0) for name in names if fits(name, pattern)]:
                context.wait(ours, 0)
            answer.put(names)
    except PcscError as problem:
        answer.put(problem.error().fault)


def judged(
    address: PcscAddress,
    listed: tuple[str, ...],
    total: int,
    trust: Trust,
    *,
    known: bool = False,
    stuck: tuple[str, ...] = (),
) -> tuple[Condition, Fault | None]:
    """How well readers serve: `listed` are ours of the `total` that pcscd has; `known`, there was one before."""
    limit = total >= MAX_READERS
    if not listed:
        absence = "reader.too-many" if limit else "reader.unplugged" if known else "reader.no-reader"
        return Condition.FAULT, Fault(id=absence, detail=f"{total} readers, none fits {address.name}")
    if stuck:
        condition = Condition.FAULT if len(stuck) == len(listed) else Condition.WARNING
        return condition, Fault(id="reader.stuck", detail=", ".join(stuck))
    if limit:
        return Condition.WARNING, Fault(id="reader.too-many", detail=f"{total} readers")
    if trust.problems:
        return Condition.WARNING, Fault(id="reader.issuers-unusable", detail=", ".join(trust.problems))
    return Condition.READY, None


def health_of(device: str, condition: Condition, fault: Fault | None, facts: dict[str, str]) -> DeviceHealth:
    return DeviceHealth(device=device, kind=DeviceKind.IDCARD, condition=condition, fault=fault, facts=facts)


def facts_of(
    address: PcscAddress, listed: tuple[str, ...], trust: Trust, others: tuple[str, ...] = ()
) -> dict[str, str]:
    """`others` are the readers of pcscd that do not fit the address."""
    facts = {"service": "pcscd", "name": address.name, "readers": ", ".join(listed)}
    if others:
        facts["others"] = ", ".join(others)
    models = [known.name for name in listed if (known := reader_by_pcsc(name)) is not None]
    if models:
        facts["model"] = ", ".join(dict.fromkeys(models))
    return facts if trust.folder is None else {**facts, "csca": trust.issuers.summary}
