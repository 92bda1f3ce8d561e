"""What somebody types or says brings the service they came for to the top of the list."""

from __future__ import annotations

import pytest

from kiosk.catalogue.model import Alias
from kiosk.catalogue.search import Context, Entry, Reason, SearchIndex

PENSION = {"S001", "S002", "S003", "S006", "S007", "S008", "S009", "S010", "S080", "S082"}
SOCIAL_CARD = {"S012", "S013", "S014", "S015", "S016", "S017"}
IDENTITY_CARD = {"S040", "S041", "S042", "S043"}

WAYS = {
    "characters": ("无犯罪记录证明", {"S048"}),
    "full-width letters and digits": ("１２３４５", {"S167"}),
    "traditional characters": ("無犯罪記錄證明", {"S048"}),
    "Hong Kong's words": ("身份證唔見咗點算", {"S043"}),
    "pinyin": ("jiehun", {"S077"}),
    "pinyin with tones as digits": ("jie2hun1", {"S077"}),
    "pinyin with tones as marks": ("jiéhūn", {"S077"}),
    "pinyin with blanks": ("jie hun deng ji", {"S077"}),
    "pinyin with an apostrophe": ("yi'bao jiao'fei", {"S029"}),
    "a last syllable still being typed": ("yangl", PENSION),
    "ü typed as v": ("falvyuanzhu", {"S134"}),
    "another dialect's pinyin": ("sangfenzen", IDENTITY_CARD),
    "a polyphone in its other reading": ("canjirenzhenghuanling", {"S086"}),
    "initials": ("wfzjl", {"S048"}),
    "initials of an everyday word": ("gjj", {"S097", "S098", "S099", "S100", "S101"}),
    "characters and letters": ("社baoka", SOCIAL_CARD),
    "initials and characters": ("gjj提取", {"S100", "S101"}),
    "an everyday word": ("老人钱", {"S001", "S007", "S009"}),
    "an everyday word in pinyin": ("laorenqian", {"S001", "S007", "S009"}),
    "an everyday word with a wrong character": ("老人浅", {"S001", "S007", "S009"}),
    "a wrong character of the same sound": ("无犯醉记录", {"S048"}),
    "a wrong character of nearly the same sound": ("残急人证", {"S085", "S086", "S087", "S088"}),
    "two characters swapped": ("公金积", {"S097", "S098", "S099", "S100", "S101"}),
    "a character too many": ("结婚婚登记", {"S077"}),
    "a character too few": ("出生医证明", {"S125"}),
    "two letters swapped": ("gognjijin", {"S097", "S098", "S099", "S100", "S101"}),
    "a letter too few": ("shenfezheng", IDENTITY_CARD),
    "a word order of one's own": ("登记结婚", {"S077"}),
    "a question behind the word": ("身份证丢了怎么办", {"S043"}),
    "a sentence": ("孩子刚生下来要上户口怎么弄", {"S052"}),
    "a sentence with one word of sense": (
        "你好啊我今天早上吃了面条然后想来这里弄一下那个居住证可以不",
        {"S044", "S045", "S046", "S047"},
    ),
    "department and name": ("民政局结婚", {"S077"}),
    "English": ("lost id card", {"S043"}),
    "English with a slip": ("marrige", {"S077", "S079"}),
    "English in capitals": ("DIVORCE", {"S078"}),
    "a word behind many that say nothing": ("请问我们现在" * 12 + "结婚", {"S077"}),
    "a sentence in English": ("How do I pay a traffic fine?", {"S060"}),
    "control characters and emoji between": ("结\x00婚\u200b💍登\n记", {"S077"}),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_first_of_the_list_is_right(way: str, index: SearchIndex) -> None:
    query, right = WAYS[way]
    found = index.find(query)
    assert found, "nothing was found"
    assert found[0].id in right, found[:3]


REASONS = {
    "社会保障卡挂失": Reason.NAME,  # 会 is no filler here
    "结婚登记": Reason.NAME,
    "jiehundengji": Reason.PINYIN,
    "jhdj": Reason.INITIALS,
    "结昏登记": Reason.TYPO,
    "我想问一下结婚登记要怎么办": Reason.SENTENCE,
    "老人钱": Reason.ALIAS,
    "dog": Reason.ENGLISH,
}


@pytest.mark.parametrize("query", REASONS)
def test_the_reason_is_told(query: str, index: SearchIndex) -> None:
    assert index.find(query)[0].why is REASONS[query]


@pytest.mark.parametrize("query", ["養老金發放", "養老金發放明細査詢", "养老金發放"])
def test_traditional_characters_find_simplified_names(query: str) -> None:
    index = SearchIndex.of([Entry(id="A", names=("养老金发放明细查询",)), Entry(id="B", names=("养老机构轮候",))])
    assert (index.find(query)[0].id, index.find(query)[0].why) == ("A", Reason.NAME), "not by their sound only"


def test_a_department_alone_finds_its_services() -> None:
    around = Context(text="烟草专卖局", weight=0.6)
    index = SearchIndex.of([Entry(id="A", names=("零售许可",), contexts=(around,)), Entry(id="B", names=("取水",))])
    assert [(hit.id, hit.why) for hit in index.find("烟草局")] == [("A", Reason.DEPARTMENT)]


NONSENSE = [
    "",
    " ",
    "\x00\x1b",
    "💍",
    "？！",
    "\ud800",
    "asdfgh",
    "qqqqqqq",
    "哈哈哈哈",
    "龘龘",
    "苹果香蕉",
    "今天天气真好",
]


@pytest.mark.parametrize("query", NONSENSE)
def test_nonsense_finds_nothing(query: str, index: SearchIndex) -> None:
    assert index.find(query) == ()


def test_a_reading_that_nobody_knows_is_no_slip() -> None:
    assert SearchIndex.of([Entry(id="A", names=("其他事项",))]).find("契税") == ()


def test_every_beginning_of_a_word_finds_something(index: SearchIndex) -> None:
    for word in ("shebaoka", "社会保障卡挂失", "yanglaobaoxian", "driving licence"):
        for end in range(1, len(word) + 1):
            assert index.find(word[:end]), word[:end]


def test_equals_stand_by_use_and_then_by_id() -> None:
    entries = [
        Entry(id=name, names=("水费缴纳",), popular=popular) for name, popular in (("C", 5), ("B", 5), ("A", 1))
    ]
    entries.append(Entry(id="D", names=("水费缴纳",), popular=90))
    assert [hit.id for hit in SearchIndex.of(entries).find("水费")] == ["D", "B", "C", "A"]
    assert [hit.id for hit in SearchIndex.of(reversed(entries)).find("水费")] == ["D", "B", "C", "A"]


def test_the_limit_and_the_order_hold(index: SearchIndex) -> None:
    every = index.find("查询", 1000)
    assert index.find("查询", 3) == every[:3]
    assert index.find("查询", 0) == index.find("查询", -1) == ()
    assert [hit.score for hit in every] == sorted((hit.score for hit in every), reverse=True)
    assert all(0 < hit.score <= 1 for hit in every)
    assert len({hit.id for hit in every}) == len(every)
    assert len(index.find("查询")) <= 30


def test_swapped_characters_are_found_among_many_names_with_the_same_characters() -> None:
    others = [Entry(id=f"B{at}", names=("救灾、抚养、助学、体恤",), popular=9) for at in range(200)]
    index = SearchIndex.of([Entry(id="A", names=("区级救助抚恤金年度发放登记",)), *others])
    assert index.find("救抚助恤")[0].id == "A"


def test_the_shorter_name_stands_first_where_both_say_all() -> None:
    index = SearchIndex.of(
        [Entry(id="A", names=("取水许可证变更及其他水行政许可事项变更",)), Entry(id="B", names=("取水许可证变更",))]
    )
    assert [hit.id for hit in index.find("取水许可")] == ["B", "A"]


# -- everyday words -------------------------------------------------------------------------------------------------

ITEMS = [
    Entry(id="A", names=("城乡居民基本养老保险待遇申领",)),
    Entry(id="B", names=("社会保障卡挂失",)),
    Entry(id="C", names=("社会保障卡补换领",)),
    Entry(id="D", names=("水费缴纳",)),
]


def alias(*say: str, means: tuple[str, ...] = (), services: tuple[str, ...] = ()) -> Alias:
    return Alias(say=say, means=means, services=services)


def found(query: str, *aliases: Alias) -> list[str]:
    return [hit.id for hit in SearchIndex.of(ITEMS, aliases).find(query)]


def test_an_alias_finds_what_names_do_not_say() -> None:
    assert found("老人钱") == []
    assert found("老人钱", alias("老人钱", means=("养老保险",))) == ["A"]
    assert found("老人钱", alias("老人钱", services=("A",))) == ["A"]
    assert found("lrq", alias("老人钱", services=("A",))) == ["A"]
    assert found("老年俸", alias("老人钱", "老年俸", services=("A",))) == ["A"]


def test_an_alias_is_found_while_it_is_typed() -> None:
    word = alias("合作医疗费", services=("A",))
    assert [found(query, word) for query in ("合作医", "hezuoyil", "合作yil")] == [["A"]] * 3


def test_a_word_as_it_stands_is_not_the_beginning_of_another() -> None:
    assert found("合作", alias("合作", services=("B",)), alias("合作医", services=("A",))) == ["B"]


def test_the_meaning_written_first_stands_first() -> None:
    assert found("卡没了", alias("卡没了", means=("补换领", "挂失"))) == ["C", "B"]
    assert found("卡没了", alias("卡没了", means=("挂失", "补换领"))) == ["B", "C"]
    assert found("卡没了", alias("卡没了", services=("D", "B"))) == ["D", "B"]


def test_a_blank_in_a_meaning_asks_for_both_words() -> None:
    assert found("掉卡", alias("掉卡", means=("社会保障卡 挂失",))) == ["B"]


def test_words_of_two_aliases_add_up() -> None:
    aliases = (alias("医社卡", means=("社会保障卡",)), alias("不见了", means=("挂失",)))
    assert found("医社卡不见了", *aliases)[0] == "B"


def test_a_meaning_that_no_name_has_takes_what_comes_nearest() -> None:
    assert found("老人钱", alias("老人钱", means=("居民养老保险待遇申请领取",))) == ["A"]
    assert found("老人钱", alias("老人钱", means=("烟花爆竹",))) == []
    assert found("老人钱", alias("老人钱", means=("税肥",))) == [], "what only sounds like 水费 is not meant"


def test_an_alias_of_an_unknown_service_breaks_nothing() -> None:
    assert found("水", alias("水", services=("X",))) == ["D"]


def test_a_name_goes_before_an_alias_of_the_same_word() -> None:
    assert found("挂失", alias("挂失", means=("水费",)))[0] == "B"


@pytest.mark.parametrize(
    ("apart", "together"), [("tou su", "tousu"), ("shi ye jin", "shiyejin"), ("tuo'la'ji", "tuolaji")]
)
def test_syllables_that_a_keyboard_sets_apart_are_one_word(apart: str, together: str, index: SearchIndex) -> None:
    wanted = [hit.id for hit in index.find(together, 3)]
    assert wanted
    assert [hit.id for hit in index.find(apart, 3)] == wanted
