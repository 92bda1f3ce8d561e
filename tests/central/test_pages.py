"""The two public pages: what they say about genuine, delivered, waiting and foreign codes; and guides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest

from central.enrolment import make_claim, revoke
from central.guides import guide_page
from central.platform import Platform
from kiosk.catalogue import Catalogue, read_catalogue
from kiosk.catalogue.folder import read_folder
from kiosk.catalogue.model import MaterialSource
from kiosk.protocol.keys import SigningKey
from kiosk.protocol.proof import ReceiptProof, proof_link
from kiosk.texts import LANGUAGES
from tests.central.peer import CATALOGUE, NAME, NUMBER, SERVICE, SITE, Answer, Terminal, a_draft, fault_of, new_id

MOMENT = datetime(2026, 11, 20, 0, 5, 6, tzinfo=UTC)


class _Structure(HTMLParser):
    """Tags that open and close in order; nothing that loads or runs."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "img", "link", "iframe"} or any(name.startswith("on") for name, _ in attrs):
            self.bad.append(tag)
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open.pop() != tag:
            self.bad.append(f"/{tag}")


def well_formed(html: str) -> str:
    structure = _Structure()
    structure.feed(html)
    assert (structure.open, structure.bad) == ([], [])
    return html


def page(answer: Answer) -> str:
    html = well_formed(answer.content.decode())
    assert "width=device-width" in html
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    return html


def code_of(terminal: Terminal, proof: ReceiptProof, key: SigningKey | None = None) -> str:
    return proof_link("platform.example", proof, key or terminal.key).rsplit("/", 1)[-1]


@pytest.fixture
def proof(terminal: Terminal) -> ReceiptProof:
    number = str(terminal.next_number())
    return ReceiptProof(submission=new_id(), number=number, service=SERVICE, received_at=MOMENT, delivered=False)


def test_a_genuine_receipt_before_and_after_delivery(
    terminal: Terminal, catalogue: Catalogue, proof: ReceiptProof
) -> None:
    path = f"/V/{code_of(terminal, proof)}"
    waiting = terminal.plain("GET", path)
    assert waiting.status_code == 200
    html = page(waiting)
    for words in ("这张回执是真的", "平台尚未收到", proof.number, "养老待遇资格认证", "2026 年 11 月 20 日 08:05"):
        assert words in html
    number = terminal.envelope(a_draft(catalogue), submission=proof.submission)
    assert terminal.put(*number).status_code == 201
    mixed_up = terminal.plain("GET", path)
    assert mixed_up.status_code == 404  # received under this id, but with another number
    second = replace(proof, submission=new_id(), number=str(terminal.next_number()))
    terminal.sequence -= 1
    assert terminal.put(*terminal.envelope(a_draft(catalogue), submission=second.submission)).status_code == 201
    html = page(terminal.plain("GET", f"/V/{code_of(terminal, second).lower()}"))
    assert "平台已收到" in html
    assert "不等于受理" in html
    assert NAME not in html
    assert NUMBER not in html


def test_codes_that_are_not_genuine_all_look_alike(
    terminal: Terminal, platform: Platform, proof: ReceiptProof
) -> None:
    good = code_of(terminal, proof)
    pages = {
        page(terminal.plain("GET", f"/V/{code}"))
        for code in (
            code_of(terminal, proof, SigningKey.generate()),
            good[:-8],
            "B" + good[1:],
            good[:60] + ("A" if good[60] != "A" else "B") + good[61:],
            "A" * 600,
            "你好",
        )
    }
    assert len(pages) == 1
    assert "没有认出这张回执" in pages.pop()
    later = replace(proof, received_at=datetime.now(UTC).replace(microsecond=0).replace(year=2099))
    revoke(platform, "FC01")
    assert terminal.plain("GET", f"/V/{code_of(terminal, later)}").status_code == 404


