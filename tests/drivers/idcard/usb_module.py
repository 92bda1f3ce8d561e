"""A SAM-V module on a USB bus that is not there: pyusb's own backend interface, with the simulated module behind it.

Everything above the backend is the real thing: pyusb's descriptors, claims, transfers, and errors as of libusb.
"""

from __future__ import annotations

import errno
import threading
import time
from array import array
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import usb.backend
import usb.core

from drivers.idcard.simulated_card import SimulatedCard
from drivers.idcard.simulated_module import SimulatedModule
from kiosk.dock import ReaderDock

BULK, INTERRUPT = 2, 3
SPLIT = ((0x02, BULK), (0x06, BULK), (0x81, BULK), (0x85, BULK))
PAIR = ((0x03, BULK), (0x82, BULK))
NONE = ((0x83, INTERRUPT),)


@dataclass
class Module:
    """One device on the bus: ids, where it stands, its endpoints, and what it answers."""

    endpoints: Sequence[tuple[int, int]]
    answer: Callable[[bytes], bytes | None]
    """From a whole frame to the bytes that come back."""
    vendor: int = 0x0400
    product: int = 0xC35A
    bus: int = 1
    address: int = 5
    packet: int = 64
    configured: int = 1
    claimed: bool = False
    asked: list[bytes] = field(default_factory=list)
    written: list[tuple[int, int]] = field(default_factory=list)
    """Endpoint and size of each transfer to the module."""

    def __post_init__(self) -> None:
        self.queues: dict[int, deque[bytes]] = {end: deque() for end, _ in self.endpoints if end & 0x80}
        self.received = bytearray()

    @property
    def incoming(self) -> list[int]:
        return sorted(self.queues)

    def take(self, endpoint: int, data: bytes) -> None:
        self.written.append((endpoint, len(data)))
        self.received += data
        if len(self.received) < 7 or len(self.received) < 7 + int.from_bytes(self.received[5:7], "big"):
            return
        frame = bytes(self.received)
        self.received.clear()
        self.asked.append(frame[7:-1])
        reply = self.answer(frame)
        if reply is not None:
            self.send(reply)

    def send(self, reply: bytes) -> None:
        """On split pipes the header and the rest; on one pair all of it; in packets."""
        ends = self.incoming
        pieces = [(ends[0], reply[:7]), (ends[1], reply[7:])] if len(ends) > 1 else [(ends[0], reply)]
        for end, piece in pieces:
            for at in range(0, len(piece), self.packet):
                self.queues[end].append(piece[at : at + self.packet])


class Bus(usb.backend.IBackend):  # type: ignore[misc]
    """What libusb would be; `trouble` is asked before each transfer and may raise what libusb would."""

    def __init__(self, *modules: Module) -> None:
        super().__init__()
        self.modules = list(modules)
        self.trouble: Callable[[int], None] = lambda _endpoint: None
        self.halts: list[int] = []
        self.opened = 0
        self._lock = threading.Lock()

    def unplug(self) -> None:
        self.modules.clear()

    def enumerate_devices(self) -> list[Module]:
        return list(self.modules)

    def get_device_descriptor(self, module: Module) -> Any:
        return SimpleNamespace(
            bLength=18,
            bDescriptorType=1,
            bcdUSB=0x0110,
            bDeviceClass=0,
            bDeviceSubClass=0,
            bDeviceProtocol=0,
            bMaxPacketSize0=8,
            idVendor=module.vendor,
            idProduct=module.product,
            bcdDevice=0x0100,
            iManufacturer=0,
            iProduct=0,
            iSerialNumber=0,
            bNumConfigurations=1,
            address=module.address,
            bus=module.bus,
            port_number=1,
            port_numbers=(1,),
            speed=2,
        )

    def get_configuration_descriptor(self, module: Module, number: int) -> Any:
        if number:
            raise IndexError(number)
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=2,
            wTotalLength=32,
            bNumInterfaces=1,
            bConfigurationValue=1,
            iConfiguration=0,
            bmAttributes=0x80,
            bMaxPower=50,
            extra_descriptors=(),
        )

    def get_interface_descriptor(self, module: Module, interface: int, alternate: int, configuration: int) -> Any:
        if interface or alternate:
            raise IndexError(interface)
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=4,
            bInterfaceNumber=0,
            bAlternateSetting=0,
            bNumEndpoints=len(module.endpoints),
            bInterfaceClass=0xFF,
            bInterfaceSubClass=0,
            bInterfaceProtocol=0,
            iInterface=0,
            extra_descriptors=(),
        )

    def get_endpoint_descriptor(
        self, module: Module, number: int, interface: int, alternate: int, configuration: int
    ) -> Any:
        address, kind = module.endpoints[number]
        return SimpleNamespace(
            bLength=7,
            bDescriptorType=5,
            bEndpointAddress=address,
            bmAttributes=kind,
            wMaxPacketSize=module.packet,
            bInterval=0,
            bRefresh=0,
            bSynchAddress=0,
            extra_descriptors=(),
        )

    def open_device(self, module: Module) -> Module:
        self._there(module)
        self.opened += 1
        return module

    def close_device(self, module: Module) -> None:
        self.opened -= 1

    def set_configuration(self, module: Module, value: int) -> None:
        module.configured = value

    def get_configuration(self, module: Module) -> int:
        return module.configured

    def claim_interface(self, module: Module, interface: int) -> None:
        self._there(module)
        if module.claimed:
            raise usb.core.USBError("Resource busy", -6, errno.EBUSY)
        module.claimed = True

    def release_interface(self, module: Module, interface: int) -> None:
        module.claimed = False

    def clear_halt(self, module: Module, endpoint: int) -> None:
        self._there(module)
        self.halts.append(endpoint)

    def bulk_write(self, module: Module, endpoint: int, interface: int, data: array[int], timeout: int) -> int:
        self._there(module)
        self.trouble(endpoint)
        module.take(endpoint, data.tobytes())
        return len(data)

    def bulk_read(self, module: Module, endpoint: int, interface: int, buffer: array[int], timeout: int) -> int:
        deadline = time.monotonic() + timeout / 1000
        while True:
            self._there(module)
            self.trouble(endpoint)
            queue = module.queues[endpoint]
            if queue:
                piece = queue.popleft()
                if len(piece) > len(buffer):
                    raise usb.core.USBError("Overflow", -8, errno.EOVERFLOW)
                buffer[: len(piece)] = array("B", piece)
                return len(piece)
            if time.monotonic() >= deadline:
                raise usb.core.USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
            time.sleep(0.001)

    def _there(self, module: Module) -> None:
        if module not in self.modules:
            raise usb.core.USBError("No such device (it may have been disconnected)", -4, errno.ENODEV)


def playing(
    endpoints: Sequence[tuple[int, int]], card: SimulatedCard, **others: Any
) -> tuple[Module, SimulatedModule]:
    """A module that the simulated one plays, with one card of the id `card`, and the one that plays."""
    player = SimulatedModule({"card": card})
    player.change(ReaderDock(card="card"))

    def answer(frame: bytes) -> bytes | None:
        for body in player.feed(frame):
            return player.answer(body)
        return None

    return Module(endpoints=endpoints, answer=answer, **others), player
