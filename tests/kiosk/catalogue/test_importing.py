"""The import: what other systems publish, with all their dirt, becomes a catalogue; every refused row says why."""

from __future__ import annotations

import csv
import io
import json
import os
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue import Catalogue, OfflineClass, read_catalogue
from kiosk.catalogue.cleaning import DirtError, clean
from kiosk.catalogue.folder import read_folder
from kiosk.catalogue.importing import Imported, import_rows, short_id
from kiosk.catalogue.lint import Severity, lint
from kiosk.catalogue.model import LegalType
from kiosk.catalogue.sources import SourceError, read_rows
from kiosk.catalogue.wording import hidden
from kiosk.catalogue.writing import toml, write_folder

DATA = Path(os.environ.get("JIUJIN_DATA", ""))
REAL = DATA / "real_items_1135.json"
TABLE = DATA / "services.csv"
real_data = pytest.mark.skipif(
    not os.environ.get("JIUJIN_DATA") or not REAL.is_file(),
    reason="JIUJIN_DATA names no folder with real_items_1135.json",
)


def an_item(number: int = 1, **cells: Any) -> dict[str, Any]:
    return {
        "dept": "示例局",
        "main": "未分类",
        "name": f"示例事项{number}",
        "url": f"http://portal.example/guide?code={number}",
        "areaCode": "999999000000",
        "itemCode": f"999A{number:08}-999999000000-000-X-1-00",
        "taskType": "1",
        "deptCode": "99-9",
        **cells,
    }


def take(*items: object) -> Imported:
    return import_rows(read_rows(json.dumps(items).encode(), "json"), "items")


def catalogue_of(imported: Imported, folder: Path) -> Catalogue:
    write_folder(folder, {"id": "imported", "version": "1"}, imported.services)
    return read_catalogue(read_folder(folder))


def only_reason(imported: Imported) -> str:
    (remark,) = imported.rejected
    assert imported.services == ()
    return remark.text


def test_an_item_becomes_a_guide_that_says_what_is_not_known(tmp_path: Path) -> None:
    imported = take(an_item())
    (item,) = catalogue_of(imported, tmp_path / "out").services.values()
    assert item.id == short_id(an_item()["itemCode"])
    assert item.form is None
    assert item.offline is OfflineClass.CACHE
    assert item.legal_type is LegalType.LICENCE
    assert {"materials", "process", "promise_limit", "basis"} <= set(item.unknown)
    for texts in (item.promise_limit, item.basis, item.materials[0].name):
        assert "以窗口答复为准" in texts["zh-CN"]
    assert item.guide_page == ""  # the portal answers over plain http
    (file,) = (tmp_path / "out" / "services").iterdir()
    assert "http://portal.example/guide?code=1" in file.read_text("utf-8").splitlines()[0]


def test_a_safe_address_becomes_the_guide_s_page(tmp_path: Path) -> None:
    imported = take(an_item(url="https://portal.example/guide?areaCode=1&deptCode=2"))
    (item,) = catalogue_of(imported, tmp_path / "out").services.values()
    assert item.guide_page == "https://portal.example/guide?areaCode=1&deptCode=2"


