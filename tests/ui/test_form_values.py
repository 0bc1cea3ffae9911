from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.form import FormField
from jiuzhu.errors import UserError
from jiuzhu.ui import form_values

TODAY = date(2025, 10, 20)


def field(kind: str, **more: object) -> FormField:
    return FormField(name="x", label="那一格", type=kind, **more)  # type: ignore[arg-type]  # test data


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("date", "20251013", date(2025, 10, 13)),
        ("date", "2025-10-13", date(2025, 10, 13)),
        ("date", "2025.10.13", date(2025, 10, 13)),
        ("date", "2025年10月13日", date(2025, 10, 13)),
        ("date", "２０２５１０１３", date(2025, 10, 13)),
        ("date", "10-13", date(2025, 10, 13)),
        ("date", "12-31", date(2024, 12, 31)),
        ("date", "2-29", date(2024, 2, 29)),
        ("month", "202510", "2025-10"),
        ("money", "1,560.5", Decimal("1560.50")),
        ("money", "１５６０", Decimal("1560.00")),
        ("integer", "３", 3),
        ("decimal", "62.5", Decimal("62.5")),
        ("phone", "138 0013 8000", "13800138000"),
        ("phone", "023-67654321", "023-67654321"),
        ("account", "6217 0000 1234 5678", "6217000012345678"),
        ("id_number", "11010519491231002x", "11010519491231002X"),
        ("text", "张\t三\n丰", "张 三 丰"),
        ("text", "１２号Ａ栋（二单元）", "12号A栋（二单元）"),
        ("text", "𬎆㛃𠅤䶮", "𬎆㛃𠅤䶮"),
        ("long_text", "一\t二\n三", "一 二\n三"),
        ("text", "  \t ", None),
        ("money", "", None),
    ],
)
def test_what_people_type_is_read(kind: str, typed: str, value: object) -> None:
    assert form_values.read(field(kind), typed, TODAY) == value


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("date", "20250230", "不存在"),
        ("date", "2-30", "不存在"),
        ("date", "去年", "20251013"),
        ("date", "1025-10-13", "过早"),
        ("month", "2025-13", "2025-10"),
        ("money", "-5", "负数"),
        ("money", "一百", "数字"),
        ("integer", "2.5", "整数"),
        ("integer", "NaN", "数字"),
        ("decimal", "1.234", "两位小数"),
        ("phone", "1380013", None),
        ("phone", "12345", "5 位"),
        ("account", "123", "3 位"),
        ("id_number", "110105194912310021", "校验位"),
        ("text", "长" * 200, "200 个字"),
    ],
)
def test_what_cannot_be_taken_is_told_in_one_sentence(kind: str, typed: str, words: str | None) -> None:
    if words is None:
        assert form_values.read(field(kind), typed, TODAY) == typed
        return
    with pytest.raises(UserError, match=words):
        form_values.read(field(kind), typed, TODAY)


def test_bounds_of_a_form_are_kept() -> None:
    size = field("integer", minimum="1", maximum="30")
    assert form_values.read(size, "30", TODAY) == 30
    with pytest.raises(UserError, match="不能小于 1"):
        form_values.read(size, "0", TODAY)
    with pytest.raises(UserError, match="不能大于 30"):
        form_values.read(size, "31", TODAY)


def test_values_are_shown_as_they_are_read_again() -> None:
    assert form_values.shown(field("money"), Decimal("1560.00")) == "1,560.00"
    assert form_values.shown(field("decimal"), Decimal(100)) == "100"
    assert form_values.shown(field("date"), date(2025, 10, 13)) == "2025-10-13"
    assert form_values.shown(field("text"), None) == ""
    assert form_values.grouped(field("id_number"), "11010519491231002X") == "110105 19491231 002X"
    assert form_values.grouped(field("id_number"), "1101") == "1101"
    assert form_values.grouped(field("account"), "6217000012345678") == "6217 0000 1234 5678"


def test_initials_of_common_words() -> None:
    assert form_values.initials("配偶") == "po"
    assert form_values.initials("工资性收入") == "gzxsr"
    assert form_values.initials("C 级危房") == "cjwf"
    assert form_values.initials("𬎆（") == ""
