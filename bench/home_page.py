"""A home page as the flow gives it, so that the window can be measured without the rest of the program."""

from __future__ import annotations

from kiosk.flow.page import Frame, Page, PageName, Tone

HOME = Page(
    name=PageName.HOME,
    title="您好，今天要办什么？",
    facts={
        "functions": [
            {"id": name, "label": label, "note": "", "picture": name, "enabled": True}
            for name, label in (
                ("form", "申办"),
                ("print", "打印"),
                ("query", "查询"),
                ("pay", "缴费"),
                ("book", "预约取号"),
            )
        ],
        "card": {"title": "把身份证放在读卡处", "lines": ["马上看到与您有关的事", "65 岁以上直接进快速通道"]},
        "favourites": [{"id": f"service-{at}", "name": "养老待遇资格认证", "note": "约 1 分钟"} for at in range(5)],
        "all": {"label": "全部 171 项", "note": "按部门找"},
    },
)
HOME_FRAME = Frame(
    place="凤城街道便民服务中心",
    terminal="24 小时自助服务 · 一号机",
    clock="11月20日 星期五 09:41",
    line="线路正常",
    line_tone=Tone.SAFE,
    help_label="请工作人员帮我",
)