@pytest.mark.parametrize(
    ("dirty", "name"),
    [
        ("社保&amp;医保", "社保&医保"),
        ("社保&amp;amp;医保", "社保&医保"),
        ("甲<br>乙<br/>丙", "甲 乙 丙"),
        ("甲<scr<b>ipt>乙", "甲乙"),
        ("&lt;p&gt;甲&lt;/p&gt;", "甲"),
        ("<b>甲</b>乙", "甲乙"),
        ("甲\u00a0乙\u3000丙", "甲 乙 丙"),
        ("甲\u200b乙\ufeff\x7f\x00\u202e丙", "甲乙丙"),
        ("第８类（ＡＢ）", "第8类（AB）"),
        ("备案(县级)", "备案（县级）"),
        ("备案（据349号,部分市)", "备案（据349号，部分市）"),
        ("  甲 \t 乙 \r\n", "甲 乙"),
        ("拖拉机\\联合收割机", "拖拉机\\联合收割机"),
        ("Form A (1)", "Form A (1)"),
        ('引号"与反斜杠\\n', '引号"与反斜杠\\n'),
        ("小于 3<5 的", "小于 3<5 的"),
        ("其他有关事项登记", "其他有关事项登记"),
        ("𠮷田村", "𠮷田村"),
    ],
)
def test_dirt_in_a_name_is_washed_off(dirty: str, name: str, tmp_path: Path) -> None:
    imported = take(an_item(name=dirty))
    (item,) = catalogue_of(imported, tmp_path / "out").services.values()
    assert item.name["zh-CN"] == name
    assert bool(imported.remarks) is (dirty != name)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"name": "长" * 30_000}, "name has 30000 characters; at most 120 are taken, and nothing is cut"),
        ({"name": "<!DOCTYPE html><html><head><title>502</title></head></html>"}, "name is an error page"),
        ({"name": "&lt;html&gt;&lt;body&gt;404 Not Found"}, "name is an error page"),
        ({"dept": "502 Bad Gateway"}, "dept is an error page"),
        ({"name": "<br>&nbsp;"}, "name is empty"),
        ({"name": "null"}, "name: 'null' is no text"),
        ({"itemCode": ""}, "itemCode is empty"),
        ({"itemCode": "代码"}, "itemCode has characters that a code has not"),
        ({"taskType": "99"}, "taskType '99' is unknown in sichuan"),
        ({"url": "http://portal.example/甲"}, "url is no address"),
        ({"name": ["list"]}, "name: takes a text"),
        ({"name": None}, "name: takes a text"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_reason(cells: dict[str, Any], reason: str) -> None:
    assert reason in only_reason(take(an_item(**cells)))


def test_the_rest_is_taken_and_the_row_is_named() -> None:
    imported = take(an_item(1), an_item(2, taskType="x"), an_item(3), an_item(4, name=""))
    assert len(imported.services) == 2
    assert [(remark.row, remark.name) for remark in imported.rejected] == [(2, "示例事项2"), (4, "")]


def test_a_code_is_taken_once_and_a_name_as_often_as_there_are_codes() -> None:
    imported = take(an_item(1), an_item(1), an_item(2, name="示例事项1"))
    assert len(imported.services) == 2
    assert [(remark.row, remark.text) for remark in imported.rejected] == [
        (2, "itemCode is that of row 1, which was taken")
    ]
    assert [remark.text for remark in imported.remarks if not remark.rejected] == ["the same name as row 1"]


def test_provinces_mean_different_types_by_one_code() -> None:
    rows = json.dumps([an_item(taskType="20")]).encode()
    types = [
        import_rows(read_rows(rows, "json"), "items", codes).services[0][1] for codes in ("sichuan", "guangdong")
    ]
    assert [item["legal_type"] for item in types] == ["public-service", "other"]


def test_an_error_page_in_the_middle_of_a_file_costs_its_row_only() -> None:
    page = "<html><body>502 Bad Gateway {retry} </body></html>"
    text = f"[{json.dumps(an_item(1))},\n{page},\n{json.dumps(an_item(2))},\n{json.dumps(an_item(3))[:-9]}"
    imported = import_rows(read_rows(text.encode(), "json"), "items")
    assert [item["name"]["zh-CN"] for _, item in imported.services] == ["示例事项1", "示例事项2"]
    assert {remark.text for remark in imported.rejected} == {"is not JSON"}


def test_an_object_a_line_is_taken_too() -> None:
    text = "\n".join(json.dumps(an_item(number)) for number in range(1, 4))
    assert len(import_rows(read_rows(b"\xef\xbb\xbf" + text.encode(), "json"), "items").services) == 3


@pytest.mark.parametrize("content", [b"", b"<html>502</html>", b"\xff\xfe\x00"])
def test_a_file_without_rows_is_refused(content: bytes) -> None:
    with pytest.raises(SourceError):
        list(read_rows(content, "json"))


COLUMNS = ["id", "name", "dept", "type", "materials", "legal_limit", "promise_limit"]


def take_table(*rows: list[str]) -> Imported:
    stream = io.StringIO()
    csv.writer(stream).writerows([COLUMNS, *rows])
    return import_rows(read_rows(stream.getvalue().encode(), "csv"), "services")


def test_a_table_of_services_brings_materials_and_limits(tmp_path: Path) -> None:
    imported = take_table(["T1", "甲", "示例局", "申办", "身份证;户口簿(电子证照免交);诊断书/病历", "-", "10工作日"])
    (item,) = catalogue_of(imported, tmp_path / "out").services.values()
    assert [(material.name["zh-CN"], material.source.value) for material in item.materials] == [
        ("身份证", "card"),
        ("户口簿", "licence"),
        ("诊断书或病历", "bring"),
    ]
    assert item.promise_limit["zh-CN"] == "10工作日"
    assert "legal_limit" in item.unknown
    assert "materials" not in item.unknown


def test_nothing_to_bring_is_believed_only_when_it_is_said(tmp_path: Path) -> None:
    imported = take_table(
        ["T1", "甲", "示例局", "查询", "无", "-", "即办"],
        ["T2", "乙", "示例局", "查询", "", "-", "即办"],
        ["T3", "丙", "示例局", "查询", "其他有关材料", "-", "即办"],
        ["T4", "丁", "示例局", "缴费", "无", "5日", "即办"],
        ["T5", "戊", "示例局"],
    )
    assert [(remark.row, remark.text.split(":")[0]) for remark in imported.rejected] == [
        (3, "materials is empty"),
        (4, "materials"),
        (6, "has another number of cells than the header"),
    ]
    items = list(catalogue_of(imported, tmp_path / "out").services.values())
    assert [item.materials for item in items] == [(), ()]
    assert {item.offline.value for item in items} == {"C", "N"}


def test_a_catalogue_that_somebody_keeps_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "kept.toml").write_text("kept")
    with pytest.raises(FileExistsError):
        write_folder(tmp_path, {"id": "a", "version": "1"}, ())
    assert [file.name for file in tmp_path.iterdir()] == ["kept.toml"]


