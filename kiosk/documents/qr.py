"""QR codes as rows of modules, for paper and screen alike."""

from __future__ import annotations

import re

import qrcode
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

QUIET_MODULES = 4
"""White around the code, in modules (ISO/IEC 18004, 6.3.8)."""

_LEVELS = {"L": ERROR_CORRECT_L, "M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q, "H": ERROR_CORRECT_H}
_ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]+\Z")


def qr_matrix(text: str, *, error: str = "M") -> tuple[str, ...]:
    """Rows of `0` and `1` (1 = black) without quiet zone.

    One segment: alphanumeric mode for capital letters and digits, which makes a link in capitals smaller (facts,
    printing, section 12); UTF-8 bytes for all else. `ValueError` for an empty text, one beyond version 40, or an
    unknown error correction level (`L`, `M`, `Q`, `H`).
    """
    if not text or error not in _LEVELS:
        raise ValueError(f"no code for {len(text)} characters at level {error!r}")
    code = qrcode.QRCode(error_correction=_LEVELS[error], border=0)
    if _ALPHANUMERIC.match(text):
        code.add_data(QRData(text.encode("ascii"), mode=MODE_ALPHA_NUM))
    else:
        code.add_data(QRData(text.encode("utf-8"), mode=MODE_8BIT_BYTE))
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError) as problem:
        raise ValueError(f"{len(text)} characters do not fit a code at level {error}") from problem
    return tuple("".join("1" if module else "0" for module in row) for row in code.modules)
