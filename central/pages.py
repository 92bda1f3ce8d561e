"""The words and looks of the two public pages: plain HTML, one inline style, readable on any phone without scripts.

Texts are for residents: first what is safe, then what it means, then what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape

from kiosk.catalogue import MaterialNeed, ServiceItem
from kiosk.clock import CHINA, parse_stamp
from kiosk.protocol.proof import ReceiptProof
from kiosk.texts import DEFAULT, Texts, pick

_STYLE = """
:root{--paper:#F6F4EE;--ink:#16262E;--jade:#0B5D66;--line:#D9D4C7;--soft:#5A6A70}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.7 "PingFang SC","Noto Sans CJK SC",
"Microsoft YaHei","WenQuanYi Micro Hei",sans-serif;-webkit-text-size-adjust:100%}
main{max-width:34rem;margin:0 auto;padding:28px 20px 48px}
.mark{color:var(--jade);font-weight:600;letter-spacing:.14em;font-size:15px}
h1{font-size:27px;line-height:1.35;margin:10px 0 6px}
h2{font-size:19px;margin:30px 0 6px;padding-top:20px;border-top:1px solid var(--line);color:var(--jade)}
.lead{margin:0 0 22px;color:var(--soft)}
.seal{border-left:5px solid var(--jade);background:#fff;padding:16px 18px;border-radius:4px;margin:0 0 8px}
.seal b{display:block;font-size:20px;color:var(--jade)}
dl{margin:20px 0 0}
dt{color:var(--soft);font-size:15px;margin-top:14px}
dd{margin:0;font-size:19px;overflow-wrap:anywhere}
.number{font-size:25px;font-weight:600;letter-spacing:.03em;font-variant-numeric:tabular-nums}
ol,ul{padding-left:1.4em;margin:8px 0}
li{margin:6px 0}
.tag{color:var(--jade);font-size:15px;white-space:nowrap}
footer{margin-top:34px;padding-top:16px;border-top:1px solid var(--line);color:var(--soft);font-size:15px}
"""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether the platform has what a genuine receipt speaks of; a stamp and a receipt number, or None."""

    received_at: str | None
    receipt: str | None


def receipt_page(proof: ReceiptProof, verdict: Verdict, service: Texts | None, platform: str) -> str:
    """The page of a genuine code."""
    if verdict.received_at is None:
        lead = "登记已在自助终端保存好，正等待送达平台。"
        seal = "<b>平台尚未收到</b>网络恢复后终端会自动送达，您不用再办一次。过一天再扫这个码，可以看到是否送达。"
    else:
        lead = "您的登记已经平安送到平台。"
        seal = f"<b>平台已收到</b>{escape(_moment(parse_stamp(verdict.received_at)))} 送达。"
    name = proof.service if service is None else pick(service, DEFAULT)
    rows = [
        ("登记号", f'<span class="number">{escape(proof.number)}</span>'),
        ("办理事项", escape(name)),
        ("登记时间", escape(_moment(proof.received_at))),
    ]
    if verdict.receipt is not None:
        rows.append(("平台回执号", escape(verdict.receipt)))
    body = (
        f'<h1>这张回执是真的</h1><p class="lead">{lead}</p><div class="seal">{seal}</div>'
        f"<dl>{''.join(f'<dt>{label}</dt><dd>{value}</dd>' for label, value in rows)}</dl>"
        f"<footer>收到登记不等于受理，是否受理以受理机关出具的通知为准。本页由 {escape(platform)} 核验，"
        "不显示办理人的任何信息。</footer>"
    )
    return _whole("回执核验", body)


def not_genuine_page() -> str:
    """The page of whatever is not a genuine code; it does not say which check it failed."""
    body = (
        '<h1>没有认出这张回执</h1><p class="lead">您办过的事不受影响，登记也不会因此丢失。</p>'
        '<div class="seal"><b>这个码不是本平台的终端出具的，或没有扫描完整</b>'
        "请把纸铺平，对准整个方码再扫一次。</div>"
        "<h2>还是不行怎么办</h2><ul><li>带上回执到出具它的自助终端或就近窗口，工作人员可以用登记号查询。</li>"
        "<li>如果有人凭这张纸向您收费或索要个人信息，请不要提供，并告诉窗口工作人员。</li></ul>"
    )
    return _whole("回执核验", body)


def guide_page(item: ServiceItem) -> str:
    """The five contents of a guide: 办理流程, 材料清单, 办理时限, 所需表格, 示范文本."""
    process = "".join(f"<li>{_text(step)}</li>" for step in item.process)
    materials = "".join(
        f'<li>{_text(material.name)} <span class="tag">{_need(material.need, material.defer_limit)}</span></li>'
        for material in item.materials
    )
    if item.form is None:
        form = "不用填表，出示身份证即可办理。"
    else:
        form = f"不用提前填写：终端会带出已有信息，只问缺少的内容，共 {len(item.form.fields)} 项。"
    body = (
        f'<h1>{_text(item.name)}</h1><p class="lead">{_text(item.department)}　·　{_text(item.applicants)}</p>'
        f"<h2>办理流程</h2><ol>{process}</ol>"
        f"<h2>材料清单</h2>{f'<ul>{materials}</ul>' if materials else '<p>不需要另外准备材料。</p>'}"
        f"<h2>办理时限</h2><p>承诺时限：{_text(item.promise_limit)}<br>法定时限：{_text(item.legal_limit)}</p>"
        f"<h2>所需表格</h2><p>{form}</p>"
        f"<h2>示范文本</h2><p>{_text(item.sample)}</p>"
        f"<footer>费用：{_text(item.fee)}<br>依据：{_text(item.basis)}</footer>"
    )
    return _whole("办事指南", body)


def missing_guide_page() -> str:
    body = (
        '<h1>这份办事指南现在不在目录里</h1><p class="lead">它可能换了编号，或者这个事项已经调整。</p>'
        '<div class="seal"><b>可以这样做</b>请回到自助终端重新打开这个事项，或到就近窗口询问工作人员。</div>'
    )
    return _whole("办事指南", body)


def _whole(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} · 就近</title><style>{_STYLE}</style></head>"
        f'<body><main><div class="mark">就近 · {title}</div>{body}</main></body></html>'
    )


def _text(texts: Texts) -> str:
    return escape(pick(texts, DEFAULT))


def _need(need: MaterialNeed, limit: Texts | None) -> str:
    match need:
        case MaterialNeed.NEEDED:
            return "必备"
        case MaterialNeed.OPTIONAL:
            return "有则提供"
        case MaterialNeed.DEFERRABLE:
            return f"可以后补 {'' if limit is None else _text(limit)}".rstrip()


def _moment(moment: datetime) -> str:
    local = moment.astimezone(CHINA)
    return f"{local.year} 年 {local.month} 月 {local.day} 日 {local:%H:%M}"
