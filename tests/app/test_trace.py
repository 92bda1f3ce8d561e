"""`main.py trace`: recorded on a simulated reader, played again, and both as a technician runs them."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.residents import demo_cards
from drivers.idcard.simulator import SamvSimulator
from kiosk.dock import DockFile

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = """
data = "d"
demo = true
[platform]
address = "https://platform.example"
pinned_keys = ["ed25519:lx6NyS9vlaYRKOgCOX3QDxqfVTeBvVdvGZzXVCJ9uyk"]
[[device]]
id = "slot"
kind = "idcard"
address = "pcsc://"
"""
READER = '[[device]]\nid = "reader"\nkind = "idcard"\naddress = "samv+serial://{link}"\n'


def run(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, str(ROOT / "main.py"), "trace", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT)


def test_a_trace_is_recorded_and_comes_to_the_same_when_played(tmp_path: Path) -> None:
    config, out = tmp_path / "terminal.toml", tmp_path / "folder" / "trace.jsonl"
    config.write_text(SETTINGS + READER.format(link=tmp_path / "tty"))
    dock = DockFile(tmp_path / "dock.json")
    dock.change("reader", card="zhang")
    simulator = SamvSimulator(dock, {card.id: card.card for card in demo_cards()}, tmp_path / "tty")
    simulator.start()
    try:
        with run("record", "--config", config, "--out", out) as recording:
            assert recording.stdout is not None
            for line in recording.stdout:
                if line.startswith("DocumentRead"):
                    recording.send_signal(signal.SIGINT)
        assert recording.returncode == 0
    finally:
        simulator.stop()
    zhang = next(card.card for card in demo_cards() if card.id == "zhang")
    assert zhang.number not in out.read_text("utf-8")
    with run("replay", out) as playing:
        said = playing.communicate(timeout=60)[0]
    assert playing.returncode == 0, said
    assert "= DocumentRead" in said
    assert "came to the same" in said


def test_what_cannot_be_recorded_or_played_is_said(tmp_path: Path) -> None:
    config = tmp_path / "terminal.toml"
    config.write_text(SETTINGS)
    with run("record", "--config", config, "--out", tmp_path / "x") as recording:
        said = recording.communicate(timeout=60)[0]
    assert (recording.returncode, "no SAM-V reader" in said) == (2, True), said
    with run("replay", config) as playing:
        said = playing.communicate(timeout=60)[0]
    assert (playing.returncode, said.startswith("trace: ")) == (2, True), said


@pytest.mark.parametrize("minutes", ["0.02"])
def test_a_reader_that_never_came_is_no_success(tmp_path: Path, minutes: str) -> None:
    config = tmp_path / "terminal.toml"
    config.write_text(SETTINGS + READER.format(link=tmp_path / "nothing"))
    arguments = ("record", "--config", config, "--out", tmp_path / "x", "--minutes", minutes)
    with run(*arguments) as recording:
        said = recording.communicate(timeout=60)[0]
    assert recording.returncode == 1, said
    assert "reader.no-reader" in said
