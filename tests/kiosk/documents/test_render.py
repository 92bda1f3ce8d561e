"""Papers on the paper: width, letters, codes, hostile data."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from kiosk.documents.paper import AnyPaper, GuideSection, ToSupply
from kiosk.documents.qr import qr_matrix
from kiosk.documents.raster import RECEIPT_WIDTH_DOTS
from kiosk.documents.render import Renderer, font_health, module_dots, render
from kiosk.documents.sheet import compose
from kiosk.faults import FaultError
from kiosk.protocol.temporary_number import TemporaryNumber
from tests.kiosk.documents.papers import (
    DELIVERED,
    GOLDEN,
    GUIDE,
    LINK,
    OFFLINE,
    PAPERS,
    TEST,
    TICKET,
    all_papers,
    codes,
    fonts_differ,
    picture,
)


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer()


def text_of(renderer: Renderer, paper: AnyPaper, folder: Path) -> str:
    """The text of the same template as PDF, line breaks and blanks taken out."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils); it reads the paper's text")
    file = folder / "paper.pdf"
    file.write_bytes(renderer.typeset(compose(paper), "pdf"))
    done = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode("utf-8").replace("\u200b", "").split())


@pytest.mark.parametrize(("name", "paper"), all_papers())
def test_every_paper_is_exactly_as_wide_as_the_head(renderer: Renderer, name: str, paper: AnyPaper) -> None:
    raster = renderer.render(compose(paper))
    assert raster.width == RECEIPT_WIDTH_DOTS == 576
    image = picture(raster)
    assert 300 < image.height < 3000
    # White above and below: the cutter takes no letter with it.
    assert image.crop((0, 0, 576, 16)).getextrema() == (255, 255)
    assert image.crop((0, image.height - 16, 576, image.height)).getextrema() == (255, 255)
    if name.removesuffix("-large") != "test":
        for edge in (0, 576 - 20):
            assert image.crop((edge, 0, edge + 20, image.height)).getextrema() == (255, 255), "beyond the margin"


@pytest.mark.parametrize(("name", "paper"), all_papers())
def test_every_paper_looks_as_it_did(renderer: Renderer, name: str, paper: AnyPaper, tmp_path: Path) -> None:
    reason = fonts_differ()
    if reason:
        pytest.skip(reason)
    image = picture(renderer.render(compose(paper)))
    with Image.open(GOLDEN / f"{name}.png") as file:
        golden = file.convert("L")
    image.save(tmp_path / "now.png")
    assert image.size == golden.size, f"see {tmp_path}"
    differing = ImageChops.difference(image, golden).histogram()[255]
    # A tenth of a thousandth is a few dots at the edges of letters: another processor's rounding.
    assert differing <= image.width * image.height // 1000, f"{differing} dots differ, see {tmp_path}"


@pytest.mark.parametrize("large", [False, True])
def test_a_foreign_reader_reads_the_link(renderer: Renderer, large: bool) -> None:
    assert codes(picture(renderer.render(compose(replace(OFFLINE, large=large))))) == [LINK]
    assert codes(picture(renderer.render(compose(replace(GUIDE, large=large))))) == [GUIDE.link]
    assert codes(picture(renderer.render(compose(replace(PAPERS["test"], large=large))))) == ["JIUJIN TEST"]
    assert codes(picture(renderer.render(compose(replace(TICKET, large=large))))) == []


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("paper", [OFFLINE, DELIVERED])
def test_the_code_is_exact_to_the_dot(renderer: Renderer, paper: AnyPaper, large: bool) -> None:
    matrix = qr_matrix(LINK)
    dots = module_dots(len(matrix))
    side = len(matrix) * dots
    assert side >= 38 * 8
    code = Image.new("L", (len(matrix), len(matrix)))
    code.putdata([0 if module == "1" else 255 for row in matrix for module in row])
    code = code.resize((side, side), Image.Resampling.NEAREST)
    image = picture(renderer.render(compose(replace(paper, large=large))))
    left = (576 - side) // 2
    tops = [
        top
        for top in range(image.height - side)
        if ImageChops.difference(image.crop((left, top, left + side, top + side)), code).getbbox() is None
    ]
    assert len(tops) == 1
    quiet = 4 * dots
    frame = image.crop((left - quiet, tops[0] - quiet, left + side + quiet, tops[0] + side + quiet))
    frame.paste(255, (quiet, quiet, quiet + side, quiet + side))
    assert frame.getextrema() == (255, 255), "quiet zone"


