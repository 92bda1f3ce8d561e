"""The worked example of ICAO 9303-11, appendix D, copied by hand: no byte here was made by our code."""

from __future__ import annotations

from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.idcard.emrtd.access import access_keys, opened
from drivers.idcard.emrtd.ciphers import derived, enciphered, mac, padded
from drivers.idcard.emrtd.files import COM, read_file
from drivers.idcard.emrtd.groups import parse_contents
from drivers.idcard.emrtd.messaging import SecureMessaging
from drivers.idcard.status import CardError
from kiosk.identity.mrz import MrzKey

KEY = MrzKey(document_number="L898902C", birth_date="690806", expiry_date="940623")
RND_IC, RND_IFD = "4608F91988702212", "781723860C06C226"
K_IFD = "0B795240CB7049B01C19B33E32804F0B"
E_IFD = "72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2"
M_IFD = "5F1448EEA8AD90A7"
AUTHENTICATE = f"0082000028{E_IFD}{M_IFD}28"
AUTHENTICATED = "46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D7449"
KS_ENC, KS_MAC = "979EC13B1CBFE9DCD01AB0FED307EAE5", "F1CB1F1FB5ADF208806B89DC579DC1F8"
SELECT_COM = "0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800"
SELECTED = "990290008E08FA855A5D4C50A8ED9000"
READ_4 = "0CB000000D9701048E08ED6705417E96BA5500"
FOUR = "8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000"
READ_18 = "0CB000040D9701128E082EA28A70F3C7B53500"
EIGHTEEN = "871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000"
CONTENTS = "60145F0104303130365F36063034303030305C026175"
CONVERSATION = [
    ("0084000008", RND_IC + "9000"),
    (AUTHENTICATE, AUTHENTICATED + "9000"),
    (SELECT_COM, SELECTED),
    (READ_4, FOUR),
    (READ_18, EIGHTEEN),
]


class Example:
    """A chip that knows the example's conversation and no other."""

    def __init__(self, answers: dict[str, str] | None = None) -> None:
        self._left = deque(CONVERSATION)
        self._answers = answers or {}

    def transmit(self, command: bytes) -> bytearray:
        expected, answer = self._left.popleft()
        assert command.hex().upper() == expected
        return bytearray.fromhex(self._answers.get(expected, answer))

    def opened(self) -> SecureMessaging:
        numbers = deque((bytes.fromhex(RND_IFD), bytes.fromhex(K_IFD)))
        return opened(self.transmit, KEY, lambda size: numbers.popleft())

    @property
    def over(self) -> bool:
        return not self._left


def test_the_keys_of_the_zone() -> None:
    assert KEY.information == "L898902C<369080619406236"
    keys = access_keys(KEY)
    assert keys.encrypt.hex().upper() == "AB94FDECF2674FDFB9B391F85D7F76F2"
    assert keys.mac.hex().upper() == "7962D9ECE03D1ACD4C76089DCE131543"
    assert "AB94" not in repr(keys).upper()


@pytest.mark.parametrize("number", ["l898902c", "护照一", "L89 902C"])
def test_what_nobody_prints_is_a_wrong_key(number: str) -> None:
    with pytest.raises(CardError) as caught:
        access_keys(MrzKey(document_number=number, birth_date="690806", expiry_date="940623"))
    assert caught.value.fault.id == "reader.key-wrong"
    assert number not in str(caught.value)


def test_the_keys_of_the_session() -> None:
    k_ic = "0B4F80323EB3191CB04970CB4052790B"
    seed = bytes(a ^ b for a, b in zip(bytes.fromhex(K_IFD), bytes.fromhex(k_ic), strict=True))
    keys = derived(seed)
    assert (keys.encrypt.hex().upper(), keys.mac.hex().upper()) == (KS_ENC, KS_MAC)


def test_the_whole_conversation() -> None:
    example = Example()
    found = read_file(example.opened(), COM)
    assert found is not None
    assert found.hex().upper() == CONTENTS
    assert example.over
    contents = parse_contents(found)
    assert (contents.version, contents.groups) == ("0106", {1, 2})


