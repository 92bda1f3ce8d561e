"""Finding service items by whatever people type or say; how results are ranked is told in docs/search.md."""

from kiosk.catalogue.search.index import SearchIndex
from kiosk.catalogue.search.values import Context, Entry, Hit, Reason

__all__ = ["Context", "Entry", "Hit", "Reason", "SearchIndex"]
