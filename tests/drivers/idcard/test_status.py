"""Every status code has its fault, and every fault its words."""

from __future__ import annotations

from pathlib import Path

import pytest

import drivers.idcard
from drivers.idcard.status import FAULT_OF_SW3, fault_of
from kiosk.faults import load_faults

CATALOGUE = load_faults([Path(drivers.idcard.__file__).with_name("faults.toml")])


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


def test_every_fault_has_words() -> None:
    own = {"card-removed", "unsupported-document", "busy", "unplugged", "no-reader", "mute", "bad-content"}
    own |= {"other-card", "card-mute", "access-denied", "service-down", "stuck", "too-many"}
    assert {text.id for text in CATALOGUE} == set(FAULT_OF_SW3.values()) | {f"reader.{name}" for name in own}
    for text in CATALOGUE:
        assert text.code.startswith("R-")
        for words in (text.title, text.body, text.cause, text.remedy):
            assert set(words) == {"zh-CN", "zh-HK", "en"}
            assert all(not any(bad in word for bad in ("错误", "失败", "请稍后重试")) for word in words.values())
