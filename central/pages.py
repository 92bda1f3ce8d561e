"""The look of the public pages and the words of the receipt's: plain HTML, one inline style, no scripts, any phone.

Texts are for residents: first what is safe, then what it means, then what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape

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
.soft{color:var(--soft);font-size:15px}
.languages{display:flex;gap:20px;justify-content:flex-end;margin:-30px 0 18px}
.languages a{color:var(--jade);padding:8px 0}
.tag{color:var(--jade);font-size:15px;}
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
    return whole("回执核验", body)


def not_genuine_page() -> str:
    """The page of whatever is not a genuine code; it does not say which check it failed."""
    body = (
        '<h1>没有认出这张回执</h1><p class="lead">您办过的事不受影响，登记也不会因此丢失。</p>'
        '<div class="seal"><b>这个码不是本平台的终端出具的，或没有扫描完整</b>'
        "请把纸铺平，对准整个方码再扫一次。</div>"
        "<h2>还是不行怎么办</h2><ul><li>带上回执到出具它的自助终端或就近窗口，工作人员可以用登记号查询。</li>"
        "<li>如果有人凭这张纸向您收费或索要个人信息，请不要提供，并告诉窗口工作人员。</li></ul>"
    )
    return whole("回执核验", body)


def whole(title: str, body: str, language: str = DEFAULT) -> str:
    """A public page with its head and look; `title` and `body` are HTML."""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} · 就近</title><style>{_STYLE}</style></head>"
        f'<body><main><div class="mark">就近 · {title}</div>{body}</main></body></html>'
    )


def _moment(moment: datetime) -> str:
    local = moment.astimezone(CHINA)
    return f"{local.year} 年 {local.month} 月 {local.day} 日 {local:%H:%M}"