@pytest.mark.parametrize("large", [False, True])
def test_the_offline_receipt_says_what_it_is(renderer: Renderer, large: bool, tmp_path: Path) -> None:
    text = text_of(renderer, replace(OFFLINE, large=large, reprint=True), tmp_path)
    for words in (
        "离线接收登记，非受理",
        "本机已登记，尚未送达受理机关；以受理机关出具的通知为准。",
        "欧阳䶮𬱖㼆",
        "工作人员0012核对",
        "FC01-3-0007-",
        "银行卡号10个工作日内",
    ):
        assert words in text
    assert "平台回执" not in text
    # In the body: a mark at the edge could be cut off (facts, printing, section 1).
    assert text.index("登记号") < text.index("补打") < text.index("离线接收登记")


def test_the_delivered_receipt_says_what_it_is(renderer: Renderer, tmp_path: Path) -> None:
    text = text_of(renderer, replace(DELIVERED, reprint=False), tmp_path)
    assert "已送达平台，非受理以受理机关出具的通知为准。" in text
    assert "R-2026-0000123" in text
    assert "离线" not in text
    assert "尚未送达" not in text
    assert "补打" not in text, "a first print is no copy"


HOSTILE = '#eval("1+1") $x^2$ *粗* _斜_ \\ [括] #{panic()} `码` <标> @引 // 注 = 题 "引号" --- ~ '


def test_data_is_never_markup(renderer: Renderer, tmp_path: Path) -> None:
    bare = "".join(HOSTILE.split())
    receipt = replace(
        OFFLINE,
        place=HOSTILE,
        terminal=HOSTILE,
        service=HOSTILE,
        masked_name=HOSTILE,
        name=HOSTILE,
        received=HOSTILE,
        number=HOSTILE,
        identity_words=HOSTILE,
        helper=HOSTILE,
        title=HOSTILE,
        to_supply=(ToSupply(name=HOSTILE, until=HOSTILE),),
    )
    assert text_of(renderer, receipt, tmp_path).count(bare) == 12
    guide = replace(GUIDE, service=HOSTILE, note=HOSTILE, sections=(GuideSection(title=HOSTILE, lines=(HOSTILE,)),))
    assert text_of(renderer, guide, tmp_path).count(bare) == 4
    ticket = replace(TICKET, number=HOSTILE, service=HOSTILE, words=(HOSTILE,))
    assert text_of(renderer, ticket, tmp_path).count(bare) == 3


def test_endless_data_makes_a_bounded_paper_within_its_margins(renderer: Renderer) -> None:
    for endless in ("长" * 10_000, "W" * 10_000, "\u202e\x00\n" * 10_000, "字 " * 10_000):
        paper = replace(
            OFFLINE,
            service=endless,
            masked_name=endless,
            number=endless,
            title=endless,
            to_supply=(ToSupply(name=endless, until=endless),) * 1000,
        )
        image = picture(renderer.render(compose(replace(paper, to_supply=paper.to_supply[:3]))))
        assert image.height < 20_000
        assert image.crop((576 - 20, 0, 576, image.height)).getextrema() == (255, 255)
        assert len(compose(paper).data["to_supply"]) == 40


