"""The shapes that a rule may ask for by name (`matches`): authors of forms write no regular expressions of their own.

A pattern of somebody else's can take for ever on the wrong text; these take time in proportion to its length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kiosk.identity.credit_code import credit_code_holds


def _shape(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern + r"\Z")
    return lambda text: compiled.match(text) is not None


def _is_han(text: str) -> bool:
    return bool(text) and all("\u3400" <= mark <= "\u9fff" or mark in "〇·" or mark >= "\U00020000" for mark in text)


PATTERNS: Mapping[str, Callable[[str], bool]] = {
    "digits": _shape(r"[0-9]+"),
    "postcode": _shape(r"[0-9]{6}"),
    "landline": _shape(r"0[0-9]{2,3}-?[0-9]{7,8}"),
    "licence-plate": _shape(r"[\u4e00-\u9fff][A-HJ-NP-Z][A-HJ-NP-Z0-9]{5,6}"),
    "credit-code": credit_code_holds,
    "chinese": _is_han,
    "latin": _shape(r"[A-Za-z][A-Za-z .'-]*"),
    "email": _shape(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}"),
}
