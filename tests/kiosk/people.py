"""People who never lived, for tests: region 999999 does not exist, check characters are computed here."""

from __future__ import annotations

from datetime import date

from kiosk.identity.document import DocumentKind, IdentityDocument


def iso_7064_mod_11_2(digits: str) -> str:
    """The check character by the recursive method of ISO/IEC 7064, 7.2: no weights, unlike the product."""
    product = 0
    for digit in digits:
        product = (product + int(digit)) * 2 % 11
    return "0123456789X"[(12 - product) % 11]


def number_for(birth: date, sequence: int = 1) -> str:
    body = f"999999{birth:%Y%m%d}{sequence:03d}"
    return body + iso_7064_mod_11_2(body)


def document(**changes: object) -> IdentityDocument:
    values: dict[str, object] = {
        "kind": DocumentKind.RESIDENT_CARD,
        "name": "测试丙",
        "sex": "1",
        "ethnic_code": "01",
        "birth_date": date(1975, 1, 12),
        "address": "示例省示例市测试路 77 号",
        "number": number_for(date(1975, 1, 12)),
        "issuer": "示例局",
        "valid_from": date(2019, 1, 1),
        "valid_to": date(2039, 1, 1),
        **changes,
    }
    return IdentityDocument(**values)  # type: ignore[arg-type]
