"""What can go wrong between a sentence and the loudspeaker.

VoiceError   it does not sound; `.detail` says why, in a technician's words and without the sentence
├─ MissingError   a program is not installed; `.package` is the Debian package that has it
└─ CutError       something newer is to be said: no fault
"""

from __future__ import annotations


class VoiceError(Exception):
    """A sentence that cannot be heard."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class MissingError(VoiceError):
    """A program of an optional package is not there."""

    def __init__(self, program: str, package: str) -> None:
        super().__init__(f"{program} is not installed (package {package})")
        self.package = package


class CutError(VoiceError):
    """Ended on purpose, before its end."""

    def __init__(self) -> None:
        super().__init__("cut short")
