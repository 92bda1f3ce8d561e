"""Every status code has its fault, and every fault its words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import drivers.idcard
from drivers.idcard.status import FAULT_OF_SW3, fault_of
from kiosk.faults import load_faults

HOUSE = Path(drivers.idcard.__file__).parent
CATALOGUE = load_faults([HOUSE / "faults.toml"])


@pytest.mark.parametrize(
    ("codes", "fault"),
    [
        ("80 34", "reader.no-card"),
        ("81 41 91 24", "reader.read-failed"),
        ("31 32 33", "reader.auth-failed"),
        ("40", "reader.unsupported-card"),
        ("47 60 66", "reader.sam-fault"),
        ("10 11 21 50 7E 00", "reader.protocol"),
        ("23 61", "reader.config"),
    ],
)
def test_codes(codes: str, fault: str) -> None:
    assert {fault_of(code) for code in bytes.fromhex(codes)} == {fault}


def test_every_fault_that_is_named_has_words() -> None:
    sources = "".join(file.read_text("utf-8") for file in HOUSE.rglob("*.py"))
    named = set(re.findall(r'"((?:reader|photo)\.[a-z-]+)"', sources))
    ids = {text.id for text in CATALOGUE}
    assert set(FAULT_OF_SW3.values()) <= ids
    assert named <= ids, named - ids
    for text in CATALOGUE:
        assert text.code.startswith("R-")
        for words in (text.title, text.body, text.cause, text.remedy):
            assert set(words) == {"zh-CN", "zh-HK", "en"}
            assert all(not any(bad in word for bad in ("错误", "失败", "请稍后重试")) for word in words.values())
