"""The voice on a real ALSA device: what is said, in which order, how loud; what ends it, and how it fails."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from kiosk.flow.page import Call, Frame, Page, PageName
from kiosk.settings import QuietHours, Volume
from tests.counterparts.loudspeaker import loudness, pitch, seconds
from tests.ui.samples import FRAME
from tests.ui.voice.conftest import Hall, tone

TAKE = "请取走您的身份证。"
"""`goodbye.lies-said` of the words."""
SIGN = "请用手指在框里签名。"
"""`signature.said`."""
ALOUD = replace(FRAME, voice=True, aloud=True)
A4, A5 = 440.0, 880.0


def page(said: str) -> Page:
    return Page(name=PageName.REVIEW, title="", said=said)


def alarm(times: int = 1, text: str = TAKE) -> Frame:
    return replace(FRAME, call=Call(text=text, chime=True, times=times))


@pytest.mark.parametrize(
    ("language", "said", "shortest"),
    [
        ("zh-CN", "请把身份证放在读卡处，放稳不要动。", 3),
        ("zh-HK", "請把身份證放在讀卡處，放穩不要動。", 3),
        ("en", "Lay your card on the reader and leave it there.", 2),
    ],
)
def test_a_page_is_read_in_its_language(hall: Hall, language: str, said: str, shortest: float) -> None:
    with hall.speaking() as speaker:
        speaker.show(page(said), replace(ALOUD, language=language))
        heard = hall.loudspeaker.finished(1)
        assert hall.hear_of_itself() == (True, None)
    assert len(heard) == 1
    assert shortest < seconds(heard[0]) < 12, "so many syllables, and no letters spelled"
    assert loudness(heard[0]) > 25_000


def test_nothing_is_said_to_who_did_not_ask_but_a_call_is(hall: Hall) -> None:
    hall.record("zh-CN", "signature.said", tone(A4, 1))
    hall.record("zh-CN", "frame.idle-said", tone(A5, 1))
    with hall.speaking() as speaker:
        speaker.show(page(SIGN), replace(FRAME, voice=True))
        speaker.show(page(SIGN), replace(FRAME, call=Call(text="您还在吗？请点一下屏幕，不然会自动结束。")))
        heard = hall.loudspeaker.finished(1)
        assert pitch(heard[0]) == pytest.approx(A5, rel=0.02)
        speaker.show(page(SIGN), ALOUD)
        heard = hall.loudspeaker.finished(2)
        assert pitch(heard[1]) == pytest.approx(A4, rel=0.02)


def test_a_recording_goes_before_the_robot_and_only_for_its_very_words(hall: Hall) -> None:
    hall.record("zh-CN", "signature.said", tone(A4, 1))
    with hall.speaking() as speaker:
        speaker.show(page(SIGN), ALOUD)
        heard = hall.loudspeaker.finished(1)
        assert seconds(heard[0]) == pytest.approx(1, abs=0.05)
        assert pitch(heard[0]) == pytest.approx(A4, rel=0.02)
        speaker.show(page("请在下面签名。"), ALOUD)
        heard = hall.loudspeaker.finished(2)
        assert pitch(heard[1]) != pytest.approx(A4, rel=0.02)
        speaker.show(page(SIGN), replace(ALOUD, language="en"))
        hall.loudspeaker.finished(3)


def test_a_new_page_ends_the_sentence_of_the_one_before(hall: Hall) -> None:
    hall.record("zh-CN", "signature.said", tone(A4, 30))
    hall.record("zh-CN", "goodbye.lies-said", tone(A5, 1))
    with hall.speaking() as speaker:
        speaker.show(page(SIGN), ALOUD)
        hall.loudspeaker.wait(lambda sounds, _: bool(sounds) and seconds(sounds[0]) > 1)
        speaker.show(page(TAKE), ALOUD)
        heard = hall.loudspeaker.finished(2)
    assert seconds(heard[0]) < 20, "cut short"
    assert pitch(heard[0]) == pytest.approx(A4, rel=0.02)
    assert pitch(heard[1]) == pytest.approx(A5, rel=0.02)
    assert seconds(heard[1]) == pytest.approx(1, abs=0.05)


def test_of_many_pages_in_a_row_the_last_is_heard_to_its_end(hall: Hall) -> None:
    hall.record("zh-CN", "goodbye.lies-said", tone(A5, 1))
    with hall.speaking() as speaker:
        for count in range(30):
            speaker.show(page(f"第{count}页"), ALOUD)
        speaker.show(page(TAKE), ALOUD)
        heard = hall.loudspeaker.wait(
            lambda sounds, sounding: not sounding and bool(sounds) and 700 < pitch(sounds[-1]) < 950
        )
    assert len(heard) <= 3, "what was never begun is not made up for"
    assert seconds(heard[-1]) == pytest.approx(1, abs=0.05)


def test_an_alarm_is_a_chime_and_its_words_again_and_again_until_it_is_over(hall: Hall) -> None:
    hall.record("zh-CN", "goodbye.lies-said", tone(A4, 1))
    with hall.speaking() as speaker:
        for times in (1, 2):
            speaker.show(page(""), alarm(times))
            heard = hall.loudspeaker.finished(times)
            speaker.show(Page(name=PageName.HOME, title=""), alarm(times))
        assert len(heard) == 2, "another page is no reason to say it again"
        assert seconds(heard[1]) == pytest.approx(2.2, abs=0.1)
        assert pitch(heard[1], 0.1, 0.4) == pytest.approx(988, rel=0.03)
        assert pitch(heard[1], 0.6, 0.9) == pytest.approx(784, rel=0.03)
        assert pitch(heard[1], 1.3, 2.1) == pytest.approx(A4, rel=0.03)


def test_a_card_taken_in_the_midst_of_the_alarm_ends_it(hall: Hall) -> None:
    hall.record("zh-CN", "goodbye.lies-said", tone(A4, 30))
    with hall.speaking() as speaker:
        speaker.show(page(""), alarm())
        hall.loudspeaker.wait(lambda sounds, _: bool(sounds) and seconds(sounds[0]) > 1.5)
        speaker.show(page(""), FRAME)
        heard = hall.loudspeaker.finished(1)
    assert len(heard) == 1
    assert seconds(heard[0]) < 20


def test_the_volume_has_three_steps_and_half_of_it_at_night(hall: Hall) -> None:
    hall.record("zh-CN", "goodbye.lies-said", tone(A4, 0.5))
    night = QuietHours(begins=time(21), ends=time(7))
    levels = []
    count = 0
    for volume in (Volume.LOW, Volume.MIDDLE, Volume.HIGH):
        for now in (time(20, 59), time(21), time(6, 59)):
            hall.now = now
            with hall.speaking(volume=volume, quiet=night) as speaker:
                speaker.show(page(""), alarm())
                count += 1
                levels.append(loudness(hall.loudspeaker.finished(count)[-1]))
    day, evening, morning = levels[0::3], levels[1::3], levels[2::3]
    assert day == sorted(day)
    assert day[2] > 2 * day[1] > 4 * day[0]
    assert evening == morning == [pytest.approx(level / 2, rel=0.01) for level in day]


def test_a_hanging_device_is_left_and_told_while_the_window_goes_on(hall: Hall) -> None:
    with hall.speaking(device="hanging", patience_s=0.5) as speaker:
        # the trial hangs as well; every show returns although nothing can be said
        for count in range(3):
            speaker.show(page(f"第{count}页"), ALOUD)
        works, fault = hall.hear_of_itself()
    assert not works
    assert fault is not None
    assert "aplay did not end within" in fault.detail


def test_a_page_that_cuts_the_trial_does_not_keep_the_voice_from_being_told(hall: Hall) -> None:
    with hall.speaking() as speaker:
        speaker.show(page(SIGN), ALOUD)
        speaker.show(page(SIGN), FRAME)
        assert hall.hear_of_itself() == (True, None)


def test_an_unknown_device_is_told_with_alsas_words(hall: Hall) -> None:
    with hall.speaking(device="nobody") as speaker:
        speaker.show(page(SIGN), ALOUD)
        works, fault = hall.hear_of_itself()
    assert not works
    assert fault is not None
    assert "No such file or directory" in fault.detail
    assert SIGN not in fault.detail


@pytest.mark.parametrize("present", ["aplay", "espeak-ng", ""])
def test_missing_programs_are_told_and_an_alarm_needs_no_words(
    hall: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, present: str
) -> None:
    shelf = tmp_path / "bin"
    shelf.mkdir()
    if present:
        (shelf / present).symlink_to(Path("/usr/bin") / present)
    monkeypatch.setenv("PATH", str(shelf))
    with hall.speaking() as speaker:
        works, fault = hall.hear_of_itself()
        speaker.show(page(""), alarm())
        if present == "aplay":
            assert seconds(hall.loudspeaker.finished(1)[0]) == pytest.approx(1, abs=0.1), "the chime alone"
    assert not works
    assert fault is not None
    for program, package in (("aplay", "alsa-utils"), ("espeak-ng", "espeak-ng")):
        assert (f"{program} is not installed (package {package})" in fault.detail) is (program != present)


def test_the_end_ends_what_sounds(hall: Hall) -> None:
    hall.record("zh-CN", "signature.said", tone(A4, 30))
    with hall.speaking() as speaker:
        speaker.show(page(SIGN), ALOUD)
        hall.loudspeaker.wait(lambda sounds, _: bool(sounds))
    heard = hall.loudspeaker.finished(1)
    assert seconds(heard[0]) < 20
