"""Codes, read by a reader that is not ours."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk.documents.qr import qr_matrix
from tests.kiosk.documents.papers import LINK, codes


def drawn(matrix: tuple[str, ...]) -> Image.Image:
    side = len(matrix)
    image = Image.new("L", (side + 8, side + 8), 255)
    for y, row in enumerate(matrix):
        for x, module in enumerate(row):
            if module == "1":
                image.putpixel((x + 4, y + 4), 0)
    return image.resize(((side + 8) * 5, (side + 8) * 5), Image.Resampling.NEAREST)


@settings(max_examples=15, deadline=None)
@given(
    st.one_of(
        st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", min_size=1, max_size=120),
        st.text(st.characters(categories=("L", "N")), min_size=1, max_size=40),
    )
)
def test_what_goes_in_comes_out(text: str) -> None:
    assert codes(drawn(qr_matrix(text))) == [text]


def test_capitals_make_a_smaller_code() -> None:
    assert len(qr_matrix(LINK)) < len(qr_matrix(LINK.lower()))
    assert len(qr_matrix("A", error="L")) == 21
    assert all(len(row) == 21 and set(row) <= {"0", "1"} for row in qr_matrix("A"))


@pytest.mark.parametrize(("text", "error"), [("", "M"), ("A", "X"), ("A" * 5000, "M"), ("é" * 3000, "L")])
def test_what_does_not_fit_is_refused(text: str, error: str) -> None:
    with pytest.raises(ValueError):
        qr_matrix(text, error=error)
