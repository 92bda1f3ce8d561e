"""The chip of a simulated travel document: access control, secure messaging, files and active authentication.

The other side of ICAO 9303-11, sections 4.3, 6.1 and 9.8, written apart from the driver.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers import Cipher, modes

ATR = bytes.fromhex("3B80800101")
"""What PC/SC readers make up for a contactless card without historical bytes (PC/SC part 3, 3.1.3.2.3.1)."""
_AID = bytes.fromhex("A0000002471001")
_OK, _NO_FILE, _NO_CURRENT_FILE = b"\x90\x00", b"\x6a\x82", b"\x69\x86"
_LOCKED, _WRONG_KEY, _WRONG_MAC = b"\x69\x82", b"\x63\x00", b"\x69\x88"
_NO_SUCH_OFFSET, _END, _UNKNOWN = b"\x6b\x00", b"\x62\x82", b"\x6d\x00"
_SHORT = 256
"""The longest answer to a short command; what is longer waits for GET RESPONSE."""


class TravelChip:
    """A powered chip. `random_bytes` is for tests that want an answer known beforehand."""

    def __init__(
        self,
        files: Mapping[int, bytes],
        access_information: str,
        key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | None,
        random_bytes: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self.atr = ATR
        self._files = files
        self._key = key
        self._random = random_bytes
        seed = hashlib.sha1(access_information.encode("ascii"), usedforsecurity=False).digest()[:16]
        self._access = _Session(seed, 0)
        self.reset()

    def reset(self) -> None:
        self._selected = False
        self._file: bytes | None = None
        self._challenge = b""
        self._session: _Session | None = None
        self._pending = b""

    def answer(self, command: bytes) -> bytes:
        """The answer to one command, with its status word."""
        if command[1] == 0xC0:
            return self._handed(self._pending)
        if command[0] & 0x0C:
            return self._protected(command)
        match command[1]:
            case 0xA4 if command[2] == 0x04:
                self.reset()
                self._selected = command[5 : 5 + command[4]] == _AID
                return _OK if self._selected else _NO_FILE
            case 0xA4 | 0xB0:
                return _LOCKED if self._selected else _NO_FILE
            case 0x84 if self._selected:
                self._challenge = self._random(8)
                return self._challenge + _OK
            case 0x82 if self._selected:
                return self._opened(command[5:45])
            case _:
                return _UNKNOWN

    def _opened(self, proof: bytes) -> bytes:
        """EXTERNAL (mutual) AUTHENTICATE: RND.IFD, RND.IC and K.IFD under the printed key."""
        if not self._challenge or self._access.mac(_pad(proof[:32])) != proof[32:]:
            self._challenge = b""
            return _WRONG_KEY
        theirs, ours, secret = _split(self._access.plain(proof[:32]), 8, 8, 16)
        if ours != self._challenge:
            return _WRONG_KEY
        own = self._random(16)
        cryptogram = self._access.cryptogram(ours + theirs + own)
        seed = bytes(one ^ other for one, other in zip(secret, own, strict=True))
        self._session = _Session(seed, int.from_bytes(ours[4:] + theirs[4:], "big"))
        return cryptogram + self._access.mac(_pad(cryptogram)) + _OK

    def _protected(self, command: bytes) -> bytes:
        session = self._session
        if session is None:
            return _WRONG_MAC
        objects = _objects(command[5 : 5 + command[4]])
        body = b"".join(whole for tag, whole, _ in objects if tag != 0x8E)
        values = {tag: value for tag, _, value in objects}
        if values.get(0x8E) != session.mac(_pad(session.count() + _pad(command[:4]) + body)):
            self._session = None
            return _WRONG_MAC
        data = session.plain(values[0x87][1:]) if 0x87 in values else b""
        data = session.plain(values[0x85]) if 0x85 in values else data
        expected = values[0x97][0] or _SHORT if 0x97 in values else 0
        answer = self._done(command, data.rstrip(b"\0")[:-1], expected)
        plain, word = answer[:-2], answer[-2:]
        reply = b""
        if plain:
            cryptogram = session.cryptogram(_pad(plain))
            reply = _item(0x85, cryptogram) if command[1] & 1 else _item(0x87, b"\x01" + cryptogram)
        reply += _item(0x99, word)
        return self._handed(reply + _item(0x8E, session.mac(_pad(session.count() + reply))))

    def _handed(self, data: bytes) -> bytes:
        piece, self._pending = data[:_SHORT], data[_SHORT:]
        return piece + (bytes((0x61, min(255, len(self._pending)))) if self._pending else _OK)

    def _done(self, command: bytes, data: bytes, expected: int) -> bytes:
        match command[1]:
            case 0xA4:
                self._file = self._files.get(int.from_bytes(data, "big"))
                return _NO_FILE if self._file is None else _OK
            case 0xB0:
                return self._read(command[2] << 8 | command[3], expected)
            case 0xB1:
                found = self._read(int.from_bytes(data[2:], "big"), expected - 4)
                return _item(0x53, found[:-2]) + found[-2:]
            case 0x88 if self._key is not None:
                return self._signed(self._key, data) + _OK
            case _:
                return _UNKNOWN

    def _read(self, offset: int, size: int) -> bytes:
        if self._file is None:
            return _NO_CURRENT_FILE
        if offset >= len(self._file):
            return _NO_SUCH_OFFSET
        piece = self._file[offset : offset + size]
        return piece + (_OK if len(piece) == size else _END)

    def _signed(self, key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, number: bytes) -> bytes:
        if isinstance(key, ec.EllipticCurvePrivateKey):
            r, s = decode_dss_signature(key.sign(number, ec.ECDSA(hashes.SHA256())))
            return r.to_bytes(32, "big") + s.to_bytes(32, "big")
        numbers = key.private_numbers()
        size = key.key_size // 8
        recovered = self._random(size - 22)
        digest = hashlib.sha1(recovered + number, usedforsecurity=False).digest()
        block = b"\x6a" + recovered + digest + b"\xbc"
        modulus = numbers.public_numbers.n
        return pow(int.from_bytes(block, "big"), numbers.d, modulus).to_bytes(size, "big")


class _Session:
    """Both keys of a seed and the counter."""

    def __init__(self, seed: bytes, counter: int) -> None:
        self._encrypt, self._mac = (
            hashlib.sha1(seed + bytes((0, 0, 0, number)), usedforsecurity=False).digest()[:16] for number in (1, 2)
        )
        self._counter = counter

    def count(self) -> bytes:
        self._counter += 1
        return self._counter.to_bytes(8, "big")

    def cryptogram(self, data: bytes) -> bytes:
        return Cipher(TripleDES(self._encrypt + self._encrypt[:8]), modes.CBC(bytes(8))).encryptor().update(data)

    def plain(self, data: bytes) -> bytes:
        return Cipher(TripleDES(self._encrypt + self._encrypt[:8]), modes.CBC(bytes(8))).decryptor().update(data)

    def mac(self, data: bytes) -> bytes:
        """The retail MAC in three steps: CBC by one key, the last block opened by the other and shut again."""
        one, other = (TripleDES(key * 3) for key in (self._mac[:8], self._mac[8:]))
        last = Cipher(one, modes.CBC(bytes(8))).encryptor().update(data)[-8:]
        opened = Cipher(other, modes.CBC(bytes(8))).decryptor().update(last)
        return Cipher(one, modes.CBC(bytes(8))).encryptor().update(opened)


def _pad(data: bytes) -> bytes:
    return data + b"\x80" + bytes(7 - len(data) % 8)


def _split(data: bytes, *sizes: int) -> list[bytes]:
    parts, begin = [], 0
    for size in sizes:
        parts.append(data[begin : begin + size])
        begin += size
    return parts


def _objects(data: bytes) -> list[tuple[int, bytes, bytes]]:
    """Tag, whole object and value; the objects of a command have short lengths, or one byte after 81."""
    found = []
    while data:
        begin, size = (3, data[2]) if data[1] == 0x81 else (2, data[1])
        found.append((data[0], data[: begin + size], data[begin : begin + size]))
        data = data[begin + size :]
    return found


def _item(tag: int, value: bytes) -> bytes:
    size = len(value)
    length = (
        bytes((size,)) if size < 0x80 else bytes((0x81, size)) if size < 0x100 else b"\x82" + size.to_bytes(2, "big")
    )
    return bytes((tag,)) + length + value
