"""From settings to parts: the drivers for each address, the store, what the platform's documents are read with."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from app.version import SOFTWARE
from drivers.camera.address import parse_address as parse_camera
from drivers.camera.camera import VisionCamera
from drivers.idcard.address import PcscAddress
from drivers.idcard.address import parse_address as parse_reader
from drivers.idcard.card_readers import CardReaders
from drivers.idcard.pcsc_card import Trust
from drivers.idcard.photo import PhotoDecoder
from drivers.printer.address import parse_address as parse_printer
from drivers.printer.escpos import EscposPrinter
from kiosk.catalogue import read_catalogue
from kiosk.clock import SystemClock
from kiosk.devices import Camera, CardReader, DeviceKind, Printer
from kiosk.settings import DeviceSettings, Settings, SettingsError
from kiosk.site import SitePolicy
from kiosk.store import Published
from offline_cache.remote import PlatformIdentity
from offline_cache.settings import StoreSettings
from offline_cache.store import TerminalStore

_PARSERS: Mapping[DeviceKind, Callable[[str], object]] = {
    DeviceKind.IDCARD: parse_reader,
    DeviceKind.PRINTER: parse_printer,
    DeviceKind.CAMERA: parse_camera,
}


def check_addresses(settings: Settings) -> None:
    """`SettingsError` naming the device whose address no driver takes."""
    taken = ""
    for index, device in enumerate(settings.devices):
        try:
            parts = _PARSERS[device.kind](device.address)
        except ValueError as problem:
            raise SettingsError(settings.file, [f"device[{index}].address: {problem}"]) from problem
        if isinstance(parts, PcscAddress):
            if taken:
                # two would read the same card, each on its own
                said = f"one pcsc:// serves every reader whose name fits; {taken} is one already"
                raise SettingsError(settings.file, [f"device[{index}].address: {said}"])
            taken = device.id


def device_of(settings: Settings, kind: DeviceKind) -> DeviceSettings | None:
    return next((device for device in settings.devices if device.kind is kind), None)


def reader_of(settings: Settings) -> CardReader | None:
    """All card readers as one."""
    addresses = [(device.id, device.address) for device in settings.devices if device.kind is DeviceKind.IDCARD]
    return CardReaders(addresses, trust_of(settings)) if addresses else None


def trust_of(settings: Settings) -> Trust:
    """What travel documents are judged by."""
    return Trust(settings.travel_documents.csca)


def has_slot(settings: Settings) -> bool:
    """Whether one of the card readers takes cards with a contact chip."""
    return any(device.address.startswith("pcsc://") for device in settings.devices)


def photo_decoder_of(settings: Settings) -> PhotoDecoder | None:
    """What opens the photos of identity cards, where one is configured."""
    return None if settings.photo_decoder is None else PhotoDecoder(settings.photo_decoder)


def printer_of(settings: Settings) -> Printer | None:
    device = device_of(settings, DeviceKind.PRINTER)
    if device is None:
        return None
    return EscposPrinter(device.id, device.address, unfinished=settings.data / "paper.unfinished")


def camera_of(settings: Settings) -> Camera | None:
    device = device_of(settings, DeviceKind.CAMERA)
    return None if device is None else VisionCamera(device.id, device.address)


def store_settings(settings: Settings) -> StoreSettings:
    platform, outbox = settings.platform, settings.outbox
    return StoreSettings(
        data_dir=settings.data,
        address=platform.address,
        pinned=platform.pinned,
        software=SOFTWARE,
        spread_s=platform.reconnect.spread_s,
        cap_s=platform.reconnect.cap_s,
        refresh_s=platform.refresh_s,
        heartbeat_s=platform.heartbeat_s,
        connect_timeout_s=platform.connect_timeout_s,
        read_timeout_s=platform.read_timeout_s,
        alarm_h=outbox.alarm_h,
        escalate_h=outbox.escalate_h,
        retention_days=outbox.retention_days,
        ballast_bytes=outbox.ballast_mb * 1024 * 1024,
    )


def remote_of(settings: Settings, clock: SystemClock, store: TerminalStore) -> PlatformIdentity:
    """The ways to show who one is that need the platform."""
    return PlatformIdentity(
        store_settings(settings),
        clock=clock,
        compare=clock.compare,
        identity=store.identity,
        directory=store.directory,
    )


def store_of(
    settings: Settings,
    clock: SystemClock,
    conditions: Callable[[], Mapping[str, str]],
    attention: Callable[[], Sequence[str]],
) -> TerminalStore:
    """The store; the platform's documents are read with the same readers that the flow uses."""
    return TerminalStore(
        store_settings(settings),
        clock=clock,
        compare=clock.compare,
        uniform=random.SystemRandom().uniform,
        validators={Published.CATALOGUE: read_catalogue, Published.POLICY: SitePolicy.from_json},
        devices=conditions,
        attention=attention,
    )