@given(st.text(), st.text())
def test_no_text_breaks_the_import_or_the_file_it_is_written_to(name: str, main: str) -> None:
    imported = take(an_item(name=name, main=main))
    for _, service in imported.services:
        assert tomllib.loads(toml(service)) == json.loads(json.dumps(service))
        assert not [
            finding
            for finding in lint({"v": 1, "id": "a", "version": "1", "services": [service]})
            if "seen" in finding.text
        ]


@given(st.text())
def test_what_was_washed_hides_nothing(text: str) -> None:
    with suppress(DirtError):
        washed = clean(text)
        assert [code for code in hidden(washed) if code != "U+000A"] == []
        assert washed == washed.strip()


@given(st.binary(max_size=400), st.sampled_from(["json", "csv"]))
def test_no_file_breaks_the_reading_of_rows(content: bytes, kind: str) -> None:
    with suppress(SourceError):
        import_rows(read_rows(content, kind), "items" if kind == "json" else "services")


@real_data
def test_the_real_items_of_a_district_are_all_taken(tmp_path: Path) -> None:
    imported = import_rows(read_rows(REAL.read_bytes(), "json"), "items")
    assert (len(imported.services), len(imported.rejected)) == (1135, 0)
    assert sum("the same name" in remark.text for remark in imported.remarks) == 2
    catalogue = catalogue_of(imported, tmp_path / "out")
    assert len(catalogue.services) == 1135
    assert not [finding for finding in lint(read_folder(tmp_path / "out")) if finding.severity is Severity.ERROR]
    assert all("以窗口答复为准" in item.promise_limit["zh-CN"] for item in catalogue.services.values())


@real_data
def test_real_items_with_dirt_among_them() -> None:
    rows = json.loads(REAL.read_bytes())
    for index, dirt in ((10, "<html>502</html>"), (20, "长" * 30_000), (30, "a&amp;amp;lt;br&amp;amp;gt;b")):
        rows[index]["name"] = dirt
    imported = import_rows(read_rows(json.dumps(rows).encode(), "json"), "items")
    assert [remark.row for remark in imported.rejected] == [11, 21]
    assert len(imported.services) == 1133


@real_data
def test_the_service_table_is_taken_but_for_its_vague_material() -> None:
    imported = import_rows(read_rows(TABLE.read_bytes(), "csv"), "services")
    assert len(imported.services) == 170
    assert [remark.text for remark in imported.rejected] == [
        "materials: '证明' is vague: name the material or do not ask for it"
    ]


def test_rows_of_any_width_are_read_around_what_is_broken() -> None:
    wide = {"CATANAME": "字" * 70_000, "LAW": "x" * 1_100_000}
    broken = '{"CATANAME": "no end'
    text = "\n".join([json.dumps(wide, ensure_ascii=False), broken, json.dumps({"CATANAME": "短"})])
    rows = list(read_rows(text.encode(), "json"))
    assert [bool(row.problem) for row in rows] == [False, True, False]
    assert rows[0].cells == wide
