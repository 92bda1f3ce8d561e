"""What a signed policy says about faces and ways: read exactly, and refused where it would open a door."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from app.faults import ROOT
from kiosk.catalogue.model import AuthLevel
from kiosk.identity.ways import Way, WayRules
from kiosk.protocol.canonical import canonical
from kiosk.site import PolicyError, SitePolicy, read_policy_file

POLICY = read_policy_file(ROOT / "data" / "policy.toml")


def reasons(**changes: Any) -> str:
    with pytest.raises(PolicyError) as caught:
        SitePolicy.from_json({**copy.deepcopy(POLICY), **changes})
    return "\n".join(caught.value.reasons)


def bands(**changes: Any) -> dict[str, Any]:
    return {"model": "ab" * 32, "accept": 360, "strict": 380, "retry": 320, **changes}


def test_the_sample_policy_names_the_model_of_the_manifest(models_dir: Path) -> None:
    manifest = json.loads((models_dir / "MANIFEST.json").read_text("utf-8"))
    model = next(entry for entry in manifest["models"] if entry["file"].endswith("retail-0095.onnx"))
    found = SitePolicy.from_json(POLICY).bands_of(model["sha256"])
    assert found is not None
    assert (found.accept, found.strict, found.retry) == (
        model["thresholds"]["default"],
        model["thresholds"]["strict"],
        model["thresholds"]["below_this_refuse"],
    )


def test_thresholds_can_be_signed() -> None:
    # a signed document has no fractions
    assert b'"accept":360' in canonical(POLICY)


def test_another_model_has_no_thresholds() -> None:
    policy = SitePolicy.from_json({**POLICY, "face": [bands()]})
    assert policy.bands_of("cd" * 32) is None
    assert policy.bands_of("") is None
    assert SitePolicy.from_json({key: POLICY[key] for key in POLICY if key != "face"}).face_bands == ()


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([bands(model="AB" * 32)], "face[0].model"),
        ([bands(accept=0)], "face[0].accept: takes 200 to 990, not 0"),
        ([bands(accept=0.36)], "face[0].accept: takes a whole number"),
        ([bands(strict=350)], "face[0].accept: lies between retry and strict"),
        ([bands(retry=370)], "face[0].accept: lies between retry and strict"),
        ([bands(), bands()], "face: names one model twice"),
        ([{"model": "ab" * 32, "accept": 360, "retry": 320}], "face[0].strict: is missing"),
        ([bands(passive=1)], "face[0].passive: is unknown"),
    ],
)
def test_thresholds_that_are_not_taken(rows: list[dict[str, Any]], reason: str) -> None:
    assert reason in reasons(face=rows)


def test_what_is_not_said_of_ways_is_left_as_it_is() -> None:
    bare = {key: POLICY[key] for key in POLICY if key != "ways"}
    assert SitePolicy.from_json(bare).ways == WayRules() == SitePolicy.from_json(POLICY).ways
    some = SitePolicy.from_json({**POLICY, "ways": {"sms-code": [], "face": ["L2"]}}).ways
    assert not some.allow(Way.SMS_CODE, AuthLevel.L2)
    assert some.allow(Way.FACE, AuthLevel.L2)
    assert not some.allow(Way.FACE, AuthLevel.L3)
    assert some.allow(Way.STAFF_CHECK, AuthLevel.L3)


@pytest.mark.parametrize(
    ("ways", "reason"),
    [
        ({"sms-code": ["L3"]}, "ways.sms-code: takes some of L2, or none"),
        ({"face": ["L0"]}, "ways.face: takes some of L2, L3, or none"),
        ({"palm": ["L2"]}, "ways.palm: is unknown"),
        ({"face": True}, "ways.face: takes a list of texts"),
        ({"staff-check": [], "call-back": []}, "ways.face: is the only way for L3"),
        ({"staff-check": [], "call-back": ["L3"], "sms-code": [], "identity-code": []}, "the only way for L2"),
    ],
)
def test_ways_that_are_not_taken(ways: dict[str, Any], reason: str) -> None:
    assert reason in reasons(ways=ways)