def test_a_revoked_key_proves_only_what_came_here_before(
    terminal: Terminal, newcomer: Callable[[], Terminal], platform: Platform, catalogue: Catalogue
) -> None:
    """Who took the key can write any earlier time into a code; what was received is the platform's word."""
    codes = []
    for delivered in (True, False, False):
        number = str(terminal.next_number())
        terminal.sequence -= 1
        proof = ReceiptProof(
            submission=new_id(), number=number, service=SERVICE, received_at=MOMENT, delivered=delivered
        )
        item = terminal.envelope(a_draft(catalogue), submission=proof.submission)
        codes.append((f"/V/{code_of(terminal, proof)}", item))
    assert terminal.put(*codes[0][1]).status_code == 201
    assert [terminal.plain("GET", path).status_code for path, _ in codes] == [200] * 3
    revoke(platform, "FC01")
    carrier = newcomer()
    carrier.enrol(make_claim(platform, "FC02", SITE, timedelta(hours=1)))
    assert carrier.put(*codes[1][1]).status_code == 201
    answers = [terminal.plain("GET", path) for path, _ in codes]
    assert [answer.status_code for answer in answers] == [200, 404, 404]
    assert "平台已收到" in page(answers[0])
    assert "没有认出这张回执" in page(answers[1])


def test_a_guide_has_the_five_contents(terminal: Terminal, catalogue: Catalogue) -> None:
    for item in catalogue.services.values():
        html = page(terminal.plain("GET", f"/guide/{item.id}"))
        places = [html.index(f"<h2>{head}</h2>") for head in HEADS]
        assert places == sorted(places)
        assert all(step["zh-CN"] in html for step in item.process)
        assert all(material.name["zh-CN"] in html for material in item.materials)
        assert item.legal_limit["zh-CN"] in html
    missing = terminal.plain("GET", "/guide/X999")
    assert missing.status_code == 404
    assert "就近窗口" in page(missing)


HEADS = ("办理流程", "材料清单", "办理时限", "所需表格", "示范文本")


def test_every_guide_of_the_demonstration_is_whole_in_every_language() -> None:
    for item in read_catalogue(read_folder(CATALOGUE)).services.values():
        for language in LANGUAGES:
            html = well_formed(guide_page(item, language))
            assert html.count("<h2>") == 5, (item.id, language)
            assert item.promise_limit[language] in html, (item.id, language)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-CN", ("办理流程", "放身份证", "可以后补：10 个工作日内")),
        ("zh-HK", ("辦理流程", "放身份證", "可以後補：10 個工作日內")),
        ("en", ("How it is done", "Household register", "may follow: within 10 working days")),
    ],
)
def test_a_guide_speaks_three_languages(
    terminal: Terminal, catalogue: Catalogue, language: str, words: tuple[str, ...]
) -> None:
    html = page(terminal.plain("GET", f"/guide/S008?lang={language}"))
    assert f'<html lang="{language}">' in html
    assert all(word in html for word in words)
    for other in {"zh-CN", "zh-HK", "en"} - {language}:
        assert f'href="?lang={other}"' in html
    assert f'<html lang="{language}">' in page(terminal.plain("GET", f"/guide/X999?lang={language}"))


def test_the_code_s_capitals_and_odd_languages_lead_to_the_guide(terminal: Terminal, catalogue: Catalogue) -> None:
    plain = page(terminal.plain("GET", "/guide/S008"))
    assert page(terminal.plain("GET", "/GUIDE/S008")) == plain
    english = page(terminal.plain("GET", "/guide/S008?lang=en"))
    assert page(terminal.plain("GET", "/GUIDE/S008/EN")) == english != plain
    for odd in ("fr", "", "%22%3E%3Cscript%3E", "zh-CN%00"):
        assert page(terminal.plain("GET", f"/guide/S008?lang={odd}")) == plain


def test_a_guide_of_an_imported_item_says_that_it_is_incomplete(catalogue: Catalogue) -> None:
    item = replace(catalogue.services[SERVICE], form=None, unknown=("basis", "materials"))
    assert "以窗口答复为准" in guide_page(item)
    assert "以窗口答复为准" not in guide_page(catalogue.services[SERVICE])


def test_texts_are_escaped(catalogue: Catalogue) -> None:
    item = replace(catalogue.services[SERVICE], name={"zh-CN": "<script>alert(1)</script>"})
    assert "<script" not in guide_page(item)
    material = replace(
        item.materials[0], name={"zh-CN": "{0}<b>"}, instead={"zh-CN": "<i>"}, source=MaterialSource.BRING
    )
    html = guide_page(replace(item, materials=(material,)))
    assert "&lt;b&gt;" in html
    assert "&lt;i&gt;" in html


def test_pages_are_no_errors_of_the_wire(terminal: Terminal) -> None:
    assert fault_of(terminal.plain("GET", "/V")) == "not-found"
