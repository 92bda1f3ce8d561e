"""Basic access control: who knows what is printed on a document may open its chip (ICAO 9303-11, section 4.3)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable

from drivers.idcard.apdu import SELECT_BY_NAME, Transmit, exchange, select
from drivers.idcard.emrtd.ciphers import Keys, deciphered, derived, enciphered, mac, padded
from drivers.idcard.emrtd.messaging import SecureMessaging
from drivers.idcard.pcsc_status import SUCCESS, word_fault
from drivers.idcard.status import CardError
from kiosk.identity.mrz import MrzKey

AID = bytes.fromhex("A0000002471001")
"""The application of electronic machine-readable travel documents (ICAO 9303-10, section 3.3)."""
_NO_ANSWER_WANTED = 0x0C
"""P2 of SELECT: what the chip could tell of the application is not needed."""
_GET_CHALLENGE = bytes.fromhex("0084000008")
_AUTHENTICATE = bytes.fromhex("0082000028")
_ANSWER_SIZE = 0x28
_NONCE, _SECRET = 8, 16
"""Bytes of RND.IC and RND.IFD, and of K.IC and K.IFD."""
_REFUSED_KEY = frozenset({0x6300, 0x6982, 0x6988})
"""What chips answer to a cryptogram under another key. 9303-11 leaves it open; 6300 and 6988 are the usual ones."""
_NO_SUCH_ACCESS = frozenset({0x6982, 0x6985, 0x6986, 0x6A81, 0x6A86, 0x6D00, 0x6E00})
"""What a chip that has not basic access control, but PACE alone, may answer to GET CHALLENGE."""

RandomBytes = Callable[[int], bytes]


def is_travel_document(transmit: Transmit) -> bool:
    """Select the application; whether the card has it."""
    head = SELECT_BY_NAME[:3] + bytes((_NO_ANSWER_WANTED,))
    return select(transmit, head, AID) == SUCCESS


def access_keys(key: MrzKey) -> Keys:
    """The keys that the printed data make (9303-11, section 9.7.2). Raises `CardError` for what nobody prints."""
    try:
        information = key.information.encode("ascii")
    except ValueError:
        raise CardError("reader.key-wrong", "characters that stand in no machine-readable zone") from None
    return derived(hashlib.sha1(information, usedforsecurity=False).digest()[:_SECRET])


def opened(transmit: Transmit, key: MrzKey, random_bytes: RandomBytes = secrets.token_bytes) -> SecureMessaging:
    """Open the chip whose application is selected.

    Raises `CardError`: `reader.key-wrong` when the chip does not take the key, `reader.unsupported-document` for one
    that is opened in another way only, `reader.read-failed` when its answer does not hold.
    """
    keys = access_keys(key)
    challenge = exchange(transmit, _GET_CHALLENGE)
    if challenge.word in _NO_SUCH_ACCESS:
        raise CardError("reader.unsupported-document", f"get challenge answered {challenge.word:04X}")
    if challenge.word != SUCCESS:
        raise word_fault("get challenge", challenge.word)
    if len(challenge.data) != _NONCE:
        raise CardError("reader.read-failed", f"get challenge answered {len(challenge.data)} bytes")
    theirs = bytes(challenge.data)
    ours, secret = random_bytes(_NONCE), random_bytes(_SECRET)
    cryptogram = enciphered(keys.encrypt, ours + theirs + secret)
    proof = mac(keys.mac, padded(cryptogram))
    answer = exchange(transmit, _AUTHENTICATE + cryptogram + proof + bytes((_ANSWER_SIZE,)))
    if answer.word in _REFUSED_KEY or answer.word & 0xFFF0 == 0x63C0:
        raise CardError("reader.key-wrong", f"authenticate answered {answer.word:04X}")
    if answer.word != SUCCESS:
        raise word_fault("authenticate", answer.word)
    their_secret = _checked(keys, bytes(answer.data), theirs, ours)
    seed = bytes(a ^ b for a, b in zip(secret, their_secret, strict=True))
    return SecureMessaging(transmit, derived(seed), theirs[-4:] + ours[-4:])


def _checked(keys: Keys, answer: bytes, theirs: bytes, ours: bytes) -> bytes:
    """K.IC out of the chip's answer, when its MAC and both random numbers are right."""
    if len(answer) != _ANSWER_SIZE:
        raise CardError("reader.read-failed", f"authenticate answered {len(answer)} bytes")
    cryptogram, proof = answer[:-8], answer[-8:]
    if not hmac.compare_digest(mac(keys.mac, padded(cryptogram)), proof):
        raise CardError("reader.read-failed", "the chip's proof has a wrong MAC")
    plain = deciphered(keys.encrypt, cryptogram)
    if not hmac.compare_digest(plain[: 2 * _NONCE], theirs + ours):
        raise CardError("reader.read-failed", "the chip's proof has other random numbers")
    return plain[2 * _NONCE :]
