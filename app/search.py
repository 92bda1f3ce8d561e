"""`main.py search`: what people would find, for the clerk who writes names and aliases."""

from __future__ import annotations

from pathlib import Path

from app.errors import USAGE, fail
from kiosk.catalogue import CatalogueError, read_catalogue
from kiosk.catalogue.folder import read_folder
from kiosk.catalogue.search import SearchIndex
from kiosk.texts import DEFAULT


def search(queries: list[str], folder: Path, *, limit: int) -> int:
    """Print the first services for each query, with score and reason; exit 0 only if each found something."""
    try:
        catalogue = read_catalogue(read_folder(folder))
    except CatalogueError as problem:
        fail("\n".join(problem.reasons), USAGE)
    index = SearchIndex.build(catalogue.services.values(), catalogue.aliases, catalogue.events)
    empty = False
    for query in queries:
        print(query)
        hits = index.find(query, limit)
        for hit in hits:
            print(f"  {hit.score:.2f}  {hit.id}  {catalogue.services[hit.id].name[DEFAULT]}  ({hit.why})")
        if not hits:
            print("  –")
            empty = True
    return 1 if empty else 0
