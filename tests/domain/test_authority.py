from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.authority import COUNTY, LABELS, TOWNSHIP, Level, decides, highest, level_of, may_sign
from jiuzhu.domain.policy import Standards, load_pack
from jiuzhu.domain.ways import WAYS, way_of
from jiuzhu.errors import UserError
from jiuzhu.paths import resources


def standards(**settings: str | Decimal) -> Standards:
    found = load_pack(resources() / "policy" / "500000").in_force("500112", date(2025, 10, 13))
    return found.with_settings({key.replace("__", "."): value for key, value in settings.items()})


@pytest.mark.parametrize(
    "programme", ["dibao", "edge", "rigid", "tekun", "orphan", "disability_care", "disaster"]
)
def test_the_county_signs_unless_the_township_is_entrusted(programme: str) -> None:
    found = level_of(standards(), programme)
    assert (found.authority, found.why) == (COUNTY, "由区县审核确认（待本地确认）")


def test_what_is_entrusted_is_signed_by_the_township() -> None:
    found = level_of(standards(authority__dibao=TOWNSHIP), "dibao")
    assert (found.authority, found.why) == (TOWNSHIP, "已委托乡镇（街道）审核确认（本窗口设置）")
    assert level_of(standards(authority__dibao=TOWNSHIP), "tekun").authority == COUNTY


@pytest.mark.parametrize(
    ("amount", "limit", "authority"),
    [
        ("3000.00", "3000.00", TOWNSHIP),
        ("3000.01", "3000.00", COUNTY),
        ("3000.00", "0", COUNTY),
        ("0", "3000.00", COUNTY),
    ],
)
def test_small_relief_is_the_townships_up_to_its_limit(amount: str, limit: str, authority: str) -> None:
    found = level_of(standards(reserve__limit=Decimal(limit)), "temporary", Decimal(amount))
    assert found.authority == authority
    assert level_of(standards(reserve__limit=Decimal(limit)), "disaster", Decimal(amount)).authority == COUNTY


def test_help_at_once_is_the_townships() -> None:
    assert level_of(standards(), "quick", Decimal("770.00")).authority == TOWNSHIP


def test_a_confirmed_setting_is_quoted_with_its_document() -> None:
    pack = load_pack(resources() / "policy" / "500000").in_force("500112", date(2025, 10, 13))
    figures = {key: pack[key] for key in pack}
    figures["authority.tekun"] = figures["authority.tekun"]._replace(
        confirmed=True, document="渝北民〔2025〕1号"
    )
    found = level_of(Standards("500112", figures), "tekun")
    assert found.why == "由区县审核确认（渝北民〔2025〕1号）"


def test_a_setting_that_is_neither_is_told() -> None:
    with pytest.raises(UserError):
        level_of(standards(authority__tekun="nobody"), "tekun")


def test_the_county_signs_a_file_as_soon_as_one_item_is_its_own() -> None:
    township, county = Level(TOWNSHIP, "小"), Level(COUNTY, "大")
    assert highest([township, county]) == county
    assert highest([township]) == township
    assert highest([]) is None
    assert set(LABELS) == {COUNTY, TOWNSHIP}


@pytest.mark.parametrize(
    ("roles", "authority", "may"),
    [
        ({"approver"}, COUNTY, True),
        ({"approver"}, TOWNSHIP, True),  # entrusting takes nothing from the county
        ({"township_approver"}, TOWNSHIP, True),
        ({"township_approver"}, COUNTY, False),
        ({"township_approver", "approver"}, COUNTY, True),
        ({"township_approver"}, None, True),
        ({"clerk", "checker"}, TOWNSHIP, False),
        ({"clerk"}, None, False),
    ],
)
def test_an_approver_signs_as_far_as_they_reach(roles: set[str], authority: str | None, *, may: bool) -> None:
    assert may_sign(roles, None if authority is None else Level(authority, "")) is may


def test_everything_that_is_not_handed_on_has_somebody_who_signs() -> None:
    codes = ("dibao", "edge", "rigid", "tekun", "orphan", "unsupported_child", "disability_living", "disability_care",
             "elder_allowance", "elder_care", "temporary", "quick", "disaster")  # fmt: skip
    assert all(decides(code) for code in codes)
    assert {way_of(code) for code in codes} == set(WAYS) - {"transfer"}
    assert not decides("medical")
