"""A SAM-V module on USB, on either of the two transports that such modules are built with.

    split pipes    OUT 0x02: preamble and length   OUT 0x06: CMD … CHK     IN 0x81 and 0x85 likewise
    one pair       OUT: the whole frame            IN: the answer in pieces of one packet

Facts, cards, section 6. The descriptors tell which it is; endpoint numbers are taken from them too. No such module
was at hand: this is proven against one at the far end of pyusb's own backend interface, and nothing else.
"""

from __future__ import annotations

import errno
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import usb.core
import usb.util

from drivers.idcard.address import UsbAddress
from drivers.idcard.frame import LENGTH_CAP, PREAMBLE
from drivers.idcard.known_readers import ReaderKind, reader_by_usb
from drivers.idcard.samv_port import SLICE_S, WRITE_LIMIT_S, gone, named, open_fault
from drivers.idcard.status import LinkError
from kiosk.faults import Fault

FIRST_WAIT_S = 0.4
"""How long the first transfer from each pipe waits (facts, cards, section 3.4: one program waits 400 ms for the
header and 400 ms for the rest). It is a limit and no sleep: until then no transfer is cancelled, and a slow module
loses nothing."""
_DRAIN_S = 0.001
_DRAIN_PACKETS = 80
"""More than the largest frame has in packets of 64 bytes."""
_HEAD = len(PREAMBLE) + 2


@dataclass(frozen=True, kw_only=True)
class Pipes:
    """Bulk endpoints of one interface: addresses for header and rest, which are the same on one pair."""

    interface: int
    out_head: int
    out_rest: int
    in_head: int
    in_rest: int
    packet: int
    """Bytes of one packet: a transfer of so many never overflows and never waits for more."""

    @property
    def split(self) -> bool:
        return self.in_head != self.in_rest


class UsbPlace:
    """A `Place` given by vendor and product; `backend` is pyusb's way to the bus, libusb when it is None."""

    def __init__(self, address: UsbAddress, backend: Any = None) -> None:
        self._address = address
        self._backend = backend

    def open(self) -> UsbPort:
        try:
            device = self._device()
        except usb.core.NoBackendError as problem:
            raise LinkError("reader.config", "libusb-1.0 is missing") from problem
        except usb.core.USBError as problem:
            raise open_fault(problem.errno, _reason(problem)) from problem
        if device is None:
            raise LinkError("reader.no-reader", self.facts()["port"])
        return UsbPort(device)

    def identity(self) -> Hashable:
        try:
            device = self._device()
        except (usb.core.USBError, usb.core.NoBackendError):
            return None
        return None if device is None else (device.bus, device.address)

    def facts(self) -> dict[str, str]:
        known = reader_by_usb(self._usb_id)
        return {"port": f"usb {self._usb_id}", **({} if known is None else {"model": known.name})}

    def doubt(self) -> Fault | None:
        """A model that nobody has looked at: it may work, and its vendor or a technician should tell."""
        known = reader_by_usb(self._usb_id)
        is_ours = known is not None and known.kind is ReaderKind.SAMV_USB
        return None if is_ours else Fault(id="reader.unknown-model", detail=self._usb_id)

    @property
    def _usb_id(self) -> str:
        return f"{self._address.vendor:04x}:{self._address.product:04x}"

    def _device(self) -> Any:
        wanted = {
            "idVendor": self._address.vendor,
            "idProduct": self._address.product,
            "bus": self._address.bus,
            "address": self._address.device,
        }
        given = {key: value for key, value in wanted.items() if value is not None}
        return usb.core.find(backend=self._backend, **given)


