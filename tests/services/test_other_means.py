"""A shop, spending the rules name and a disaster are typed at the counter, decide, and are still known a year later."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.dossier import Dossier, LinePart
from jiuzhu.domain.household import Household
from jiuzhu.services.casework import files
from jiuzhu.services.granting import consequences
from jiuzhu.services.office_rules import rule_admin
from jiuzhu.services.office_rules.rule_admin import NewFigure, Seen
from jiuzhu.storage.unit import Unit
from on_the_way import approve, rows, submitted
from town import Town, urban_three


def form(town: Town, **home: object) -> Dossier:
    dossier = urban_three(town)
    dossier.application.programmes = ["dibao"]
    for name, value in home.items():
        setattr(dossier.household, name, value)
    return dossier


def found(town: Town, taken: str) -> tuple[str, str]:
    """The result of 低保 and its reasons."""
    (one,) = [one for one in town.checker.read(files.dossier, taken).findings if one.programme == "dibao"]
    return one.result, "".join(one.why)


def two_homes(town: Town, *, disaster: bool) -> Dossier:
    """100 m² in two homes for three people, where 90 are the limit and 117 after a disaster."""
    for key, area in (("property.housing.min_area", "10"), ("property.housing.average_area", "30")):
        rule_admin.set_figure(
            town.clerk, NewFigure(key, area, date(2025, 10, 1), "示例民〔2025〕8号", "示例", replaces=True)
        )
        rule_admin.confirm_figure(town.head, Seen(key, area, date(2025, 10, 1)), "示例民〔2025〕8号")
    dossier = form(town, disaster_home=disaster)
    dossier.housing = [LinePart(kind="home", declared=Decimal(50)) for _ in range(2)]
    return dossier


@pytest.mark.parametrize(
    ("home", "result", "reason"),
    [
        ({}, "entitled", ""),
        ({"premises": ["shop"]}, "manual", "有门面、店铺或企业 1 处"),
        ({"consumption": ["study_abroad"]}, "manual", "自费出国留学"),
    ],
    ids=["neither", "a_shop", "spending"],
)
def test_each_by_itself_decides_a_file(
    town: Town, home: dict[str, list[str]], result: str, reason: str
) -> None:
    taken = town.accept(form(town, **home)).application_id
    kept = town.checker.read(files.dossier, taken).household
    assert (kept.premises, kept.consumption) == (home.get("premises", []), home.get("consumption", []))
    assert found(town, taken)[0] == result
    assert reason in found(town, taken)[1]


@pytest.mark.parametrize(("disaster", "result"), [(False, "not_entitled"), (True, "entitled")])
def test_a_disaster_lets_a_family_keep_two_homes(town: Town, disaster: bool, result: str) -> None:
    taken = town.accept(two_homes(town, disaster=disaster)).application_id
    assert town.checker.read(files.dossier, taken).household.disaster_home is disaster
    assert found(town, taken)[0] == result


def follows(town: Town, home: str) -> tuple[str, str]:
    """What becomes of the family's 低保, and why."""
    (told,) = town.checker.read(consequences.consequences, home)
    return told.change.kind, "".join(told.why)


def granted(town: Town, dossier: Dossier) -> str:
    taken = submitted(town, dossier, date(2025, 10, 24), date(2025, 11, 3))
    approve(town, taken)
    return rows(town, taken).household.id


@pytest.mark.parametrize(
    ("fact", "code", "reason"),
    [("premises", "shop", "有门面、店铺或企业 1 处"), ("consumption", "study_abroad", "自费出国留学")],
)
def test_what_becomes_known_of_a_family_that_receives_is_for_a_person_to_look_at(
    town: Town, fact: str, code: str, reason: str
) -> None:
    home = granted(town, form(town))
    assert follows(town, home)[0] == "keep"

    def learn(unit: Unit) -> None:
        setattr(unit.get(Household, home), fact, code)
        unit.about(home)

    town.checker.write(learn)
    kind, why = follows(town, home)
    assert kind == "manual"
    assert reason in why


def test_the_disaster_of_a_family_that_receives_still_counts_a_year_later(town: Town) -> None:
    home = granted(town, two_homes(town, disaster=True))
    town.on(date(2026, 11, 2))
    kind, why = follows(town, home)
    assert kind not in {"stop", "manual"}
    assert "灾" in why
