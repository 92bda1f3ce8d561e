"""The sheets of components: every component in every state, as pages beside the real ones."""

from __future__ import annotations

from kiosk.flow.page import Page, PageName
from ui.gallery.mode import Mode
from ui.gallery.showing import Pages, Showing
from ui.icon import PICTURES

SHEETS = ("SheetButtons", "SheetRows", "SheetKeys", "SheetWords", "SheetMarks", "SheetPictures")


def with_sheets(pages: Pages) -> Pages:
    """The same pages, and after them the sheets in the frame of the first."""
    blank = Page(name=PageName.SAVING, title="", facts={"pictures": sorted(PICTURES)})

    def more(mode: Mode) -> list[Showing]:
        shown = list(pages(mode))
        return [*shown, *(Showing(name=sheet, page=blank, frame=shown[0].frame, sheet=sheet) for sheet in SHEETS)]

    return more
