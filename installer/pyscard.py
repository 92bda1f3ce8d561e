"""Debian's pyscard in the virtual environment: a link to its package, where that is built for this Python.

PyPI has pyscard as a source archive alone, whose build wants swig, a compiler and headers, and no hash locks those.
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

from installer.progress import say

SYSTEM_PYTHON = Path("/usr/bin/python3")
"""The Python that Debian builds its own packages for."""
_WHERE = "import importlib.util as u; found = u.find_spec('smartcard'); print(found.origin if found else '')"


def link(environment: Path) -> None:
    """Make `smartcard` importable in an environment of the running Python, or say why not. Raises `OSError`.

    A link that points at something else is replaced, or taken away; a package somebody installed there stays.
    """
    place = Path(sysconfig.get_path("purelib", "venv", {"base": str(environment)})) / "smartcard"
    if place.exists() and not place.is_symlink():
        return
    package = _package()
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    # Python loads an extension module only if its name ends in its own suffix, which names version and machine.
    fits = package is not None and (package / "scard" / f"_scard{sysconfig.get_config_var('EXT_SUFFIX')}").exists()
    if package is not None and fits:
        if not place.is_symlink() or place.readlink() != package:
            place.unlink(missing_ok=True)
            place.symlink_to(package)
        return
    place.unlink(missing_ok=True)
    why = f"{SYSTEM_PYTHON} has no pyscard (Debian's python3-pyscard)"
    if package is not None:
        why = f"the pyscard of {SYSTEM_PYTHON} is not built for Python {version}; start with that one"
    say(f"All works but PC/SC card readers: {why}")


def _package() -> Path | None:
    """The folder of the system's `smartcard`; None where there is none, or no such Python."""
    try:
        # -I: neither the clone nor what the caller's PYTHONPATH names.
        asked = subprocess.run([SYSTEM_PYTHON, "-I", "-c", _WHERE], capture_output=True, text=True, check=False)
    except OSError:
        return None
    origin = asked.stdout.strip()
    return Path(origin).parent if asked.returncode == 0 and origin else None
