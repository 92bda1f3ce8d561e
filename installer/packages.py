"""Debian packages that Jiujin needs, by purpose and with the reason for each, and their installation."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from installer.progress import SetupError, run_logged, say


@dataclass(frozen=True, kw_only=True)
class Package:
    """One Debian package and why it is there."""

    name: str
    reason: str


WINDOW = (
    Package(name="libegl1", reason="Qt Gui is linked to it, also where nothing is drawn with OpenGL"),
    Package(name="libgl1", reason="Qt Gui and the GUI build of OpenCV are linked to it"),
    Package(name="libxkbcommon0", reason="keyboard layouts in Qt"),
    Package(name="libdbus-1-3", reason="Qt's accessibility bridge"),
    Package(name="libfontconfig1", reason="Qt finds its fonts by it"),
    Package(name="libfreetype6", reason="glyphs in Qt"),
    Package(name="libglib2.0-0", reason="Qt's event loop and OpenCV"),
    Package(name="libx11-6", reason="Qt Gui's X11 symbols"),
    Package(name="zlib1g", reason="compression in Qt and Pillow"),
    Package(name="libbrotli1", reason="Qt Network is linked to it, and Qt Quick to Qt Network"),
    Package(name="libzstd1", reason="compressed resources in Qt"),
    Package(name="libgssapi-krb5-2", reason="Qt Network is linked to it"),
)
"""The base of Qt on every platform, offscreen included (the NEEDED entries of the wheel's libraries)."""

DISPLAY = tuple(
    Package(name=name, reason="Qt's xcb platform: the touch window under X11")
    for name in (
        "libx11-xcb1",
        "libxcb-cursor0",
        "libxcb-icccm4",
        "libxcb-image0",
        "libxcb-keysyms1",
        "libxcb-randr0",
        "libxcb-render-util0",
        "libxcb-render0",
        "libxcb-shape0",
        "libxcb-shm0",
        "libxcb-sync1",
        "libxcb-xfixes0",
        "libxcb-xkb1",
        "libxkbcommon-x11-0",
    )
)
"""Two megabytes in all, so that a display plugged in later needs no second set-up."""

FONTS = (
    Package(
        name="fonts-noto-cjk",
        reason="Noto Sans CJK (screen and paper) and Noto Serif CJK (the seal), with the rare characters of names",
    ),
)

TEXT_ENTRY = (
    Package(name="libgooglepinyin0", reason="Pinyin on our own keyboard, with no dictionary of its users"),
    Package(name="libzinnia0", reason="handwriting on the same keyboard"),
    Package(name="tegaki-zinnia-simplified-chinese", reason="the strokes of 6763 characters for it"),
    Package(name="libopencc1.1", reason="the same keyboard in traditional characters, for Hong Kong"),
)
"""Where one is missing the keyboard offers what is left."""

CARDS = (
    Package(name="libpcsclite1", reason="chip cards in contact readers: what pyscard talks to pcscd by"),
    Package(name="python3-pyscard", reason="the calls of PC/SC in Python; the environment is given a link to it"),
    Package(name="pcscd", reason="the service that shares out PC/SC readers and outlives their plugs"),
    Package(name="libccid", reason="pcscd's driver for readers of the CCID standard"),
    Package(name="libusb-1.0-0", reason="SAM-V readers on USB: what pyusb reaches the bus by"),
)

CAMERA = (
    Package(name="tesseract-ocr", reason="reads a passport's machine-readable zone before the camera"),
    Package(name="tesseract-ocr-eng", reason="its letters and digits"),
)
"""Where they are missing the zone is typed."""

VOICE = (
    Package(name="espeak-ng", reason="says what pages say where a site has no recording of it"),
    Package(name="alsa-utils", reason="aplay, which plays it, and can be ended in the midst of a sentence"),
)
"""For terminals with a loudspeaker, installed by hand (docs/settings.md); without them a terminal is silent."""

TESTS = (
    Package(name="git", reason="tests ask it which files belong to the repository"),
    Package(name="sqlite3", reason="the bare shell with which tests try to alter the outbox"),
    Package(name="vsmartcard-vpcd", reason="a virtual reader, so that card tests run against a real pcscd"),
    Package(name="poppler-utils", reason="pdftotext, which reads our papers without our code"),
)


_SUDO_REFUSALS = (
    "password is required",
    "terminal is required",
    "incorrect password",
    "not in the sudoers",
    "may not run",
)
"""What sudo says when it refuses. Its mere name proves nothing: it also warns that it cannot resolve its own host."""


def for_running() -> tuple[Package, ...]:
    """What the terminal itself needs, with what this Python lacks to make a virtual environment."""
    return (*_for_environment(), *WINDOW, *DISPLAY, *FONTS, *TEXT_ENTRY, *CARDS, *CAMERA)


def for_testing() -> tuple[Package, ...]:
    """What the tests need."""
    return (*for_running(), *VOICE, *TESTS)


def _for_environment() -> tuple[Package, ...]:
    if importlib.util.find_spec("ensurepip") is not None:
        return ()
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return (Package(name=f"python{version}-venv", reason="Debian keeps Python's venv module apart from Python"),)


def missing(packages: Iterable[Package]) -> list[str]:
    """Names of those that dpkg lists neither as installed nor as provided by an installed one.

    Later Debian releases renamed some (`libglib2.0-0t64` provides `libglib2.0-0`).
    """
    answer = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${db:Status-Status}\t${Package}\t${Provides}\n"],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    there: set[str] = set()
    for line in answer.stdout.splitlines():
        status, name, provides = line.split("\t")
        if status == "installed":
            there.update([name, *(entry.split()[0] for entry in provides.split(",") if entry.strip())])
    return [package.name for package in packages if package.name not in there]


def install_missing(packages: Iterable[Package], log: Path) -> None:
    """Install what is missing, and call apt-get only if something is. Raises `SetupError`."""
    wanted = tuple(packages)
    if shutil.which("dpkg-query") is None or shutil.which("apt-get") is None:
        say(f"No Debian here, so nothing is installed for it; see to the like of: {_listed(p.name for p in wanted)}")
        return
    names = missing(wanted)
    if not names:
        return
    by_hand = f"apt-get install --no-install-recommends {_listed(names)}"
    apt_get = [*_as_root(by_hand), "env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8", "apt-get", "-q"]
    say(f"Installing Debian packages: {_listed(names)}")
    # Of stale or broken lists it only warns; whether they suffice shows in the installation.
    update = run_logged([*apt_get, "update"], log)
    # 120 s: the system's own unattended upgrade may hold the lock for a minute or two after boot.
    install = [*apt_get, "-o", "DPkg::Lock::Timeout=120", "install", "--yes", "--no-install-recommends", *names]
    installed = run_logged(install, log, _telling)
    if installed.code == 0:
        return
    if any(sign in installed.output for sign in _SUDO_REFUSALS):
        raise SetupError(f"sudo let nobody in; as root, run: {by_hand}")
    if update.reached_nobody or installed.reached_nobody:
        raise SetupError(
            f"no network: apt-get cannot reach Debian's packages; connect and run this again (log: {log})"
        )
    raise SetupError(f"apt-get could not install all that is missing; {log} tells why. As root, try: {by_hand}")


def _as_root(by_hand: str) -> list[str]:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is not None:
        # Without a terminal nobody can type a password, and sudo must say so instead of waiting.
        return ["sudo"] if sys.stdin.isatty() else ["sudo", "--non-interactive"]
    raise SetupError(f"Debian packages are missing, and you are not root and have no sudo; as root, run: {by_hand}")


def _listed(names: Iterable[str]) -> str:
    return " ".join(names)


def _telling(line: str) -> str | None:
    return f"  {line}" if line.startswith(("Need to get", "Setting up")) else None
