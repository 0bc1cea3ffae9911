"""What a desk shows for a code."""

from datetime import date

import pytest

from jiuzhu import paths
from jiuzhu.domain.calendar import load_calendar
from jiuzhu.domain.codes import load_codes
from jiuzhu.domain.desk import Desk
from jiuzhu.domain.form import load_forms
from jiuzhu.domain.ledger import load_ledgers
from jiuzhu.domain.office import Office, Station
from jiuzhu.domain.policy import load_pack

TABLES = load_codes(paths.resources() / "codes")


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(
        office=Office(
            name="云溪街道社会救助服务窗口",
            district="500112",
            district_name="渝北区",
            township="500112999",
            township_name="云溪街道",
        ),
        station=Station(window="A"),
        policy=load_pack(paths.resources() / "policy" / "500000"),
        calendar=load_calendar(paths.resources() / "policy" / "calendar"),
        forms=load_forms(paths.forms(), frozenset(TABLES)),
        codes=TABLES,
        ledgers=load_ledgers(paths.resources() / "ledgers"),
    )


def test_a_code_is_shown_in_words(desk: Desk) -> None:
    assert desk.label("sex", "2") == "女"
    assert desk.label("case_source", "proxy") == "委托代办"


def test_what_was_not_answered_is_shown_as_nothing(desk: Desk) -> None:
    assert desk.label("housing_danger", "") == ""


def test_a_code_of_another_version_is_shown_as_itself_and_stops_nobody(desk: Desk) -> None:
    assert desk.label("sex", "7") == "7"


def test_a_desk_of_the_shipped_data_knows_its_working_days(desk: Desk) -> None:
    assert desk.calendar.is_working(date(2025, 10, 13))
