"""The demonstration's passports: what opens them stands on their labels, and each shows what it is there for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.parts import trust_of
from app.residents import DemoTravelDocument, demo_issuers, demo_travel_documents
from app.simulators import TRUSTED_STATES
from drivers.idcard.emrtd.access import is_travel_document
from drivers.idcard.emrtd.reading import read_travel_document
from drivers.idcard.pcsc_card import Trust
from drivers.idcard.status import CardError
from kiosk.identity.document import ChipCheck, DocumentKind, IdentityDocument, document_fault
from kiosk.identity.mrz import MrzKey
from kiosk.settings import load_settings

ISSUERS = demo_issuers()
DOCUMENTS = {document.id: document for document in demo_travel_documents(ISSUERS)}
SETTINGS = """\
data = "d"
[platform]
address = "http://127.0.0.1:1"
pinned_keys = ["ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"]
"""


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    folder = tmp_path_factory.mktemp("csca")
    for state in TRUSTED_STATES:
        ISSUERS[state].deposit(folder)
    return Trust(folder)


def key_on(document: DemoTravelDocument) -> MrzKey:
    """What a visitor types from the label."""
    found = re.search(r"：(\w+)，(\d{4}-\d\d-\d\d)，(\d{4}-\d\d-\d\d)$", document.label)
    assert found is not None
    number, birth, expiry = found.groups()
    short = [text[2:].replace("-", "") for text in (birth, expiry)]
    return MrzKey(document_number=number, birth_date=short[0], expiry_date=short[1])


def read(document_id: str, trust: Trust) -> IdentityDocument:
    document = DOCUMENTS[document_id]
    chip = document.document.chip()

    def transmit(command: bytes) -> bytearray:
        return bytearray(chip.answer(command))

    assert is_travel_document(transmit)
    return read_travel_document(transmit, key_on(document), trust.issuers, trust.today()).document


@pytest.mark.parametrize(
    ("document_id", "kind", "name", "data", "fault"),
    [
        ("permit", DocumentKind.TRAVEL_PERMIT, "林示例", ChipCheck.VERIFIED, None),
        ("passport", DocumentKind.PASSPORT, "SPECIMEN TESSA MAE", ChipCheck.VERIFIED, None),
        ("passport-unknown", DocumentKind.PASSPORT, "SPECIMEN TESSA MAE", ChipCheck.NOT_VERIFIED, None),
        ("passport-expired", DocumentKind.PASSPORT, "SPECIMEN TESSA MAE", ChipCheck.VERIFIED, "document.expired"),
    ],
)
def test_documents_that_are_read(
    trust: Trust, document_id: str, kind: DocumentKind, name: str, data: ChipCheck, fault: str | None
) -> None:
    document = read(document_id, trust)
    assert (document.kind, document.name) == (kind, name)
    assert document.chip is not None
    assert document.chip.data is data
    found = document_fault(document, trust.today())
    assert (found.id if found else None) == fault


@pytest.mark.parametrize("document_id", ["passport-forged", "passport-copied"])
def test_documents_that_are_refused(trust: Trust, document_id: str) -> None:
    with pytest.raises(CardError) as caught:
        read(document_id, trust)
    assert caught.value.fault.id == "reader.chip-failed"


def test_the_folder_of_certificates_is_taken_from_that_of_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(SETTINGS)
    assert trust_of(load_settings(file)).folder is None
    assert not trust_of(load_settings(file)).problems
    file.write_text(SETTINGS + '[travel_documents]\ncsca = "states"\n')
    trust = trust_of(load_settings(file))
    assert trust.folder == tmp_path / "states"
    assert trust.problems == ("states: No such file or directory",)
    ISSUERS["UTO"].deposit(tmp_path / "states")
    assert trust_of(load_settings(file)).issuers.summary == "1 of 1 states"
