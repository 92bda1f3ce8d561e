"""Import of items that other systems publish: each becomes a guide that says what its source did not tell.

Nothing is made up: what a source leaves out stands in `unknown`, its text says 以窗口答复为准, and nothing can be
handed in for it at a terminal until a clerk completes the file. A row is taken whole or refused with its reason;
nothing is cut.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.catalogue.cleaning import DirtError, clean_line
from kiosk.catalogue.model import LegalType
from kiosk.catalogue.reader import UNKNOWABLE
from kiosk.catalogue.sources import Row
from kiosk.catalogue.wording import placeholder, vague

TASK_TYPES: Mapping[str, Mapping[str, LegalType]] = {
    "sichuan": {
        "1": LegalType.LICENCE,
        "5": LegalType.PAYMENT,
        "7": LegalType.CONFIRMATION,
        "8": LegalType.REWARD,
        "9": LegalType.RULING,
        "10": LegalType.OTHER,
        "20": LegalType.PUBLIC_SERVICE,
    },
    "guangdong": {
        "01": LegalType.LICENCE,
        "05": LegalType.PAYMENT,
        "07": LegalType.CONFIRMATION,
        "08": LegalType.REWARD,
        "09": LegalType.RULING,
        "20": LegalType.OTHER,
        "21": LegalType.PUBLIC_SERVICE,
    },
}
"""The same code means different types in different provinces (domain facts, 6.2), so a table a source; an unknown
code refuses the row."""
_LONGEST_NAME = 120
_TELLS = {
    "zh-CN": "来源没有写明，以窗口答复为准",
    "zh-HK": "來源沒有寫明，以窗口答覆為準",
    "en": "not told by the source; the counter's answer counts",
}
_ASK_MATERIALS = {
    "zh-CN": "材料清单请先问窗口，以窗口答复为准",
    "zh-HK": "材料清單請先問窗口，以窗口答覆為準",
    "en": "Ask the counter for the list of materials first",
}
_ASK = {"zh-CN": "先问清要带什么", "zh-HK": "先問清要帶什麼", "en": "Ask what to bring"}
_GO = {"zh-CN": "到窗口或网上办理", "zh-HK": "到窗口或網上辦理", "en": "At the counter or online"}
_NO_FORM = {
    "zh-CN": "本机不办理，表格向窗口索取",
    "zh-HK": "本機不辦理，表格向窗口索取",
    "en": "Not handled here; forms are at the counter",
}
_KINDS = (
    ("query", r"查询\Z"),
    ("print", r"打印\Z"),
    ("book", r"预约\Z"),
    ("certify", r"(年审|年检|年报|资格认证)\Z"),
)
_CSV_KINDS = {
    "申办": "apply",
    "年审认证": "certify",
    "查询": "query",
    "打印证明": "print",
    "预约": "book",
    "缴费": "pay",
}
_BRACKET = re.compile(r"（([^（）]*)）\Z")
_SOURCES = (("共享", "shared"), ("电子", "licence"), ("免交", "licence"))


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What the report says of a row."""

    row: int
    rejected: bool
    code: str
    name: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Imported:
    services: tuple[tuple[str, Mapping[str, Any]], ...]
    """Comment and table of each item that was taken, as `write_folder` wants them."""
    remarks: tuple[Remark, ...]

    @property
    def rejected(self) -> tuple[Remark, ...]:
        return tuple(remark for remark in self.remarks if remark.rejected)


class RefusedError(ValueError):
    """A row that is not taken, with its reason."""


def import_rows(rows: Iterable[Row], kind: str, codes: str = "sichuan") -> Imported:
    """Items from rows: `kind` is `items` (dept, main, name, url, itemCode, taskType, deptCode) or `services` (the
    columns of a service table: id, name, dept, type, materials, limits). `codes` names the table of `TASK_TYPES`."""
    services: list[tuple[str, Mapping[str, Any]]] = []
    remarks: list[Remark] = []
    by_code: dict[str, int] = {}
    by_id: dict[str, str] = {}
    by_name: dict[tuple[str, str], int] = {}
    for row in rows:
        code, name = row.cells.get("itemCode", row.cells.get("id", ""))[:80], row.cells.get("name", "")[:80]
        try:
            if row.problem:
                raise RefusedError(row.problem)
            comment, service = _item(row.cells, codes) if kind == "items" else _service(row.cells)
            code = str(service["implementation_code"])
            if code in by_code:
                raise RefusedError(f"itemCode is that of row {by_code[code]}, which was taken")
            if by_id.setdefault(str(service["id"]), code) != code:
                raise RefusedError(f"its short id is that of {by_id[str(service['id'])]}")
            by_code[code] = row.number
        except RefusedError as reason:
            remarks.append(Remark(row=row.number, rejected=True, code=code, name=name, text=str(reason)))
            continue
        same = (str(service["department_code"]), str(service["name"]["zh-CN"]))
        first = by_name.setdefault(same, row.number)
        notes = [f"the same name as row {first}"] if first != row.number else []
        if service["name"]["zh-CN"] != row.cells["name"]:
            notes.append(f"name written as {service['name']['zh-CN']}")
        remarks += [Remark(row=row.number, rejected=False, code=code, name=name, text=note) for note in notes]
        services.append((comment, service))
    return Imported(services=tuple(services), remarks=tuple(remarks))


