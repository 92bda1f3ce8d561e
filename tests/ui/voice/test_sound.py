"""Sound as a value: what is taken for a WAV file, how it is made louder, what a chime is."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.voice.errors import VoiceError
from ui.voice.sound import LONGEST_S, Sound, chime, read_wav

HEAD = (
    b"RIFF\x2c\x00\x00\x00WAVE"  # 44 bytes follow
    b"fmt \x10\x00\x00\x00\x01\x00\x01\x00"  # 16 bytes; PCM, one channel
    b"\x40\x1f\x00\x00\x80\x3e\x00\x00\x02\x00\x10\x00"  # 8000 Hz, 16000 bytes a second, 2 a sample, 16 bits
    b"data\x08\x00\x00\x00"
)
"""By hand from the tables of the format: four samples follow."""
FOUR = b"\x00\x00\xe8\x03\x18\xfc\xd0\x07"
"""0, 1000, -1000, 2000."""


def test_a_wav_file_is_read_and_written_as_its_tables_say() -> None:
    sound = read_wav(HEAD + FOUR)
    assert sound == Sound(rate=8000, channels=1, samples=FOUR)
    assert sound.wav() == HEAD + FOUR


def test_what_comes_through_a_pipe_is_read_to_its_end() -> None:
    """espeak-ng does not know how much it will say, and writes 0x7ffff000."""
    assert read_wav(HEAD[:-4] + b"\x00\xf0\xff\x7f" + FOUR).samples == FOUR


def test_the_loudest_sample_comes_to_the_level() -> None:
    louder = read_wav(HEAD + FOUR).at(0.5)
    # 2000 becomes 16383, the others as many times as much: 8191, -8191
    assert louder.samples == b"\x00\x00\xff\x1f\x01\xe0\xff\x3f"
    silent = Sound(rate=8000, channels=1, samples=bytes(8))
    assert silent.at(1.0) == silent


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "no WAV file"),
        (b"\xff\xfbID3 no wave at all", "no WAV file"),
        (HEAD[:20], "no WAV file"),
        (HEAD, "empty"),
        (HEAD.replace(b"\x02\x00\x10\x00", b"\x01\x00\x08\x00") + FOUR, "8 bits"),
        (HEAD.replace(b"\x40\x1f\x00\x00", b"\x00\x77\x01\x00") + FOUR, "96000 Hz"),
        (Sound(rate=8000, channels=1, samples=b"\x01\x00" * (8000 * LONGEST_S + 1)).wav(), "longer than"),
    ],
)
def test_other_files_are_refused_with_the_reason(data: bytes, cause: str) -> None:
    with pytest.raises(VoiceError, match=cause):
        read_wav(data)


@given(st.binary(max_size=60), st.integers(0, len(HEAD)))
def test_no_file_breaks_the_reader(noise: bytes, at: int) -> None:
    for data in (noise, HEAD[:at] + noise, HEAD + noise):
        with suppress(VoiceError):
            sound = read_wav(data)
            assert 0 < sound.seconds <= LONGEST_S


@pytest.mark.parametrize(("rate", "channels"), [(22_050, 1), (48_000, 2), (8_000, 1)])
def test_the_chime_is_one_second_for_any_loudspeaker(rate: int, channels: int) -> None:
    sound = chime(rate, channels)
    assert sound.seconds == pytest.approx(1, abs=0.01)
    assert read_wav(sound.wav()) == sound
