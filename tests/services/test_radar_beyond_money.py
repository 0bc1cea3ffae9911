"""The radar says whom a department's help is for, and which class of services everybody is in; neither is asked for there."""

import pytest

from jiuzhu.services.approval import reviewing
from jiuzhu.services.casework import assessing
from jiuzhu.services.casework.assessing import RadarLine
from on_the_way import single
from town import Town, urban_couple, urban_three


def lines(town: Town, *programmes: str, standing: str = "") -> dict[str, RadarLine]:
    made = urban_couple(town)
    made.application.programmes = list(programmes)
    made.household.standing = [standing] if standing else []
    return {one.programme: one for one in assessing.radar(town.clerk.rules, made, town.clerk.today())}


def test_whom_medical_help_is_for_is_said_where_nobody_is_recognised(town: Town) -> None:
    line = lines(town, "medical")["medical"]
    assert (line.result, line.asked, line.offered) == ("manual", True, False)
    assert (
        line.headline
        == "还需：核对这户是否已认定为最低生活保障、特困人员救助供养、低保边缘家庭或刚性支出困难家庭"
    )
    assert line.why == [
        "面向这些家庭；没有认定的，可以一并申请认定，由区县医保局决定（《社会救助暂行办法》第三十条；渝府办发〔2022〕116号）"
    ]


def test_nothing_is_said_where_it_is_for_everybody_or_the_family_is_recognised_or_asks(town: Town) -> None:
    assert "legal_aid" not in lines(town, "legal_aid")
    assert "medical" not in lines(town, "medical", standing="edge")
    assert "medical" not in lines(town, "medical", "dibao")


def test_the_class_of_services_stands_on_the_radar_and_is_not_asked_for_there(town: Town) -> None:
    made = urban_three(town)
    line = {one.programme: one for one in assessing.radar(town.clerk.rules, made, town.clerk.today())}[
        "service_class"
    ]
    assert (line.result, line.asked, line.offered) == ("entitled", False, False)
    assert line.headline.startswith("符合：第 1 类 ")
    assert any("属第 1 类服务对象" in one for one in line.why)


def test_the_file_tells_the_class_of_everybody(town: Town) -> None:
    taken = town.accept(urban_three(town)).application_id
    note = next(
        one for one in town.checker.read(reviewing.view, taken).notes if one.title == "服务类救助对象分类"
    )
    assert any("属第 1 类服务对象" in line for line in note.lines)


@pytest.mark.parametrize("programme", ["medical", "elder_allowance"])
def test_no_class_is_guessed_of_a_family_whose_means_nobody_asked(town: Town, programme: str) -> None:
    made = single(town, programme)
    made.incomes, made.assets = [], []
    taken = town.accept(made).application_id
    titles = [one.title for one in town.checker.read(reviewing.view, taken).notes]
    assert "服务类救助对象分类" not in titles
