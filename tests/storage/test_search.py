import json
from itertools import product

import pytest
from sqlalchemy import text

from family import person
from jiuzhu.domain.household import Person
from jiuzhu.services.office import searching
from jiuzhu.storage.queries import people
from jiuzhu.storage.search import initials, search_words
from jiuzhu.storage.unit import Unit
from once import once
from town import Town

PEOPLE = (
    ("王小明", "13800000001", "示例街道白坝村 3 组 15 号"),
    ("王", "13800000002", "示例街道龙桥社区示例路 22 号 3-2"),
    ("小明", "13900000003", "示例街道龙桥社区示例路 221 号"),
    ("单雄信", "13900000004", "幸福小区 3 栋"),
    ("曾𬎆", "", ""),
    ("欧阳㛃𠅤", "", "白坝村 4 组"),
    ("买买提·吐尔逊", "", "示例街道示例路 5 号翠湖花园 7 幢"),
    ("%_测", "", "某村"),
    ("John Smith", "", ""),
)


@pytest.fixture
@once
def filled(town: Town) -> Town:
    def fill(unit: Unit) -> None:
        for order, (name, phone, address) in enumerate(PEOPLE):
            unit.add(person(name, order + 1, phone=phone, address=address))

    town.clerk.write(fill)
    return town


def names(town: Town, typed: str, limit: int = 50) -> list[str]:
    return [hit.name for hit in town.clerk.read(searching.search, typed, limit)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("王", ["王", "王小明"]),
        ("王小明", ["王小明"]),
        ("小明", ["小明", "王小明"]),
        ("明", ["王小明", "小明"]),
        (" 王小 ", ["王小明"]),
        ("𬎆", ["曾𬎆"]),
        ("㛃", ["欧阳㛃𠅤"]),
        ("𠅤", ["欧阳㛃𠅤"]),
        ("欧阳㛃𠅤", ["欧阳㛃𠅤"]),
        ("吐尔逊", ["买买提·吐尔逊"]),
        ("买买提·吐", ["买买提·吐尔逊"]),
        ("wxm", ["王小明"]),
        ("WX", ["王小明"]),
        ("sxx", ["单雄信"]),  # the surname's own reading, not dan
        ("dxx", []),
        ("oy", ["欧阳㛃𠅤"]),
        ("john", ["John Smith"]),
        ("13800000001", ["王小明"]),
        ("1390", ["小明", "单雄信"]),
        ("0004", ["单雄信"]),
        ("白坝村", ["王小明", "欧阳㛃𠅤"]),
        ("白坝村3组", ["王小明"]),
        ("白坝村 3 组 15", ["王小明"]),
        ("示例路22", ["小明", "王"]),
        ("翠湖花园", ["买买提·吐尔逊"]),
        ("幸福小区3", ["单雄信"]),
        ("示例街道龙桥社区示例路22号3-2", ["王"]),
        ("示例街道龙桥社区示例路22号3-9", []),
        ("没有这个人", []),
        ("", []),
        ("   ", []),
    ],
)
def test_people_are_found(filled: Town, typed: str, found: list[str]) -> None:
    assert names(filled, typed) == found


def test_id_numbers_are_found_whole_by_their_beginning_and_their_last_four(filled: Town) -> None:
    number = person("", 4).id_number
    for typed in (number, number.lower(), number[:17]):
        assert names(filled, typed) == ["单雄信"], typed
    assert "单雄信" in names(filled, number[-4:])
    assert len(names(filled, "500199")) == len(PEOPLE)


def test_the_last_four_may_end_in_x(filled: Town) -> None:
    order = next(order for order in range(20, 900) if person("", order).id_number.endswith("X"))
    filled.clerk.write(lambda unit: unit.add(person("丁尾", order)))
    tail = person("", order).id_number[-4:]
    assert names(filled, tail) == names(filled, tail.lower()) == ["丁尾"]


@pytest.mark.parametrize(
    "typed", ["%", "_", '"', "'", "*", "\\", "%%", "王%", "_小明", "王*", "'; DROP TABLE person; --"]
)
def test_signs_of_sql_are_letters_like_others(filled: Town, typed: str) -> None:
    assert names(filled, typed) == []
    assert names(filled, "%_测") == ["%_测"]


