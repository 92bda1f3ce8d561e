"""Owns the recognition of characters by tesseract: a process for each band, with limits, that touches no file.

`prlimit` lets it write no byte into any file, a core file among them; `setpriv` lets it die with the vision child.
Both come with util-linux, which every Debian has.
"""

from __future__ import annotations

import os
import shutil
import subprocess

from drivers.camera.zone_band import Grey
from drivers.camera.zone_lines import Rows, rows_of

LIMIT_SECONDS = 3.0
"""It takes 0.2 s a band (measured); later somebody holds another thing before the camera."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
# psm 6: one block of text; makebox: characters with their places (tesseract(1))
COMMAND = (
    *("prlimit", "--core=0", "--fsize=0", "setpriv", "--pdeathsig", "KILL"),
    *("tesseract", "stdin", "stdout", "-l", "eng", "--psm", "6"),
    *("-c", f"tessedit_char_whitelist={_LETTERS}", "makebox"),
)
_NEEDED = ("tesseract", "prlimit", "setpriv")


def missing() -> str:
    """What of this machine lacks for reading a zone; empty when nothing does."""
    return " ".join(name for name in _NEEDED if shutil.which(name, path=os.defpath) is None)


def recognise(band: Grey) -> Rows:
    """Every row of characters in a band; nothing when tesseract fails or takes too long."""
    height, width = band.shape
    picture = bytearray(b"P5 %d %d 255\n" % (width, height))
    picture += band.data
    try:
        done = subprocess.run(
            COMMAND,
            input=picture,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # it starts a thread a core otherwise, whatever OMP_NUM_THREADS says
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"},
            timeout=LIMIT_SECONDS,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        return ()
    finally:
        picture[:] = bytes(len(picture))
    return rows_of(done.stdout.decode("ascii", "ignore")) if done.returncode == 0 else ()
