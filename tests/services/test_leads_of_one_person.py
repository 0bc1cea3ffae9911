"""Two leads may speak of one person: told when it may be so, decided by nobody but who looks."""

from datetime import date

import pytest

from jiuzhu.services.referral import leading
from jiuzhu.services.referral.leading import Told
from town import Town, id_number

FIRST = id_number(date(1950, 3, 1), 7)
OTHER = id_number(date(1962, 3, 1), 8)


def told(town: Town, name: str = "壬示例", village: str = "示例社区", number: str = "") -> leading.Recorded:
    lead = Told(
        source="hotline", name=name, content="独居老人摔伤，无人照料", found_on=date(2025, 10, 13), village=village,
        id_number=number,
    )  # fmt: skip
    return town.clerk.write(leading.record_lead, lead)


def test_a_lead_of_the_same_name_and_village_without_a_number_is_told(town: Town) -> None:
    first = told(town)
    assert first.same == []
    second = told(town)
    assert second.same == [f"{first.number}（2025-10-13 发现，示例社区，待核实）"]
    rows = {row.number: row.same for row in town.clerk.read(leading.leads)}
    assert rows == {
        first.number: [f"{second.number}（2025-10-13 发现，示例社区，待核实）"],
        second.number: second.same,
    }


def test_one_that_was_closed_says_how_it_ended(town: Town) -> None:
    first = told(town)
    (row,) = town.clerk.read(leading.leads)
    town.clerk.write(leading.record_lead_visit, row.id, date(2025, 10, 13), "上门核实，不困难")
    town.clerk.write(leading.close_lead, row.id, "reason", reason="核实后不困难")
    assert told(town).same == [f"{first.number}（2025-10-13 发现，示例社区，不予立案）"]


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ({}, {"village": "另一社区"}, False),
        ({}, {"village": ""}, True),
        ({}, {"name": "癸示例"}, False),
        ({"number": FIRST}, {}, True),
        ({}, {"number": FIRST}, True),
        ({"number": FIRST}, {"number": OTHER}, False),
        ({"number": FIRST}, {"number": FIRST, "name": "壬小名", "village": "另一社区"}, True),
        ({"name": "不详"}, {"name": "不详"}, False),
    ],
)
def test_who_may_be_the_same(town: Town, before: dict[str, str], after: dict[str, str], same: bool) -> None:
    told(town, **before)
    assert bool(told(town, **after).same) is same
