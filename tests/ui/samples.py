"""Sample pages of the hall: every page that `tests/ui` draws before and around a visit. Nobody in them exists."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kiosk.flow.page import (
    Action,
    Countdown,
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
from kiosk.texts import LANGUAGES

FRAME = Frame(
    place="凤城街道便民服务中心",
    terminal="24 小时自助服务 · 一号机",
    clock="11月19日 星期四 09:46",
    line="线路正常",
    line_tone=Tone.SAFE,
    help_label="请工作人员帮我",
    sizes=tuple(
        Option(value=size.value, label=label)
        for size, label in zip(TextSize, ("标准", "稍大", "大", "特大"), strict=True)
    ),
    languages=tuple(Option(value=tag, label=name) for tag, name in LANGUAGES.items()),
)
OFFLINE = replace(FRAME, line="线路中断，可照常登记", line_tone=Tone.OFFLINE)
LARGE = replace(
    FRAME,
    size=TextSize.LARGE,
    large_clock=True,
    elder_label="大字模式",
    helper="工作人员 0012 在协助",
    in_visit=True,
    leave_label="结束",
)
CONTRAST = replace(FRAME, contrast=True)
LARGE_CONTRAST = replace(LARGE, contrast=True)
IDLE = replace(
    FRAME,
    countdown=Countdown(
        seconds=24,
        title="您还在吗？",
        text="没有人操作时，屏幕会自动清除您的信息。已经填好的不会提交。",
        stay="我还在，继续办",
        finish="不办了，清除我的信息",
    ),
)
EVENING = replace(FRAME, clock="11月19日 星期四 20:10")
"""When nobody is there any more."""
CALLED = replace(FRAME, help_label="")
"""What stands around a page that the call for staff opened."""
FRAMES = {
    "standard": FRAME,
    "offline": OFFLINE,
    "large": LARGE,
    "contrast": CONTRAST,
    "large-contrast": LARGE_CONTRAST,
    "idle": IDLE,
}

BACK = Action(id="back", label="返回")
LONG_SERVICE = "城乡居民基本养老保险参保人员因跨省迁移户籍申请关系转移接续暨待遇资格重新核定登记（试行）"
LONG_NAME = "阿卜杜热合曼·麦麦提吐尔逊·买买提艾力·阿不都克里木·吾买尔江·玉素甫·亚森·热依木·库尔班"


def matrix(size: int = 37) -> list[str]:
    """A pattern that looks like a QR code; not one."""
    rows = [[(x * 7 + y * 13 + x * y * 3) % 5 < 2 for x in range(size)] for y in range(size)]
    for left, top in ((0, 0), (size - 7, 0), (0, size - 7)):
        for y in range(-1, 8):
            for x in range(-1, 8):
                if 0 <= left + x < size and 0 <= top + y < size:
                    ring = max(abs(x - 3), abs(y - 3))
                    rows[top + y][left + x] = ring in (0, 1, 3)
    return ["".join("1" if dot else "0" for dot in row) for row in rows]


def home(**more: Any) -> Page:
    facts = {
        "functions": [
            {"id": "apply", "label": "申办", "note": "申请、认证、登记", "picture": "form", "enabled": True},
            {"id": "print", "label": "打印", "note": "看指南、取号", "picture": "print", "enabled": True},
            {"id": "query", "label": "查询", "note": "看指南、取号", "picture": "query", "enabled": True},
            {"id": "pay", "label": "缴费", "note": "看指南、取号", "picture": "pay", "enabled": True},
            {"id": "book", "label": "预约取号", "note": "看指南、取号", "picture": "book", "enabled": True},
        ],
        "card": {"title": "把身份证放在读卡处", "lines": ["马上看到与您有关的事", "65 岁以上直接进快速通道"]},
        "favourites_title": "这里大家常办",
        "favourites": [
            {"id": "pension-proof", "name": "养老待遇资格认证", "note": "约 1 分钟"},
            {"id": "medical", "name": "居民医保参保缴费", "note": "约 2 分钟"},
            {"id": "social", "name": "社保参保证明", "note": "打印"},
            {"id": "fund", "name": "公积金余额", "note": "查询"},
            {"id": "residence", "name": "居住证签注", "note": "约 3 分钟"},
        ],
        "all": {"label": "全部 171 项", "note": "按部门找"},
    }
    return Page(name=PageName.HOME, title="您好，今天要办什么？", facts=facts | more)


def home_now() -> Page:
    """What the first release shows: three services, four functions still to come."""
    page = home()
    functions = [dict(function) for function in page.facts["functions"]]
    for function in functions[1:]:
        function |= {"enabled": False, "note": "本机暂未开通"}
    return home(
        functions=functions,
        favourites=[
            {"id": "pension-proof", "name": "养老待遇资格认证", "note": "约 1 分钟"},
            {"id": "enrol", "name": "城乡居民基本养老保险参保登记", "note": "约 5 分钟"},
            {"id": "long", "name": LONG_SERVICE, "note": "约 20 分钟"},
        ],
        all={"label": "全部 3 项", "note": "按部门找"},
    )


def home_untold() -> Page:
    """After an interruption: something was kept whose number nobody may have seen."""
    return replace(
        home(),
        notices=(Notice(tone=Tone.OFFLINE, text="刚才有登记中断了，已经保存好。"),),
        actions=(Action(id="recovered", label="看登记号"),),
    )


def services() -> Page:
    names = [
        ("养老待遇资格认证", "人力资源和社会保障局", "约 1 分钟", "elder"),
        ("城乡居民基本养老保险参保登记", "人力资源和社会保障局", "约 5 分钟", "form"),
        (LONG_SERVICE, "人力资源和社会保障局", "约 20 分钟", "form"),
        ("居民医保参保缴费", "医疗保障局", "约 2 分钟", "health"),
        ("异地就医备案", "医疗保障局", "约 3 分钟", "health"),
        ("居住证签注", "公安局", "约 3 分钟", "card"),
        ("公积金余额", "住房公积金管理中心", "查询", "house"),
        ("社保参保证明", "人力资源和社会保障局", "打印", "print"),
        ("高龄津贴申领", "民政局", "约 4 分钟", "elder"),
        ("残疾人证办理进度", "残疾人联合会", "查询", "query"),
        ("门牌证申领", "公安局", "约 3 分钟", "place"),
        ("生育登记", "卫生健康局", "约 4 分钟", "form"),
    ]
    return Page(
        name=PageName.SERVICES,
        title="申办",
        subtitle="点一下要办的事",
        actions=(BACK,),
        facts={
            "services": [
                {"id": f"s{at}", "name": name, "dept": dept, "note": note, "picture": picture}
                for at, (name, dept, note, picture) in enumerate(names)
            ]
        },
    )


def services_few() -> Page:
    page = services()
    return replace(page, facts={"services": page.facts["services"][:2]})


def guide(title: str = "城乡居民基本养老保险参保登记", offline: bool = True) -> Page:
    sentence = "线路不通也能办，今天拿登记回执。线路一通就自动送出，有结果告诉您。"
    return Page(
        name=PageName.GUIDE,
        title=title,
        subtitle="人力资源和社会保障局 · 本人或家人代办",
        notices=(Notice(tone=Tone.OFFLINE, text=sentence),) if offline else (),
        actions=(
            BACK,
            Action(id="slip", label="打印纸条"),
            Action(id="start", label="开始办理", role=Role.PRIMARY),
        ),
        facts={
            "tags": [
                {"text": "马上办", "tone": "plain"},
                {"text": "就近办", "tone": "plain"},
                {"text": "可离线登记", "tone": "offline"},
            ],
            "cells": [
                {"label": "当场登记，受理后", "value": "即办"},
                {"label": "收费", "value": "不收费"},
                {"label": "要带的材料", "value": "1 件"},
            ],
            "steps": ["放身份证", "核对信息", "确认材料", "签名", "拿回执"],
            "materials": [
                {"name": "居民身份证", "state": "现在读取", "tone": "safe"},
                {"name": "户口簿", "state": "电子证照，不用带", "tone": "safe"},
                {"name": "银行卡号", "state": "可以后补，10 个工作日内", "tone": "offline"},
            ],
            "qr": {"rows": matrix()},
            "take": {
                "title": "用手机带走这份指南",
                "lines": ["流程、材料、时限、表格、样例都在里面", "不用手机？可以打印一张纸条"],
            },
        },
    )


def guide_ticket() -> Page:
    """With a way to come back another time."""
    page = guide()
    return replace(page, actions=(*page.actions[:-1], Action(id="ticket", label="取一个号"), page.actions[-1]))


def card(state: str = "waiting") -> Page:
    problem = {
        "title": "卡拿得早了一点",
        "body": "刚才还没读完，什么都没有丢。请把身份证平放在读卡处，等屏幕说好了再拿。",
        "code": "R-04",
    }
    return Page(
        name=PageName.CARD,
        title="正在读，请别移动" if state == "reading" else "请把身份证放在读卡处",
        subtitle="只读办这件事要用的信息，办完就清除。",
        step=Step(index=1, of=6, label="放身份证"),
        picture="reader",
        actions=(BACK, Action(id="no-card", label="没带身份证")),
        facts={
            "state": state,
            "hint": "大约两秒钟" if state == "reading" else "平放在屏幕下方亮灯的地方",
            "problem": problem if state == "problem" else None,
        },
    )


def identity() -> Page:
    return Page(
        name=PageName.IDENTITY,
        title="您想用哪种方式证明是本人？",
        subtitle="几种方式一样有效，选方便的就行。",
        step=Step(index=2, of=6, label="确认是您本人"),
        actions=(BACK, Action(id="why", label="这一步有什么用？", role=Role.QUIET)),
        facts={
            "ways": [
                {
                    "id": "staff",
                    "title": "请工作人员核对",
                    "note": "看一眼证件和本人，刷工作证确认",
                    "picture": "staff",
                    "enabled": True,
                },
                {"id": "face", "title": "看一下摄像头", "note": "本机暂未开通", "picture": "face", "enabled": False},
                {"id": "code", "title": "收短信验证码", "note": "本机暂未开通", "picture": "phone", "enabled": False},
                {
                    "id": "later",
                    "title": "换个时间或地方",
                    "note": "看看什么时候、哪里有人",
                    "picture": "clock",
                    "enabled": True,
                },
            ]
        },
    )


def staff(problem: str = "") -> Page:
    return Page(
        name=PageName.STAFF,
        title="工作人员登录",
        step=Step(index=2, of=6, label="确认是您本人"),
        fields=(
            FieldView(id="staff_number", kind=FieldKind.DIGITS, label="工号", max_length=8),
            FieldView(id="pin", kind=FieldKind.PIN, label="密码", max_length=8, problem=problem),
        ),
        actions=(BACK, Action(id="login", label="登录", role=Role.PRIMARY)),
        facts={
            "card_hint": "把工作证放在读卡处，或输入工号。",
            "purpose": "登录后只核对证件和本人，不代替居民签名和评价。",
        },
    )


def staff_check(name: str = "欧阳*") -> Page:
    full = {
        "name": LONG_NAME if len(name) > 20 else "欧阳试",
        "number": "999999 19500101 0019",
        "birth": "1950 年 1 月 1 日",
        "address": "测试省测试市凤城街道不存在路一百二十三号幸福花园小区十八栋二单元一千六百零二室",
    }
    return Page(
        name=PageName.STAFF_CHECK,
        title="请看证件，再看本人",
        subtitle="工号 0012 · 这次核对会记入办件记录",
        step=Step(index=2, of=6, label="确认是您本人"),
        actions=(
            Action(id="confirm", label="证件和本人一致", role=Role.PRIMARY),
            Action(id="deny", label="不一致，不能继续"),
        ),
        facts={
            "person": {
                "name": name,
                "number": "9999**********0019",
                "birth": "1950 年",
                "address": "测试省测试市******",
            },
            "person_full": full,
            "question": "站在屏幕前的，是证件上的这个人吗？",
        },
    )


def help_page(attended: bool = True) -> Page:
    return Page(
        name=PageName.HELP,
        title="已经请工作人员过来" if attended else "现在没有工作人员在场",
        subtitle="请在这里稍等，您填好的都还在。" if attended else "",
        actions=(BACK, Action(id="staff", label="我是工作人员")),
        facts={
            "lines": ["一般两三分钟就到", "等的时候也可以自己继续办"]
            if attended
            else ["周一到周五 09:00–17:00 有人", "着急的话可以打电话"],
            "phone": "12345",
            "attended": attended,
        },
    )


def elsewhere() -> Page:
    return Page(
        name=PageName.ELSEWHERE,
        title="这一步要请工作人员看一眼，现在没有人在",
        subtitle="您可以取一张排队号，也可以换个时间或地方来。",
        actions=(
            BACK,
            Action(id="other-time", label="换个时间来"),
            Action(id="ticket", label="取一张排队号", role=Role.PRIMARY),
        ),
        facts={
            "hours_title": "这里有人的时间",
            "hours": [
                {"day": "周一到周五", "time": "09:00–12:00，13:30–17:00"},
                {"day": "周六", "time": "09:00–12:00"},
                {"day": "周日和节假日", "time": "没有人"},
            ],
            "places_title": "附近有人的地方",
            "places": [
                {"name": "测试市政务服务中心", "address": "不存在路 1 号，走路约 12 分钟", "hours": "今天到 22:00"},
                {"name": "试验镇便民服务站", "address": "试验大街 88 号", "hours": "今天到 21:00"},
            ],
        },
    )


def devices() -> Page:
    return Page(
        name=PageName.DEVICES,
        title="设备",
        subtitle="工号 0012",
        actions=(
            BACK,
            Action(id="test-print", label="打印试纸"),
            Action(id="sync", label="现在送出", role=Role.PRIMARY),
        ),
        facts={
            "counts": [{"label": "等着送出", "value": 3}, {"label": "今天办好", "value": 17}],
            "devices": [
                {
                    "id": "reader-1",
                    "kind": "idcard",
                    "name": "身份证读卡器",
                    "condition": "正常",
                    "tone": "safe",
                    "cause": "",
                    "remedy": "",
                },
                {
                    "id": "printer-1",
                    "kind": "printer",
                    "name": "回执打印机",
                    "condition": "纸快用完",
                    "tone": "offline",
                    "cause": "纸卷外圈的探头已经看不到纸，大约还能打 20 张。",
                    "remedy": "准备一卷 80 毫米热敏纸，打完这位居民的回执后换上。",
                },
                {
                    "id": "camera-1",
                    "kind": "camera",
                    "name": "摄像头",
                    "condition": "没有画面",
                    "tone": "alert",
                    "cause": "超过 3 秒没有收到新的画面。",
                    "remedy": "看看摄像头的线有没有松；重新插一次。",
                },
            ],
            "camera": True,
        },
    )


PAGES: dict[str, Page] = {
    "home": home(),
    "home-now": home_now(),
    "home-untold": home_untold(),
    "services": services(),
    "services-few": services_few(),
    "guide": guide(),
    "guide-online": guide(offline=False),
    "guide-long": guide(LONG_SERVICE),
    "guide-ticket": guide_ticket(),
    "card": card(),
    "card-reading": card("reading"),
    "card-problem": card("problem"),
    "identity": identity(),
    "staff": staff(),
    "staff-problem": staff("工号和密码对不上，还可以再试 2 次。"),
    "staff-check": staff_check(),
    "staff-check-long": staff_check(LONG_NAME),
    "help": help_page(),
    "help-unattended": help_page(attended=False),
    "elsewhere": elsewhere(),
    "devices": devices(),
}
AROUND: dict[str, Frame] = {
    # the line is down on the page: the header says so too
    **dict.fromkeys(("guide", "guide-long", "guide-ticket"), OFFLINE),
    "help": CALLED,
    "help-unattended": replace(EVENING, help_label=""),
    "elsewhere": EVENING,
}
"""The frame of a page that the standard one would contradict."""
