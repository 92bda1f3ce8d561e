"""What may not stand in a catalogue's texts: vague materials, placeholders, markup, hidden characters; and limits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_PAPERS = r"(材料|资料|資料|证明|證明|文件|证件|證件|手续|手續|凭证|憑證)"
_VAGUE = (
    re.compile(rf"(其他|其它|有关|有關|相关|相關|相应|相應|所需|必要)的?.{{0,4}}?{_PAPERS}"),
    re.compile(rf"(规定|規定|要求|需要)(提供|提交|出具)?的(其他|其它)?.{{0,2}}?{_PAPERS}"),
    re.compile(rf"等(其他|其它|有关|有關|相关|相關)?{_PAPERS}?\Z"),
    re.compile(rf"\A{_PAPERS}\Z"),
    re.compile(
        r"\A(any |all )?(other|relevant|necessary|required|related|supporting)\b.*\b(document|paper|material|proof)",
        re.I,
    ),
    re.compile(r"\b(etc\.?|and so on|as required)\Z", re.I),
)
"""兜底条款: vague materials must be made concrete or not asked for (domain facts, row 7). 有关 in the name of a
service is another thing: only materials are judged by it."""
_PLACEHOLDERS = {
    *("", "-", "--", "—", "——", "/", "\\", ".", "...", "…", "……", "?", "？", "*", "x", "xx", "xxx", "无数据", "空"),
    *("待定", "待补充", "待完善", "待确认", "待填", "暂无", "未填", "测试", "占位", "同上", "略", "示例文本"),
    *("tbd", "tba", "tbc", "todo", "fixme", "null", "nan", "n/a", "na", "undefined", "test", "lorem ipsum"),
}
_MARKUP = re.compile(
    r"\{\{|\}\}|\{%|%\}|\$\{|<%|<!|</?[a-z][a-z0-9]*(\s[^<>]*)?/?>|<script|javascript:|&(#[0-9]+|#x[0-9a-f]+|[a-z]{2,8});",
    re.I,
)
_SIMPLIFIED = frozenset("办证认业务电话领为时对会医请书费单动无过关开车东马鱼个们来这进还发现实际号报线给经")
"""Characters that no traditional text has: one of them in zh-HK shows that it was copied, not written."""
_DAYS = re.compile(r"([0-9]+)\s*(?:个|個)?\s*(工作日|日|天)")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def vague(name: str) -> bool:
    """Whether a material's name leaves open what is to be brought."""
    return any(pattern.search(name.strip()) for pattern in _VAGUE)


def placeholder(text: str) -> bool:
    """Whether a text stands there only so that something stands there."""
    return text.strip().casefold() in _PLACEHOLDERS


def markup(text: str) -> str:
    """The first piece of markup or template code, or nothing."""
    found = _MARKUP.search(text)
    return "" if found is None else found[0][:20]


def hidden(text: str) -> Iterator[str]:
    """Code points that do not show or turn the text around: controls, zero-width and bidi marks, private use."""
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"):
            yield f"U+{ord(character):04X}"


def simplified(text: str) -> str:
    """The first character of a zh-HK text that is simplified, or nothing."""
    return next((character for character in text if character in _SIMPLIFIED), "")


def numbers(text: str) -> tuple[str, ...]:
    """The numbers of a text, in ascending order: a translation has the same ones."""
    return tuple(sorted(_NUMBER.findall(unicodedata.normalize("NFKC", text))))


def longest_days(limit: str) -> float | None:
    """The longest time that a limit (zh-CN) speaks of, in calendar days; None where it names none. Five working days
    are a week."""
    if limit.strip() in ("即办", "当场", "当场办结"):
        return 0.0
    found = _DAYS.findall(unicodedata.normalize("NFKC", limit))
    return max((int(count) * (1.4 if unit == "工作日" else 1.0) for count, unit in found), default=None)
