"""docs/protocol.md against the platform: every operation, status, fault and case is on the page."""

from __future__ import annotations

import re

from central.cases import CaseCode
from central.errors import WireCode
from kiosk.protocol.payload import PAYLOAD_KEYS
from tests.central.contract import Recorder
from tests.central.test_protocol_examples import EXAMPLES, PAGE
from tests.central.write_protocol_examples import examples, fill


def test_every_fault_and_case_is_on_the_page() -> None:
    errors = PAGE.split("## 16 Errors")[1].split("## 17")[0]
    assert set(re.findall(r"`([a-z-]+)`", errors)) >= set(WireCode)
    cases = PAGE.split("## 18 Cases")[1].split("## 19")[0]
    assert set(re.findall(r"`([a-z-]+)`", cases)) >= set(CaseCode)


def test_the_table_of_operations_is_the_published_contract(recorder: Recorder) -> None:
    table = PAGE.split("## 4 Operations")[1].split("## 5")[0]
    rows = re.findall(r"^\| `([A-Z]+) (\S+)` \|[^|]*\| (.*) \|$", table, re.MULTILINE)
    told = {
        (method, path, int(status))
        for method, path, rest in rows
        if path != "/openapi.json"
        for status in re.findall(r"\b([2-5]\d\d)\b", rest)
    }
    assert told == {triple for triple in recorder.documented if triple[2] != 503}


def test_the_examples_are_of_todays_protocol() -> None:
    """Everything without an ephemeral key comes out the same; run `write_protocol_examples` when this fails."""
    fresh = examples()
    assert set(fresh) == set(EXAMPLES)
    for name in (
        "canonical",
        "public-keys",
        "keys",
        "enrol-request",
        "enrolment",
        "number",
        "payload",
        "authorisation",
        "receipt-code",
        "identity-statement",
        "identity-proof",
    ):
        assert fresh[name] == EXAMPLES[name], name
    assert set(EXAMPLES["payload"]) == PAYLOAD_KEYS
    assert fill(PAGE, EXAMPLES) == PAGE
