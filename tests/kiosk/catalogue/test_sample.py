"""The demonstration's catalogue: all services of the sample table, complete and in three languages."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest

from app.faults import ROOT
from kiosk.catalogue import Catalogue, OfflineClass, ServiceType, read_catalogue
from kiosk.catalogue.folder import read_folder, service_files
from kiosk.catalogue.lint import lint
from kiosk.catalogue.model import LegalType, MaterialSource
from kiosk.site import SitePolicy, read_policy_file
from kiosk.texts import LANGUAGES
from ui.icon import PICTURES

FOLDER = ROOT / "data" / "catalogue"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(read_folder(FOLDER))


def test_it_passes_the_strict_lint_without_a_warning() -> None:
    found = lint(read_folder(FOLDER), [file.name for file in service_files(FOLDER)], strict=True)
    assert [str(finding) for finding in found] == []


def test_all_services_of_the_sample_table_are_there(catalogue: Catalogue) -> None:
    assert list(catalogue.services) == [f"S{number:03}" for number in range(1, 172)]
    types = Counter(item.type for item in catalogue.services.values())
    # the numbers of the sample table (domain facts, 8.1)
    assert types == {
        ServiceType.APPLY: 87,
        ServiceType.QUERY: 27,
        ServiceType.PRINT: 18,
        ServiceType.BOOK: 16,
        ServiceType.CERTIFY: 13,
        ServiceType.PAY: 10,
    }
    offline = Counter(item.offline.value for item in catalogue.services.values())
    assert offline == {"C": 5, "Q": 95, "R": 13, "N": 58}
    assert sum(item.for_elders for item in catalogue.services.values()) == 62
    assert len({item.department_code for item in catalogue.services.values()}) == 20
    assert len({item.implementation_code for item in catalogue.services.values()}) == 171


def test_what_can_be_applied_for_offline_can_really_be_handed_in(catalogue: Catalogue) -> None:
    for item in catalogue.services.values():
        if item.type in (ServiceType.APPLY, ServiceType.CERTIFY) and item.offline is OfflineClass.QUEUE:
            assert item.form is not None, item.id
            assert any(field.id == "contact_phone" for field in item.form.fields), item.id
        if item.legal_type is LegalType.LICENCE and item.offline is OfflineClass.QUEUE:
            assert item.offline_approved_by, item.id


def test_who_has_to_show_that_they_stand_here_reads_it_among_the_steps(catalogue: Catalogue) -> None:
    silent = [
        item.id
        for item in catalogue.services.values()
        if item.form is not None
        and item.auth_level.value in ("L2", "L3")
        and "确认是本人" not in [step["zh-CN"] for step in item.process]
    ]
    assert silent == []


def test_every_guide_can_be_read_in_every_language(catalogue: Catalogue) -> None:
    """The five contents; the form is told by `sample` where there is none."""
    for item in catalogue.services.values():
        for texts in (item.name, item.promise_limit, item.legal_limit, item.sample, item.fee, *item.process):
            assert set(texts) == set(LANGUAGES), item.id
        assert len(item.process) >= 2, item.id


def test_nobody_is_asked_for_paper_that_the_state_holds(catalogue: Catalogue) -> None:
    """The table's brackets: 共享 and 电子证照 are fetched, never brought."""
    sources = {
        (item.id, material.id): material.source for item in catalogue.services.values() for material in item.materials
    }
    assert sources["S011", "file"] is MaterialSource.SHARED
    assert sources["S036", "birth-certificate"] is MaterialSource.LICENCE
    assert sources["S074", "disability-card"] is MaterialSource.LICENCE
    assert all(source is not MaterialSource.BRING for (_, key), source in sources.items() if key == "id-card")


def test_every_picture_is_drawn(catalogue: Catalogue) -> None:
    pictures = {item.picture for item in catalogue.services.values()} | {event.picture for event in catalogue.events}
    assert pictures <= set(PICTURES)


def test_every_life_event_has_services(catalogue: Catalogue) -> None:
    used = Counter(event for item in catalogue.services.values() for event in item.events)
    assert len(catalogue.events) >= 12
    assert not [event.id for event in catalogue.events if used[event.id] < 2]


def test_the_files_say_that_they_are_samples() -> None:
    for file in service_files(FOLDER):
        text = file.read_text("utf-8")
        assert text.startswith("# ")
        assert "示例数据·非官方" in text.splitlines()[0], file.name
        assert file.name.startswith(f"{tomllib.loads(text)['id']}-")
        assert "示例，未核" in text, file.name


def test_the_policy_offers_them_all_and_names_who_receives(catalogue: Catalogue) -> None:
    policy = SitePolicy.from_json(read_policy_file(ROOT / "data" / "policy.toml"))
    assert set(policy.services) == set(catalogue.services)
    assert len(policy.favourites) == 5
    assert set(policy.favourites) <= set(policy.services)
    assert {item.department_code for item in catalogue.services.values()} == set(policy.receiving)
