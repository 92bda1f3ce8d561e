"""Who may act in a service where its file does not say: defaults by type and level, on the careful side."""

from __future__ import annotations

from kiosk.catalogue.model import AuthLevel, ServiceType
from kiosk.identity.ages import GUARDED_UNTIL, OF_AGE
from kiosk.protocol.envelope import Capacity

_ABOUT_A_PERSON = (ServiceType.QUERY, ServiceType.PRINT)
"""What is shown or printed is somebody's record: others see it only where the service says so."""


def default_proxies(kind: ServiceType, level: AuthLevel) -> tuple[Capacity, ...]:
    """In whose name one may act. For organisations never by default: the service says so itself.

    Annual certification is about the person being there, so nobody stands in. What is signed (L3) and what shows a
    person's records is theirs or their guardian's. The rest may be done by somebody whom they sent.
    """
    if kind is ServiceType.CERTIFY:
        return (Capacity.SELF,)
    if level is AuthLevel.L3 or kind in _ABOUT_A_PERSON:
        return (Capacity.SELF, Capacity.GUARDIAN)
    return (Capacity.SELF, Capacity.PROXY, Capacity.GUARDIAN)


def default_self_from_age(level: AuthLevel) -> int:
    """From which age somebody acts alone: what is signed wants full capacity (民法典 18, 19)."""
    return OF_AGE if level is AuthLevel.L3 else GUARDED_UNTIL
