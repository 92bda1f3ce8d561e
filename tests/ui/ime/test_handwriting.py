"""Handwriting: characters are found, trembling and small ones too, and odd strokes do no harm."""

from __future__ import annotations

import random

import pytest

from tests.ui.ime.engines import STROKES, drawn, needs
from ui.ime.handwriting import BOX, CANDIDATES, INNER, MOST_POINTS, MOST_STROKES, handwriting, prepare

pytestmark = needs("handwriting")


@pytest.mark.parametrize("character", STROKES)
def test_a_character_is_among_the_ten(character: str) -> None:
    found = handwriting().read(drawn(character))
    assert len(found) == CANDIDATES
    assert character in found


@pytest.mark.parametrize("character", STROKES)
def test_place_and_size_do_not_matter(character: str) -> None:
    assert character in handwriting().read(drawn(character, size=0.4, left=600, top=20))


@pytest.mark.parametrize("character", STROKES)
def test_a_trembling_hand_is_read(character: str) -> None:
    chance = random.Random(20)
    right = 0
    for _ in range(20):
        shaken = [
            [(x + chance.uniform(-6, 6), y + chance.uniform(-6, 6)) for x, y in stroke] for stroke in drawn(character)
        ]
        right += character in handwriting().read(shaken)
    assert right >= 19


def test_strokes_are_set_into_the_models_square() -> None:
    points = [point for stroke in prepare(drawn("李", size=2.5, left=-900, top=4000)) for point in stroke]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    assert max(max(xs) - min(xs), max(ys) - min(ys)) == pytest.approx(INNER)
    assert max(xs) + min(xs) == pytest.approx(BOX)
    assert max(ys) + min(ys) == pytest.approx(BOX)


def test_odd_strokes_do_no_harm() -> None:
    read = handwriting().read
    assert read([]) == ()
    assert read([[]]) == ()
    assert len(read([[(5, 5)]])) == CANDIDATES
    assert len(read([[(5, 5)], [(5, 5)]])) == CANDIDATES
    assert len(read([[(1e9, -1e9), (-1e9, 1e9)]])) == CANDIDATES
    assert read([[(0, number), (9, number)] for number in range(MOST_STROKES + 1)]) == ()


def test_a_scribble_of_thousands_of_points_is_thinned() -> None:
    scribble = [(number % 300, number % 271) for number in range(50_000)]
    assert len(prepare([scribble])[0]) == MOST_POINTS
    assert len(handwriting().read([scribble])) == CANDIDATES
