"""The lint of a catalogue: what its reader refuses, and what a careful clerk would not let stand; all of it at once.

An *error* keeps a catalogue from being published. A *warning* is for a person to judge. With `strict`, as for a
catalogue of one's own, a language that is missing is an error too; in one that was taken over it is a warning.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kiosk.catalogue.reader import CatalogueError, read_catalogue
from kiosk.catalogue.wording import hidden, longest_days, markup, numbers, placeholder, simplified, vague
from kiosk.texts import DEFAULT, LANGUAGES

ELEMENTS: Mapping[str, str] = {
    "basic_code": "基本编码",
    "implementation_code": "实施编码",
    "name": "事项名称",
    "sub_items": "子项",
    "legal_type": "事项类型",
    "basis": "设定依据",
    "process": "办理流程",
    "legal_limit": "法定时限",
    "promise_limit": "承诺时限",
    "materials": "提交材料",
}
"""The unified elements (domain facts, row 36) that every item states; the tenth, the form, is there where one is
filled in at the terminal. The guide's five contents (row 5) are among them, and `sample`."""
_LONGEST: Mapping[str, int] = {"name": 120, "label": 60, "question": 120, "process": 60, "tags": 20, "materials": 120}
_LONGEST_ELSE = 400
"""Characters: real names have up to 110 (shared data); 400 fill a screen at the large size."""
_LONG_NAME = 40
_COUNTED = ("legal_limit", "promise_limit", "fee", "defer_limit")
"""Texts whose numbers are the same in every language."""
_PLACE = re.compile(r"services\[([^\]]+)\]\.?(.*?): (.*)\Z", re.DOTALL)
_HAN = re.compile(r"[一-鿿]")


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True, order=True)
class Finding:
    """One thing that is wrong. `file` is the service's file or id; `member` its place in there."""

    file: str
    member: str
    severity: Severity
    text: str

    def __str__(self) -> str:
        place = f"{self.file}  {self.member}" if self.member else self.file
        return f"{place}  {self.severity.value}: {self.text}"


def lint(payload: object, files: Sequence[str] = (), *, strict: bool = False) -> tuple[Finding, ...]:
    """Everything that is wrong with a published payload, sorted by file; never raises. `files` names the file of each
    service, in the order of the payload."""
    return tuple(sorted(_Lint(payload, files, strict).run()))


