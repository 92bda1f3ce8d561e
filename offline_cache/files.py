"""Small files of the data directory: written whole and durably, locked against a second instance, and ballast."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from pathlib import Path

from offline_cache.errors import DatabaseError


def write_durably(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Replace a file so that after a power cut it holds the old or the new bytes, never part of them."""
    draft = path.with_name(path.name + ".draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, mode)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, mode)
        file.write(data)
        file.flush()
        os.fsync(descriptor)
    draft.replace(path)
    sync_directory(path.parent)


def sync_directory(folder: Path) -> None:
    """Make renames and new names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class InstanceLock:
    """At most one running terminal per data directory, by flock(2): the kernel frees it whatever ends us."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "terminal.lock"
        self._descriptor: int | None = None

    def take(self) -> None:
        """Raise `DatabaseError` (`store.second-instance`) when somebody holds it."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            os.close(descriptor)
            if problem.errno in (errno.EWOULDBLOCK, errno.EACCES):
                raise DatabaseError("store.second-instance", str(self._path)) from problem
            raise
        self._descriptor = descriptor

    def free(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class Ballast:
    """A file that only takes room: given up when the disk is full, so that states can still be written."""

    def __init__(self, data_dir: Path, size: int) -> None:
        self._path = data_dir / "ballast"
        self._name = str(self._path)
        self._size = size

    def in_place(self) -> bool:
        try:
            return os.stat(self._name).st_size >= self._size  # noqa: PTH116 - asked before each submission
        except OSError:
            return False

    def restore(self) -> bool:
        """Whether it is there afterwards. Half a ballast is removed again."""
        if self.in_place():
            return True
        try:
            # like everything in this folder: for its owner alone
            file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            try:
                if self._size:
                    os.posix_fallocate(file, 0, self._size)
            finally:
                os.close(file)
        except OSError:
            self.drop()
            return False
        return True

    def drop(self) -> bool:
        """Whether there was one to drop."""
        with contextlib.suppress(FileNotFoundError):
            self._path.unlink()
            return True
        return False