def _cell(cells: Mapping[str, str], key: str, longest: int = _LONGEST_NAME) -> str:
    try:
        text = clean_line(cells.get(key, ""), longest)
    except DirtError as problem:
        raise RefusedError(f"{key} {problem}") from problem
    if placeholder(text):
        raise RefusedError(f"{key} is empty" if not text else f"{key}: {text!r} is no text")
    return text


def _item(cells: Mapping[str, str], codes: str) -> tuple[str, dict[str, Any]]:
    name, department, code = _cell(cells, "name"), _cell(cells, "dept"), _cell(cells, "itemCode")
    department_code = _cell(cells, "deptCode").upper()
    task_type = _cell(cells, "taskType")
    if not re.fullmatch(r"[!-~]+", code):
        raise RefusedError("itemCode has characters that a code has not")
    if task_type not in TASK_TYPES[codes]:
        raise RefusedError(f"taskType {task_type!r} is unknown in {codes}; known are {', '.join(TASK_TYPES[codes])}")
    main = "" if not cells.get("main", "").strip() else _cell(cells, "main")
    url = cells.get("url", "").strip()
    if not re.fullmatch(r"[!-~]{0,500}", url):
        raise RefusedError("url is no address")
    kind = next((kind for kind, pattern in _KINDS if re.search(pattern, name)), "apply")
    service = {
        **_guide(code, name, department, department_code, kind),
        "legal_type": TASK_TYPES[codes][task_type].value,
        "basic_code": code.split("-")[0],
        "aliases": [main] if main not in ("", "未分类", name) else [],
    }
    if re.fullmatch(r"https://[!-~]{1,200}", url):
        service["guide_page"] = url
    return f"{name} — 导入；来源 {url or '未写明'}", service


def _service(cells: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    code, name, department = _cell(cells, "id"), _cell(cells, "name"), _cell(cells, "dept")
    kind = _CSV_KINDS.get(_cell(cells, "type"))
    if kind is None:
        raise RefusedError(f"type {cells.get('type')!r} is unknown; known are {', '.join(_CSV_KINDS)}")
    service = {**_guide(code, name, department, department, kind), "legal_type": LegalType.PUBLIC_SERVICE.value}
    known = {"materials", "promise_limit"}
    service["materials"] = _materials(cells)
    service["promise_limit"] = {"zh-CN": _cell(cells, "promise_limit")}
    if not placeholder(cells.get("legal_limit", "")):
        legal = _cell(cells, "legal_limit")
        service["legal_limit"] = {"zh-CN": legal}
        known.add("legal_limit")
    if kind == "pay":
        service["offline"] = "N"
    service["unknown"] = sorted(set(service["unknown"]) - known)
    return f"{name} — 导入", service


def _materials(cells: Mapping[str, str]) -> list[dict[str, Any]]:
    parts = [part.strip() for part in _cell(cells, "materials", 400).replace("；", ";").split(";") if part.strip()]
    if parts == ["无"]:
        return []
    materials: list[dict[str, Any]] = []
    for number, part in enumerate(parts, 1):
        found = _BRACKET.search(part)
        source = next((to for word, to in _SOURCES if found is not None and word in found[1]), "")
        name = _BRACKET.sub("", part) if source else part
        if vague(name):
            raise RefusedError(f"materials: {name!r} is vague: name the material or do not ask for it")
        source = source or ("card" if name == "身份证" else "bring")
        materials.append({"id": f"m{number}", "name": {"zh-CN": name.replace("/", "或")}, "source": source})
    return materials


def _guide(code: str, name: str, department: str, department_code: str, kind: str) -> dict[str, Any]:
    """What every imported item begins as."""
    return {
        "id": short_id(code),
        "version": "1",
        "basic_code": code,
        "implementation_code": code,
        "name": {"zh-CN": name},
        "legal_type": "",
        "type": kind,
        "department": {"zh-CN": department},
        "department_code": department_code,
        "applicants": _TELLS,
        "auth_level": "L0",
        "offline": "C",
        "basis": _TELLS,
        "legal_limit": _TELLS,
        "promise_limit": _TELLS,
        "fee": _TELLS,
        "minutes": 2,
        "picture": "document",
        "sample": _NO_FORM,
        "unknown": sorted(UNKNOWABLE - {"sub_items"}),
        "sub_items": [{"name": {"zh-CN": name}}],
        "process": [{"name": _ASK}, {"name": _GO}],
        "materials": [{"id": "ask", "name": _ASK_MATERIALS, "source": "bring"}],
    }


def short_id(code: str) -> str:
    """An id that a receipt and a guide's code can carry: `G` and twelve characters of the code's SHA-256, 60 bits. It
    stays the same when the item is imported again."""
    return "G" + base64.b32encode(hashlib.sha256(code.encode()).digest())[:12].decode("ascii")
