"""Shows printed paper: keeps the page's raster in memory and scales it for `image://raster/<number>`."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

from kiosk.documents.raster import Raster


class RasterProvider(QQuickImageProvider):
    """Holds one paper at a time, so that nothing of an earlier visit stays."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._number = 0
        self._raster: Raster | None = None

    def keep(self, raster: Raster | None) -> dict[str, object] | None:
        """Replace the paper; the map that QML's `RasterView` takes, or None."""
        if raster is None:
            self._raster = None
            return None
        if raster is not self._raster:
            self._raster = raster
            self._number += 1
        return {"source": f"image://raster/{self._number}", "width": raster.width, "height": raster.height}

    def requestImage(self, image_id: str, size: QSize, requested: QSize) -> QImage:  # noqa: N802
        raster = self._raster
        if raster is None or image_id != str(self._number):
            blank = QImage(8, 8, QImage.Format.Format_Grayscale8)
            blank.fill(Qt.GlobalColor.white)
            return blank
        dots = QImage(raster.rows, raster.width, raster.height, raster.stride, QImage.Format.Format_Mono)
        dots.setColorTable([0xFFFFFFFF, 0xFF000000])
        # 32 bits, because Qt scales only these without converting them once more
        picture = dots.convertToFormat(QImage.Format.Format_RGB32)
        size.setWidth(raster.width)
        size.setHeight(raster.height)
        if requested.width() > 0:
            return picture.scaledToWidth(requested.width(), Qt.TransformationMode.SmoothTransformation)
        return picture
