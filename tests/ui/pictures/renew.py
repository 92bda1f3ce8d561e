"""`python -m tests.ui.pictures.renew [NAME …]`: keep pages as they look now as goldens. Look at what you keep."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QImage

from tests.ui.pictures.goldens import FOLDER, bytes_of, changed, file_of, small, wanted
from ui.gallery.showing import Easel


def renew(names: Collection[str]) -> int:
    """Write the goldens of these pages, or of all, where they changed; returns how many were written."""
    every = list(wanted())
    written = 0
    with Easel(every[0][1]) as easel:
        for mode, showing in every:
            if names and showing.name not in names:
                continue
            easel.put(showing, mode)
            file, now = file_of(mode, showing), small(easel.picture())
            if file.exists() and changed(QImage(str(file)), now) is None:
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(bytes_of(now))
            written += 1
            sys.stdout.write(f"written: {file.relative_to(FOLDER)}\n")
    if not names:
        kept = {file_of(mode, showing) for mode, showing in every}
        for file in sorted(set(FOLDER.rglob("*.png")) - kept):
            file.unlink()
            sys.stdout.write(f"gone: {file.relative_to(FOLDER)}\n")
    return written


if __name__ == "__main__":
    sys.stdout.write(f"{renew(sys.argv[1:])} written\n")