def test_marks_that_cannot_be_seen_change_nothing(renderer: Renderer) -> None:
    plain = replace(OFFLINE, service="参保登记", name="欧阳䶮")
    marked = replace(OFFLINE, service="参\u202e保\u200f登\x07记\ufeff", name="欧\u2066阳䶮\U000e0101")
    assert renderer.render(compose(plain)) == renderer.render(compose(marked))


NAMES = ("䶮𬱖㼆", "𠮷𪨶𫖯㛃鿍", "阿卜杜热合曼·" * 7 + "买")


@pytest.mark.parametrize("name", NAMES)
def test_rare_names_are_printed_without_boxes(renderer: Renderer, name: str, tmp_path: Path) -> None:
    assert len(NAMES[2]) == 50
    bare = replace(OFFLINE, name="")
    assert name in text_of(renderer, replace(OFFLINE, name=name), tmp_path)
    # Each character's ink differs from the box that the font draws for one it lacks, and from the others'.
    drawn = {character: picture(_single(renderer, character)).tobytes() for character in {*name, "\U0003fffd"}}
    assert len(set(drawn.values())) == len(drawn)
    assert renderer.render(compose(replace(bare, name=name))).height > renderer.render(compose(bare)).height


def _single(renderer: Renderer, character: str):  # type: ignore[no-untyped-def]
    from kiosk.documents.render import _raster

    sheet = compose(replace(TICKET, number=character, words=(), service="", where="", issued=""))
    return _raster(renderer.typeset(sheet, "png"))


@pytest.mark.parametrize("character", ["\U0003fffd", "\ue123", "\ufffd", chr(0xD800), "ب", "\U000f0001"])
def test_a_character_that_no_font_holds_is_reported_not_printed(renderer: Renderer, character: str) -> None:
    with pytest.raises(FaultError) as raised:
        renderer.render(compose(replace(OFFLINE, name=f"欧{character}")))
    assert raised.value.fault.id == "document.glyph-missing"
    assert f"{ord(character):04X}" not in raised.value.fault.detail, "the character itself would name a person"


def test_without_its_name_such_a_receipt_prints(renderer: Renderer) -> None:
    paper = replace(OFFLINE, masked_name="\U0003fffd*", name="\U0003fffd欧").without_name()
    assert codes(picture(renderer.render(compose(paper)))) == [LINK]


def test_a_code_too_large_for_the_paper_is_reported(renderer: Renderer) -> None:
    for link in ("A" * 3000, "A" * 9000):
        with pytest.raises(FaultError) as raised:
            renderer.render(compose(replace(OFFLINE, link=link)))
        assert raised.value.fault.id == "document.code-too-large"


def test_a_template_that_does_not_compile_tells_nothing_of_the_data(renderer: Renderer) -> None:
    sheet = compose(OFFLINE)
    del sheet.data["number"]
    with pytest.raises(FaultError) as raised:
        renderer.render(sheet)
    assert raised.value.fault.id == "document.render-failed"
    assert "欧阳" not in str(raised.value)


def test_the_longest_number_stands_in_one_line(renderer: Renderer, tmp_path: Path) -> None:
    number = str(TemporaryNumber(terminal="ABCDEFGH", generation=9999, sequence=999_999_999))
    short, long = replace(OFFLINE, large=True), replace(OFFLINE, large=True, number=number)
    assert number in text_of(renderer, long, tmp_path)
    assert renderer.render(compose(long)).height <= renderer.render(compose(short)).height


def test_one_call_renders_a_paper() -> None:
    assert codes(picture(render(OFFLINE))) == [LINK]


def test_a_paper_without_any_data_is_still_a_paper(renderer: Renderer) -> None:
    """The press warms up with one."""
    assert codes(picture(renderer.render(compose(replace(TEST, place="", terminal="", printed="", printer=""))))) == [
        "JIUJIN TEST"
    ]


def test_font_health_names_both_weights() -> None:
    health = font_health()
    assert health.fault is None
    assert set(health.facts) == {"regular", "bold"}
