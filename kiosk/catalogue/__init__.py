"""Service items as data: the ten unified elements (十统一), what the terminal adds, lint and reading."""

from kiosk.catalogue.model import Catalogue, MaterialNeed, OfflineClass, ServiceItem, ServiceType
from kiosk.catalogue.reader import CatalogueError, read_catalogue

__all__ = [
    "Catalogue",
    "CatalogueError",
    "MaterialNeed",
    "OfflineClass",
    "ServiceItem",
    "ServiceType",
    "read_catalogue",
]
