"""Pages of the second half of a visit as values, extremes among them: what the window must be able to show."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from kiosk.documents.paper import ReceiptPaper, ToSupply
from kiosk.documents.raster import Raster
from kiosk.documents.render import render
from kiosk.flow.page import (
    Action,
    FieldKind,
    FieldView,
    Frame,
    Notice,
    Option,
    Page,
    PageName,
    Role,
    Step,
    TextSize,
    Tone,
)
from kiosk.texts import DEFAULT
from tests.ui import samples as hall

FRAME = Frame(
    place="凤城街道便民服务中心",
    terminal="24 小时自助服务 · 一号机",
    clock=hall.FRAME.clock,
    line="线路正常",
    line_tone=Tone.SAFE,
    help_label="请工作人员帮我",
    sizes=hall.FRAME.sizes,
    languages=hall.FRAME.languages,
    in_visit=True,
    leave_label="结束",
)
OFFLINE_FRAME = replace(FRAME, line="线路中断，可照常登记", line_tone=Tone.OFFLINE)
LONG_NAME = "阿卜杜热合曼·买买提依明·" * 4 + "欧阳"
"""Fifty characters, the longest name the form takes."""
LONG_SERVICE = "城乡居民基本养老保险参保登记（灵活就业人员、被征地农民及退役军人合并办理）"
NUMBER = "FC01-261119-0007-K"

BACK = Action(id="back", label="上一步")


def elder(frame: Frame) -> Frame:
    """The same frame in elder mode."""
    return replace(frame, size=TextSize.LARGE, elder_label="大字模式", large_clock=True)


PAPER: dict[str, dict[str, str]] = {
    "zh-CN": {
        "place": "凤城街道便民服务中心",
        "terminal": "一号机 FC01",
        "service": "城乡居民基本养老保险参保登记",
        "identity_words": "工作人员 0012 核对",
    },
    "zh-HK": {
        "place": "鳳城街道便民服務中心",
        "terminal": "一號機 FC01",
        "service": "城鄉居民基本養老保險參保登記",
        "identity_words": "工作人員 0012 核對",
    },
    "en": {
        "place": "Fengcheng Service Centre",
        "terminal": "Terminal 1 FC01",
        "service": "Resident pension: enrolment",
        "identity_words": "Checked by staff 0012",
    },
}
"""What a receipt says of the place and the matter, by language."""
SUPPLY = {
    "zh-CN": ToSupply(name="银行卡号", until="10 个工作日内"),
    "zh-HK": ToSupply(name="銀行卡號", until="10 個工作日內"),
    "en": ToSupply(name="Bank card", until="within 10 working days"),
}


@cache
def receipt_raster(delivered: bool, large: bool = False, long: bool = False, *, language: str = DEFAULT) -> Raster:
    """A receipt as it is really printed."""
    said = PAPER[language]
    return render(
        ReceiptPaper(
            place=said["place"],
            terminal=said["terminal"],
            language=language,
            large=large,
            service=LONG_SERVICE if long else said["service"],
            masked_name="欧阳*",
            received="2026-11-19 09:44",
            number=NUMBER,
            link="HTTPS://EXAMPLE.ORG/V/" + "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U" * 5,
            delivered=delivered,
            identity_words=said["identity_words"],
            platform_receipt="PT-2026-00012345" if delivered else None,
            to_supply=() if delivered else (SUPPLY[language],),
        )
    )


PHONE = FieldView(
    id="contact_phone",
    kind=FieldKind.PHONE,
    label="您的手机号是多少？",
    help="用来通知您办理结果，不作别的用途。没有手机可以跳过。",
    required=False,
    skip="没有手机",
    max_length=20,
)
BANK_CARD = FieldView(
    id="bank_card",
    kind=FieldKind.BANK_CARD,
    label="您的银行卡号是多少？",
    help="以后养老金发到这张卡。没带卡可以后补。",
    required=False,
    skip="以后再补",
    max_length=30,
)
TIER = FieldView(
    id="tier",
    kind=FieldKind.CHOICE,
    label="每年想交多少？",
    help="交得多，以后每月领得多。明年可以改。",
    options=(
        Option(value="t300", label="300 元", note="最低档"),
        Option(value="t900", label="900 元"),
        Option(value="t1800", label="1800 元"),
        Option(value="t4800", label="4800 元", note="最高档"),
    ),
)
GROUP = FieldView(
    id="group",
    kind=FieldKind.CHOICE,
    label="您属于下面哪种情况？",
    help="符合条件的，政府帮您代缴一部分。",
    options=(
        Option(value="none", label="都不是"),
        Option(value="severe-disability", label="重度残疾"),
        Option(value="low-income", label="低保、特困"),
    ),
)
MANY = FieldView(
    id="many",
    kind=FieldKind.CHOICE,
    label="您的民族是？",
    options=tuple(Option(value=f"e{number:02d}", label=f"第 {number} 个选项") for number in range(1, 25)),
)
BIRTH = FieldView(id="since", kind=FieldKind.DATE, label="从哪一天开始？", help="按年、月、日输入 8 位数字。")
TRUE = FieldView(
    id="true", kind=FieldKind.CONFIRM, label="我填写的内容真实，知道以受理机关的通知为准。", help="请看清楚再勾选。"
)
NAME = FieldView(id="name", kind=FieldKind.TEXT, label="姓名", value="欧阳一", source="身份证", readonly=True)
ADDRESS = FieldView(
    id="address",
    kind=FieldKind.TEXT,
    label="户籍地址",
    value="示例省示例市示例区凤城街道人民二路一百二十八号示例花园三期十二栋二单元一千五百零二房",
    source="身份证",
    readonly=True,
)


def form(*fields: FieldView, title: str = "还要问您几件事", step: Step | None = None) -> Page:
    """A form page with these questions; one question gives it its title, as the flow does it."""
    return Page(
        name=PageName.FORM,
        title=fields[0].label if len(fields) == 1 else title,
        step=step or Step(index=3, of=5, label="核对信息"),
        fields=fields,
        actions=(BACK, Action(id="next", label="下一步", role=Role.PRIMARY)),
    )


MATERIALS = Page(
    name=PageName.MATERIALS,
    title="这些材料，您怎么交？",
    subtitle="没带的可以以后补，不影响今天登记。",
    step=Step(index=4, of=5, label="确认材料"),
    facts={
        "materials": [
            {"id": "id-card", "name": "居民身份证", "state": "已读取", "tone": "safe", "options": [], "chosen": None},
            {
                "id": "household",
                "name": "户口簿",
                "state": "电子证照，不用带",
                "tone": "safe",
                "options": [],
                "chosen": None,
            },
            {
                "id": "bank-card",
                "name": "银行卡号",
                "state": "可以后补，10 个工作日内",
                "tone": "offline",
                "options": [{"value": "now", "label": "现在输入"}, {"value": "later", "label": "以后再补"}],
                "chosen": "later",
            },
        ]
    },
    actions=(BACK, Action(id="next", label="下一步", role=Role.PRIMARY)),
)
MATERIALS_MANY = replace(
    MATERIALS,
    facts={
        "materials": [
            {
                "id": f"m{number}",
                "name": f"第 {number} 件：被征地农民参加基本养老保险审核证明或退役军人登记证明",
                "state": "可以后补，10 个工作日内",
                "tone": "offline",
                "options": [
                    {"value": "paper", "label": "带来了原件"},
                    {"value": "licence", "label": "用电子证照"},
                    {"value": "later", "label": "以后再补"},
                ],
                "chosen": None,
            }
            for number in range(1, 7)
        ]
    },
)
REVIEW = Page(
    name=PageName.REVIEW,
    title="请看一看，对不对？",
    step=Step(index=5, of=5, label="确认签名"),
    facts={
        "sections": [
            {
                "title": "您本人",
                "rows": [
                    {"label": "姓名", "value": "欧阳*", "full": "欧阳修"},
                    {"label": "身份号码", "value": "999999********0019"},
                    {"label": "户籍地址", "value": "示例省示例市***"},
                ],
            },
            {
                "title": "您要办的",
                "rows": [
                    {"label": "事项", "value": "城乡居民基本养老保险参保登记"},
                    {"label": "缴费档次", "value": "每年 900 元", "edit": {"field": "grade"}},
                    {"label": "特殊情况", "value": "都不是", "edit": {"field": "special"}},
                    {"label": "联系电话", "value": "138****2211", "edit": {"field": "phone"}},
                ],
            },
            {
                "title": "以后要补",
                "rows": [{"label": "银行卡号", "value": "10 个工作日内", "edit": {"material": "bank-card"}}],
            },
        ],
        "edit": "改",
        "masked_note": "为保护您，名字和号码只显示一部分。",
        "commitment": "我填写的内容真实，知道以受理机关的通知为准。",
    },
    actions=(
        Action(id="back", label="上一步"),
        Action(id="next", label="确认无误，去签名", role=Role.PRIMARY),
    ),
)
REVIEW_LONG = replace(
    REVIEW,
    facts={
        "sections": [
            {
                "title": "您本人",
                "rows": [
                    {"label": "姓名", "value": LONG_NAME},
                    {"label": "身份号码", "value": "999999********0019"},
                    {"label": "户籍地址", "value": str(ADDRESS.value) * 2},
                ],
            },
            {
                "title": "您要办的",
                "rows": [
                    {"label": f"第 {number} 项问题的名称", "value": LONG_SERVICE, "edit": {"field": f"q{number}"}}
                    for number in range(1, 9)
                ],
            },
        ],
        "edit": "改",
        "masked_note": "为保护您，名字和号码只显示一部分。",
        "commitment": "我填写的内容真实，知道以受理机关的通知为准。" * 3,
    },
)
SIGNATURE = Page(
    name=PageName.SIGNATURE,
    title="请在框里签名",
    step=Step(index=5, of=5, label="签名"),
    fields=(FieldView(id="signature", kind=FieldKind.SIGNATURE, label="您的签名"),),
    facts={"statement": "我填写的内容真实，知道以受理机关的通知为准。我同意登记城乡居民基本养老保险。"},
    actions=(
        Action(id="back", label="返回"),
        Action(id="clear", label="重签"),
        Action(id="sign", label="签好了", role=Role.PRIMARY),
    ),
)
SAVING = Page(
    name=PageName.SAVING,
    title="正在保存您的登记",
    subtitle="请稍候，不用再按。",
    picture="disk",
    facts={"lines": ["身份证先不要拿走。", "保存好之后，断电也不会丢。"]},
    busy=True,
)
PRINTING = Page(
    name=PageName.PRINTING,
    title="正在打印回执",
    subtitle="您的登记已经保存好。",
    picture="printer",
    facts={"lines": ["回执从下面的出纸口出来。"], "progress": 60},
    busy=True,
)
RATING: dict[str, Any] = {
    "title": "这次办得怎么样？",
    "note": "可以不评，工作人员看不到是谁评的",
    "options": [
        {"value": "5", "label": "非常满意"},
        {"value": "4", "label": "满意"},
        {"value": "3", "label": "基本满意"},
        {"value": "2", "label": "不满意"},
        {"value": "1", "label": "非常不满意"},
    ],
    "chosen": None,
}


def receipt(
    *,
    delivered: bool = False,
    large: bool = False,
    long: bool = False,
    chosen: str | None = None,
    finish_in: int = 28,
) -> Page:
    """The page at the end of a visit."""
    return Page(
        name=PageName.RECEIPT,
        title="登记好了，已送达" if delivered else "登记好了",
        subtitle="平台已经收到，结果以受理机关的通知为准。" if delivered else "已存进这台机器，线路一通就自动送出。",
        facts={
            "number": NUMBER,
            "delivered": delivered,
            "take": {"title": "请取走两样东西", "lines": ["① 身份证", "② 回执"]},
            "next": {
                "title": "接下来",
                "text": "有结果会打您留的电话。"
                # as on the paper beside it
                + ("" if delivered else "银行卡号可在任何一台终端或窗口补。")
                + ("缴费从下个月开始，每年十二月以前交清就行；忘了也会提醒您。" if long else ""),
            },
            "printed": "confirmed",
            "rating": {**RATING, "chosen": chosen},
            "finish_in": finish_in,
        },
        raster=receipt_raster(delivered, large, long),
        actions=(
            *(
                Action(id="rate", label=str(o["label"]), role=Role.CHOICE, value=o["value"])
                for o in RATING["options"]
            ),
            Action(id="no-paper", label="回执没出来？"),
            Action(id="again", label="再办一件"),
            Action(id="finish", label="办完了，清除我的信息", role=Role.PRIMARY),
        ),
    )


NUMBER_PAGE = Page(
    name=PageName.NUMBER,
    title="打印纸用完了",
    picture="paper",
    facts={
        "number": NUMBER,
        "saved": "您的登记已经保存好，登记号",
        "saved_bold": "已经保存好",
        "lines": ["已通知工作人员来加纸，大约 5 分钟。", "加好后凭登记号随时可以补打回执。"],
        "code": "P-02",
    },
    actions=(
        Action(id="wait", label="在这里等加纸", role=Role.PRIMARY),
        Action(id="noted", label="我记下登记号了，结束"),
    ),
)
FAULT = Page(
    name=PageName.FAULT,
    title="读卡器没有回应",
    subtitle="不是您的问题，也不是证件的问题。",
    picture="reader",
    facts={
        "saved": "您填好的内容都在，不会丢。",
        "lines": ["请把身份证拿起来，等两秒再放上去。", "还不行的话，请工作人员来看一下，或换旁边的二号机。"],
        "code": "R-03",
        "retry": "now",
    },
    actions=(
        Action(id="retry", label="再试一次", role=Role.PRIMARY),
        Action(id="back", label="返回"),
        Action(id="finish", label="先不办了"),
    ),
)
FAULT_LONG = replace(
    FAULT,
    title="这台机器现在没法把您的登记保存下来",
    facts={
        "saved": "身份证信息没有留下，您前面填写的内容还在这块屏幕上。",
        "lines": [
            "已经通知工作人员，一般十五分钟内有人来。",
            "急着办的话，请到服务中心二楼 3 号窗口，带上身份证就行，不用重新排队。",
            "也可以换旁边的二号机，从头再来一遍大约三分钟。",
        ],
        "code": "O-11",
    },
)
RECOVERED = Page(
    name=PageName.RECOVERED,
    title="刚才机器重新启动了",
    subtitle="重启之前的登记都在，没有丢。",
    picture="check",
    facts={
        "numbers": [{"number": NUMBER, "service": "城乡居民基本养老保险参保登记", "time": "今天 09:44"}],
        "lines": ["回执还没打印。请记下登记号，凭它随时可以补打。"],
    },
    actions=(Action(id="noted", label="我记下了", role=Role.PRIMARY),),
)
RECOVERED_ONE = replace(
    RECOVERED,
    actions=(Action(id="home", label="返回首页"), Action(id="noted", label="记下了，下一个", role=Role.PRIMARY)),
)
"""One of several: the next follows when this one is noted."""
RECOVERED_MANY = replace(
    RECOVERED,
    facts={
        "numbers": [
            {"number": f"FC01-261119-000{n}-K", "service": LONG_SERVICE, "time": "今天 09:44"} for n in range(1, 7)
        ],
        "lines": ["回执还没打印。请记下登记号，凭它随时可以补打。"],
    },
)
SUSPENDED = Page(
    name=PageName.SUSPENDED,
    title="这台机器暂停服务",
    subtitle="已经办好的登记都在，不会丢。",
    picture="terminal",
    facts={
        "lines": ["维修人员已经接到通知，预计今天 14:00 恢复。"],
        "code": "D-01",
        "places": [
            {"name": "凤城街道便民服务中心 二号机", "address": "就在右手边，同一排", "hours": "24 小时"},
            {
                "name": "新城社区党群服务中心",
                "address": "新城东路 18 号，走路 12 分钟",
                "hours": "周一至周五 08:30–17:30",
            },
        ],
    },
    actions=(Action(id="help", label="我是工作人员"),),
)
GOODBYE = Page(
    name=PageName.GOODBYE,
    title="请取走身份证和回执",
    subtitle="您的信息已经从这台机器的屏幕上清除。",
    facts={"lines": ["身份证在读卡处", "回执在下面的出纸口"]},
)
GOODBYE_READER = replace(
    GOODBYE,
    title="身份证还在读卡处",
    subtitle="请拿走身份证。您的信息已经清除。",
    picture="reader",
    facts={"lines": []},
)
GOODBYE_CARD = replace(GOODBYE, title="请取走身份证", picture="card", facts={"lines": ["身份证在读卡处"]})
TICKET = Page(
    name=PageName.TICKET,
    title="您的号码",
    subtitle="养老待遇资格认证",
    picture="ticket",
    facts={
        "number": "A 012",
        "lines": ["明天 08:30 到二楼 3 号窗口，报这个号。", "带身份证就行，不用再填一遍。"],
    },
    actions=(Action(id="finish", label="好的，结束", role=Role.PRIMARY),),
)


def samples() -> dict[str, tuple[Page, Frame]]:
    """Every sample by name. Names that begin `elder` are in elder mode."""
    filled_card = replace(BANK_CARD, value="6200000000000000000")
    wrong_phone = replace(PHONE, value="1380022", problem="手机号是 11 位数字，请再看一看。")
    four = form(NAME, TIER, PHONE, BANK_CARD)
    elder_frame = elder(FRAME)
    return {
        "form": (four, FRAME),
        "form-problems": (
            form(
                replace(TIER, problem="请选一项。"),
                wrong_phone,
                replace(filled_card, problem="卡号不对，请对照银行卡再输一次。"),
                replace(TRUE, problem="这一项还没填。"),
            ),
            FRAME,
        ),
        "elder-form-refused": (
            form(replace(BIRTH, value="2026-13-40", problem="没有这一天，请再看一看。")),
            elder_frame,
        ),
        "form-readonly": (form(replace(NAME, value=LONG_NAME), ADDRESS, BIRTH, TRUE), FRAME),
        "form-one": (form(PHONE), FRAME),
        "form-many": (form(MANY, GROUP), FRAME),
        "elder-form": (form(replace(PHONE, value="13800221")), elder_frame),
        "elder-form-problem": (form(wrong_phone), elder_frame),
        "elder-form-card": (form(filled_card), elder_frame),
        "elder-form-choice": (form(replace(TIER, value="t900")), elder_frame),
        "elder-form-many": (form(MANY), elder_frame),
        "elder-form-date": (form(BIRTH), elder_frame),
        "elder-form-confirm": (form(TRUE), elder_frame),
        "elder-form-readonly": (form(replace(ADDRESS, label="您的户籍地址，对吗？")), elder_frame),
        "materials": (MATERIALS, FRAME),
        "materials-many": (MATERIALS_MANY, FRAME),
        "elder-materials": (MATERIALS, elder_frame),
        "review": (REVIEW, FRAME),
        "review-long": (REVIEW_LONG, FRAME),
        "elder-review": (REVIEW, elder_frame),
        "signature": (SIGNATURE, FRAME),
        "elder-signature": (SIGNATURE, elder_frame),
        "saving": (SAVING, FRAME),
        "elder-saving": (SAVING, elder_frame),
        "printing": (PRINTING, FRAME),
        "receipt-offline": (receipt(), OFFLINE_FRAME),
        "receipt-delivered": (receipt(delivered=True, chosen="4"), FRAME),
        "receipt-long": (receipt(long=True), OFFLINE_FRAME),
        "elder-receipt": (receipt(large=True), elder(OFFLINE_FRAME)),
        "elder-receipt-long": (receipt(large=True, long=True), elder(OFFLINE_FRAME)),
        "number": (NUMBER_PAGE, FRAME),
        "elder-number": (NUMBER_PAGE, elder_frame),
        "fault": (FAULT, FRAME),
        "fault-long": (FAULT_LONG, FRAME),
        "elder-fault": (FAULT_LONG, elder_frame),
        "recovered": (RECOVERED, FRAME),
        "recovered-one": (RECOVERED_ONE, FRAME),
        "elder-recovered-one": (RECOVERED_ONE, elder_frame),
        "recovered-many": (RECOVERED_MANY, FRAME),
        "elder-recovered": (RECOVERED, elder_frame),
        "suspended": (SUSPENDED, replace(FRAME, in_visit=False)),
        "elder-suspended": (SUSPENDED, replace(elder_frame, in_visit=False)),
        "goodbye": (GOODBYE, FRAME),
        "elder-goodbye": (GOODBYE, elder_frame),
        "goodbye-card": (GOODBYE_CARD, FRAME),
        "goodbye-reader": (GOODBYE_READER, FRAME),
        "elder-goodbye-reader": (GOODBYE_READER, elder_frame),
        "ticket": (TICKET, FRAME),
        "elder-ticket": (TICKET, elder_frame),
    }


def contrasted(frame: Frame) -> Frame:
    """The same frame in high contrast."""
    return replace(frame, contrast=True)


NOTICED = replace(REVIEW, notices=(Notice(tone=Tone.OFFLINE, text="现在线路不通，照样可以登记。"),))
"""A page with a notice above its content."""
