"""The search for what a visit left behind: found in whole files, also where two pieces meet."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.residue import PIECE_BYTES, residue_in

VALUE = "99999919860709001X"


@pytest.mark.parametrize("coding", ["utf-8", "utf-16-le"])
@pytest.mark.parametrize("at", [0, PIECE_BYTES - 7, PIECE_BYTES, 2 * PIECE_BYTES - 1])
def test_a_value_is_found_wherever_it_lies(tmp_path: Path, coding: str, at: int) -> None:
    content = bytearray(3 * PIECE_BYTES)
    needle = VALUE.encode(coding)
    content[at : at + len(needle)] = needle
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "spool").write_bytes(content)
    (tmp_path / "clean").write_bytes(bytes(10))
    (tmp_path / "empty").write_bytes(b"")
    check = residue_in((tmp_path,), lambda: "")
    assert check(frozenset({VALUE, "another value"})) == ("spool",)


def test_a_clean_terminal_is_clean_and_the_screen_counts(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(bytes(PIECE_BYTES + 3))
    assert residue_in((tmp_path,), lambda: "")(frozenset({VALUE})) == ()
    assert residue_in((tmp_path,), lambda: f"Page({VALUE})")(frozenset({VALUE})) == ("screen",)
    assert residue_in((tmp_path,), lambda: "text")(frozenset()) == ()
