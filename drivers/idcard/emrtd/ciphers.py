"""The two-key triple DES of a chip: keys, enciphering and the retail MAC (ICAO 9303-11, sections 4.3, 9.7, 9.8)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes

BLOCK = 8
"""Bytes of a block of DES."""
_ZERO = bytes(BLOCK)
_ENCRYPT, _MAC = 1, 2
"""Counters of the key derivation (9303-11, 9.7.1)."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Keys:
    """A pair of keys of 16 bytes; shown by no `repr`."""

    encrypt: bytes
    mac: bytes


def derived(seed: bytes) -> Keys:
    """Both keys from a seed of 16 bytes."""
    return Keys(encrypt=_key(seed, _ENCRYPT), mac=_key(seed, _MAC))


def _key(seed: bytes, counter: int) -> bytes:
    digest = hashlib.sha1(seed + counter.to_bytes(4, "big"), usedforsecurity=False).digest()[:16]
    return bytes(_with_odd_parity(byte) for byte in digest)


def _with_odd_parity(byte: int) -> int:
    """DES ignores the lowest bit, and the worked example of the standard sets it."""
    return byte if byte.bit_count() % 2 else byte ^ 1


def _whole(key: bytes) -> TripleDES:
    """K1‖K2‖K1: shorter keys are refused by newer versions of the library."""
    return TripleDES(key + key[:BLOCK])


def enciphered(key: bytes, data: bytes) -> bytes:
    """CBC with a zero start; whole blocks."""
    work = Cipher(_whole(key), modes.CBC(_ZERO)).encryptor()
    return work.update(data) + work.finalize()


def deciphered(key: bytes, data: bytes) -> bytes:
    work = Cipher(_whole(key), modes.CBC(_ZERO)).decryptor()
    return work.update(data) + work.finalize()


def mac(key: bytes, data: bytes) -> bytes:
    """Eight bytes over whole blocks: ISO/IEC 9797-1, algorithm 3 (single DES on all blocks, triple on the last)."""
    before = _ZERO
    if len(data) > BLOCK:
        # single DES is triple DES with three equal keys
        single = Cipher(TripleDES(key[:BLOCK] * 3), modes.CBC(_ZERO)).encryptor()
        before = single.update(data[:-BLOCK])[-BLOCK:]
    last = Cipher(_whole(key), modes.CBC(before)).encryptor()
    return last.update(data[-BLOCK:])


def padded(data: bytes) -> bytes:
    """To whole blocks, by 80 00… (ISO/IEC 9797-1, method 2): always at least one byte."""
    return data + b"\x80" + bytes(-(len(data) + 1) % BLOCK)


def unpadded(data: bytes) -> bytes:
    """`ValueError` where it was not padded so."""
    bare = data.rstrip(b"\0")
    if not bare.endswith(b"\x80") or len(data) - len(bare) >= BLOCK:
        raise ValueError("no padding")
    return bare[:-1]
