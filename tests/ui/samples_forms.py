"""Form pages of every kind of question as values, extremes among them. Nobody and no place in them exists."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QColor, QImage, QPainter

from kiosk.flow.page import Action, FieldKind, FieldView, Frame, Notice, Option, Page, Role, Tone
from tests.ui.samples_visit import FRAME, PHONE, TIER, contrasted, elder, form

CONTACT = FieldView(
    id="contact",
    kind=FieldKind.NAME,
    label="紧急联系人叫什么名字？",
    help="只在找不到您的时候联系。",
    max_length=50,
)
REASON = FieldView(
    id="reason",
    kind=FieldKind.TEXT,
    label="为什么要补办？",
    help="写一两句就行。",
    max_length=200,
    required=False,
    skip="不想写",
)
LONG_REASON = replace(REASON, value="原来的那一本在搬家的时候弄丢了，家里和原单位都找过，没有找到。" * 6)
NUMBER = FieldView(
    id="parent_number", kind=FieldKind.ID_NUMBER, label="孩子的身份证号是多少？", help="出生证明右上角有。"
)
NUMBER_SKIP = replace(NUMBER, required=False, skip="还没有")
RENT = FieldView(id="rent", kind=FieldKind.MONEY, label="每个月房租多少钱？", help="只算房租，不算水电。", unit="元")
PERSONS = FieldView(
    id="persons", kind=FieldKind.NUMBER, label="家里一共几口人？", help="算上您自己。", unit="人", max_length=2
)
TOTAL = FieldView(id="total", kind=FieldKind.MONEY, label="一年的房租", now="18,000.00 元", readonly=True)
SUGGESTED = replace(CONTACT, value="欧阳一", source="户口簿")
PROVINCES = (
    "北京市 天津市 河北省 山西省 内蒙古自治区 辽宁省 吉林省 黑龙江省 上海市 江苏省 浙江省 "
    "安徽省 福建省 江西省 山东省 河南省 湖北省 湖南省 广东省 广西壮族自治区 海南省 重庆市 四川省 "
    "贵州省 云南省 西藏自治区 陕西省 甘肃省 青海省 宁夏回族自治区 新疆维吾尔自治区"
).split()
WHERE = FieldView(
    id="home",
    kind=FieldKind.ADDRESS,
    label="您现在住在哪里？",
    help="用来寄送办好的证件。",
    max_length=100,
    options=tuple(Option(value=f"{number:02d}", label=name) for number, name in enumerate(PROVINCES, 1)),
)
WHERE_STREET = replace(
    WHERE,
    path=(
        Option(value="98", label="示例省"),
        Option(value="9801", label="示例市"),
        Option(value="980101", label="示例区"),
    ),
    options=tuple(Option(value=f"9801010{number:02d}", label=f"第{number}街道") for number in range(1, 19)),
    value={"region": "980101", "detail": ""},
)
WHERE_DETAIL = replace(
    WHERE,
    path=(*WHERE_STREET.path, Option(value="980101001", label="凤城街道")),
    options=(),
    value={"region": "980101001", "detail": ""},
)
WHERE_REFUSED = replace(WHERE_DETAIL, problem="请写上门牌号。")
COLUMNS = (
    replace(CONTACT, id="who", label="姓名"),
    FieldView(
        id="kinship",
        kind=FieldKind.CHOICE,
        label="关系",
        options=(Option(value="child", label="孩子"), Option(value="spouse", label="配偶")),
    ),
    FieldView(id="born", kind=FieldKind.DATE, label="出生日期"),
)
FAMILY = FieldView(
    id="family",
    kind=FieldKind.TABLE,
    label="家里还有谁？",
    help="一起住、一起吃饭的都算。",
    columns=COLUMNS,
    max_rows=8,
)
FAMILY_TWO = replace(FAMILY, rows=(("欧阳二", "配偶", "1999 年 2 月 30 日"), ("欧阳三", "孩子", "2099 年 1 月 1 日")))
FAMILY_FULL = replace(
    FAMILY,
    rows=tuple((f"第{number}位名字很长的家里人·" * 3, "孩子", "2099 年 1 月 1 日") for number in range(1, 9)),
)
DEED = FieldView(
    id="deed", kind=FieldKind.PHOTO, label="请拍一下房产证", help="把证放平，对着镜头，四个角都要看得见。"
)
GUARDIAN = FieldView(id="guardian", kind=FieldKind.SIGNATURE, label="请监护人签名", help="替孩子办，要监护人签名。")


def table(field: FieldView, *more: Action) -> Page:
    """A table alone on its page, with what can be done to its rows."""
    page = form(field)
    back, onwards = page.actions
    words = {"edit": "修改", "remove": "删除", "none": "还没有添加"}
    add = Action(id="row-add", label="添加一项", value=field.id, enabled=len(field.rows) < field.max_rows)
    return replace(page, actions=(back, add, *more, onwards), facts={"table": words})


def photo(field: FieldView, *, camera: bool = True, taken: str = "") -> Page:
    """A photo alone on its page: the camera is on, or something was taken."""
    page = form(field)
    back, onwards = page.actions
    offered = Action(
        id="photo-retake" if taken else "photo-take",
        label="看不清，重拍" if taken else "拍照",
        value=field.id,
        picture="camera",
        enabled=bool(taken) or camera,
    )
    notices = () if taken or camera else (Notice(tone=Tone.ALERT, text="摄像头现在用不了，可以请工作人员帮忙。"),)
    facts = {"camera": camera and not taken, "photo": taken}
    return replace(page, actions=(back, offered, onwards), notices=notices, facts=facts)


@cache
def taken_photo() -> str:
    """What a camera took of a paper that nobody wrote, as a data URL."""
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor("#C9C2B2"))
    painter = QPainter(image)
    painter.fillRect(90, 60, 460, 360, QColor("#FFFFFF"))
    for line in range(9):
        painter.fillRect(130, 100 + 34 * line, 380 - 40 * (line % 3), 10, QColor("#5F6E75"))
    painter.end()
    kept = QByteArray()
    buffer = QBuffer(kept)
    image.save(buffer, "JPEG")  # type: ignore[call-overload]  # the stubs know no device here
    return f"data:image/jpeg;base64,{bytes(kept.toBase64()).decode()}"


def row(*fields: FieldView) -> Page:
    """One row of a table being filled."""
    page = form(*fields, title="家里人")
    done = Action(id="row-done", label="这一行好了", role=Role.PRIMARY)
    return replace(page, actions=(Action(id="row-cancel", label="不加了"), done))


def samples() -> dict[str, tuple[Page, Frame]]:
    """Every sample by name. Names that begin `elder` are in elder mode."""
    large = elder(FRAME)
    restore = Action(id="row-restore", label="恢复刚删除的")
    pages = {
        "name": form(CONTACT),
        "text": form(REASON),
        "text-long": form(LONG_REASON),
        "text-refused": form(replace(LONG_REASON, problem="太长了，请写短一些。")),
        "id-number": form(NUMBER),
        "id-number-skip": form(NUMBER_SKIP),
        "money": form(replace(RENT, value="1250.5")),
        "number": form(PERSONS),
        "suggested": form(SUGGESTED),
        "address": form(WHERE),
        "address-street": form(WHERE_STREET),
        "address-detail": form(WHERE_DETAIL),
        "address-refused": form(WHERE_REFUSED),
        "table-empty": table(replace(FAMILY, required=False, skip="没有别人")),
        "table": table(FAMILY_TWO, restore),
        "table-full": table(FAMILY_FULL),
        "photo": photo(replace(DEED, required=False, skip="以后再拍")),
        "photo-unready": photo(DEED, camera=False),
        "photo-taken": photo(DEED, taken=taken_photo()),
        "signature": form(GUARDIAN),
    }
    return {
        **{name: (page, FRAME) for name, page in pages.items()},
        **{f"elder-{name}": (page, large) for name, page in pages.items()},
        "two-texts": (form(CONTACT, REASON), FRAME),
        "text-and-digits": (form(REASON, PHONE), FRAME),
        "calculated": (form(RENT, TOTAL), FRAME),
        "row": (row(*COLUMNS[:2]), FRAME),
        "elder-row": (row(COLUMNS[0]), large),
        "contrast-text": (form(REASON), contrasted(FRAME)),
        "contrast-address": (form(WHERE_STREET), contrasted(FRAME)),
        "contrast-table": (table(FAMILY_TWO), contrasted(large)),
        "choice-and-text": (form(TIER, REASON), FRAME),
    }