@pytest.mark.parametrize(
    ("command", "answer", "fault"),
    [
        (AUTHENTICATE, "6300", "reader.key-wrong"),
        (AUTHENTICATE, "6988", "reader.key-wrong"),
        (AUTHENTICATE, "63C2", "reader.key-wrong"),
        (AUTHENTICATE, "6F00", "reader.read-failed"),
        (AUTHENTICATE, AUTHENTICATED[:-2] + "489000", "reader.read-failed"),
        (AUTHENTICATE, "47" + AUTHENTICATED[2:] + "9000", "reader.read-failed"),
        (AUTHENTICATE, AUTHENTICATED[:-2] + "9000", "reader.read-failed"),
        ("0084000008", "6982", "reader.unsupported-document"),
        ("0084000008", "6D00", "reader.unsupported-document"),
        ("0084000008", "4608F9198870229000", "reader.read-failed"),
        ("0084000008", "6F00", "reader.read-failed"),
    ],
)
def test_a_chip_that_does_not_open(command: str, answer: str, fault: str) -> None:
    with pytest.raises(CardError) as caught:
        Example({command: answer}).opened()
    assert caught.value.fault.id == fault


def test_an_answer_of_an_earlier_time_opens_nothing() -> None:
    """Right by its MAC, but for another pair of random numbers: somebody recorded it."""
    keys = access_keys(KEY)
    for numbers in (f"{RND_IC[:-1]}3{RND_IFD}", f"{RND_IC}{RND_IFD[:-1]}7"):
        old = enciphered(keys.encrypt, bytes.fromhex(numbers) + bytes(16))
        answer = (old + mac(keys.mac, padded(old))).hex() + "9000"
        with pytest.raises(CardError) as caught:
            Example({AUTHENTICATE: answer}).opened()
        assert "other random numbers" in caught.value.fault.detail


@pytest.mark.parametrize(
    "answer",
    [
        "9000",
        "6982",
        SELECTED.replace("8E08FA", "8E08FB"),  # another MAC
        SELECTED.replace("99029000", "99026A82"),  # another word under the same MAC
        SELECTED[:-4] + "6A82",  # another word outside
        "990290009000",  # no MAC
        "8E08FA855A5D4C50A8ED9000",  # no status
        SELECTED[:-6] + "9000",  # breaks off
        "990290008E08FA855A5D4C50A8ED04009000",  # something behind the MAC
    ],
)
def test_an_answer_that_was_touched_ends_the_session(answer: str) -> None:
    chip = Example({SELECT_COM: answer}).opened()
    for _ in range(2):  # the keys are gone: nothing more is sent
        with pytest.raises(CardError) as caught:
            read_file(chip, COM)
        assert caught.value.fault.id == "reader.read-failed"


@given(st.integers(0, 2), st.binary(min_size=2, max_size=258))
def test_any_answer(step: int, answer: bytes) -> None:
    """To each of the first three commands: a chip that talks nonsense opens nothing and breaks nothing."""
    example = Example()
    count = 0

    def transmit(command: bytes) -> bytearray:
        nonlocal count
        count += 1
        return bytearray(answer) if count > step else example.transmit(command)

    numbers = deque((bytes.fromhex(RND_IFD), bytes.fromhex(K_IFD)))
    with pytest.raises(CardError):
        read_file(opened(transmit, KEY, lambda size: numbers.popleft()), COM)


@given(st.integers(1, 40), st.integers(0, 255))
def test_any_byte_of_an_answer_changed(place: int, value: int) -> None:
    whole = bytearray.fromhex(EIGHTEEN)
    at = place % len(whole)
    changed = bytes(whole[:at]) + bytes((value,)) + bytes(whole[at + 1 :])
    example = Example({READ_18: changed.hex()})
    if changed == whole:
        assert read_file(example.opened(), COM) is not None
        return
    with pytest.raises(CardError):
        read_file(example.opened(), COM)
