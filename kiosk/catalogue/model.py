"""A catalogue and its service items as values.

The ten elements that are the same at every level (十统一, domain facts row 36): basic code, implementation code,
name, sub-items, legal type, basis, process, time limits, materials, form. The rest is what a terminal needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.forms.definition import FormDefinition
from kiosk.protocol.envelope import Capacity
from kiosk.texts import Texts


class ServiceType(StrEnum):
    """Which flow a terminal runs, one of the five functions of the home page or annual certification."""

    APPLY = "apply"
    CERTIFY = "certify"
    QUERY = "query"
    PRINT = "print"
    BOOK = "book"
    PAY = "pay"


class OfflineClass(StrEnum):
    """What remains without the line (design, rule 4)."""

    CACHE = "C"
    QUEUE = "Q"
    INTENT = "R"
    NEEDS_LINE = "N"


class AuthLevel(StrEnum):
    L0 = "L0"
    L1 = "L1"
    L2 = "L2"
    L3 = "L3"
    """As L2, but somebody or the strict face threshold looked at the person; and a handwritten signature."""


class LegalType(StrEnum):
    """The six kinds of services on application, and other powers (domain facts, 3.4)."""

    LICENCE = "licence"
    """行政许可."""
    PAYMENT = "payment"
    CONFIRMATION = "confirmation"
    REWARD = "reward"
    RULING = "ruling"
    PUBLIC_SERVICE = "public-service"
    OTHER = "other"


class MaterialNeed(StrEnum):
    NEEDED = "needed"
    OPTIONAL = "optional"
    DEFERRABLE = "deferrable"
    """容缺后补: may follow within `defer_limit`."""


class MaterialSource(StrEnum):
    """Where it comes from: nothing is asked for on paper that the state already holds."""

    CARD = "card"
    SHARED = "shared"
    LICENCE = "licence"
    """电子证照: fetched by the platform when the line is up."""
    FORM = "form"
    """An answer of the form, such as an account number."""
    BRING = "bring"


@dataclass(frozen=True, kw_only=True)
class Material:
    id: str
    name: Texts
    need: MaterialNeed
    source: MaterialSource
    field: str
    """For FORM: the field that carries it."""
    defer_limit: Texts | None
    basis: Texts | None
    """The rule that asks for it, where it is another than the item's own."""
    instead: Texts | None
    """What may be brought in its place."""


@dataclass(frozen=True, kw_only=True)
class ServiceItem:
    id: str
    version: str
    sha256: str
    """Of the canonical JSON of the item as published: an application names it."""
    # the ten unified elements
    basic_code: str
    implementation_code: str
    name: Texts
    sub_items: tuple[Texts, ...]
    legal_type: LegalType
    basis: Texts
    process: tuple[Texts, ...]
    legal_limit: Texts
    promise_limit: Texts
    materials: tuple[Material, ...]
    form: FormDefinition | None
    form_sha256: str
    # what the terminal adds
    type: ServiceType
    department: Texts
    department_code: str
    applicants: Texts
    """Who may apply, in words."""
    proxies: tuple[Capacity, ...]
    """In whose name one may act here; never empty (`kiosk.catalogue.acting` has the defaults)."""
    self_from_age: int
    """Years from which somebody acts alone for themselves; below, a guardian acts."""
    auth_level: AuthLevel
    offline: OfflineClass
    offline_approved_by: str
    fee: Texts
    minutes: int
    """What it takes at the terminal, as told on the home page."""
    aliases: tuple[str, ...]
    tags: tuple[Texts, ...]
    sample: Texts
    """示范文本: where or how a filled example is found."""
    commitment: Texts | None
    picture: str
    valid_from: date | None
    valid_to: date | None
    events: tuple[str, ...]
    """Life events (人生大事) it belongs to, by their ids in the catalogue."""
    popular: int
    """0 to 100: how much it is used; lists and equal search results are ordered by it."""
    for_elders: bool
    """Often wanted by older residents."""
    guide_page: str
    """https address of the guide's page at the platform; empty where there is none."""
    unknown: tuple[str, ...]
    """Members that an imported item's source did not tell: their texts say 以窗口答复为准, and it is a guide only."""

    def needs_signature(self) -> bool:
        return self.auth_level is AuthLevel.L3

    def in_force(self, today: date) -> bool:
        return (self.valid_from is None or self.valid_from <= today) and (
            self.valid_to is None or today <= self.valid_to
        )


@dataclass(frozen=True, kw_only=True)
class LifeEvent:
    """人生大事: what people come for, whatever department it falls to."""

    id: str
    name: Texts
    picture: str


@dataclass(frozen=True, kw_only=True)
class Alias:
    """Everyday words of the alias file: who says `say` means `means`, or one of the services by id."""

    say: tuple[str, ...]
    means: tuple[str, ...]
    """Words of the catalogue that are searched for in their place."""
    services: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    id: str
    version: str
    sha256: str
    services: Mapping[str, ServiceItem]
    events: tuple[LifeEvent, ...]
    aliases: tuple[Alias, ...]
