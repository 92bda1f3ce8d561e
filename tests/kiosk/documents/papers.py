"""Papers of invented people, and how a paper looks to the tests. `python -m tests.kiosk.documents.papers` rewrites
the golden pictures, to be looked at before they are kept."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import zxingcpp
from PIL import Image

from kiosk.documents.paper import (
    AnyPaper,
    Gap,
    GuideSection,
    GuideSlip,
    NoticeSlip,
    ReceiptPaper,
    TestSlip,
    TicketSlip,
    ToSupply,
)
from kiosk.documents.raster import Raster
from kiosk.documents.render import Renderer, font_health
from kiosk.documents.sheet import compose
from kiosk.protocol.keys import SigningKey
from kiosk.protocol.proof import ReceiptProof, proof_link
from kiosk.protocol.temporary_number import TemporaryNumber

GOLDEN = Path(__file__).with_name("golden")
FONTS = GOLDEN / "fonts.toml"
"""The releases with which the golden pictures were made; another one draws other dots."""

KEY = SigningKey.from_raw(bytes(range(32)))
PROOF = ReceiptProof(
    submission="0198a000-0000-7000-8000-000000000001",
    number=str(TemporaryNumber(terminal="FC01", generation=3, sequence=7)),
    service="999999-pension-join",
    received_at=datetime(2026, 11, 20, 1, 44, tzinfo=UTC),
    delivered=False,
)
LINK = proof_link("fengcheng.jiujin.example", PROOF, KEY)

OFFLINE = ReceiptPaper(
    place="凤城街道便民服务中心",
    terminal="24 小时自助服务 · 一号机 FC01",
    service="城乡居民基本养老保险参保登记",
    masked_name="欧阳**",
    name="欧阳䶮𬱖㼆",
    received="2026-11-20 09:44",
    number=PROOF.number,
    link=LINK,
    delivered=False,
    identity_words="工作人员 0012 核对",
    helper="工作人员 0012",
    to_supply=(
        ToSupply(name="银行卡号", until="10 个工作日内"),
        ToSupply(name="户口簿首页和本人页复印件", until="2026-12-04 前，任何一台终端或窗口"),
    ),
)
DELIVERED = replace(
    OFFLINE, delivered=True, platform_receipt="R-2026-0000123", name="", helper="", to_supply=(), reprint=True
)
GUIDE = GuideSlip(
    place=OFFLINE.place,
    terminal=OFFLINE.terminal,
    service=OFFLINE.service,
    sections=(
        GuideSection(title="流程", lines=("刷身份证", "核对身份", "填写、签名", "拿回执")),
        GuideSection(title="要带什么", lines=("居民身份证", "银行卡（可 10 个工作日内补）")),
        GuideSection(title="时限", lines=("法定 20 个工作日，承诺 5 个工作日",)),
        GuideSection(title="表格", lines=("城乡居民基本养老保险参保登记表",)),
        GuideSection(title="样表", lines=("扫码看样表",)),
    ),
    link="https://fengcheng.jiujin.example/g/pension-join",
    note="线路中断时也可登记。登记不是受理。",
)
NOTICE = NoticeSlip(
    place=OFFLINE.place,
    terminal=OFFLINE.terminal,
    service="城乡居民基本养老保险参保登记",
    basis="城乡居民基本养老保险经办规程（示例，未核）",
    issued="2026-11-20 09:44",
    gaps=(
        Gap(name="户口簿首页和本人页", lines=("必须有，备齐再来", "也可以用：户籍证明原件")),
        Gap(name="银行卡", lines=("今天没有也能办，10 个工作日内补上",)),
        Gap(name="近期一寸免冠照片", lines=("有就带，没有也能办", "依据：示例办法第三条")),
    ),
    where="示例区政务服务中心 示例大道 8 号 周一至周五 9:00–12:00，13:00–17:00 0763-000 0001",
)
TICKET = TicketSlip(
    place=OFFLINE.place,
    terminal=OFFLINE.terminal,
    number="A 017",
    service="养老待遇资格认证",
    issued="2026-11-20 21:05",
    where="二楼 3 号窗口",
    words=("明天 09:00–17:00 有工作人员。", "请带居民身份证。"),
)
TEST = TestSlip(
    place=OFFLINE.place, terminal=OFFLINE.terminal, printed="2026-11-20 09:44", printer="ESC/POS，80 mm，576 点"
)
PAPERS: dict[str, AnyPaper] = {
    "receipt-offline": OFFLINE,
    "receipt-delivered": DELIVERED,
    "guide": GUIDE,
    "notice": NOTICE,
    "ticket": TICKET,
    "test": TEST,
    "receipt-english": replace(OFFLINE, language="en", place="Fengcheng Service Centre", terminal="Terminal FC01"),
}


def all_papers() -> list[tuple[str, AnyPaper]]:
    """Each paper in both sizes, by name."""
    large = [(f"{name}-large", replace(paper, large=True)) for name, paper in PAPERS.items()]
    return [*PAPERS.items(), *large]


def picture(raster: Raster) -> Image.Image:
    """The paper in white with its black dots, made without the product's code."""
    inverted = bytes(octet ^ 0xFF for octet in raster.rows)
    return Image.frombytes("1", (raster.width, raster.height), inverted).convert("L")


def codes(image: Image.Image) -> list[str]:
    """What a reader that is not ours reads."""
    return [
        found.text
        for found in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    ]


def fonts_differ() -> str:
    """Why this machine's pictures cannot be compared with the golden ones, or ''."""
    made_with, here = tomllib.loads(FONTS.read_text("utf-8")), font_health().facts
    return "" if made_with == here else f"golden pictures were made with {made_with}, here is {here}"


def main() -> None:
    renderer = Renderer()
    for name, paper in all_papers():
        picture(renderer.render(compose(paper))).convert("1").save(GOLDEN / f"{name}.png", optimize=True)
    FONTS.write_text("".join(f'{weight} = "{file}"\n' for weight, file in font_health().facts.items()), "utf-8")


if __name__ == "__main__":
    main()
