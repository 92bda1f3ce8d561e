"""`main.py search`, as a clerk tries an alias file with it."""

from __future__ import annotations

import shutil
from pathlib import Path

from app.faults import ROOT
from tests.app.kiosk import run_main


def test_a_clerk_adds_a_word_and_tries_it(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(ROOT / "data" / "catalogue", folder)
    before = run_main("search", "蒜鸟蒜鸟", "结婚", "--catalogue", folder, "--limit", "2")
    assert before.returncode == 1, "one of the two finds nothing"
    assert before.stdout.splitlines()[:3] == ["蒜鸟蒜鸟", "  –", "结婚"]
    with (folder / "aliases.toml").open("a", encoding="utf-8") as file:
        file.write('[[aliases]]\nsay = ["蒜鸟"]\nmeans = ["撤回申请"]\n')
    after = run_main("search", "蒜鸟蒜鸟", "--catalogue", folder, "--limit", "2")
    assert after.returncode == 0
    assert "撤回申请  (alias)" in after.stdout.splitlines()[1]


def test_a_broken_alias_file_is_told_with_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(ROOT / "data" / "catalogue", folder)
    (folder / "aliases.toml").write_text('[[aliases]]\nsay = ["卡"]\nservices = ["S999"]\n', "utf-8")
    done = run_main("search", "卡", "--catalogue", folder)
    assert done.returncode == 2
    assert "aliases[0].services: S999" in done.stderr
    assert "Traceback" not in done.stderr
