"""Says what pages want said: one worker, the newest sentence only, and the window never waits for it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from kiosk.faults import Fault
from kiosk.flow.page import Frame, Page
from kiosk.settings import VoiceSettings
from ui.voice.errors import CutError, VoiceError
from ui.voice.player import PATIENCE_S, Player
from ui.voice.programs import Programs
from ui.voice.recordings import Recordings
from ui.voice.sound import Sound, chime, silence
from ui.voice.state import ESPEAK, TRIAL, espeak_there
from ui.voice.synthesis import Synthesis

Told = Callable[[bool, Fault | None], None]
"""Whether pages can be read aloud, and what is wrong. Called in the worker's thread."""
KEPT = 32
"""Sentences that stay as sound, some 6 MB: the pages of a visit. They are words of the screen, never of a person."""
PAUSE_S = 0.2
"""Between the chime and the sentence."""
END_S = 5.0
"""How long the end waits for the worker. It is a daemon: one in a hanging call is left behind."""


@dataclass(frozen=True, kw_only=True)
class Utterance:
    text: str
    language: str
    chime: bool = False
    times: int = 1


def utterance_of(page: Page, frame: Frame) -> Utterance | None:
    """What is to be heard on this page: a call goes first, and what the page says is for who asked."""
    if frame.call is not None:
        call = frame.call
        return Utterance(text=call.text, language=frame.language, chime=call.chime, times=call.times)
    if frame.voice and frame.aloud and page.said:
        return Utterance(text=page.said, language=frame.language)
    return None


class Speaker:
    """`show` is a front end like the window. `folder` holds recordings. `start` and `stop` once each."""

    def __init__(
        self,
        settings: VoiceSettings,
        folder: Path,
        *,
        local_time: Callable[[], time],
        told: Told,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._told = told
        self._folder = folder
        self._programs = Programs()
        self._synthesis = Synthesis(self._programs)
        self._player = Player(settings, self._programs, local_time, patience_s)
        self._news = threading.Condition()
        self._shown: Utterance | None = None
        self._wanted: Utterance | None = None
        self._ended = False
        self._kept: OrderedDict[tuple[str, str], Sound] = OrderedDict()
        self._recordings: Recordings | None = None
        self._mute = ""
        """Why sentences have no sound, of espeak-ng."""
        self._deaf = ""
        """Why sound does not come out, of aplay."""
        self._last: tuple[bool, Fault | None] | None = None
        self._thread = threading.Thread(target=self._work, name="voice", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """What sounds ends now, and nothing is begun any more."""
        with self._news:
            self._ended = True
            self._programs.end()
            self._news.notify()
        self._thread.join(END_S)

    def show(self, page: Page, frame: Frame) -> None:
        """A page was shown: say what it wants said, and end what was being said for another. Returns at once."""
        wanted = utterance_of(page, frame)
        if wanted == self._shown:
            return
        self._shown = wanted
        with self._news:
            self._wanted = wanted
            self._programs.cut()
            self._news.notify()

    # -- the worker -------------------------------------------------------------------------------------------------

    def _work(self) -> None:
        self._recordings = Recordings(self._folder)
        self._mute = "" if espeak_there() else ESPEAK
        while True:
            with self._news:
                # before anything is to be said the device is tried, until it has answered
                while self._wanted is None and not self._ended and self._last is not None:
                    self._news.wait()
                if self._ended:
                    return
                wanted, self._wanted, turn = self._wanted, None, self._programs.turn
            try:
                sound = TRIAL if wanted is None else self._sound(wanted, turn)
            except CutError:
                continue
            if sound is None:
                self._tell()
            else:
                self._play(sound, turn)

    def _play(self, sound: Sound, turn: int) -> None:
        try:
            self._player.play(sound, turn)
            self._deaf = ""
        except CutError:
            return
        except VoiceError as problem:
            self._deaf = problem.detail
        self._tell()

    def _sound(self, wanted: Utterance, turn: int) -> Sound | None:
        """None where nothing has a sound; an alarm sounds also without its words."""
        try:
            sound = self._sentence(wanted, turn)
        except CutError:
            raise
        except VoiceError as problem:
            self._mute = problem.detail
            return chime(22_050, 1) if wanted.chime else None
        if wanted.chime:
            sound = sound.at(1.0).after(silence(PAUSE_S, sound.rate, sound.channels))
            sound = sound.after(chime(sound.rate, sound.channels))
        return sound

    def _sentence(self, wanted: Utterance, turn: int) -> Sound:
        recorded = self._recordings and self._recordings.sound(wanted.text, wanted.language)
        if recorded:
            return recorded
        key = (wanted.language, wanted.text)
        if key not in self._kept:
            self._kept[key] = self._synthesis.sound(wanted.text, wanted.language, turn)
            self._mute = ""
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return self._kept[key]

    def _tell(self) -> None:
        """Tell what has changed."""
        recordings = self._recordings
        works = not self._deaf and not self._mute
        causes = [self._deaf, self._mute, *([] if recordings is None else recordings.problems)]
        detail = "; ".join(cause for cause in causes if cause)
        state = (works, Fault(id="kiosk.voice", detail=detail) if detail else None)
        if state != self._last:
            self._last = state
            self._told(*state)
