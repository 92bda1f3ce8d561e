"""The doctor's checks: each thing that is configured, with its state, the cause and the remedy."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from app.parts import photo_decoder_of, store_settings, trust_of
from app.program import Program
from app.voice import recordings_of
from drivers.camera.models import ModelRole, find_model, model_directories
from drivers.camera.presence import probe as probe_camera
from drivers.idcard.card_readers import probe as probe_reader
from drivers.printer.escpos import probe as probe_printer
from kiosk.clock import ClockState, SystemClock
from kiosk.devices import Condition, DeviceHealth, DeviceKind
from kiosk.documents.render import font_health
from kiosk.faults import Fault, FaultCatalogue
from kiosk.settings import Settings
from kiosk.store import LineState, Published
from offline_cache.client import PlatformClient
from offline_cache.errors import CacheError
from offline_cache.health import inspect_store

LOW_DISK_BYTES = 512 * 1024 * 1024
"""Half a gigabyte: some thousand applications and every log of a year fit into it."""


@dataclass(frozen=True, kw_only=True)
class Check:
    """`state`: ready, warning or fault. `cause` and `remedy` are empty for ready."""

    name: str
    state: str
    cause: str = ""
    remedy: str = ""
    facts: dict[str, str]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class Doctor:
    """Puts faults into words. With a running terminal its devices and line are asked, else they are probed."""

    def __init__(self, settings: Settings, faults: FaultCatalogue, program: Program | None = None) -> None:
        self._settings = settings
        self._faults = faults
        self._program = program
        self._clock = program.clock if program is not None else SystemClock()

    def terminal_checks(self) -> list[Check]:
        """What the running terminal knows best; without one, devices are probed and the platform is asked."""
        return [*self._devices(), self._database(), *self._alarms(), self._platform(), self._clock_check()]

    def machine_checks(self) -> list[Check]:
        """What any process sees; never asked of a running terminal, whose window must not wait for fonts."""
        return [self._disk(), self._fonts(), *self._photo_decoder(), *self._text_entry(), *self._voice()]

    def _check(
        self, name: str, fault: Fault | None, facts: dict[str, str] | None = None, *, warning: bool = False
    ) -> Check:
        facts = facts or {}
        if fault is None:
            return Check(name=name, state="ready", facts=facts)
        state = "warning" if warning else "fault"
        if fault.id not in self._faults:
            return Check(name=name, state=state, cause=f"{fault.id} {fault.detail}".strip(), remedy="", facts=facts)
        text = self._faults.text(fault.id)
        detail = f"（{fault.detail}）" if fault.detail else ""
        return Check(
            name=name,
            state=state,
            cause=f"{text.code} {text.cause['zh-CN']}{detail}",
            remedy=text.remedy["zh-CN"],
            facts=facts,
        )

    def _devices(self) -> list[Check]:
        alone = sum(device.kind is DeviceKind.IDCARD for device in self._settings.devices) == 1
        probes: dict[DeviceKind, Callable[[str, str], DeviceHealth]] = {
            DeviceKind.IDCARD: lambda address, device: probe_reader(
                address, device, trust_of(self._settings), alone=alone
            ),
            DeviceKind.PRINTER: lambda address, device: probe_printer(address, device=device),
            DeviceKind.CAMERA: lambda address, device: probe_camera(address, device),
        }
        checks = []
        for device in self._settings.devices:
            health = None if self._program is None else self._program.desk.health.get(device.id)
            if health is None and self._program is not None:
                # a running terminal owns its devices: one that has not yet told anything is not opened beside it
                health = DeviceHealth(device=device.id, kind=device.kind, condition=Condition.STARTING)
            health = probes[device.kind](device.address, device.id) if health is None else health
            fault = health.fault
            if health.condition is Condition.STARTING and fault is None:
                fault = Fault(id="kiosk.device-starting")
            checks.append(
                self._check(
                    f"device.{device.id}",
                    fault,
                    {"kind": device.kind.value, "address": device.address, **health.facts},
                    warning=health.condition in (Condition.WARNING, Condition.STARTING),
                )
            )
            if device.kind is DeviceKind.CAMERA:
                checks.append(self._detector())
        return checks

    def _detector(self) -> Check:
        # without models the machine works: a face is never the only way, so this only warns
        found = [find_model(model_directories(), role) for role in (ModelRole.DETECTION, ModelRole.COMPARISON)]
        fault = next((one for one in found if isinstance(one, Fault)), None)
        return self._check("camera.models", fault, warning=True)

    def _database(self) -> Check:
        health = inspect_store(store_settings(self._settings), self._clock)
        facts = {"terminal": health.terminal or "", "generation": str(health.generation or "")}
        if health.counts is not None:
            facts |= {"queued": str(health.counts.queued), "held": str(health.counts.held)}
        return self._check("database", next(iter(health.faults), None), facts)

    def _alarms(self) -> list[Check]:
        """What a person must see to, as the running terminal raises it; `database` says the same without one."""
        if self._program is None:
            return []
        faults = [*self._program.store.alarms(), *self._program.desk.refused.values()]
        return [self._check(f"alarm.{index + 1}", fault) for index, fault in enumerate(faults)]

    def _platform(self) -> Check:
        settings = store_settings(self._settings)
        if self._program is not None:
            down = self._program.store.line() is not LineState.UP
            fault = (self._program.desk.line_fault or Fault(id="line.down")) if down else None
            return self._check("platform", fault, {"address": settings.address})
        client = PlatformClient(settings, self._clock, self._clock_compare())
        try:
            client.published(Published.KEYS, None, None)
        except CacheError as problem:
            return self._check("platform", problem.fault, {"address": settings.address})
        finally:
            client.close()
        return self._check("platform", None, {"address": settings.address})

    def _clock_compare(self) -> Any:
        return self._clock.compare if isinstance(self._clock, SystemClock) else lambda _moment: None

    def _clock_check(self) -> Check:
        state = self._clock.state()
        fault = Fault(id="document.clock-doubtful") if state is ClockState.OFF else None
        return self._check("clock", fault, {"state": state.value})

    def _photo_decoder(self) -> list[Check]:
        """One that is configured must be there, unaltered; most terminals have none."""
        decoder = photo_decoder_of(self._settings)
        return [] if decoder is None else [self._check("photo-decoder", decoder.problem())]

    def _text_entry(self) -> list[Check]:
        """Each way of writing; the keyboard leaves out what is missing, so this only warns."""
        from ui.ime.text_entry import engine_states  # opens Qt's libraries, which other checks do not need

        checks = []
        for state in engine_states():
            fault = None if state.works else Fault(id="kiosk.text-entry", detail=f"{state.package}: {state.cause}")
            checks.append(self._check(f"text-entry.{state.engine}", fault, warning=True))
        return checks

    def _voice(self) -> list[Check]:
        """Where one is set up. Everything stands on the screen too, so this only warns."""
        if self._settings.voice is None:
            return []
        from ui.voice.state import voice_problems

        problems = voice_problems(self._settings.voice, recordings_of(self._settings))
        fault = Fault(id="kiosk.voice", detail="; ".join(problems)) if problems else None
        return [self._check("voice", fault, {"device": self._settings.voice.device}, warning=True)]

    def _disk(self) -> Check:
        place = self._settings.data
        while not place.exists():
            place = place.parent
        free = shutil.disk_usage(place).free
        low = Fault(id="store.disk-full", detail=f"{free // 2**20} MiB") if free < LOW_DISK_BYTES else None
        return self._check("disk", low, {"free_mib": str(free // 2**20)})

    def _fonts(self) -> Check:
        health = font_health()
        return self._check("fonts", health.fault, dict(health.facts))
