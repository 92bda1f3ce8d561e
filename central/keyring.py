"""The platform's private keys in a folder of their own: `root.key`, `identity.key`, `intake-KEYID.key`; mode 0600.

Old intake keys stay: an envelope may have waited at a terminal for weeks. A copy of this folder, kept apart from
the copies of the database, is what the platform cannot do without.
"""

from __future__ import annotations

import hmac
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from central.errors import SetupError
from kiosk.protocol.errors import MalformedError
from kiosk.protocol.keys import X25519, SigningKey, decode, encode, key_id

_ROOT = "root.key"
_IDENTITY = "identity.key"


class Keyring:
    """Reads and makes the private keys. `SetupError` names a folder or file that cannot be used."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as problem:
            raise SetupError(f"--keys: cannot make the folder {folder}: {problem.strerror}") from problem
        self._intake: dict[str, bytes] = {}

    def has_root(self) -> bool:
        return (self._folder / _ROOT).exists()

    def make_root(self) -> None:
        """Make the root key unless there is one; of two processes at once, one wins and both read the same."""
        _create(self._folder / _ROOT, SigningKey.generate().raw())

    def root(self) -> SigningKey:
        return SigningKey.from_raw(_read(self._folder / _ROOT))

    def has_identity(self) -> bool:
        return (self._folder / _IDENTITY).exists()

    def make_identity(self) -> None:
        """Make the key that signs statements unless there is one."""
        _create(self._folder / _IDENTITY, SigningKey.generate().raw())

    def identity(self) -> SigningKey:
        return SigningKey.from_raw(_read(self._folder / _IDENTITY))

    def blind(self, purpose: str, text: str) -> str:
        """HMAC-SHA-256 in hex of a text under a key that the root key gives: an index that says nothing by itself, of
        numbers and codes that are soon tried out one after the other."""
        key = hmac.digest(_read(self._folder / _ROOT), b"jiujin/v1/blind", "sha256")
        return hmac.digest(key, purpose.encode("ascii") + b"\0" + text.encode("utf-8"), "sha256").hex()

    def make_intake(self) -> bytes:
        """A new intake key; returns its public bytes."""
        private = X25519PrivateKey.generate()
        public = private.public_key().public_bytes_raw()
        _create(self._intake_file(key_id(X25519, public)), private.private_bytes_raw())
        return public

    def intake(self, wanted: str) -> bytes | None:
        """The private bytes of an intake key, or None. Read at first use: a running platform sees new keys."""
        if wanted not in self._intake:
            file = self._intake_file(wanted)
            if len(wanted) != 16 or not wanted.isalnum() or not file.exists():
                return None
            self._intake[wanted] = _read(file)
        return self._intake[wanted]

    def _intake_file(self, wanted: str) -> Path:
        return self._folder / f"intake-{wanted}.key"


def _create(file: Path, raw: bytes) -> None:
    """Write the key under another name first: a file under its own name is always whole."""
    draft = file.with_name(f"{file.name}.{os.getpid()}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(encode(raw).encode("ascii") + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(draft, file)
        except FileExistsError:
            return
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        draft.unlink()


def _read(file: Path) -> bytes:
    try:
        raw = decode(file.read_text("ascii").strip())
    except (OSError, UnicodeDecodeError, MalformedError) as problem:
        raise SetupError(f"{file}: cannot read this private key ({type(problem).__name__})") from problem
    if len(raw) != 32:
        raise SetupError(f"{file}: a private key has 32 bytes")
    return raw
