"""The voice of a whole terminal: a card that is left sounds until it is taken; settings and the doctor."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import time as clock_time
from pathlib import Path

import pytest

from app.program import Program
from app.running import running
from app.voice import speaking
from kiosk.flow import calling_out
from kiosk.flow.page import Frame, Page
from kiosk.settings import QuietHours, SettingsError, VoiceSettings, Volume, load_settings
from tests.app.kiosk import DEADLINE_S, run_main
from tests.app.theatre import Theatre
from tests.counterparts.loudspeaker import Loudspeaker, pitch, seconds, why_not

VOICE = '\n[voice]\ndevice = "heard"\nvolume = "high"\n'


@pytest.fixture
def loudspeaker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Loudspeaker:
    if reason := why_not():
        pytest.skip(reason)
    made = Loudspeaker(tmp_path)
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(made.config))
    return made


def until(program: Program, shown: list[tuple[Page, Frame]], ready: Callable[[Page, Frame], object]) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not ready(*shown[-1]):
        assert time.monotonic() < deadline, shown[-1][0].name
        program.wait(0.05)
        program.tick()


def test_a_card_that_is_left_sounds_until_it_is_taken(
    theatre: Theatre, loudspeaker: Loudspeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling_out, "EACH_S", 3.0)
    settings = load_settings(theatre.terminal(lambda text: text + VOICE))
    shown: list[tuple[Page, Frame]] = []
    with running(settings) as program:
        program.attach(lambda page, frame: shown.append((page, frame)))
        with speaking(program):
            until(program, shown, lambda page, frame: page.facts.get("favourites") and frame.voice)
            program.act("service", "S008")
            program.act("start")
            theatre.dock.change("reader", card="ouyang")
            until(program, shown, lambda page, _: page.name == "identity")
            assert loudspeaker.sounds() == [], "nobody asked for a voice"
            program.act("finish")
            until(program, shown, lambda page, frame: frame.call is not None and frame.call.times >= 3)
            heard = loudspeaker.finished(2)
            assert pitch(heard[0], 0.1, 0.4) == pytest.approx(988, rel=0.03), "a chime"
            assert seconds(heard[0]) > 2, "and words"
            theatre.dock.change("reader", card="")
            until(program, shown, lambda _, frame: frame.call is None)
            count = len(loudspeaker.finished(2))
            ends = time.monotonic() + 2 * calling_out.EACH_S
            until(program, shown, lambda _page, _frame: time.monotonic() > ends)
            assert len(loudspeaker.sounds()) == count, "silence"


def test_a_terminal_whose_loudspeaker_is_gone_works_and_the_doctor_says_so(
    theatre: Theatre, loudspeaker: Loudspeaker
) -> None:
    config = theatre.terminal(lambda text: text + VOICE.replace("heard", "gone"))
    shown: list[tuple[Page, Frame]] = []
    with running(load_settings(config)) as program, speaking(program):
        program.attach(lambda page, frame: shown.append((page, frame)))
        until(program, shown, lambda page, _: page.facts.get("favourites") and program.desk.voice_fault)
        assert not shown[-1][1].voice, "what cannot be had is not offered"
        program.act("service", "S008")
        assert shown[-1][0].name == "guide"
    done = run_main("doctor", "--json", "--config", config)
    (check,) = [check for check in json.loads(done.stdout)["checks"] if check["name"] == "voice"]
    assert check["state"] == "warning"
    assert "No such file or directory" in check["cause"]
    well = theatre.terminal(lambda text: text + VOICE)
    done = run_main("doctor", "--json", "--config", well)
    (check,) = [check for check in json.loads(done.stdout)["checks"] if check["name"] == "voice"]
    assert check["state"] == "ready"


# -- settings -------------------------------------------------------------------------------------------------------


def read(folder: Path, text: str) -> VoiceSettings | None:
    file = folder / "kiosk.toml"
    key = "ed25519:" + "A" * 43
    file.write_text(
        f'data = "d"\n[platform]\naddress = "https://platform.example"\npinned_keys = ["{key}"]\n{text}', "utf-8"
    )
    return load_settings(file).voice


def test_the_voice_is_off_until_it_is_set_up(tmp_path: Path) -> None:
    assert read(tmp_path, "") is None
    assert read(tmp_path, "[voice]\n") == VoiceSettings(device="default", volume=Volume.MIDDLE, quiet=None)
    night = QuietHours(begins=clock_time(21), ends=clock_time(7))
    made = read(tmp_path, '[voice]\ndevice = "plughw:1,0"\nvolume = "low"\nquiet = "21:00-07:00"\n')
    assert made == VoiceSettings(device="plughw:1,0", volume=Volume.LOW, quiet=night)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('volume = "loud"', "voice.volume: takes one of low, middle, high"),
        ('quiet = "21-7"', "voice.quiet: takes hours as 21:00-07:00"),
        ('quiet = "24:00-07:00"', "voice.quiet: takes hours as 21:00-07:00"),
        ('device = "--help"', "voice.device"),
        ("speed = 2", "voice.speed: is unknown; known are quiet, device, volume"),
    ],
)
def test_bad_settings_are_refused_with_the_reason(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, f"[voice]\n{text}\n")
    assert problem in caught.value.line


@pytest.mark.parametrize(
    ("hours", "quiet", "loud"),
    [((21, 7), (21, 23, 0, 6), (7, 12, 20)), ((12, 14), (12, 13), (11, 14, 0)), ((0, 0), (), (0, 12, 23))],
)
def test_quiet_hours_may_go_over_midnight(
    hours: tuple[int, int], quiet: tuple[int, ...], loud: tuple[int, ...]
) -> None:
    when = QuietHours(begins=clock_time(hours[0]), ends=clock_time(hours[1]))
    assert all(when.holds(clock_time(hour)) for hour in quiet)
    assert not any(when.holds(clock_time(hour)) for hour in loud)
