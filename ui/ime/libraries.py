"""Where the system's libraries of text entry are, and which Debian packages are missing."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from pathlib import Path


class EngineMissingError(Exception):
    """A library or its data is not on this machine, or does not open. `package` is the Debian package to install."""

    def __init__(self, package: str, cause: str) -> None:
        super().__init__(f"{package}: {cause}")
        self.package = package
        self.cause = cause


@dataclass(frozen=True, kw_only=True)
class EngineState:
    """Whether one way of writing works here: for the technician's `doctor` and the devices page."""

    engine: str
    """`pinyin`, `handwriting` or `traditional`."""
    package: str
    """Debian package that is missing; empty where it works."""
    cause: str
    """Why it does not, in the library loader's own words; empty where it works."""

    @property
    def works(self) -> bool:
        return not self.package


def library(name: str, package: str) -> ctypes.CDLL:
    """Load a shared library by its soname. Raises `EngineMissingError`."""
    try:
        return ctypes.CDLL(name)
    except OSError as error:
        raise EngineMissingError(package, str(error)) from error


def data_file(pattern: str, package: str) -> Path:
    """The first file a pattern finds (Debian has some under the machine's triplet). Raises `EngineMissingError`."""
    found = sorted(Path("/").glob(pattern.lstrip("/")))
    if not found:
        raise EngineMissingError(package, f"no {pattern}")
    return found[0]
