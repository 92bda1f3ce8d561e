"""`main.py udev-rules`, and the rule that `doctor` puts beside a reader that is not ready."""

from __future__ import annotations

import pytest

import main
from app.udev import rule_for


def test_rules_are_printed_for_a_group(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["udev-rules", "--group", "terminal"]) == 0
    said = capsys.readouterr().out
    assert 'ATTR{idVendor}=="0400", ATTR{idProduct}=="c35a", GROUP="terminal", MODE="0660"' in said
    assert said.endswith("\n")


@pytest.mark.parametrize("group", ["a b", 'x", RUN+="/bin/sh', "", "x\n"])
def test_nothing_but_a_group_comes_into_the_file(group: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main(["udev-rules", "--group", group])
    assert ended.value.code == 2
    assert not capsys.readouterr().out


@pytest.mark.parametrize(
    ("facts", "start"),
    [
        ({"port": "usb 0400:c35a"}, 'SUBSYSTEM=="usb", ATTR{idVendor}=="0400"'),
        ({"port": "usb 1234:abcd"}, 'SUBSYSTEM=="usb", ATTR{idVendor}=="1234"'),
        ({"port": "/dev/ttyUSB0", "usb": "1a86:7523"}, 'SUBSYSTEM=="tty", ATTRS{idVendor}=="1a86"'),
        ({"port": "/dev/ttyUSB0", "usb": "1234:abcd"}, 'SUBSYSTEM=="tty", ATTRS{idVendor}=="1234"'),
    ],
)
def test_a_reader_that_is_not_ready_gets_its_rule(facts: dict[str, str], start: str) -> None:
    assert rule_for(facts).startswith(start)


@pytest.mark.parametrize("facts", [{}, {"port": "/dev/pts/7"}, {"service": "pcscd"}, {"port": "usb 10c4:0007"}])
def test_there_is_not_always_one(facts: dict[str, str]) -> None:
    assert rule_for(facts) == ""
