"""What can be set about store, client and loop, with the defaults and where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk.protocol.keys import PinnedKeys


@dataclass(frozen=True, kw_only=True)
class StoreSettings:
    """`address` is the platform's URL; requests are signed over it as it stands here. Times in seconds or hours.

    Defaults: spread and cap as facts, platform, section 16 measured; alarm and escalation as design, rule 4;
    ballast as facts, offline synchronisation, section 2.
    """

    data_dir: Path
    address: str
    pinned: PinnedKeys
    software: str = "jiujin"
    spread_s: float = 300.0
    cap_s: float = 600.0
    refresh_s: float = 300.0
    heartbeat_s: float = 60.0
    connect_timeout_s: float = 3.0
    read_timeout_s: float = 10.0
    """Between two pieces of an answer; `total_timeout_s` bounds the whole exchange (slow loris)."""
    total_timeout_s: float = 60.0
    ca_file: Path | None = None
    """Certificates of a private authority; None: those of the machine."""
    alarm_h: float = 24.0
    escalate_h: float = 72.0
    retention_days: int = 30
    """How long a received item stays here; the database itself refuses less than seven days."""
    ballast_bytes: int = 8 * 1024 * 1024

    def __post_init__(self) -> None:
        if self.retention_days < 7:
            raise ValueError("retention_days is at least 7")
        if not self.address.startswith(("http://", "https://")):
            raise ValueError("address is a URL that begins with https:// or http://")