_SIGNS = (
    '"',
    "'",
    "*",
    "(",
    ")",
    "^",
    ":",
    "-",
    "AND",
    "NOT",
    "NEAR(",
    "{",
    "}",
    "\\",
    "\x00",
    "\n",
    "，",
    "·",
    "王",
    "1",
    "x",
    "\U0010ffff",
)


def test_no_typed_text_ever_raises(filled: Town) -> None:
    for one, other in product(_SIGNS, repeat=2):
        names(filled, one + other)
        names(filled, f"王{one}{other}小")
    names(filled, "王" * 500)
    names(filled, "1" * 500)
    names(filled, "a" * 500)


def test_every_way_asks_an_index(filled: Town) -> None:
    def plans(unit: Unit) -> list[str]:
        told = []
        for typed in ("王", "王小明", "wx", "1", "1234", "123x", "13800000001", "白坝村3组", "示" * 20):
            for statement, values in people.ways_to_find(typed):
                compiled = statement.compile(
                    unit.session.connection(), compile_kwargs={"literal_binds": False}
                )
                filled_in = [
                    {**values, "most": 50, **compiled.params, **values}.get(key, 50)
                    for key in compiled.positiontup or []
                ]
                filled_in = [50 if value is None else value for value in filled_in]
                rows = unit.session.connection().exec_driver_sql(
                    f"EXPLAIN QUERY PLAN {compiled}", tuple(filled_in)
                )
                told += [f"{typed}: {row[3]}" for row in rows]
        return told

    steps = filled.clerk.read(plans)
    assert steps
    assert [step for step in steps if "SCAN" in step or "TEMP B-TREE" in step] == []


def test_nobody_stands_twice_in_the_list_and_the_limit_holds(filled: Town) -> None:
    assert names(filled, "王", 1) == ["王"]
    found = names(filled, "示例")
    assert len(found) == len(set(found)) == 4


def test_a_renamed_person_is_found_by_the_new_name_only(filled: Town) -> None:
    def rename(unit: Unit) -> None:
        row = people.search(unit.session, "单雄信", 1)[0]
        one = unit.get(Person, row.id)
        one.name, one.initials, one.address = "单改名", initials("单改名"), "新村 1 组"

    filled.clerk.write(rename)
    assert names(filled, "改名") == names(filled, "sgm") == names(filled, "新村") == ["单改名"]
    assert names(filled, "雄信") == names(filled, "sxx") == names(filled, "幸福小区") == []


def test_the_words_survive_a_vacuum_and_an_encrypted_copy(filled: Town) -> None:
    raw = filled.clerk.file.raw()
    try:
        raw.execute("VACUUM")
    finally:
        raw.close()
    assert names(filled, "小明") == ["小明", "王小明"]
    assert names(filled, "白坝村") == ["王小明", "欧阳㛃𠅤"]
    filled.clerk.write(lambda unit: unit.add(person("王小后来", 77)))
    assert names(filled, "小后") == ["王小后来"]

    def strays(unit: Unit) -> object:
        return unit.session.scalar(
            text("SELECT count(*) FROM person_word WHERE person_key NOT IN (SELECT search_key FROM person)")
        )

    assert filled.clerk.read(strays) == 0


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("王小明", "wxm"),
        ("单雄信", "sxx sxs"),
        ("曾国强", "zgq zgj"),
        ("解放", "xf"),
        ("仇和", "qh"),
        ("查良", "zl"),
        ("覃一", "qy ty"),
        ("张·三", "zs"),
        ("Li Ming", "liming"),
        ("", ""),
        ("，", ""),
    ],
)
def test_initials_know_surnames(name: str, readings: str) -> None:
    assert initials(name) == readings


def test_at_most_four_readings() -> None:
    assert len(initials("曾行重长乐单").split()) == 4


def test_words_of_a_person() -> None:
    assert json.loads(search_words("王小明", "wxm", "示例街道白坝村3组15号之2")) == [
        "n小明", "n明", "pwxm", "a示例街道白坝村3组15号之2"[:17], "a白坝村3组15号之2",
    ]  # fmt: skip
    assert json.loads(search_words("王", "", "")) == []
    assert json.loads(search_words(None, None, None)) == []
    assert json.loads(search_words("", "", "县城乡白坝村")) == ["a县城乡白坝村", "a城乡白坝村", "a白坝村"]
