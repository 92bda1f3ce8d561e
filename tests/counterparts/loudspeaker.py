"""A loudspeaker of ALSA's own: what aplay plays arrives here as samples, at a loudspeaker's pace or a quicker one.

The devices are ALSA's file plugin over its null device, named in a configuration of the test's own: nothing of this
machine's sound is touched. Each run of aplay pours into a program of its own, which is this file. What a pipe holds
(64 KiB, 1.5 s) is still heard after aplay was ended.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from array import array
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

RATE = 22_050
"""Of espeak-ng, and of what the tests record; one channel of 16 bits."""
PACE = 4
"""How many times quicker than a real one it swallows, so that tests do not take as long as speech."""
SLICE_S = 0.02
DEADLINE_S = 60.0


def why_not(*programs: str) -> str:
    """Why a voice cannot be heard here, in words for the report of skipped tests; empty when it can."""
    packages = {"aplay": "alsa-utils", "espeak-ng": "espeak-ng"}
    missing = [packages[program] for program in programs or packages if shutil.which(program) is None]
    return f"not installed: apt-get install {' '.join(missing)}" if missing else ""


class Loudspeaker:
    """Devices: `heard` swallows at its pace, `hanging` never takes anything."""

    def __init__(self, folder: Path) -> None:
        self.config = folder / "asound.conf"
        self._heard = folder / "heard"
        self._heard.mkdir()
        hanging = folder / "hanging"
        # a pipe that nobody reads cannot even be opened: as a driver that hangs in its call
        os.mkfifo(hanging)
        devices = {"heard": f"|exec {sys.executable} {Path(__file__)} {self._heard}", "hanging": str(hanging)}
        self.config.write_text(
            "pcm.nothing { type null }\n"
            + "".join(
                f'pcm.{name} {{ type file slave.pcm "nothing" file "{file}" format "raw" }}\n'
                for name, file in devices.items()
            ),
            "utf-8",
        )

    # -- what was heard ---------------------------------------------------------------------------------------------

    def sounds(self) -> list[array[int]]:
        """Everything that was loud, one for each run of aplay; the silence by which a device is tried is left out."""
        return [sound for sound, _ in self._all()]

    def wait(self, ready: Callable[[list[array[int]], bool], bool]) -> list[array[int]]:
        """Until what was heard, and whether something sounds now, is as wanted; `AssertionError` after a minute."""
        deadline = time.monotonic() + DEADLINE_S
        while True:
            every = self._all()
            sounds = [sound for sound, _ in every]
            if ready(sounds, any(sounding for _, sounding in every)):
                return sounds
            assert time.monotonic() < deadline, [round(seconds(sound), 2) for sound in sounds]
            time.sleep(SLICE_S)

    def finished(self, count: int) -> list[array[int]]:
        """So many sounds, the last one to its end."""
        return self.wait(lambda sounds, sounding: len(sounds) >= count and not sounding)

    def _all(self) -> list[tuple[array[int], bool]]:
        """Each sound in order, and whether it goes on."""
        every = []
        for file in sorted(self._heard.iterdir()):
            try:
                data = file.read_bytes()
            except FileNotFoundError:
                # it ended between the two looks, and has its other name now
                data = file.with_suffix(".raw").read_bytes()
            every.append((array("h", data[: len(data) // 2 * 2]), file.suffix == ".part"))
        return [(sound, sounding) for sound, sounding in every if loudness(sound) > 0]


def swallow(folder: Path) -> None:
    """As a loudspeaker does: take what comes at its pace, and keep it. The file is renamed when no more comes."""
    # aplay's own output is closed with aplay, not with us
    for stream in (1, 2):
        os.close(stream)
    part = folder / f"{time.monotonic_ns():020d}.part"
    with part.open("wb", buffering=0) as file:
        while data := os.read(0, int(RATE * 2 * PACE * SLICE_S)):
            file.write(data)
            time.sleep(len(data) / (RATE * 2 * PACE))
    part.rename(part.with_suffix(".raw"))


def seconds(sound: array[int]) -> float:
    """How long it is without silence at its end: aplay fills its last period."""
    last = next((at for at in range(len(sound) - 1, -1, -1) if sound[at]), 0)
    return last / RATE


def loudness(sound: array[int]) -> int:
    """Of the loudest sample."""
    return max(max(sound, default=0), -min(sound, default=0))


def pitch(sound: array[int], begins_s: float = 0.0, ends_s: float = 1e9) -> float:
    """Of a pure tone, in Hz, by how often it rises through zero between two moments."""
    part = sound[int(begins_s * RATE) : int(min(ends_s, seconds(sound)) * RATE)]
    rises = sum(1 for one, other in pairwise(part) if one < 0 <= other)
    return rises * RATE / max(1, len(part))


if __name__ == "__main__":
    swallow(Path(sys.argv[1]))
