"""The guide of a service item as a public page: its five contents (domain facts, row 5) in three languages.

Texts come from the catalogue in force; what stands around them is here. Plain HTML without scripts, for any phone.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from central.pages import whole
from kiosk.catalogue import MaterialNeed, OfflineClass, ServiceItem
from kiosk.catalogue.model import Material, MaterialSource
from kiosk.texts import DEFAULT, LANGUAGES, Texts, pick

_WORDS: Mapping[str, Texts] = {
    "guide": {"zh-CN": "办事指南", "zh-HK": "辦事指南", "en": "Guide"},
    "process": {"zh-CN": "办理流程", "zh-HK": "辦理流程", "en": "How it is done"},
    "materials": {"zh-CN": "材料清单", "zh-HK": "材料清單", "en": "What you need"},
    "limits": {"zh-CN": "办理时限", "zh-HK": "辦理時限", "en": "How long it takes"},
    "forms": {"zh-CN": "所需表格", "zh-HK": "所需表格", "en": "Forms"},
    "sample": {"zh-CN": "示范文本", "zh-HK": "示範文本", "en": "Example"},
    "nothing": {"zh-CN": "什么都不用带。", "zh-HK": "什麼都不用帶。", "en": "Nothing to bring."},
    "promise": {"zh-CN": "承诺时限", "zh-HK": "承諾時限", "en": "Promised"},
    "legal": {"zh-CN": "法定时限", "zh-HK": "法定時限", "en": "By law"},
    "form": {
        "zh-CN": "不用提前填。终端会带出证件上的信息，只问缺的几项：",
        "zh-HK": "不用提前填。終端會帶出證件上的資料，只問缺的幾項：",
        "en": "Nothing to fill in beforehand. The terminal takes what your card says and asks only for:",
    },
    "no-form": {"zh-CN": "不用填表。", "zh-HK": "不用填表。", "en": "There is no form."},
    "counter-form": {
        "zh-CN": "自助终端不办理这一项，表格请向窗口索取。",
        "zh-HK": "自助終端不辦理這一項，表格請向窗口索取。",
        "en": "Terminals do not handle this; forms are at the counter.",
    },
    "needed-card": {"zh-CN": "在机器上读一下", "zh-HK": "在機器上讀一下", "en": "read at the terminal"},
    "needed-shared": {
        "zh-CN": "不用带，部门间共享",
        "zh-HK": "不用帶，部門間共享",
        "en": "no need to bring: offices share it",
    },
    "needed-licence": {
        "zh-CN": "不用带，调电子证照",
        "zh-HK": "不用帶，調電子證照",
        "en": "no need to bring: held as an e-licence",
    },
    "needed-form": {"zh-CN": "当场填写", "zh-HK": "當場填寫", "en": "filled in there"},
    "needed-bring": {"zh-CN": "请带上", "zh-HK": "請帶上", "en": "please bring"},
    "optional": {"zh-CN": "有就带上", "zh-HK": "有就帶上", "en": "if you have it"},
    "deferrable": {"zh-CN": "可以后补：{limit}", "zh-HK": "可以後補：{limit}", "en": "may follow: {limit}"},
    "instead": {"zh-CN": "也可以用：{text}", "zh-HK": "也可以用：{text}", "en": "or: {text}"},
    "fee": {"zh-CN": "费用", "zh-HK": "費用", "en": "Fee"},
    "basis": {"zh-CN": "依据", "zh-HK": "依據", "en": "Basis"},
    "offline": {
        "zh-CN": "网络中断时也可以登记，受理以办理机关的通知为准。",
        "zh-HK": "網絡中斷時也可以登記，受理以辦理機關的通知為準。",
        "en": "Can be registered while the line is down; the authority's notice decides.",
    },
    "unknown": {
        "zh-CN": "这份指南的来源没有写全，出发前请先问窗口，以窗口答复为准。",
        "zh-HK": "這份指南的來源沒有寫全，出發前請先問窗口，以窗口答覆為準。",
        "en": "The source of this guide is incomplete. Please ask the counter before you set out; its answer counts.",
    },
    "missing": {
        "zh-CN": "这份办事指南现在不在目录里",
        "zh-HK": "這份辦事指南現在不在目錄裏",
        "en": "This guide is not in the catalogue now",
    },
    "missing-why": {
        "zh-CN": "它可能换了编号，或者这个事项已经调整。",
        "zh-HK": "它可能換了編號，或者這個事項已經調整。",
        "en": "It may have another number now, or the service has changed.",
    },
    "missing-do": {"zh-CN": "可以这样做", "zh-HK": "可以這樣做", "en": "What you can do"},
    "missing-how": {
        "zh-CN": "请回到自助终端重新打开这个事项，或到就近窗口询问工作人员。",
        "zh-HK": "請回到自助終端重新打開這個事項，或到就近窗口詢問工作人員。",
        "en": "Open the service again at a terminal, or ask the staff of the nearest counter.",
    },
}


def language_of(wanted: str | None) -> str:
    """The language of a page; what nobody wrote is Mandarin."""
    return wanted if wanted is not None and wanted in LANGUAGES else DEFAULT


def guide_page(item: ServiceItem, language: str = DEFAULT) -> str:
    """The guide of one item."""

    def text(texts: Texts) -> str:
        return escape(pick(texts, language))

    def word(key: str) -> str:
        return escape(pick(_WORDS[key], language))

    known = set(item.unknown)
    notes = [word("unknown")] if known else []
    if item.form is not None and item.offline is OfflineClass.QUEUE:
        notes.append(word("offline"))
    shown = "".join(f'<div class="seal">{note}</div>' for note in notes)
    process = "".join(f"<li>{text(step)}</li>" for step in item.process)
    who = text(item.department) + ("" if "applicants" in known else f"<br>{text(item.applicants)}")
    rows = "".join(_material(material, language, told="materials" not in known) for material in item.materials)
    materials = f"<ul>{rows}</ul>" if rows else f"<p>{word('nothing')}</p>"
    body = (
        f"{_languages(language)}<h1>{text(item.name)}</h1>"
        f'<p class="lead">{who}</p>'
        f"{shown}"
        f"<h2>{word('process')}</h2><ol>{process}</ol>"
        f"<h2>{word('materials')}</h2>{materials}"
        f"<h2>{word('limits')}</h2><dl><dt>{word('promise')}</dt><dd>{text(item.promise_limit)}</dd>"
        f"<dt>{word('legal')}</dt><dd>{text(item.legal_limit)}</dd></dl>"
        f"<h2>{word('forms')}</h2>{_form(item, language)}"
        f"<h2>{word('sample')}</h2><p>{text(item.sample)}</p>"
        f"<footer><dl><dt>{word('fee')}</dt><dd>{text(item.fee)}</dd>"
        f"<dt>{word('basis')}</dt><dd>{text(item.basis)}</dd></dl></footer>"
    )
    return whole(pick(_WORDS["guide"], language), body, language)


def missing_guide_page(language: str = DEFAULT) -> str:
    """The page of a service that the catalogue does not hold."""
    words = {key: escape(pick(_WORDS[key], language)) for key in _WORDS}
    body = (
        f'{_languages(language)}<h1>{words["missing"]}</h1><p class="lead">{words["missing-why"]}</p>'
        f'<div class="seal"><b>{words["missing-do"]}</b>{words["missing-how"]}</div>'
    )
    return whole(words["guide"], body, language)


def _languages(language: str) -> str:
    """The other languages, each under its own name."""
    links = "".join(
        f'<a href="?lang={tag}" lang="{tag}" hreflang="{tag}">{name}</a>'
        for tag, name in LANGUAGES.items()
        if tag != language
    )
    return f'<nav class="languages">{links}</nav>'


def _material(material: Material, language: str, *, told: bool) -> str:
    """A row of the list; without the way it comes where the source did not tell the list."""
    key = "optional" if material.need is MaterialNeed.OPTIONAL else f"needed-{material.source.value}"
    how = escape(pick(_WORDS[key], language))
    if material.defer_limit is not None:
        limit = pick(material.defer_limit, language)
        how = escape(pick(_WORDS["deferrable"], language).format(limit=limit))
    lines = f'{escape(pick(material.name, language))} <span class="tag">{how}</span>'
    if material.instead is not None and material.source is MaterialSource.BRING:
        text = pick(_WORDS["instead"], language).format(text=pick(material.instead, language))
        lines += f'<br><span class="soft">{escape(text)}</span>'
    return f"<li>{lines if told else escape(pick(material.name, language))}</li>"


def _form(item: ServiceItem, language: str) -> str:
    if item.form is None:
        key = "counter-form" if item.unknown else "no-form"
        return f"<p>{escape(pick(_WORDS[key], language))}</p>"
    asked = [field for field in item.form.fields if field.prefill.value == "none"]
    fields = "".join(f"<li>{escape(pick(field.label, language))}</li>" for field in asked)
    return f"<p>{escape(pick(_WORDS['form'], language))}</p><ul>{fields}</ul>"
