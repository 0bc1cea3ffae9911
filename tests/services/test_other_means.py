"""A shop, spending the rules name and a disaster are typed at the counter, decide, and are still known a year later."""

from datetime import date

from jiuzhu.domain.dossier import Dossier
from jiuzhu.services.casework import files
from jiuzhu.services.household.household_facts import facts_on
from on_the_way import approve, rows, submitted
from town import Town, urban_three


def told(town: Town, taken: str) -> str:
    return "".join("".join(one.why) for one in town.checker.read(files.dossier, taken).findings)


def form(town: Town, order: int = 21, **home: object) -> Dossier:
    dossier = urban_three(town, order)
    dossier.application.programmes = ["dibao"]
    for name, value in home.items():
        setattr(dossier.household, name, value)
    return dossier


def test_a_shop_and_spending_are_seen_by_the_finding(town: Town) -> None:
    taken = town.accept(form(town)).application_id
    assert "经营性财产" not in told(town, taken)
    shop = town.accept(form(town, 51, premises=["shop"], consumption=["study_abroad"])).application_id
    dossier = town.checker.read(files.dossier, shop)
    assert (dossier.household.premises, dossier.household.consumption) == (["shop"], ["study_abroad"])
    (found,) = [one for one in dossier.findings if one.programme == "dibao"]
    assert found.result != "entitled"
    assert "自费出国留学" in told(town, shop)


def test_they_stay_known_of_a_family_that_receives(town: Town) -> None:
    taken = submitted(town, form(town, disaster_home=True), date(2025, 10, 24), date(2025, 11, 3))
    approve(town, taken)
    home = rows(town, taken).household.id
    facts = town.checker.read(facts_on, home, town.checker.today())
    assert (facts.disaster, facts.premises, facts.consumption) == (True, (), ())
