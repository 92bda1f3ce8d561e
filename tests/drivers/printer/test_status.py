"""Status bytes: every byte there is, the documented ones, and the words of every fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import drivers.printer
from drivers.printer import status
from drivers.printer.models import StatusFamily
from drivers.printer.status import confirms_paper, decode, is_confirmation, is_status
from kiosk.faults import load_faults

EPSON = StatusFamily.EPSON
anything = st.integers(0, 255)


@given(anything)
def test_fixed_bits(byte: int) -> None:
    bits = f"{byte:08b}"  # bit 7 first
    assert is_status(byte) == (bits[0] == "0" and bits[3] == "1" and bits[6] == "1" and bits[7] == "0")
    assert is_confirmation(byte) == (bits[0] == "0" and bits[3] == "0")
    assert not (is_status(byte) and is_confirmation(byte))


@given(st.binary(max_size=6))
def test_only_four_valid_bytes_are_decoded(answers: bytes) -> None:
    if len(answers) == 4 and all(byte & 0x93 == 0x12 for byte in answers):
        decode(EPSON, answers)
    else:
        with pytest.raises(ValueError, match="not four status bytes"):
            decode(EPSON, answers)


@given(st.lists(st.integers(0, 255).map(lambda b: (b & 0x6C) | 0x12), min_size=4, max_size=4).map(bytes))
def test_no_fault_only_when_no_bit_speaks(answers: bytes) -> None:
    n1, n2, n3, n4 = answers
    silent = not (n1 & 0x08 or n2 & 0x6C or n3 & 0x68 or n4 & 0x60)
    found = decode(EPSON, answers)
    assert (found.fault() is None) == silent
    assert (found.warning() is None) == (not n4 & 0x0C)


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ("12121212", None),
        ("16121212", None),  # the drawer's pin is not ours
        ("1212121e", None),
        ("1a323212", status.PAPER_OUT),
        ("1a321272", status.PAPER_OUT),
        ("12121272", status.PAPER_OUT),
        ("12121232", status.PAPER_OUT),  # half a pair is never "fine"
        ("1a161212", status.COVER_OPEN),
        ("1a361272", status.COVER_OPEN),  # the cover first: under it the sensor sees no paper either
        ("1a521a12", status.CUTTER),
        ("1a523212", status.HARDWARE),
        ("1a525212", status.OVERHEATED),
        ("1a521212", status.HARDWARE),
        ("1a1a1212", status.OFFLINE),
        ("1a121212", status.OFFLINE),
    ],
)
def test_documented_bytes(answers: str, fault: str | None) -> None:
    found = decode(EPSON, bytes.fromhex(answers)).fault()
    assert (found and found.id) == fault


def test_black_mark_is_no_paper_end() -> None:
    assert decode(StatusFamily.BLACK_MARK, bytes.fromhex("12121272")).fault() is None
    out = decode(StatusFamily.BLACK_MARK, bytes.fromhex("1a321212")).fault()
    assert out is not None
    assert out.id == status.PAPER_OUT


@given(anything)
def test_paper_under_the_head_after_all(byte: int) -> None:
    assert confirms_paper(byte) == (not byte & 4 and not byte & 8)


def test_every_fault_has_words() -> None:
    ids = {value for name, value in vars(status).items() if name.isupper() and str(value).startswith("printer.")}
    texts = load_faults([Path(drivers.printer.__path__[0]) / "faults.toml"])
    assert {text.id for text in texts} == ids
    for text in texts:
        assert text.code.startswith("P-")
        assert set(text.title) == set(text.body) == set(text.cause) == set(text.remedy) == {"zh-CN", "zh-HK", "en"}
        assert "失败" not in text.title["zh-CN"] + text.body["zh-CN"]
    assert texts.text("printer.paper-out").code == "P-02"
    assert texts.text("printer.paper-out").title["zh-CN"] == "打印纸用完了"
