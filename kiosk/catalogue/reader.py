"""Reading and linting a catalogue: everything that is wrong is told at once, and then nothing of it is taken.

CatalogueError      `.reasons` holds one sentence a problem, each with its place
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kiosk.catalogue.acting import default_proxies, default_self_from_age
from kiosk.catalogue.model import (
    Alias,
    AuthLevel,
    Catalogue,
    LegalType,
    LifeEvent,
    Material,
    MaterialNeed,
    MaterialSource,
    OfflineClass,
    ServiceItem,
    ServiceType,
)
from kiosk.catalogue.wording import vague
from kiosk.forms.answers import not_writing
from kiosk.forms.reader import read_form
from kiosk.identity.ages import GUARDED_UNTIL
from kiosk.protocol.canonical import canonical, sha256_hex
from kiosk.protocol.envelope import Capacity
from kiosk.protocol.errors import ProtocolError
from kiosk.reading import Table
from kiosk.texts import DEFAULT

_EVENT_ID = re.compile(r"[a-z][a-z0-9-]{1,29}\Z")
_GUIDE_PAGE = re.compile(r"(https://[!-~]{1,200})?\Z")
"""An address that a code of moderate size can carry; or none."""
ITEM_ID = re.compile(r"[A-Z][A-Z0-9]{1,19}\Z")
UNKNOWABLE = frozenset(
    {"sub_items", "basis", "process", "legal_limit", "promise_limit", "materials", "fee", "applicants"}
)
"""What an imported item may not know; the guide then says so."""
MAX_TEXT = 1000
"""Characters of one text: more fits on no screen and no slip."""
_PLACEHOLDER_LIMIT = {"", "-"}
_OLDEST_WAIT = 22
"""Years: the latest age from which the law lets somebody act for themselves is that of marriage (民法典 1047)."""


class CatalogueError(ValueError):
    """A catalogue that is not taken."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons[:5]) + (f"; and {len(reasons) - 5} more" if len(reasons) > 5 else ""))
        self.reasons = tuple(reasons)


def read_catalogue(payload: object) -> Catalogue:
    """A catalogue from its published payload; `CatalogueError` with every reason."""
    problems: list[str] = []
    root = Table(payload, "", problems)
    if root.number("v", low=1, high=1) != 1:
        raise CatalogueError(problems)
    catalogue_id, version = root.text("id"), root.text("version")
    root.text("issued_at", "")  # judged by whoever keeps the document: an older one never replaces a newer
    raw_services = payload.get("services") if isinstance(payload, dict) else None
    events = tuple(_read_event(table) for table in root.tables("events"))
    if len({event.id for event in events}) < len(events):
        root.problem("events", "one is there twice")
    services: dict[str, ServiceItem] = {}
    for index, table in enumerate(root.tables("services", required=True)):
        raw = raw_services[index] if isinstance(raw_services, list) else {}
        item = _read_item(table, raw)
        if item.id in services:
            table.problem("id", f"{item.id} is there twice")
        for event in set(item.events) - {known.id for known in events}:
            table.problem("events", f"{event!r} is no life event of this catalogue")
        services[item.id] = item
    aliases = tuple(_read_alias(table, services) for table in root.tables("aliases"))
    root.done()
    digest = _hash(payload)
    if not digest:
        problems.append("the payload has no canonical form (a fraction, or text with lone surrogates)")
    if problems:
        raise CatalogueError(problems)
    return Catalogue(
        id=catalogue_id, version=version, sha256=digest, services=services, events=events, aliases=aliases
    )


def _read_event(table: Table) -> LifeEvent:
    event = LifeEvent(
        id=table.text("id", shape=lambda text: bool(_EVENT_ID.match(text))),
        name=table.texts("name"),
        picture=table.text("picture", "form"),
    )
    table.done()
    return event


def _read_alias(table: Table, services: Mapping[str, ServiceItem]) -> Alias:
    alias = Alias(say=table.strings("say"), means=table.strings("means", ()), services=table.strings("services", ()))
    if not alias.say or not (alias.means or alias.services):
        table.problem("say", "an alias needs what people say, and what it means or which services")
    for unknown in set(alias.services) - set(services):
        table.problem("services", f"{unknown} is no service of this catalogue")
    table.done()
    return alias


