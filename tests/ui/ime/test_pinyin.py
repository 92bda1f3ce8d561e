"""Pinyin: what is found, that odd input never ends the process, and that nothing is learned or written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ui.ime.engines import needs, survives
from ui.ime.pinyin import MOST_SYLLABLES, Pinyin, pinyin
from ui.ime.syllables import SYLLABLES, first_units

pytestmark = needs("pinyin")


@pytest.mark.parametrize(
    ("letters", "word"),
    [("zhangwei", "张伟"), ("ouyang", "欧阳"), ("yanglaobaoxian", "养老保险"), ("xi'an", "西安"), ("lv", "吕")],
)
def test_words_are_among_the_first(letters: str, word: str) -> None:
    assert word in pinyin().spell(letters).candidates[:8]


def test_a_choice_uses_up_its_syllables_and_leaves_the_rest() -> None:
    spelling = pinyin().spell("zhangweiguo")
    assert spelling.shown == "zhang wei guo"
    assert spelling.rest(spelling.candidates.index("张")) == "weiguo"
    assert spelling.rest(spelling.candidates.index("张伟")) == "guo"
    assert spelling.rest(0) == ""


def test_an_apostrophe_goes_with_the_syllable_before_it() -> None:
    spelling = pinyin().spell("xi'an")
    assert spelling.rest(spelling.candidates.index("西")) == "an"


def test_of_a_long_sentence_the_first_syllables_are_looked_up_and_the_rest_follows() -> None:
    spelling = pinyin().spell("womenyaobanlijuminshenfenzheng")
    assert len(spelling.ends) == MOST_SYLLABLES
    assert spelling.candidates[0].startswith("我们要")
    assert spelling.rest(0).endswith("shenfenzheng")


def test_the_table_of_syllables_is_the_librarys() -> None:
    for syllable in SYLLABLES:
        assert pinyin().spell(syllable).ends == (len(syllable),), syllable


def test_letters_that_are_no_syllable_have_no_candidates() -> None:
    for letters in ("v", "iii", "uuu", "'"):
        assert pinyin().spell(letters).candidates == ()


def test_what_follows_a_name_is_guessed() -> None:
    assert "伟" in pinyin().following("张")
    assert pinyin().following("𠅤") == (), "beyond the dictionary's characters"


def test_every_key_held_down_leaves_the_process_alive() -> None:
    """The decoder itself aborts at fourteen times z."""
    done = survives(
        "from ui.ime.pinyin import pinyin, MOST_LETTERS\n"
        "for letter in 'abcdefghijklmnopqrstuvwxyz':\n"
        "    for count in range(1, MOST_LETTERS + 1):\n"
        "        pinyin().spell(letter * count)\n"
        "print('alive')"
    )
    assert done.stdout == "alive\n", done.stderr


def test_without_the_limit_the_decoder_would_end_the_process() -> None:
    """So that the limit goes when the library no longer needs it."""
    done = survives(
        "import ui.ime.pinyin as pinyin\npinyin.MOST_SYLLABLES = 39\npinyin.pinyin().spell('z' * 20)\nprint('alive')"
    )
    assert done.returncode != 0
    assert "Assertion" in done.stderr


def test_random_letters_leave_the_process_alive() -> None:
    done = survives(
        "import random\n"
        "from ui.ime.pinyin import pinyin, MOST_LETTERS\n"
        "from ui.ime.syllables import SYLLABLES\n"
        "chance = random.Random(7)\n"
        'units = [*sorted(SYLLABLES), *"bpmfdtnlgkhjqxrzcsyw", "zh", "ch", "sh", "\'"]\n'
        "for turn in range(8000):\n"
        "    few = chance.sample(units, chance.randint(1, 4))\n"
        "    text = ''.join(chance.choice(few) for _ in range(12))[:MOST_LETTERS]\n"
        "    spelling = pinyin().spell(text)\n"
        "    for index in range(min(3, len(spelling.candidates))):\n"
        "        assert len(spelling.rest(index)) < len(text)\n"
        "    if spelling.candidates:\n"
        "        pinyin().following(spelling.candidates[-1])\n"
        "print('alive')"
    )
    assert done.stdout == "alive\n", done.stderr


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz'", max_size=60))
@settings(max_examples=200, deadline=None)
def test_the_part_looked_up_is_a_beginning_of_few_syllables(letters: str) -> None:
    part = first_units(letters, MOST_SYLLABLES)
    assert letters.startswith(part)
    assert len(part.replace("'", "")) <= 6 * MOST_SYLLABLES


def test_nothing_is_learned_within_a_process() -> None:
    odd, letters = "黢", "qu"
    before = pinyin().spell(letters).candidates
    place = before.index(odd)
    for _ in range(50):
        spelling = pinyin().spell(letters)
        assert spelling.rest(place) == ""
        pinyin().following(odd)
    pinyin().forget()
    assert pinyin().spell(letters).candidates == before
    assert Pinyin().spell(letters).candidates == before, "opened again"


def test_nothing_is_written(tmp_path: Path) -> None:
    done = survives(
        "import os\n"
        "from ui.ime.text_entry import TextEntry\n"
        "entry = TextEntry()\n"
        "for turn in range(30):\n"
        "    for letter in 'quwei':\n"
        "        entry.spell(letter)\n"
        "    entry.choose(len(entry.candidates) - 1)\n"
        "    entry.write([[[1, 1, 0], [200, 9, 5]]])\n"
        "    entry.wipe()\n"
        "for number in os.listdir('/proc/self/fd'):\n"
        "    if os.path.exists(f'/proc/self/fd/{number}'):\n"
        "        flags = int(open(f'/proc/self/fdinfo/{number}').read().split('flags:')[1].split()[0], 8)\n"
        "        target = os.readlink(f'/proc/self/fd/{number}')\n"
        "        if flags & (os.O_WRONLY | os.O_RDWR) and int(number) > 2:\n"
        "            print(target)\n"
        "print('done')",
        home=tmp_path,
    )
    assert done.stdout == "done\n", done.stdout + done.stderr
    assert list(tmp_path.rglob("*")) == []


def test_forgetting_writes_over_what_was_looked_up() -> None:
    """The letters of the last look-up lie in the library's memory until something else is looked up."""
    done = survives(
        "import re\n"
        "from ui.ime.pinyin import pinyin\n"
        "secret = 'zhuang' + 'shuang'\n"
        "def found():\n"
        "    hits = 0\n"
        "    with open('/proc/self/maps') as maps, open('/proc/self/mem', 'rb', 0) as memory:\n"
        "        for line in maps:\n"
        "            span, rights, rest = line.split(None, 2)\n"
        "            if not rights.startswith('rw') or '[v' in rest:\n"
        "                continue\n"
        "            start, end = (int(part, 16) for part in span.split('-'))\n"
        "            memory.seek(start)\n"
        "            try:\n"
        "                hits += len(re.findall(b'zhuangs' b'huang\\0', memory.read(end - start)))\n"
        "            except OSError:\n"
        "                pass\n"
        "    return hits\n"
        "pinyin().spell(secret)\n"
        "before = found()\n"
        "pinyin().forget()\n"
        "print(before, found())"
    )
    before, after = map(int, done.stdout.split())
    assert after < before, done.stdout + done.stderr
