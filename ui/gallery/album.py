"""Writes the gallery as a folder: a picture of every page and mode, and an HTML page that shows them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from ui.audit.finding import Finding
from ui.gallery.mode import Mode
from ui.gallery.showing import Easel, Pages, Showing

STYLE = """
body { font: 16px/1.5 "Noto Sans CJK SC", sans-serif; margin: 2rem; color: #16262E; background: #F6F4EE }
section { display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: flex-start }
figure { margin: 0; padding: 1rem; background: #FFF; border: 1px solid #DAD8CF; border-radius: 8px; max-width: 400px }
img { width: 360px; border: 1px solid #DAD8CF; display: block }
figure.found { border-color: #C8402B }
ul { padding-left: 1.2rem; font-size: 13px; overflow-wrap: anywhere }
td, th { text-align: left; padding: 0 1.5rem 0 0 }
"""


@dataclass(frozen=True, kw_only=True)
class Plate:
    """One picture of the album."""

    showing: Showing
    mode: Mode
    file: Path
    findings: tuple[Finding, ...]


def write_album(
    folder: Path, pages: Pages, modes: Sequence[Mode], wanted: Callable[[Showing], bool] = lambda _: True
) -> list[Plate]:
    """Take every picture and write `index.html` beside them. `OSError` when the folder cannot be written."""
    plates: list[Plate] = []
    first = next(iter(pages(modes[0])))
    with Easel(first) as easel:
        for mode in modes:
            place = folder / str(mode).replace(" ", "-")
            place.mkdir(parents=True, exist_ok=True)
            for showing in filter(wanted, pages(mode)):
                easel.put(showing, mode)
                file = place / f"{showing.name}.png"
                if not easel.picture().save(str(file)):
                    raise OSError(f"could not write {file}")
                plates.append(
                    Plate(showing=showing, mode=mode, file=file, findings=tuple(easel.findings(showing, mode)))
                )
    (folder / "index.html").write_text(index_of(folder, plates), "utf-8")
    return plates


def index_of(folder: Path, plates: Sequence[Plate]) -> str:
    """The page over all plates; it needs nothing but the files beside it."""
    modes = list(dict.fromkeys(plate.mode for plate in plates))
    rows = "".join(_row(mode, [plate for plate in plates if plate.mode == mode]) for mode in modes)
    parts = "".join(
        f'<h2 id="{_anchor(mode)}">{escape(str(mode))}</h2>\n<section>\n'
        + "".join(_figure(folder, plate) for plate in plates if plate.mode == mode)
        + "</section>\n"
        for mode in modes
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Jiujin: gallery</title>'
        f"<style>{STYLE}</style></head>\n<body>\n<h1>Jiujin: gallery</h1>\n"
        f"<table><tr><th>mode</th><th>pages</th><th>findings</th></tr>\n{rows}</table>\n{parts}</body></html>\n"
    )


def _anchor(mode: Mode) -> str:
    return str(mode).replace(" ", "-")


def _row(mode: Mode, plates: Sequence[Plate]) -> str:
    counts = Counter(finding.check.value for plate in plates for finding in plate.findings)
    told = ", ".join(f"{count} {check}" for check, count in sorted(counts.items())) or "none"
    return (
        f'<tr><td><a href="#{_anchor(mode)}">{escape(str(mode))}</a></td><td>{len(plates)}</td><td>{told}</td></tr>\n'
    )


def _figure(folder: Path, plate: Plate) -> str:
    link = escape(plate.file.relative_to(folder).as_posix(), quote=True)
    name = escape(plate.showing.name)
    found = "".join(f"<li>{escape(str(finding))}</li>" for finding in plate.findings)
    return (
        f"<figure{' class=found' if found else ''}><figcaption><b>{name}</b> ({plate.showing.page.name.value})"
        f'</figcaption><a href="{link}"><img loading="lazy" src="{link}" alt="{name}"></a>'
        f"<ul>{found}</ul></figure>\n"
    )
