"""Text in GB 18030 at its border, as the edition of 2022 maps it; inside the program all is Unicode.

Python's codec follows an older edition at nineteen places (facts, domain, section 7.5): eighteen two-byte codes still
become private-use characters, and A8 BC a private-use one in the place of ḿ. Only here are these put right: GBK and
GB 18030 bytes of cards and of other systems pass through. Text that reached us as Unicode with private-use characters
is left alone, since there is no telling whose they are.
"""

from __future__ import annotations

from collections.abc import Mapping

EDITION_2022: Mapping[str, str] = {
    "A6D9": "\ufe10",
    "A6DA": "\ufe12",
    "A6DB": "\ufe11",
    "A6DC": "\ufe13",
    "A6DD": "\ufe14",
    "A6DE": "\ufe15",
    "A6DF": "\ufe16",
    "A6EC": "\ufe17",
    "A6ED": "\ufe18",
    "A6F3": "\ufe19",
    "A8BC": "\u1e3f",
    "FE59": "\u9fb4",
    "FE61": "\u9fb5",
    "FE66": "\u9fb6",
    "FE67": "\u9fb7",
    "FE6D": "\u9fb8",
    "FE7E": "\u9fb9",
    "FE90": "\u9fba",
    "FEA0": "\u9fbb",
}
"""Codes and their characters: vertical forms, ḿ, and eight characters that occur in names."""
_CODEC = "gb18030"


def _as_python_reads(code: str) -> str:
    return bytes.fromhex(code).decode(_CODEC)


_READ = {ord(old): new for code, new in EDITION_2022.items() if (old := _as_python_reads(code)) != new}
_WRITTEN = {ord(new): chr(old) for old, new in _READ.items()}
"""Worked out from this Python's codec, so that one that follows the newer edition is left to itself."""


def decode(data: bytes | bytearray) -> str:
    """The text of GBK or GB 18030 bytes. What is none becomes U+FFFD, which the kiosk tells of a name: nothing
    raises, and no exception quotes the bytes.

    The four-byte codes that older encoders wrote for the nineteen characters are read as these, too.
    """
    return bytes(data).decode(_CODEC, "replace").translate(_READ)


def encode(text: str) -> bytes:
    """GB 18030 bytes of the edition of 2022. The private-use character that an older reader made of one of the
    nineteen codes gives that code again. `ValueError`, which quotes nothing, for lone surrogates."""
    try:
        return text.translate(_WRITTEN).encode(_CODEC)
    except UnicodeEncodeError:
        raise ValueError("a lone surrogate has no code") from None
