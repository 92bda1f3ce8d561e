"""`main.py gallery`: every page in every mode, in a window or as a folder of pictures with their checks."""

from __future__ import annotations

import importlib
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import USAGE, fail

if TYPE_CHECKING:
    from ui.gallery.mode import Mode
    from ui.gallery.showing import Pages

COLLECTION = "tests.ui.pictures.collection"
"""The pages shown; like the gallery's other inputs it belongs to the source tree and is left out of packages."""


def gallery(*, out: Path | None, page: str, modes: Sequence[str]) -> int:
    """With `out` write pictures and `index.html` there, else open the window. 1 where checks found something.

    `page`: only pages whose own name or page name this is. `modes`: such as "landscape large en contrast low".
    """
    display = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    if out is None and not display:
        fail("gallery: there is no display here; --out DIR writes pictures", USAGE)
    if out is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ui.gallery.mode import MAIN, Mode
    from ui.gallery.sheets import with_sheets

    try:
        chosen = tuple(Mode.read(words) for words in modes) or MAIN
    except ValueError as problem:
        fail(f"gallery: {problem}", USAGE)
    try:
        pages: Pages = with_sheets(importlib.import_module(COLLECTION).pages)
    except ModuleNotFoundError:
        fail("gallery: needs the source tree with its tests, which this installation has not", USAGE)
    if not any(_wanted(page, one.name, one.page.name.value) for one in pages(chosen[0])):
        names = sorted({one.page.name.value for one in pages(chosen[0])})
        fail(f"gallery: no page {page}; there are {', '.join(names)}", USAGE)
    return _window(pages, page, chosen[0]) if out is None else _album(out, pages, page, chosen)


def _wanted(page: str, *names: str) -> bool:
    return not page or page in names


def _album(out: Path, pages: Pages, page: str, modes: Sequence[Mode]) -> int:
    from ui.gallery.album import write_album

    plates = write_album(out, pages, modes, lambda one: _wanted(page, one.name, one.page.name.value))
    counts = Counter(finding.check.value for plate in plates for finding in plate.findings)
    for plate in plates:
        for finding in plate.findings:
            print(f"{plate.mode} · {plate.showing.name}: {finding}")
    told = ", ".join(f"{count} {check}" for check, count in sorted(counts.items())) or "nothing"
    print(f"{len(plates)} pictures in {out / 'index.html'}; the checks found {told}")
    return 1 if counts else 0


def _window(pages: Pages, page: str, mode: Mode) -> int:
    from ui.gallery.stand import Stand

    stand = Stand(pages, mode, page)
    try:
        return stand.run()
    finally:
        stand.close()
