"""The catalogue of departments is read strictly, and every kind the office hands on stands in it."""

import pytest

from jiuzhu import paths
from jiuzhu.domain.catalogue import load_catalogue, read_catalogue
from jiuzhu.domain.codes import load_codes
from jiuzhu.domain.ways import way_of
from jiuzhu.errors import UserError

CODES = load_codes(paths.resources() / "codes")
ITEMS, DEPARTMENTS = CODES["item"].codes, CODES["department"].codes
SHIPPED = load_catalogue(paths.resources() / "catalogue.toml", ITEMS, DEPARTMENTS)
GOOD = '[[kind]]\nprogramme = "medical"\ndepartment = "medical_insurance"\nfor = []\npapers = []\nbasis = "649-30"\n'


def test_every_kind_that_is_handed_on_has_its_department() -> None:
    assert set(SHIPPED) == {code for code in ITEMS if way_of(code) == "transfer"}
    assert len(SHIPPED) == 12


def test_who_may_ask_is_told_by_the_main_category() -> None:
    assert SHIPPED["medical"].fits(["edge"])
    assert not SHIPPED["medical"].fits([])
    assert SHIPPED["legal_aid"].fits([])


def test_only_who_is_led_to_the_rescue_station_may_be_nobody_anybody_knows() -> None:
    assert [kind.programme for kind in SHIPPED.values() if kind.identity_later] == ["vagrant"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[kind", "转办目录读不出来"),
        (GOOD + "colour = 1", "不认识的项 colour"),
        (GOOD.replace('basis = "649-30"\n', ""), "缺少 basis"),
        (GOOD.replace('"medical"', '"dance"'), "事项 dance 不认识"),
        (GOOD.replace('"medical_insurance"', '"zoo"'), "部门 zoo 不认识"),
        (GOOD + 'identity_later = "yes"', "identity_later 只能是 true 或 false"),
        (GOOD + GOOD, "事项 medical 重复了"),
    ],
)
def test_a_kind_that_cannot_be_is_refused_by_name(text: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        read_catalogue(text, ITEMS, DEPARTMENTS)
