"""The virtual environment `.venv`: made once, filled from hash-locked requirements, stamped."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

from installer import pyscard
from installer.progress import SetupError, run_logged, say

LAYERS = ("runtime", "dev")
"""Names of `requirements/NAME.txt`; each holds all pins of those before it, so that the later one serves both."""


class Environment:
    """`.venv` under the project's root."""

    def __init__(self, root: Path, log: Path) -> None:
        self._root = root
        self._log = log
        self.folder = root / ".venv"
        self.python = self.folder / "bin" / "python"

    def tool(self, name: str) -> str:
        """Path of a command that a requirement brought, such as `ruff`."""
        return str(self.folder / "bin" / name)

    def prepare(self, layer: str) -> None:
        """Make the environment hold `layer`, unless its stamp says that it does, and the system's pyscard.

        Raises `SetupError` and `OSError`.
        """
        if not self._is_fresh(layer):
            if not self._is_usable():
                self._make()
            self._fill(layer)
            for held in LAYERS[: LAYERS.index(layer) + 1]:
                self._stamp(held).write_text(self._state(held), "utf-8")
        # Each time: Debian's package may have come, gone or changed meanwhile, and no stamp knows.
        pyscard.link(self.folder)

    def _is_fresh(self, layer: str) -> bool:
        stamp = self._stamp(layer)
        return self.python.exists() and stamp.exists() and stamp.read_text("utf-8") == self._state(layer)

    def _stamp(self, layer: str) -> Path:
        return self.folder / f"jiujin-{layer}.stamp"

    def _state(self, layer: str) -> str:
        digest = hashlib.sha256(self._requirements(layer).read_bytes()).hexdigest()
        return f"python {sys.version.split()[0]}\nrequirements {digest}\n"

    def _requirements(self, layer: str) -> Path:
        return self._root / "requirements" / f"{layer}.txt"

    def _is_usable(self) -> bool:
        """Whether an environment of this Python with a whole pip is there; a killed set-up leaves half a one."""
        if not self.python.exists():
            return False
        probe = subprocess.run(
            [self.python, "-c", "import sys, pip; print(sys.version.split()[0])"],
            capture_output=True,
            text=True,
            check=False,
        )
        return probe.returncode == 0 and probe.stdout.strip() == sys.version.split()[0]

    def _make(self) -> None:
        say(f"Making the virtual environment {self.folder} with Python {sys.version.split()[0]}")
        # From inside an environment, the Python under it: the one inside may be the very one to replace.
        base = getattr(sys, "_base_executable", sys.executable)
        if run_logged([base, "-m", "venv", "--clear", str(self.folder)], self._log).code != 0:
            raise SetupError(f"Python could not make a virtual environment; {self._log} tells why")

    def _fill(self, layer: str) -> None:
        requirements = self._requirements(layer)
        total = len(re.findall(r"^[\w.-]+==", requirements.read_text("utf-8"), re.MULTILINE))
        say(f"Installing {total} Python packages, each checked against its hash in requirements/{requirements.name}")
        # Wheels alone: a source archive would run its own build, with tools that no hash locks.
        pip = [str(self.python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
        locked = ["--progress-bar=off", "--require-hashes", "--only-binary=:all:", "--requirement", str(requirements)]
        filled = run_logged([*pip, *locked], self._log, _Progress(total))
        if filled.code == 0:
            return
        if filled.reached_nobody:
            raise SetupError(
                f"no network: pip cannot reach its packages; connect and run this again (log: {self._log})"
            )
        raise SetupError(f"pip could not install the Python packages; {self._log} tells why")


class _Progress:
    """Turns pip's lines into a count of packages, so that one sees it move during large downloads."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._seen = 0

    def __call__(self, line: str) -> str | None:
        found = re.match(r"(?:Collecting|Requirement already satisfied:|Processing) (\S.*?)(?: \(| in |$)", line)
        if found:
            self._seen += 1
            # "Processing" names the path of a wheel that lies at hand.
            return f"  {self._seen:3}/{self._total} {found[1].rpartition('/')[2].replace('==', ' ')}"
        if line.startswith("Installing collected packages"):
            return "  all there; unpacking"
        return None
