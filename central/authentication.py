"""Who delivers a request: the transport signature, checked against the public address, our keys and our clock."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

from central.directory import find_keys
from central.errors import WireCode, WireError
from central.platform import Platform
from kiosk.clock import stamp
from kiosk.protocol.errors import ProtocolError
from kiosk.protocol.transport import MAX_AGE, MAX_SKEW, Caller, verify_request

_KEY_ID = re.compile(r';\s*keyid="([0-9a-f]{16})"')
_CREATED = re.compile(r";\s*created=([0-9]{1,12})(?![0-9])")


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A request whose signature holds. `created`: seconds since 1970, within minutes of our clock."""

    caller: Caller
    created: int


def authenticate(platform: Platform, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Signed:
    """The signer of a request; `target` is path and query as received. `WireError` 401 `clock` or `transport`.

    A signature made too early or too late is told apart from a wrong one: the terminal compares its clock and sends
    again, and nobody has to guess.
    """
    server_utc = stamp(platform.clock.utc())
    parameters = headers.get("signature-input", "")
    key_id, created = _KEY_ID.search(parameters), _CREATED.search(parameters)
    if created is not None and not _fresh(int(created[1])):
        detail = "the signature was made too long ago or in the future; set the clock by server_utc"
        raise WireError(401, WireCode.CLOCK, detail, server_utc=server_utc)
    if key_id is None or created is None:
        raise WireError(401, WireCode.TRANSPORT, "no signature with keyid and created", server_utc=server_utc)
    with platform.database.read() as connection:
        directory = find_keys(connection, key_id[1])
    url = platform.settings.public_url.rstrip("/") + target
    try:
        caller = verify_request(method, url, headers, body, directory)
    except ProtocolError as problem:
        detail = f"{problem}; this platform is addressed as {platform.settings.public_url}"
        raise WireError(401, WireCode.TRANSPORT, detail, server_utc=server_utc) from problem
    return Signed(caller=caller, created=int(created[1]))


def _fresh(created: int) -> bool:
    """The same bounds as the verifier's, which does not say which of its checks failed."""
    age = time.time() - created
    skew = MAX_SKEW.total_seconds()
    return -skew <= age <= MAX_AGE.total_seconds() + skew
