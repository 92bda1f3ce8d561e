"""A bare machine to set up: a copy of `./dev` and installer/, a PATH of its own, package tools that keep a record."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import textwrap
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NOBODY = 65534
"""The user and group `nobody` of Debian: no rights anywhere."""

FAKES = {
    # One line an installed package, as the real one prints it in the format that installer/ asks for.
    "dpkg-query": """
        while read -r name; do printf 'installed\\t%s\\t\\n' "$name"; done < "$MACHINE/installed"
        printf 'installed\\tlibglib2.0-0t64\\tlibglib2.0-0 (= 2.80)\\n'
        printf 'not-installed\\tfonts-noto-cjk\\t\\n'
    """,
    "apt-get": """
        echo "apt-get $*" >> "$MACHINE/calls"
        if [ -e "$MACHINE/offline" ]; then
            echo "E: Temporary failure resolving 'packages.invalid'"
            case "$*" in *install*) exit 100;; esac
            exit 0
        fi
        if [ -e "$MACHINE/disk-full" ]; then echo "E: No space left on device"; exit 100; fi
        case "$*" in *install*)
            for word in "$@"; do
                case "$word" in -*|install|DPkg*) continue;; esac
                echo "$word" >> "$MACHINE/installed"
                echo "Setting up $word (1)"
            done;;
        esac
    """,
    "sudo": """
        echo "sudo $*" >> "$MACHINE/calls"
        echo "sudo: unable to resolve host here: Temporary failure in name resolution"
        if [ -e "$MACHINE/no-password" ]; then echo "sudo: a password is required"; exit 1; fi
        [ "$1" = "--non-interactive" ] && shift
        exec "$@"
    """,
}
TOOLS = ("sh", "dirname", "env")


class Machine:
    """One machine in `folder`. `python` is what its PATH offers as python3; None offers none."""

    def __init__(self, folder: Path, *, sudo: bool = False, python: Path | None = Path(sys.executable)) -> None:
        self.folder = folder
        self.root = folder / "clone with space"
        self.wheels = folder / "wheels"
        self._path = folder / "bin"
        for made in (self.root / "requirements", self.wheels, self._path):
            made.mkdir(parents=True)
        shutil.copy(ROOT / "dev", self.root / "dev")
        shutil.copytree(ROOT / "installer", self.root / "installer", ignore=shutil.ignore_patterns("__pycache__"))
        self.system_python = folder / "usr-bin-python3"
        self._put_system_python()
        (self.root / "main.py").write_text("import sys, greeting\nprint(greeting.WORDS, *sys.argv[1:])\n", "utf-8")
        (folder / "installed").touch()
        (folder / "calls").touch()
        for tool in TOOLS:
            (self._path / tool).symlink_to(shutil.which(tool) or f"/bin/{tool}")
        if python is not None:
            (self._path / "python3").symlink_to(python.resolve())
        for name, script in FAKES.items():
            if name != "sudo" or sudo:
                self.put_command(name, textwrap.dedent(script))
        self.lock("hello")

    def _put_system_python(self) -> None:
        """In the place of /usr/bin/python3: one that has pyscard, for this Python, in dist-packages."""
        module = self.root / "installer/pyscard.py"
        text, path = module.read_text("utf-8"), '"/usr/bin/python3"'
        assert text.count(path) == 1
        module.write_text(text.replace(path, repr(str(self.system_python))), "utf-8")
        self.put_pyscard(self.folder / "dist-packages", sysconfig.get_config_var("EXT_SUFFIX"))

    def put_pyscard(self, dist_packages: Path, suffix: str) -> None:
        """Let the system's Python have pyscard there, its extension module with such a suffix."""
        package = dist_packages / "smartcard"
        (package / "scard").mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "scard/__init__.py").write_text("HERE = 'pyscard'\n", "utf-8")
        (package / f"scard/_scard{suffix}").touch()
        self.system_python.write_text(f"#!/bin/sh\necho '{package}/__init__.py'\n", "utf-8")
        self.system_python.chmod(0o755)

    def lose_pyscard(self) -> None:
        """The system's Python finds none, as where Debian's package was taken away."""
        self.system_python.write_text("#!/bin/sh\necho\n", "utf-8")

    def put_command(self, name: str, script: str) -> None:
        """Add a command to the machine's PATH."""
        command = self._path / name
        command.write_text(f"#!/bin/sh\n{script}", "utf-8")
        command.chmod(0o755)

    def lock(self, words: str, *, version: str = "1.0", digest: str | None = None) -> None:
        """Offer a wheel whose module says `words`, and lock both layers to it, or to another `digest`."""
        wheel = self.wheels / f"greeting-{version}-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("greeting.py", f"WORDS = {words!r}\n")
            meta = f"greeting-{version}.dist-info"
            archive.writestr(f"{meta}/METADATA", f"Metadata-Version: 2.1\nName: greeting\nVersion: {version}\n")
            archive.writestr(f"{meta}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            archive.writestr(f"{meta}/RECORD", f"greeting.py,,\n{meta}/METADATA,,\n{meta}/WHEEL,,\n{meta}/RECORD,,\n")
        digest = digest or hashlib.sha256(wheel.read_bytes()).hexdigest()
        for layer in ("runtime", "dev"):
            line = f"greeting=={version} \\\n    --hash=sha256:{digest}\n"
            (self.root / "requirements" / f"{layer}.txt").write_text(line, "utf-8")

    def switch(self, name: str) -> None:
        """Turn a trait on: `offline` (no packages reached), `disk-full` or `no-password` (sudo refuses)."""
        (self.folder / name).touch()

    def calls(self) -> list[str]:
        """What apt-get and sudo were called with, oldest first."""
        return (self.folder / "calls").read_text("utf-8").splitlines()

    def give_to_nobody(self) -> None:
        """Let the user nobody own all of it, as a resident of the machine would own a clone."""
        self.folder.chmod(0o755)
        for path in (self.folder, *self.folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)

    def dev(
        self, *arguments: str, user: int | None = None, index: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run `./dev`. Python packages come from the machine's wheels, or from an `index` address."""
        environment = {"PATH": str(self._path), "HOME": str(self.folder), "MACHINE": str(self.folder)}
        environment |= {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1", "PIP_RETRIES": "1"}
        environment |= (
            {"PIP_INDEX_URL": index} if index else {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels)}
        )
        return subprocess.run(
            [str(self.root / "dev"), *arguments],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            user=user,
            group=user,
            extra_groups=None if user is None else [],
            timeout=120,
            check=False,
        )