class _Lint:
    def __init__(self, payload: object, files: Sequence[str], strict: bool) -> None:
        self._payload = payload
        self._files = files
        self._language_severity = Severity.ERROR if strict else Severity.WARNING
        services = payload.get("services") if isinstance(payload, Mapping) else None
        self._services = [dict(item) if isinstance(item, Mapping) else {} for item in _list(services)]
        self._by_id: dict[str, str] = {}
        for index, item in enumerate(self._services):
            self._by_id.setdefault(str(item.get("id")), self._file(index))
        self._missing: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._found: set[Finding] = set()

    def run(self) -> set[Finding]:
        try:
            read_catalogue(self._payload)
        except CatalogueError as problem:
            for reason in problem.reasons:
                self._from_reader(reason)
        if isinstance(self._payload, Mapping):
            head = {key: value for key, value in self._payload.items() if key != "services"}
            self._texts("catalogue.toml", "", head)
        for index, item in enumerate(self._services):
            file = self._file(index)
            self._texts(file, "", item)
            self._elements(file, item)
            self._materials(file, item)
            self._limits(file, item)
            self._offered(file, item)
            self._acting(file, item)
        self._twice()
        for (file, language), places in self._missing.items():
            shown = ", ".join(places[:5]) + (f" and {len(places) - 5} more" if len(places) > 5 else "")
            self._note(self._language_severity, file, "", f"{language} is missing in {shown}")
        return self._found

    def _file(self, index: int) -> str:
        return self._files[index] if index < len(self._files) else str(self._services[index].get("id") or index)

    def _note(self, severity: Severity, file: str, member: str, text: str) -> None:
        self._found.add(Finding(file=file, member=member, severity=severity, text=text))

    def _error(self, file: str, member: str, text: str) -> None:
        self._note(Severity.ERROR, file, member, text)

    def _warning(self, file: str, member: str, text: str) -> None:
        self._note(Severity.WARNING, file, member, text)

    def _from_reader(self, reason: str) -> None:
        found = _PLACE.match(reason)
        if found is None:
            self._error("catalogue.toml", "", reason)
            return
        key, member, text = found.groups()
        index = int(key) if key.isdecimal() and int(key) < len(self._services) else None
        self._error(self._by_id.get(key, key) if index is None else self._file(index), member, text)

    def _texts(self, file: str, place: str, value: object) -> None:
        """Every text of a table, wherever it stands."""
        if isinstance(value, Mapping) and DEFAULT in value:
            self._language_map(file, place, value)
        elif isinstance(value, Mapping):
            for key, item in value.items():
                if key not in ("examples", "counter_examples", "calculate", "constraints", "when"):
                    self._texts(file, f"{place}.{key}" if place else str(key), item)
                elif key == "constraints":
                    for row in _list(item):
                        self._texts(file, f"{place}.{key}", {"message": _dict(row).get("message")})
        elif isinstance(value, list | tuple):
            for index, item in enumerate(value):
                self._texts(file, f"{place}[{index}]", item)
        elif isinstance(value, str):
            self._characters(file, place, value)

    def _language_map(self, file: str, place: str, texts: Mapping[str, Any]) -> None:
        for language in LANGUAGES:
            text = texts.get(language)
            if text is None:
                self._missing[file, language].append(place)
                continue
            if not isinstance(text, str):
                continue  # the reader tells it
            where = f"{place} ({language})"
            if placeholder(text):
                self._error(file, where, f"{text!r} is no text: say it in words")
            elif text != text.strip() or "  " in text:
                self._warning(file, where, "has spaces too many")
            self._characters(file, where, text)
            self._length(file, place, where, text)
        english, hong_kong, mandarin = (str(texts.get(language, "")) for language in ("en", "zh-HK", DEFAULT))
        if _HAN.search(english):
            self._note(self._language_severity, file, f"{place} (en)", "is not translated: it has Chinese characters")
        if found := simplified(hong_kong):
            self._note(self._language_severity, file, f"{place} (zh-HK)", f"{found!r} is a simplified character")
        if place.rsplit(".", 1)[-1] in _COUNTED:
            said = {numbers(text) for text in texts.values() if isinstance(text, str)}
            if len(said) > 1 and mandarin:
                self._error(file, place, "names other numbers in another language")

    def _characters(self, file: str, place: str, text: str) -> None:
        codes = sorted(set(hidden(text)))
        if codes:
            self._error(file, place, f"holds characters that cannot be seen: {', '.join(codes[:5])}")
        if found := markup(text):
            self._error(file, place, f"holds markup or template code: {found!r}")

    def _length(self, file: str, place: str, where: str, text: str) -> None:
        parts = [part.split("[")[0] for part in place.split(".")]
        longest = next((_LONGEST[part] for part in reversed(parts) if part in _LONGEST), _LONGEST_ELSE)
        if parts[-1] not in ("name", "label", "question"):
            longest = _LONGEST_ELSE
        if len(text) > longest:
            self._error(file, where, f"has {len(text)} characters; at most {longest} are taken")
        elif place == "name" and where.endswith(f"({DEFAULT})") and len(text) > _LONG_NAME:
            self._warning(file, where, f"has {len(text)} characters: a button holds {_LONG_NAME}")

    def _elements(self, file: str, item: Mapping[str, Any]) -> None:
        for member, name in ELEMENTS.items():
            if item.get(member) in (None, "", [], {}) and not (member == "materials" and item.get(member) == []):
                hint = "; with nothing to hand in, say `materials = []`" if member == "materials" else ""
                self._error(file, member, f"{name} is missing: it is one of the unified elements{hint}")
        if unknown := [str(member) for member in _list(item.get("unknown"))]:
            self._warning(file, "unknown", f"not told by the source: {', '.join(unknown)}")

    def _materials(self, file: str, item: Mapping[str, Any]) -> None:
        seen: set[str] = set()
        for index, row in enumerate(_list(item.get("materials"))):
            material, place = _dict(row), f"materials[{index}]"
            if (key := str(material.get("id"))) in seen:
                self._error(file, f"{place}.id", f"{key!r} is there twice")
            seen.add(key)
            instead = _dict(material.get("instead"))
            for language, text in instead.items():
                if isinstance(text, str) and vague(text):
                    self._error(file, f"{place}.instead ({language})", f"{text!r} is vague: name the material")

    def _limits(self, file: str, item: Mapping[str, Any]) -> None:
        legal, promise = (longest_days(_mandarin(item.get(member))) for member in ("legal_limit", "promise_limit"))
        if legal is not None and promise is not None and promise > legal:
            self._error(file, "promise_limit", "promises more time than the law allows")
        if len(_list(item.get("process"))) == 1 and not item.get("unknown"):
            self._warning(file, "process", "has one step only")

    def _offered(self, file: str, item: Mapping[str, Any]) -> None:
        form, offline = isinstance(item.get("form"), Mapping), item.get("offline")
        if form and offline in ("N", "R"):
            self._warning(file, "form", f"is never asked: with offline = {offline!r} nothing is handed in here")
        if form and item.get("auth_level") == "L0":
            self._error(file, "auth_level", "a form is handed in by somebody: L1 at least")
        if not form and offline == "Q" and item.get("type") in ("apply", "certify"):
            self._warning(file, "form", "is missing: without one only a ticket is given, though offline = 'Q'")
        if form and item.get("auth_level") == "L3" and not item.get("commitment"):
            self._warning(file, "commitment", "is missing: what does a person sign?")
        if not file.startswith(str(item.get("id"))):
            self._warning(file, "id", f"is {item.get('id')!r}: the file's name should begin with it")
        name = _mandarin(item.get("name"))
        if name in _list(item.get("aliases")):
            self._warning(file, "aliases", f"{name!r} is its name already")

    def _acting(self, file: str, item: Mapping[str, Any]) -> None:
        proxies = [str(capacity) for capacity in _list(item.get("proxies"))]
        if item.get("type") == "certify" and "proxy" in proxies:
            self._warning(file, "proxies", "somebody else cannot show that a person is there")
        if proxies and "self" not in proxies and "self_from_age" in item:
            self._warning(file, "self_from_age", "is never asked: nobody acts for themselves here")

    def _twice(self) -> None:
        """Codes and names that two files share."""
        codes: dict[str, list[int]] = defaultdict(list)
        names: dict[tuple[str, str], list[int]] = defaultdict(list)
        for index, item in enumerate(self._services):
            codes[str(item.get("implementation_code"))].append(index)
            names[(str(item.get("department_code")), _mandarin(item.get("name")))].append(index)
        for code, indexes in codes.items():
            if len(indexes) > 1:
                first, *others = (self._file(index) for index in indexes)
                self._error(first, "implementation_code", f"{code} is also that of {', '.join(others)}")
        for (_, name), indexes in names.items():
            if len(indexes) > 1:
                first, *others = (self._file(index) for index in indexes)
                self._warning(first, "name", f"{name!r} is also the name of {', '.join(others)}")


def _list(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _dict(value: object) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}


def _mandarin(value: object) -> str:
    return value if isinstance(value, str) else str(_dict(value).get(DEFAULT, ""))
