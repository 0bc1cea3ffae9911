"""单人户: one person of a family that is not 低保 itself enters 低保 alone, in each of the five ways [57 Art 8; 2022N]."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from holding import with_wife_disabled
from jiuzhu.domain.assessment.assess import assess
from jiuzhu.domain.dossier import Dossier, MemberPart
from jiuzhu.errors import Refused
from jiuzhu.services.approval import opinions
from jiuzhu.services.counter import intake
from jiuzhu.services.granting import consequences, rosters
from jiuzhu.services.granting.reassessed import lines_of
from jiuzhu.services.household import household_facts, means
from jiuzhu.services.household.means import NewLine
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.queries.ledgers import Filters
from jiuzhu.storage.queries.obligations import every
from jiuzhu.storage.queries.rosters import household_rows, household_sums
from jiuzhu.storage.unit import Unit
from on_the_way import approve, rows, submitted, surveyed
from receiving import happens, with_setting, with_standard
from town import Town, id_number, urban_couple

Rows = list[tuple[str, str, Decimal, Decimal, Decimal]]


def with_wife_ill(town: Town) -> Dossier:
    dossier = urban_couple(town, ill=True)
    dossier.incomes[0].declared = Decimal("1600.00")
    return dossier


def with_son(town: Town, wage: str, **more: Any) -> Dossier:
    """A father at work and his grown-up son."""
    dossier = urban_couple(town)
    born = date(1995, 1, 1)
    son = MemberPart(name="丙示例", id_number=id_number(born, 51), sex="1", birth=born, relation="20")
    for name, value in more.items():
        setattr(son, name, value)
    dossier.members[1] = son
    dossier.incomes[0].declared = Decimal(wage)
    return dossier


def received(town: Town, taken: str) -> Rows:
    """Programme, whose ("" the household's), base, add-ons and yuan a month, in force or coming."""
    file = rows(town, taken)
    names = {one.id: one.name for one in file.people.values()}
    found = town.clerk.read(lambda unit: every(unit.session, file.household.id))
    return sorted(
        (row.programme, names.get(row.person_id or "", ""), row.base, row.addons, row.monthly)
        for row in found
        if not row.ended_reason
    )


def decided(town: Town, dossier: Dossier) -> FileRows:
    """Through the opinion, the posting and the signature."""
    taken = submitted(town, dossier, date(2025, 10, 14), date(2025, 10, 24))
    approve(town, taken)
    return rows(town, taken)


def asked_again(town: Town, family: FileRows, *programmes: str) -> Dossier:
    """The same family on a new form."""
    head = family.household.head_id
    again = town.clerk.read(lambda unit: intake.from_person(unit, head))
    again.application.programmes = list(programmes)
    again.application.reason, again.application.cause = "妻子重度残疾", "disability"
    known = with_wife_disabled(town)
    again.incomes, again.assets, again.housing = known.incomes, known.assets, known.housing
    again.incomes[0].person = again.members[0].id
    return again


def signed(town: Town, dossier: Dossier, sent: date) -> str:
    """Posted today, sent and signed on a day."""
    taken = submitted(town, dossier, town.clerk.today(), sent)
    approve(town, taken)
    return taken


def ways(town: Town, way: str) -> tuple[Dossier, str, Decimal, Decimal]:
    """A family for one of the ways, who enters, 差额 and add-ons a month."""
    full = Decimal("770.00")
    if way == "disabled":
        return with_wife_disabled(town), "乙示例", full, Decimal("100.00")
    if way == "ill":
        return with_wife_ill(town), "戊示例", full, Decimal("60.00")
    if way == "parental":
        made = with_son(town, "4620.00", illness="major", illness_name="尿毒症", bedridden_months=6)
        return made, "丙示例", full, Decimal("60.00")
    with_setting(town.clerk, town.checker, town.head, key="single.unemployed", value="on")
    made = with_son(town, "5000.00", disability_kind="4", disability_grade="2")
    return made, "丙示例", full, Decimal("100.00")


CLAUSES = {
    "disabled": "民发〔2021〕57号）第八条",
    "ill": "民发〔2021〕57号）第八条",
    "parental": "渝府办发〔2022〕128号",
    "unemployed": "2022-10-20",
}


@pytest.mark.parametrize("way", CLAUSES)
def test_the_whole_family_is_on_the_form_and_one_person_is_granted(town: Town, way: str) -> None:
    dossier, name, base, addons = ways(town, way)
    home = decided(town, dossier)
    monthly = base + addons
    assert received(town, home.application.id) == [("dibao", name, base, addons, monthly)]
    (decision,) = home.decisions
    assert (decision.result, decision.monthly) == ("approved", monthly)
    assert decision.reason.startswith("符合：单人户，")
    assert name in decision.reason
    assert CLAUSES[way] in decision.clause
    part = town.clerk.read(rosters.roster, "2025-11", "dibao")
    assert [(line.members, line.base, line.addons, line.total) for line in part.lines] == [
        (1, base, addons, monthly)
    ]


def test_the_ledger_counts_whom_it_is_paid_for(town: Town) -> None:
    decided(town, with_wife_disabled(town, "dibao", "edge"))
    for filters in (Filters(month="2025-11"), Filters(state="coming")):

        def told(unit: Unit, asked: Filters = filters) -> tuple[Any, dict[str, Any]]:
            (row,) = unit.session.execute(household_rows(asked, "", "2025-10")).all()
            return row, household_sums(unit.session, asked, "2025-10")

        row, sums = town.clerk.read(told)
        assert [row.household_size, row.members, row.monthly] == [3, 1, Decimal("870.00")]
        assert [sums[name] for name in ("household_size", "members", "monthly")] == [3, 1, Decimal("870.00")]


def test_clergy_are_taken_on_a_form_of_their_own(town: Town) -> None:
    """They are no members of the family [57 Art 7]: their means are their own, and nothing of the family is counted."""
    dossier = with_son(town, "5000.00", clergy_since=date(2020, 1, 1))
    taken = surveyed(town, dossier)
    assert town.checker.read(opinions.drafted, taken).result == "refuse"
    alone = with_son(town, "0.00", clergy_since=date(2020, 1, 1))
    alone.members = alone.members[1:]
    alone.members[0].phone = "13800000003"
    alone.members[0].relation, alone.members[0].id_number = "01", id_number(date(1995, 1, 1), 53)
    alone.incomes[0].person = alone.members[0].id
    alone.assets[0].declared = Decimal("8000.00")
    home = decided(town, alone)
    assert received(town, home.application.id) == [
        ("dibao", "", Decimal("770.00"), Decimal("0.00"), Decimal("770.00"))
    ]


def test_the_opinion_says_who_enters_alone_and_why(town: Town) -> None:
    taken = surveyed(town, with_wife_disabled(town))
    draft = town.checker.read(opinions.drafted, taken)
    assert (draft.result, draft.monthly) == ("grant", Decimal("870.00"))
    assert "乙示例是肢体二级残疾人，家庭属低保边缘" in draft.text
    assert "民发〔2021〕57号第八条" in draft.text
    assert "拟同意确认：最低生活保障（单人户：乙示例）每月 870.00 元" in draft.text


def test_the_family_becomes_edge_beside_it_and_the_person_has_the_subsidy_of_the_disabled(town: Town) -> None:
    home = decided(town, with_wife_disabled(town, "dibao", "edge", "disability_living"))
    found = received(town, home.application.id)
    assert [(code, who) for code, who, *_ in found] == [
        ("dibao", "乙示例"), ("disability_living", "乙示例"), ("edge", "")
    ]  # fmt: skip


def test_a_family_that_is_edge_already_stays_so(town: Town) -> None:
    """The very case of the article: the person is of a family recognised before."""
    family = decided(town, with_wife_disabled(town, "edge"))
    town.on(date(2025, 11, 10))
    taken = signed(town, asked_again(town, family, "dibao"), date(2025, 11, 20))
    assert [(code, who) for code, who, *_ in received(town, taken)] == [("dibao", "乙示例"), ("edge", "")]


def test_a_form_of_the_person_alone_is_told_where_to_ask(town: Town) -> None:
    decided(town, with_wife_disabled(town, "edge"))
    alone = with_wife_disabled(town)
    alone.members = alone.members[1:2]
    alone.members[0].relation, alone.members[0].phone = "01", "13800000003"
    alone.incomes, alone.household.account_name = [], "乙示例"
    with pytest.raises(Refused, match=r"单人户.*全家的表"):
        town.accept(alone)


def told(town: Town, home: FileRows) -> dict[str, tuple[str, Decimal, Decimal, Decimal]]:
    """Programme → kind of change, 差额, add-ons and yuan a month."""
    found = town.checker.read(consequences.consequences, home.household.id)
    return {
        one.programme: (one.change.kind, one.change.base, one.change.addons, one.change.monthly)
        for one in found
    }


NOTHING = (Decimal(0), Decimal(0), Decimal(0))
WHOLE = (Decimal("770.00"), Decimal("100.00"), Decimal("870.00"))


def earns(town: Town, home: FileRows, kind: str, name: str, wage: str) -> None:
    line = NewLine(category="income", kind="wage", figure=Decimal(wage))
    happens(town, home, kind, town.clerk.today(), name, begins=[line])


def test_what_follows_is_told_for_the_person_and_stops_with_the_ground(town: Town) -> None:
    home = decided(town, with_wife_disabled(town, "dibao", "edge"))
    town.on(date(2025, 11, 10))
    assert told(town, home) == {"dibao": ("keep", *WHOLE), "edge": ("keep", *NOTHING)}
    earns(town, home, "income", "乙示例", "100.00")
    less = Decimal("670.00"), Decimal("100.00"), Decimal("770.00")
    assert told(town, home)["dibao"] == ("cut", *less)
    earns(town, home, "income", "甲示例", "3000.00")
    assert {code: kind for code, (kind, *_) in told(town, home).items()} == {"dibao": "stop", "edge": "stop"}


def test_who_finds_work_is_looked_at_by_a_person(town: Town) -> None:
    """Whether a 单人户 tapers is told nowhere."""
    home = decided(town, with_wife_disabled(town))
    town.on(date(2025, 11, 10))
    earns(town, home, "employed", "乙示例", "900.00")
    assert told(town, home)["dibao"] == ("manual", *WHOLE)


def test_less_after_a_job_of_somebody_registered_unemployed_names_the_subsidy_for_it(town: Town) -> None:
    dossier = with_wife_disabled(town)
    dossier.members[1].registered_unemployed = True
    home = decided(town, dossier)
    town.on(date(2025, 11, 10))
    earns(town, home, "employed", "乙示例", "200.00")
    (found,) = town.checker.read(consequences.consequences, home.household.id)
    assert (found.change.kind, found.change.monthly) == ("cut", Decimal("670.00"))
    assert "低保就业补贴每月 200.00 元，最长 12 个月" in found.change.reason


def test_a_family_that_fits_itself_by_now_is_asked_to_apply_whole(town: Town) -> None:
    home = decided(town, with_wife_disabled(town))
    town.on(date(2025, 11, 10))
    (wage,) = town.checker.read(means.home_of, home.household.id).lines[:1]
    happens(town, home, "unemployed", town.clerk.today(), "甲示例", ends=[wage.id])
    (found,) = town.checker.read(consequences.consequences, home.household.id)
    assert (found.change.kind, found.change.monthly) == ("manual", Decimal("870.00"))
    assert "全家" in found.change.reason


def test_a_grant_of_the_whole_family_takes_the_place_of_the_one_person(town: Town) -> None:
    home = decided(town, with_wife_disabled(town))
    town.on(date(2025, 11, 10))
    again = asked_again(town, home, "dibao")
    again.incomes[0].declared = Decimal("1500.00")
    taken = signed(town, again, date(2025, 11, 20))
    assert [(code, who) for code, who, *_ in received(town, taken)] == [("dibao", "")]


def test_a_new_standard_pays_the_person_by_itself(town: Town) -> None:
    home = decided(town, with_wife_disabled(town))
    town.on(date(2025, 12, 1))
    facts = town.clerk.read(
        lambda unit: household_facts.facts_on(unit, home.household.id, unit.today, "2026-01")
    )
    desk = town.clerk.rules
    found = assess(facts, desk.policy, desk.calendar)
    kept = town.clerk.read(lambda unit: list(every(unit.session, home.household.id)))
    (line,) = lines_of(home.household.id, facts, found, kept, from_month="2026-01", aside={})
    assert (line["outcome"], line["after"]) == ("unchanged", Decimal("870.00"))


def test_a_family_that_fits_by_a_new_standard_is_for_a_person_to_tell(town: Town) -> None:
    """Its member's own grant stays until the whole family has asked; no list ends it by itself."""
    dossier = with_wife_disabled(town, "dibao", "edge")
    dossier.incomes[0].declared = Decimal("2370.00")  # 790 a head: above 770, below 800
    home = decided(town, dossier)
    town.on(date(2025, 12, 1))
    with_standard(town.clerk, starts=date(2026, 1, 1))
    facts = town.clerk.read(
        lambda unit: household_facts.facts_on(unit, home.household.id, unit.today, "2026-01")
    )
    desk = town.clerk.rules
    found = assess(facts, desk.policy, desk.calendar, date(2026, 1, 1))
    kept = town.clerk.read(lambda unit: list(every(unit.session, home.household.id)))
    listed = list(lines_of(home.household.id, facts, found, kept, from_month="2026-01", aside={}))
    assert {(line["programme"], line["outcome"]) for line in listed} == {
        ("dibao", "manual"), ("edge", "unchanged"), ("dibao", "gained"),
    }  # fmt: skip
    (own,) = [line for line in listed if line["outcome"] == "manual"]
    assert (own["after"], "全家" in own["reason"]) == (Decimal("870.00"), True)
