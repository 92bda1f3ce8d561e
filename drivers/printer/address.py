"""Printer addresses of the settings: which transport, where, and which model answers there."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from drivers.printer.models import DEFAULT_MODEL, PrinterModel, printer_model

DEFAULT_PORT = 9100
"""The raw printing port every Ethernet receipt printer listens on (JetDirect)."""
BAUD_RATES = (9600, 19200, 38400, 57600, 115200, 230400)
FLOWS = ("rtscts", "xonxoff", "none")
_ALLOWED = "escpos+tcp://HOST:9100 or escpos+serial:///dev/ttyS0?baud=115200"


@dataclass(frozen=True, kw_only=True)
class TcpAddress:
    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, kw_only=True)
class SerialAddress:
    """`flow` is the handshake: without one a printer whose buffer is full loses rows."""

    device: str
    baud: int = 115200
    flow: str = "rtscts"

    def __str__(self) -> str:
        return f"{self.device} at {self.baud} baud"

    @property
    def bytes_per_second(self) -> int:
        """Ten bits a byte: start, eight data, stop (8N1)."""
        return self.baud // 10


@dataclass(frozen=True, kw_only=True)
class PrinterAddress:
    line: TcpAddress | SerialAddress
    model: PrinterModel


def parse_address(text: str) -> PrinterAddress:
    """Read an address; `ValueError` says in one line what is wrong and what is allowed."""
    try:
        parts = urlsplit(text)
        port = parts.port
        pairs = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError as problem:
        raise ValueError(f"printer address {text!r}: {problem}; allowed is {_ALLOWED}") from problem
    query = dict(pairs)
    if len(query) != len(pairs):
        raise ValueError(f"printer address {text!r} sets one option twice")
    if parts.fragment or parts.username is not None:
        raise ValueError(f"printer address {text!r}: no user and no # part; allowed is {_ALLOWED}")
    model = printer_model(query.pop("model", DEFAULT_MODEL))
    line: TcpAddress | SerialAddress
    if parts.scheme == "escpos+tcp":
        if not parts.hostname or parts.path not in ("", "/"):
            raise ValueError(f"printer address {text!r} needs a host and no path: escpos+tcp://HOST:9100")
        line = TcpAddress(host=parts.hostname, port=DEFAULT_PORT if port is None else port)
    elif parts.scheme == "escpos+serial":
        line = _serial(text, parts.netloc, parts.path, query)
    else:
        raise ValueError(f"printer address {text!r}: allowed is {_ALLOWED}")
    if query:
        known = "model" if isinstance(line, TcpAddress) else "model, baud, flow"
        raise ValueError(f"printer address {text!r} has unknown {', '.join(sorted(query))}; known: {known}")
    return PrinterAddress(line=line, model=model)


def _serial(text: str, netloc: str, path: str, query: dict[str, str]) -> SerialAddress:
    if netloc or len(path) < 2:
        raise ValueError(f"printer address {text!r} needs three slashes: escpos+serial:///dev/ttyS0?baud=115200")
    baud = query.pop("baud", "115200")
    if not baud.isascii() or not baud.isdigit() or int(baud) not in BAUD_RATES:
        raise ValueError(f"printer address {text!r}: baud is one of {', '.join(map(str, BAUD_RATES))}")
    flow = query.pop("flow", "rtscts")
    if flow not in FLOWS:
        raise ValueError(f"printer address {text!r}: flow is one of {', '.join(FLOWS)}")
    return SerialAddress(device=path, baud=int(baud), flow=flow)
