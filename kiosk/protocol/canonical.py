"""Canonical bytes: the one JSON form that is hashed and signed (a subset of RFC 8785).

Objects with ASCII keys sorted by code point, no white space, UTF-8 without escapes beyond those that JSON
demands; text, integers up to 2**53 - 1, true, false, null, lists and objects. No floating-point numbers: their
text form differs between languages, so amounts are integers of the smallest unit and times are stamps.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, TypeAlias

from kiosk.protocol.errors import MalformedError

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_SAFE_INTEGER = 2**53 - 1
_SURROGATE = re.compile("[\ud800-\udfff]")


def canonical(value: Any) -> bytes:
    """The canonical bytes of a JSON value; `MalformedError` for what the form does not hold."""
    _check(value)
    return _ENCODER.encode(value).encode("utf-8")


def parse(data: bytes, *, limit: int) -> Any:
    """Strict JSON of at most `limit` bytes: no repeated keys, no floats, no lone surrogates."""
    if len(data) > limit:
        raise MalformedError(f"{len(data)} bytes, at most {limit} are read")
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_no_repeats, parse_constant=_no_constant)
        _check(value)
    except (UnicodeDecodeError, ValueError, RecursionError) as problem:
        raise MalformedError(f"not JSON: {type(problem).__name__}") from problem
    return value


def sha256_hex(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("repeated key")
    return result


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _check(value: Any) -> None:
    match value:
        case None | bool():
            return
        case int():
            if abs(value) > _SAFE_INTEGER:
                raise MalformedError("integer beyond 2**53 - 1")
        case str():
            if _SURROGATE.search(value):
                raise MalformedError("lone surrogate")
        case list() | tuple():
            for item in value:
                _check(item)
        case dict():
            for key, item in value.items():
                if not isinstance(key, str) or not key.isascii():
                    raise MalformedError("object keys are ASCII text")
                _check(item)
        case _:
            raise MalformedError(f"{type(value).__name__} has no canonical form")
