"""The lint: each thing a careful clerk would not let stand is told, with file and member, and all of it at once."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.faults import ROOT
from kiosk.catalogue.lint import Finding, Severity, lint
from tests.kiosk.catalogue.test_reader import JSON, PAYLOAD, S008

FILES = ["S001-pension-certification.toml", "S008-pension-enrolment.toml"]


def found(change: Callable[[dict[str, Any]], object], *, strict: bool = True) -> tuple[Finding, ...]:
    payload = copy.deepcopy(PAYLOAD)
    change(payload["services"][S008])
    return lint(payload, FILES, strict=strict)


def texts(mandarin: str, hong_kong: str = "甲", english: str = "A") -> dict[str, str]:
    return {"zh-CN": mandarin, "zh-HK": hong_kong, "en": english}


def test_a_good_catalogue_has_no_findings() -> None:
    assert lint(PAYLOAD, FILES, strict=True) == ()


def test_the_example_of_the_manual_can_be_published() -> None:
    page = (ROOT / "docs" / "catalogue.md").read_text("utf-8")
    example = page.split("<!-- example: catalogue.json -->")[1].split("```json")[1].split("```")[0]
    assert not [str(found) for found in lint(json.loads(example)) if found.severity is Severity.ERROR]


def of(member: str) -> Callable[[dict[str, Any]], object]:
    return lambda item: item.pop(member)


ERRORS: dict[str, tuple[Callable[[dict[str, Any]], object], str, str]] = {
    "no basic code": (lambda item: item.update(basic_code=""), "basic_code", "基本编码 is missing"),
    "no implementation code": (of("implementation_code"), "implementation_code", "实施编码 is missing"),
    "no name": (of("name"), "name", "事项名称 is missing"),
    "no sub-items": (of("sub_items"), "sub_items", "子项 is missing"),
    "no legal type": (of("legal_type"), "legal_type", "事项类型 is missing"),
    "no basis": (of("basis"), "basis", "设定依据 is missing"),
    "no process": (of("process"), "process", "办理流程 is missing"),
    "no legal limit": (of("legal_limit"), "legal_limit", "法定时限 is missing"),
    "no promised limit": (of("promise_limit"), "promise_limit", "承诺时限 is missing"),
    "no materials, and not said": (of("materials"), "materials", "say `materials = []`"),
    "no sample": (of("sample"), "sample", "is missing"),
    "an empty text": (lambda item: item.update(applicants=texts(" ")), "applicants (zh-CN)", "is no text"),
    "a dash": (lambda item: item.update(legal_limit=texts("-")), "legal_limit (zh-CN)", "is no text"),
    "a placeholder": (lambda item: item.update(sample=texts("待定")), "sample (zh-CN)", "is no text"),
    "an English placeholder": (lambda item: item["name"].update(en="TODO"), "name (en)", "is no text"),
    "template code": (lambda item: item["name"].update(en="{{name}}"), "name (en)", "markup or template code"),
    "a script": (
        lambda item: item["process"][0]["name"].update({"zh-CN": "<script>alert(1)</script>"}),
        "process[0].name (zh-CN)",
        "markup or template code",
    ),
    "an entity": (lambda item: item["fee"].update({"zh-CN": "a&amp;b"}), "fee (zh-CN)", "markup"),
    "a tag": (lambda item: item["fee"].update({"zh-CN": "甲<br>乙"}), "fee (zh-CN)", "markup"),
    "a control character": (lambda item: item["name"].update({"zh-CN": "甲\x7f"}), "name (zh-CN)", "U+007F"),
    "an RTL mark": (lambda item: item["name"].update({"zh-HK": "甲\u202e乙"}), "name (zh-HK)", "U+202E"),
    "a zero-width space in an alias": (lambda item: item.update(aliases=["社\u200b保"]), "aliases[0]", "U+200B"),
    "a private character": (lambda item: item["fee"].update(en="\ue000"), "fee (en)", "U+E000"),
    "a text nobody reads": (
        lambda item: item["sample"].update({"zh-CN": "长" * 401}),
        "sample (zh-CN)",
        "at most 400",
    ),
    "a name nobody reads": (lambda item: item["name"].update({"zh-CN": "长" * 121}), "name (zh-CN)", "at most 120"),
    "a promise beyond the law": (
        lambda item: item.update(
            legal_limit=texts("15 日", "15 日", "15 days"),
            promise_limit=texts("20 个工作日", "20 個工作日", "20 working days"),
        ),
        "promise_limit",
        "more time than the law allows",
    ),
    "a limit that is another one in English": (
        lambda item: item.update(promise_limit=texts("20 个工作日", "20 個工作日", "10 working days")),
        "promise_limit",
        "other numbers in another language",
    ),
    "a vague substitute": (
        lambda item: item["materials"][0].update(instead=texts("其他有关证明")),
        "materials[0].instead (zh-CN)",
        "is vague",
    ),
    "two materials of one id": (
        lambda item: item["materials"][1].update(id="id-card"),
        "materials[1].id",
        "'id-card' is there twice",
    ),
    "a form for nobody": (lambda item: item.update(auth_level="L0"), "auth_level", "L1 at least"),
    "a form without examples": (lambda item: item["form"].pop("examples"), "form.examples", ""),
    "a form that never failed": (lambda item: item["form"].pop("counter_examples"), "form.counter_examples", ""),
    "a code of two": (
        lambda item: item.update(implementation_code=PAYLOAD["services"][1 - S008]["implementation_code"]),
        "implementation_code",
        f"is also that of {FILES[S008]}",
    ),
    "nobody may act": (lambda item: item.update(proxies=[]), "proxies", "takes one or more of self"),
    "a stranger may act": (lambda item: item.update(proxies=["self", "friend"]), "proxies", "takes one or more of"),
    "twice the same": (lambda item: item.update(proxies=["self", "self"]), "proxies", "each once"),
    "an age below all": (lambda item: item.update(self_from_age=13), "self_from_age", "takes 14 to 22"),
    "a language left out": (lambda item: item["name"].pop("zh-HK"), "", "zh-HK is missing in name"),
    "English in Chinese": (lambda item: item["fee"].update(en="免费"), "fee (en)", "is not translated"),
    "simplified characters for Hong Kong": (
        lambda item: item["fee"].update({"zh-HK": "不收费"}),
        "fee (zh-HK)",
        "'费' is a simplified character",
    ),
}


@pytest.mark.parametrize("case", ERRORS)
def test_an_error_with_its_file_and_member(case: str) -> None:
    change, member, text = ERRORS[case]
    findings = found(change)
    at = [finding for finding in findings if finding.member == member and text in finding.text]
    assert at, [str(finding) for finding in findings]
    assert at[0].severity is Severity.ERROR
    assert at[0].file in FILES


WARNINGS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "one step": (lambda item: item.update(process=item["process"][:1]), "has one step only"),
    "a form that is never asked": (lambda item: item.update(offline="N"), "is never asked"),
    "queued without a form": (lambda item: (item.pop("form"), item["materials"].pop()), "only a ticket is given"),
    "a signature under nothing": (of("commitment"), "what does a person sign?"),
    "its own name as an alias": (lambda item: item["aliases"].append(item["name"]["zh-CN"]), "its name already"),
    "a long name": (
        lambda item: item.update(name={key: "长" * 41 if key == "zh-CN" else "甲" for key in item["name"]}),
        "a button holds 40",
    ),
    "somebody else is there": (
        lambda item: item.update(type="certify", auth_level="L2", proxies=["self", "proxy"]),
        "cannot show that a person is there",
    ),
    "an age for nobody": (lambda item: item.update(proxies=["guardian"], self_from_age=16), "is never asked: nobody"),
    "a file of another name": (lambda item: item.update(id="S009"), "the file's name should begin with it"),
}


@pytest.mark.parametrize("case", WARNINGS)
def test_a_warning_keeps_nothing_from_being_published(case: str) -> None:
    change, text = WARNINGS[case]
    at = [finding for finding in found(change) if text in finding.text]
    assert [finding.severity for finding in at] == [Severity.WARNING]


def test_two_services_of_one_name_are_a_warning() -> None:
    payload = copy.deepcopy(PAYLOAD)
    payload["services"][1]["name"] = payload["services"][0]["name"]
    findings = lint(payload, FILES)
    assert [(f.severity, f.member) for f in findings] == [(Severity.WARNING, "name")]
    assert FILES[1] in findings[0].text


def test_a_stranger_s_catalogue_may_lack_languages() -> None:
    def change(item: dict[str, Any]) -> None:
        for key in ("zh-HK", "en"):
            item["name"].pop(key)

    assert {finding.severity for finding in found(change, strict=False)} == {Severity.WARNING}
    assert {finding.severity for finding in found(change, strict=True)} == {Severity.ERROR}


def test_mandarin_is_always_needed() -> None:
    findings = found(lambda item: item["name"].pop("zh-CN"), strict=False)
    assert any(finding.severity is Severity.ERROR and finding.member == "name" for finding in findings)


def test_everything_is_told_at_once() -> None:
    def change(item: dict[str, Any]) -> None:
        for spoil, _, _ in (ERRORS["no basis"], ERRORS["a placeholder"], ERRORS["a tag"], ERRORS["an RTL mark"]):
            spoil(item)
        item["colour"] = "red"

    findings = [finding for finding in found(change) if finding.severity is Severity.ERROR]
    assert {finding.member for finding in findings} >= {
        "basis",
        "sample (zh-CN)",
        "fee (zh-CN)",
        "name (zh-HK)",
        "colour",
    }
    assert {finding.file for finding in findings} == {FILES[S008]}


@settings(max_examples=150)
@given(
    JSON,
    st.sampled_from(
        ["materials", "form", "name", "process", "legal_limit", "tags", "unknown", "aliases", "id", "proxies"]
    ),
)
def test_the_lint_never_raises(value: Any, key: str) -> None:
    payload = copy.deepcopy(PAYLOAD)
    payload["services"][S008][key] = value
    lint(payload, FILES)
    lint(value)
    lint({**PAYLOAD, "services": value})
