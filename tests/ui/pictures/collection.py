"""All pages that are pictured: those that real visits meet, and in Mandarin the samples with their extremes too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kiosk.flow.page import Frame, Page, TextSize
from kiosk.texts import DEFAULT, LANGUAGES
from tests.ui import samples, samples_visit
from tests.ui.pictures.walks import PROPER, met
from tests.ui.samples_identity import LONG_ORGANISATION, proving
from ui.gallery.mode import Mode
from ui.gallery.showing import Showing


def pages(mode: Mode) -> list[Showing]:
    """Every page in a mode, each under a name of its own."""
    walked = [
        Showing(name=one.name, page=one.page, frame=one.frame, proper=(*PROPER, LONG_ORGANISATION))
        for walk in (met, proving)
        for one in walk(mode.language, mode.size)
    ]
    shown = [*walked, *(_samples(mode.size, walked[0].frame) if mode.language == DEFAULT else ())]
    return [replace(one, frame=replace(one.frame, contrast=mode.contrast, low_reach=mode.low_reach)) for one in shown]


def _samples(size: TextSize, real: Frame) -> Iterator[Showing]:
    """The samples in a size. A form plans its questions by it, so each sample form goes with its own sizes only."""
    every: dict[str, tuple[Page, Frame]] = {
        **{name: (page, samples.AROUND.get(name, samples.FRAME)) for name, page in samples.PAGES.items()},
        "idle": (samples.PAGES["home"], samples.IDLE),
        **samples_visit.samples(),
    }
    for name, (page, frame) in every.items():
        elder = name.startswith("elder-")
        if elder == size.elder or (not elder and f"elder-{name}" not in every and not page.fields):
            yield Showing(name=f"sample-{name}", page=page, frame=_sized(frame, size, real))


def _sized(frame: Frame, size: TextSize, real: Frame) -> Frame:
    """A sample's frame in a size, with what the toolbar of a real one offers."""
    label = samples_visit.elder(frame).elder_label if size.elder else ""
    languages = tuple(option for option in real.languages if option.value in LANGUAGES)
    return replace(frame, size=size, elder_label=label, sizes=real.sizes, languages=languages)
