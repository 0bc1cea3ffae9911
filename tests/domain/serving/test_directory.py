"""An entry of the lists: what is wrong with a description is told beside its field, and shipped lists are read strictly."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jiuzhu import paths
from jiuzhu.domain.codes import load_codes
from jiuzhu.domain.serving.directory import Described, problems_of, read_entries, stale
from jiuzhu.errors import UserError

CODES = {name: table.codes for name, table in load_codes(paths.resources() / "codes").items()}
SHIPPED = (paths.resources() / "services" / "directory.toml").read_text("utf-8")
SOUND = Described(kind="service", title="助餐", owner="示例中心", headings=("health",))
ENTRY = '[[entry]]\nkind = "policy"\ntitle = "甲"\nowner = "乙"\nheadings = ["health"]\ndocument = "丙"\n'


def wrong(**more: object) -> list[str]:
    return [one.field for one in problems_of(replace(SOUND, **more), CODES)]  # type: ignore[arg-type]  # one field


def test_what_is_wrong_stands_beside_its_field() -> None:
    assert wrong() == []
    assert wrong(kind="other") == ["kind"]
    assert wrong(title=" ") == ["title"]
    assert wrong(owner="") == ["owner"]
    assert wrong(headings=()) == ["headings"]
    assert wrong(headings=("happiness",)) == ["headings"]
    assert wrong(classes=()) == ["classes"]
    assert wrong(classes=("4",)) == ["classes"]
    assert wrong(conditions=("rich",)) == ["conditions"]
    assert wrong(branch="other") == ["branch"]
    assert wrong(item="other") == ["item"]
    assert wrong(cost=Decimal(-1)) == ["cost"]
    assert wrong(quantity=-1) == ["quantity"]
    assert wrong(quantity=0) == []


def test_ages_and_days_run_forward() -> None:
    assert wrong(age_from=65) == []
    assert wrong(age_from=60, age_below=65) == []
    assert wrong(age_from=65, age_below=65) == ["age_below"]
    assert wrong(age_from=70, age_below=65) == ["age_below"]
    assert wrong(age_below=121) == ["age_below"]
    day = date(2025, 10, 13)
    assert wrong(valid_from=day, valid_until=day) == []
    assert wrong(valid_from=day, valid_until=date(2025, 10, 12)) == ["valid_until"]
    assert wrong(valid_until=day) == []


def test_an_entry_is_stale_the_day_after() -> None:
    assert not stale(date(2025, 4, 1), date(2025, 9, 28), 180)
    assert stale(date(2025, 4, 1), date(2025, 9, 29), 180)
    assert stale(None, date(2025, 9, 29), 180)


def test_the_shipped_list_names_a_document_for_every_entry() -> None:
    made = read_entries(SHIPPED, CODES)
    assert {one.kind for one in made} == {"policy", "service"}
    assert all(one.document for one in made)
    insurance = next(one for one in made if one.title == "老年人意外伤害保险")
    assert (insurance.classes, insurance.age_from) == (("2",), 65)
    assert {one.programme for one in made} == {"", "home_service", "home_care"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[entry]\n", "示例清单读不出来"),
        (ENTRY + 'colour = "red"\n', "不认识的项 colour"),
        (ENTRY.replace('owner = "乙"\n', ""), "缺少 owner"),
        (ENTRY.replace('document = "丙"\n', ""), "缺少 document"),
        (ENTRY.replace("policy", "poem"), "的 kind"),
        (ENTRY + ENTRY, "第 2 项“甲”重复了"),
    ],
)
def test_a_list_with_a_fault_is_refused(text: str, told: str) -> None:
    with pytest.raises(UserError, match=told):
        read_entries(text, CODES)


def test_a_description_becomes_the_fields_of_a_row() -> None:
    told = replace(SOUND, headings=("health", "economy"), area="甲村  乙村 ", title=" 助餐 ")
    values = told.values()
    assert values["headings"] == "health economy"
    assert values["area"] == "甲村 乙村"
    assert values["title"] == "助餐"
    assert values["provider_id"] is None