def _read_item(table: Table, raw: Any) -> ServiceItem:
    item_id = table.text("id", shape=lambda text: bool(ITEM_ID.match(text)))
    table.where = f"services[{item_id}]" if item_id else table.where
    form = read_form(table.table("form")) if table.has("form") else None
    raw_form = raw.get("form") if isinstance(raw, dict) else None
    kind, level = table.choice("type", ServiceType), table.choice("auth_level", AuthLevel)
    item = ServiceItem(
        id=item_id,
        version=table.text("version"),
        sha256=_hash(raw),
        basic_code=table.text("basic_code"),
        implementation_code=table.text("implementation_code"),
        name=table.texts("name"),
        sub_items=tuple(row.texts("name") for row in table.tables("sub_items")),
        legal_type=table.choice("legal_type", LegalType),
        basis=table.texts("basis"),
        process=tuple(row.texts("name") for row in table.tables("process", required=True)),
        legal_limit=table.texts("legal_limit"),
        promise_limit=table.texts("promise_limit"),
        materials=tuple(_read_material(row) for row in table.tables("materials")),
        form=form,
        form_sha256="" if form is None else _hash(raw_form),
        type=kind,
        department=table.texts("department"),
        department_code=table.text("department_code"),
        applicants=table.texts("applicants"),
        proxies=_read_proxies(table, default_proxies(kind, level)),
        self_from_age=table.number(
            "self_from_age", default_self_from_age(level), low=GUARDED_UNTIL, high=_OLDEST_WAIT
        ),
        auth_level=level,
        offline=table.choice("offline", OfflineClass),
        offline_approved_by=table.text("offline_approved_by", ""),
        fee=table.texts("fee"),
        minutes=table.number("minutes", low=1, high=120),
        aliases=table.strings("aliases", ()),
        tags=tuple(row.texts("name") for row in table.tables("tags")),
        sample=table.texts("sample"),
        commitment=table.texts("commitment") if table.has("commitment") else None,
        picture=table.text("picture", "form"),
        valid_from=table.day("valid_from"),
        valid_to=table.day("valid_to"),
        events=table.strings("events", ()),
        popular=table.number("popular", 0, low=0, high=100),
        for_elders=table.flag("for_elders", False),
        guide_page=table.text("guide_page", "", shape=lambda text: bool(_GUIDE_PAGE.match(text))),
        unknown=table.strings("unknown", ()),
    )
    table.done()
    for place, problem in _unfit(raw, ""):
        table.problem(place, problem)
    _lint(item, table)
    return item


def _read_proxies(table: Table, default: tuple[Capacity, ...]) -> tuple[Capacity, ...]:
    named = table.strings("proxies", default)
    if not named or not set(named) <= set(Capacity) or len(set(named)) < len(named):
        table.problem("proxies", f"takes one or more of {', '.join(Capacity)}, each once")
        return default
    return tuple(capacity for capacity in Capacity if capacity in named)


def _unfit(raw: Any, place: str) -> Iterator[tuple[str, str]]:
    """Texts that do not show what they are, wherever they stand: places and what is wrong."""
    match raw:
        case str() if len(raw) > MAX_TEXT:
            yield place, f"has {len(raw)} characters, at most {MAX_TEXT} are taken"
        case str() if not_writing(raw):
            yield place, "has control or direction characters"
        case dict():
            for key, value in raw.items():
                if key in ("examples", "counter_examples"):
                    continue  # answers, which the form judges: some of them are there to be refused
                yield from _unfit(value, f"{place}.{key}" if place else str(key))
        case list():
            for index, value in enumerate(raw):
                yield from _unfit(value, f"{place}[{index}]")


def _read_material(table: Table) -> Material:
    material = Material(
        id=table.text("id"),
        name=table.texts("name"),
        need=table.choice("need", MaterialNeed, MaterialNeed.NEEDED),
        source=table.choice("source", MaterialSource, MaterialSource.BRING),
        field=table.text("field", ""),
        defer_limit=table.texts("defer_limit") if table.has("defer_limit") else None,
        basis=table.texts("basis") if table.has("basis") else None,
        instead=table.texts("instead") if table.has("instead") else None,
    )
    for text in material.name.values():
        if vague(text):
            table.problem("name", f"{text!r} is vague: name the material or do not ask for it")
    if (material.need is MaterialNeed.DEFERRABLE) != (material.defer_limit is not None):
        table.problem("defer_limit", "goes with need = deferrable, and only with it")
    if (material.source is MaterialSource.FORM) != bool(material.field):
        table.problem("field", "goes with source = form, and only with it")
    table.done()
    return material


def _lint(item: ServiceItem, table: Table) -> None:
    """Rules that need more than one member; sources: domain facts 3.1, 5 and 6.4, design rule 4."""
    if not item.process:
        table.problem("process", "a guide without its process is not published")
    for key in ("name", "promise_limit", "sample", "basis", "fee"):
        if getattr(item, key)[DEFAULT] in _PLACEHOLDER_LIMIT:
            table.problem(key, "a guide needs it")
    if item.legal_type is LegalType.LICENCE and item.offline is OfflineClass.QUEUE and not item.offline_approved_by:
        table.problem("offline", "行政许可 is never Q unless offline_approved_by names the body that approved it")
    if item.type is ServiceType.PAY and item.offline is not OfflineClass.NEEDS_LINE:
        table.problem("offline", "paying needs the line (N)")
    for member in sorted(set(item.unknown) - UNKNOWABLE):
        table.problem("unknown", f"{member!r} is no element that a source may leave out")
    if item.unknown and (item.form is not None or item.offline is OfflineClass.QUEUE):
        table.problem("unknown", "a service with unknown elements is a guide: no form, and not Q")
    fields = {field.id for field in item.form.fields} if item.form is not None else set()
    for material in item.materials:
        if material.field and material.field not in fields:
            table.problem("materials", f"{material.id} names the unknown form field {material.field!r}")


def _hash(raw: Any) -> str:
    try:
        return sha256_hex(canonical(raw))
    except ProtocolError:
        return ""
