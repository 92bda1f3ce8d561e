"""Mandarin for espeak-ng: characters as pinyin with tones, polyphones by their phrases.

A process of its own: pypinyin's phrases take 60 MB and a fifth of a second, which the window would feel.
"""

from __future__ import annotations

import sys

from pypinyin import Style, lazy_pinyin

PAUSES = str.maketrans("，。！？；：、", ",.!?;:,")
"""What espeak-ng's Latin Mandarin pauses at."""
SILENT = str.maketrans("“”「」《》（）·", " " * 9)


def pinyin_of(text: str) -> str:
    """`请取走` to `qing3 qu3 zou3`; what is no Chinese character stays. The neutral tone is written 5."""
    syllables = lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True)
    return " ".join(syllables).translate(PAUSES).translate(SILENT)


if __name__ == "__main__":
    sys.stdout.buffer.write(pinyin_of(sys.stdin.buffer.read().decode("utf-8")).encode("utf-8"))
