"""`main.py catalogue` as a clerk uses it: what it prints, what it writes, how it ends."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

from app.faults import ROOT


def catalogue(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "catalogue", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_lint_of_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(ROOT / "data" / "catalogue", folder)
    good = catalogue("lint", folder, "--strict")
    assert (good.returncode, good.stdout) == (0, "171 services, 0 errors, 0 warnings\n")
    file = next((folder / "services").glob("S068-*"))
    file.write_text(
        file.read_text("utf-8").replace('"户口簿"', '"相关证明材料"').replace("minutes", "minuten"), "utf-8"
    )
    (folder / "services" / "S053-newborn-name-lookup.toml").unlink()
    bad = catalogue("lint", folder)
    assert bad.returncode == 1
    told = [line for line in bad.stdout.splitlines() if line.startswith(f"{file.name}  ")]
    assert any("materials[2].name" in line and "相关证明材料" in line for line in told), bad.stdout
    assert any("minuten" in line and "error: is unknown" in line for line in told), bad.stdout
    (folder / "services" / "S054-broken.toml").write_text("id = ", "utf-8")
    assert "S054-broken.toml" in catalogue("lint", folder).stdout


def test_an_import_and_its_report(tmp_path: Path) -> None:
    items = [
        {"dept": "示例局", "main": "", "name": name, "itemCode": code, "taskType": kind, "deptCode": "9", "url": ""}
        for name, code, kind in (("甲&amp;乙登记", "A-1", "20"), ("丙许可", "A-2", "77"), ("丁许可", "A-3", "1"))
    ]
    file, out = tmp_path / "items.json", tmp_path / "out"
    file.write_text(json.dumps(items), "utf-8")
    done = catalogue("import", file, "--out", out, "--id", "second-region", "--version", "7")
    assert done.returncode == 0, done.stderr
    assert "row 2: 丙许可: taskType '77' is unknown in sichuan" in done.stdout
    assert "2 taken, 1 rejected, 1 notes" in done.stdout
    with (out / "import-report.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["row"], row["rejected"]) for row in rows] == [("1", "no"), ("2", "yes")]
    assert catalogue("lint", out).returncode == 0
    again = catalogue("import", file, "--out", out)
    assert again.returncode == 2
    assert "is not empty" in again.stderr


def test_an_import_of_nothing(tmp_path: Path) -> None:
    page = tmp_path / "page.json"
    page.write_text("<html>502 Bad Gateway</html>", "utf-8")
    done = catalogue("import", page, "--out", tmp_path / "out")
    assert (done.returncode, "holds no object" in done.stderr) == (2, True)
    assert not (tmp_path / "out").exists()
    assert catalogue("import", tmp_path / "items.xlsx", "--out", tmp_path / "out").returncode == 2
    assert catalogue("import", tmp_path / "gone.json", "--out", tmp_path / "out").returncode == 2
