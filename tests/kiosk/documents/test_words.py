"""Words and faults: complete in both languages, and kind."""

from __future__ import annotations

import tomllib
from pathlib import Path

import kiosk.documents
from kiosk.documents.sheet import compose
from kiosk.documents.words import words
from kiosk.faults import load_faults
from tests.kiosk.documents.papers import OFFLINE, PAPERS

FOLDER = Path(kiosk.documents.__file__).parent


def test_every_text_has_both_languages() -> None:
    for section in tomllib.loads((FOLDER / "texts.toml").read_text("utf-8")).values():
        for text in section.values():
            assert set(text) == {"zh-CN", "zh-HK", "en"}


def test_an_unknown_language_reads_chinese() -> None:
    assert words("receipt", "bo") == words("receipt", "zh-CN")


def test_faults_load_and_say_first_what_is_safe() -> None:
    for text in load_faults([FOLDER / "faults.toml"]):
        assert text.code.startswith("D-")
        assert set(text.title) == set(text.body) == {"zh-CN", "zh-HK", "en"}
        assert text.body["zh-CN"].startswith("您的登记已保存")
        for said in (*text.title.values(), *text.body.values()):
            assert not any(word in said for word in ("失败", "错误", "请稍后重试", "failed", "error"))


def test_nothing_of_a_person_shows_in_a_repr() -> None:
    for paper in PAPERS.values():
        assert "欧阳" not in repr(paper)
        assert "欧阳" not in repr(compose(paper))
    assert OFFLINE.number in repr(OFFLINE)
