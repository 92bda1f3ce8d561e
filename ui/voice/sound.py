"""Sound as a value: 16-bit samples, read from and written as WAV, made louder, lengthened, and the chime."""

from __future__ import annotations

import io
import math
import sys
import wave
from array import array
from dataclasses import dataclass

from ui.voice.errors import VoiceError

LONGEST_S = 60
"""A page's sentences take 20 s at most; a longer recording is a mistake, and would have to be kept in memory."""
RATES = range(8_000, 48_001)
"""From a telephone's to a studio's, in samples a second."""
CHIME_HZ = (988.0, 784.0)
"""B5 and G5: high enough for a small loudspeaker, low enough for old ears, falling as a doorbell does."""
CHIME_S = 0.5
"""Of each tone; both are one second."""
_PEAK = 32767


@dataclass(frozen=True, kw_only=True)
class Sound:
    """Signed 16-bit samples, little-endian, channels interleaved."""

    rate: int
    """Samples a second of one channel."""
    channels: int
    samples: bytes

    @property
    def seconds(self) -> float:
        return len(self.samples) / (2 * self.channels * self.rate)

    def at(self, level: float) -> Sound:
        """The same, its loudest sample at `level` (0 to 1), so that all recordings come out alike. Silence stays."""
        values = array("h", self.samples)
        if sys.byteorder == "big":
            values.byteswap()
        loudest = max(max(values, default=0), -min(values, default=0))
        if loudest == 0:
            return self
        gain = level * _PEAK / loudest
        scaled = array("h", [int(value * gain) for value in values])
        if sys.byteorder == "big":
            scaled.byteswap()
        return Sound(rate=self.rate, channels=self.channels, samples=scaled.tobytes())

    def after(self, first: Sound) -> Sound:
        """`first`, then this. Both have one rate and as many channels."""
        return Sound(rate=self.rate, channels=self.channels, samples=first.samples + self.samples)

    def wav(self) -> bytes:
        """As a WAV file."""
        out = io.BytesIO()
        with wave.open(out, "wb") as file:
            file.setnchannels(self.channels)
            file.setsampwidth(2)
            file.setframerate(self.rate)
            file.writeframes(self.samples)
        return out.getvalue()


def read_wav(data: bytes) -> Sound:
    """A WAV file of 16-bit samples, mono or stereo. What comes through a pipe says a length of 2 GB and is read to
    its end. `VoiceError` says what is wrong with it."""
    try:
        with wave.open(io.BytesIO(data)) as file:
            rate, channels, width = file.getframerate(), file.getnchannels(), file.getsampwidth()
            if width != 2 or channels not in (1, 2) or rate not in RATES:
                raise VoiceError(f"{8 * width} bits, {channels} channels, {rate} Hz; 16 bits, 1 or 2, 8000 to 48000")
            samples = file.readframes(LONGEST_S * rate + 1)
    except (wave.Error, EOFError, RuntimeError) as problem:
        # RuntimeError: a chunk that says it is longer than the file
        raise VoiceError("no WAV file of plain samples") from problem
    whole = len(samples) - len(samples) % (2 * channels)
    sound = Sound(rate=rate, channels=channels, samples=samples[:whole])
    if not whole:
        raise VoiceError("an empty WAV file")
    if sound.seconds > LONGEST_S:
        raise VoiceError(f"longer than {LONGEST_S} s")
    return sound


def chime(rate: int, channels: int) -> Sound:
    """Two tones that die away, one second, at full level."""
    count = int(CHIME_S * rate)
    values = array("h")
    for tone in CHIME_HZ:
        for at in range(count):
            # 5 ms to full loudness, so that it does not click; a tenth of it is left at the end
            swell = min(1.0, at / (0.005 * rate)) * math.exp(-2.3 * at / count)
            value = int(0.95 * _PEAK * swell * math.sin(2 * math.pi * tone * at / rate))
            values.extend([value] * channels)
    if sys.byteorder == "big":
        values.byteswap()
    return Sound(rate=rate, channels=channels, samples=values.tobytes())


def silence(seconds: float, rate: int, channels: int) -> Sound:
    return Sound(rate=rate, channels=channels, samples=bytes(2 * channels * int(seconds * rate)))
