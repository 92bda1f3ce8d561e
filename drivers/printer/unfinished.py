"""The mark of a document that is on paper and not cut off: a file, because paper outlives the process."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


class UnfinishedMark:
    """Set before the first byte of a document, cleared when it was cut off. Without a file it lasts as long as we do.

    Where the file cannot be written (a full disk) the document is printed all the same: a receipt is worth more than
    the strip of paper that the next one may begin on.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._set = file is not None and file.exists()

    def __bool__(self) -> bool:
        return self._set

    def set(self) -> None:
        if not self._set and self._file is not None:
            with suppress(OSError):
                os.close(os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600))
                self._sync(self._file.parent)
        self._set = True

    def clear(self) -> None:
        """Not made durable at once: a mark that comes back after a power cut costs a strip of paper."""
        if self._set and self._file is not None:
            with suppress(OSError):
                self._file.unlink(missing_ok=True)
        self._set = False

    @staticmethod
    def _sync(folder: Path) -> None:
        """The name is what counts; the file is empty."""
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