class UsbPort:
    """A `Port` whose interface is claimed, so that no other process gets it."""

    def __init__(self, device: Any) -> None:
        self._device = device
        self._head = bytearray()
        self._due = 0
        """Bytes that are still to come from the second pipe."""
        self._patient: set[int] = set()
        """Pipes whose first transfer after a command is still to come."""
        try:
            self._pipes = pipes_of(_configuration(device))
            self._buffer = usb.util.create_buffer(self._pipes.packet)
            usb.util.claim_interface(device, self._pipes.interface)
        except usb.core.USBError as problem:
            usb.util.dispose_resources(device)
            raise open_fault(problem.errno, _reason(problem)) from problem
        except LinkError:
            usb.util.dispose_resources(device)
            raise

    def clear(self) -> None:
        self._head.clear()
        self._due = 0
        for pipe in {self._pipes.in_head, self._pipes.in_rest}:
            for _ in range(_DRAIN_PACKETS):
                if not self._transfer(pipe, _DRAIN_S):
                    break

    def write(self, command: bytes) -> bool:
        pipes = self._pipes
        self._patient = {pipes.in_head, pipes.in_rest}
        if not pipes.split:
            return self._send(pipes.out_head, command)
        return self._send(pipes.out_head, command[:_HEAD]) and self._send(pipes.out_rest, command[_HEAD:])

    def read(self) -> bytes:
        """One packet, or nothing within a slice."""
        pipe = self._pipes.in_rest if self._due else self._pipes.in_head
        piece = self._transfer(pipe, FIRST_WAIT_S if pipe in self._patient else SLICE_S)
        self._patient.discard(pipe)
        if self._pipes.split:
            self._account(piece)
        return piece

    def close(self) -> None:
        usb.util.dispose_resources(self._device)

    def _account(self, piece: bytes) -> None:
        """The header tells how much the second pipe brings; what is no header is left to the parser."""
        if self._due:
            self._due = max(0, self._due - len(piece))
            return
        self._head += piece
        start = self._head.find(PREAMBLE)
        if start >= 0 and len(self._head) >= start + _HEAD:
            length = int.from_bytes(self._head[start + len(PREAMBLE) : start + _HEAD], "big")
            # at most so much: the parser knows when the frame is whole, and `clear` begins anew
            self._due = length if length <= LENGTH_CAP else 0
            self._head.clear()
        elif start < 0:
            del self._head[: max(0, len(self._head) - len(PREAMBLE) + 1)]

    def _send(self, pipe: int, piece: bytes) -> bool:
        try:
            sent = self._device.write(pipe, piece, int(WRITE_LIMIT_S * 1000))
        except usb.core.USBError as problem:
            if not self._survives(problem, pipe):
                raise gone(_reason(problem)) from problem
            return False
        return bool(sent == len(piece))

    def _transfer(self, pipe: int, limit_s: float) -> bytes:
        try:
            count = self._device.read(pipe, self._buffer, int(limit_s * 1000))
        except usb.core.USBError as problem:
            if not self._survives(problem, pipe):
                raise gone(_reason(problem)) from problem
            return b""
        piece = bytes(self._buffer[:count])
        for at in range(count):
            self._buffer[at] = 0
        return piece

    def _survives(self, problem: Any, pipe: int) -> bool:
        """A time limit is silence, and a stalled pipe is silence once it was cleared; everything else is the end."""
        if isinstance(problem, usb.core.USBTimeoutError):
            return True
        if problem.errno != errno.EPIPE:
            return False
        try:
            self._device.clear_halt(pipe)
        except usb.core.USBError as second:
            raise gone(_reason(second)) from second
        return True


def pipes_of(configuration: Iterable[Any]) -> Pipes:
    """The pipes of the first interface that has them, two of each kind before one. `LinkError`: `reader.config`."""
    pairs: list[Pipes] = []
    for interface in configuration:
        bulk = [
            endpoint
            for endpoint in interface
            if usb.util.endpoint_type(endpoint.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
        ]
        bulk.sort(key=lambda endpoint: int(endpoint.bEndpointAddress))
        incoming = [end for end in bulk if end.bEndpointAddress & usb.util.ENDPOINT_IN]
        outgoing = [end for end in bulk if not end.bEndpointAddress & usb.util.ENDPOINT_IN]
        if incoming and outgoing and interface.bAlternateSetting == 0:
            rest = 1 if len(incoming) > 1 and len(outgoing) > 1 else 0
            pairs.append(
                Pipes(
                    interface=interface.bInterfaceNumber,
                    out_head=outgoing[0].bEndpointAddress,
                    out_rest=outgoing[rest].bEndpointAddress,
                    in_head=incoming[0].bEndpointAddress,
                    in_rest=incoming[rest].bEndpointAddress,
                    packet=max(incoming[0].wMaxPacketSize, incoming[rest].wMaxPacketSize),
                )
            )
    if not pairs:
        raise LinkError("reader.config", "no pair of bulk endpoints")
    return next((pipes for pipes in pairs if pipes.split), pairs[0])


def _configuration(device: Any) -> Any:
    """The active one; a device that nothing has configured gets its first."""
    try:
        return device.get_active_configuration()
    except usb.core.USBError as problem:
        if problem.errno is not None:
            raise
        device.set_configuration()
        return device.get_active_configuration()


def _reason(problem: Any) -> str:
    return named(problem.errno, str(problem))
