"""People leave, come and die: their own subsidies follow them, incomes come along, nothing is paid to who is gone."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiuzhu.domain.dossier import Dossier, MemberPart
from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.household_event import EFFECTS
from jiuzhu.domain.ids import new_id
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.granting import adjusting, consequences, reassessing, rosters
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.services.household import events
from jiuzhu.services.household.events import Happened
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.queries.obligations import every
from jiuzhu.storage.unit import Unit
from on_the_way import accept, approve, rows, single, submitted
from once import once
from receiving import account_confirmed, succession
from town import Town, id_number, payer_of, urban_three

Told = list[tuple[str, str, Decimal]]


def granted(town: Town, dossier: Dossier) -> FileRows:
    taken = submitted(town, dossier, town.clerk.today(), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    town.on(date(2025, 12, 3))
    return rows(town, taken)


@pytest.fixture
@once
def home(town: Town) -> FileRows:
    town.on(date(2025, 10, 24))
    dossier = urban_three(town)
    dossier.application.programmes = ["dibao", "disability_care"]
    return granted(town, dossier)


def person(home: FileRows, name: str) -> str:
    return next(one.id for one in home.people.values() if one.name == name)


def happens(town: Town, household_id: str, kind: str, on: date, **more: Any) -> None:
    if EFFECTS[kind].leaves:
        more = {"details": "已分开生活"} | succession(town, household_id, more["person_id"]) | more
    town.checker.write(events.record_event, household_id, Happened(kind=kind, effective_on=on, **more))


def told(town: Town, household_id: str) -> Told:
    found = town.checker.read(consequences.consequences, household_id)
    return [(row.programme, row.change.kind, row.change.monthly) for row in found]


def paid(town: Town, month: str, programme: str = "dibao") -> list[tuple[str, str, Decimal]]:
    return [
        (one.payee, one.account_number, one.total)
        for one in town.clerk.read(rosters.roster, month, programme).lines
    ]


def test_a_subsidy_of_a_person_goes_with_them_into_their_own_household(town: Town, home: FileRows) -> None:
    wife = person(home, "乙示例")
    happens(town, home.household.id, "split", date(2025, 12, 1), person_id=wife)
    (event,) = town.checker.read(events.events, home.household.id)
    assert [line[0] for line in told(town, home.household.id)] == ["dibao"]
    assert told(town, event.other_household_id or "") == [("disability_care", "keep", Decimal("80.00"))]
    assert [line[2] for line in paid(town, "2025-12", "disability_care")] == [Decimal("80.00")]
    assert paid(town, "2025-12", "disability_care")[0][0] == "甲示例"  # December is paid as it was
    assert paid(town, "2026-01", "disability_care") == [("乙示例", "", Decimal("80.00"))]
    back = {"other_household_id": event.other_household_id}
    happens(town, home.household.id, "merge", date(2025, 12, 2), **back)
    assert paid(town, "2026-01", "disability_care") == [("乙示例", "", Decimal("80.00"))]
    account_confirmed(town)
    assert paid(town, "2026-01", "disability_care")[0][0] == "甲示例"
    kinds = {row[:2] for row in told(town, home.household.id)}
    assert kinds == {("dibao", "keep"), ("disability_care", "keep")}


def test_where_somebody_went_is_asked_before_their_subsidy_ends(town: Town, home: FileRows) -> None:
    wife = person(home, "乙示例")
    happens(town, home.household.id, "move_out", date(2025, 12, 1), person_id=wife)
    found = {row[0]: row[1:] for row in told(town, home.household.id)}
    assert found["disability_care"] == ("manual", Decimal("80.00"))
    other = single(town, "temporary", birth=date(1975, 1, 1))
    new = rows(town, accept(town, other).application_id).household.id
    comes = MemberPart(name="乙示例", id_number=home.people[wife].id_number, sex="2", relation="12")
    happens(town, new, "move_in", date(2025, 12, 3), joins=comes)
    assert told(town, new) == [("disability_care", "keep", Decimal("80.00"))]


def test_a_new_standard_leaves_to_a_person_what_belongs_to_somebody_who_went(
    town: Town, home: FileRows
) -> None:
    happens(town, home.household.id, "move_out", date(2025, 12, 1), person_id=person(home, "乙示例"))
    payer = payer_of(town)
    wanted = Wanted(
        title="现行标准重算",
        standards_on=town.clerk.today(),
        from_month="2026-01",
        document="示例规〔2025〕99号",
    )
    run = reassessing.draft(payer, wanted)
    (line,) = [one for one in payer.read(reassessing.lines, run) if one.programme == "重度残疾人护理补贴"]
    assert (line.group, line.after) == ("人工核定", Decimal("80.00"))


def test_a_subsidy_ends_with_a_death(town: Town, home: FileRows) -> None:
    happens(town, home.household.id, "death", date(2025, 12, 1), person_id=person(home, "乙示例"))
    assert ("disability_care", "stop", Decimal("0.00")) in told(town, home.household.id)


def test_who_comes_brings_what_they_earn(town: Town, home: FileRows) -> None:
    town.on(date(2025, 10, 24))
    alone = urban_three(town, 51)
    alone.application.programmes = ["dibao"]
    del alone.members[1:]
    alone.housing = []
    alone.incomes[0].declared, alone.assets[0].declared = Decimal("700.00"), Decimal("9000.00")
    other = granted(town, alone)
    (grant,) = town.clerk.read(lambda unit: every(unit.session, other.household.id))
    wanted: dict[str, Any] = {
        "kind": "merge",
        "effective_on": date(2025, 12, 2),
        "other_household_id": other.household.id,
    }
    with pytest.raises(Refused, match="还有待遇"):
        town.checker.write(events.record_event, home.household.id, Happened(**wanted))
    change = town.checker.read(consequences.by_hand, grant.id, Decimal(0), "并入其他户", "57-32")
    ground = Ground(cause="event", evidence="并入其他户")
    town.checker.write(adjusting.propose_adjustment, grant.id, change, ground, [])
    for row in town.head.read(adjusting.adjustments):
        town.head.write(adjusting.decide_adjustment, row.id, approved=True)
    town.on(date(2026, 1, 5))
    wanted["effective_on"] = date(2026, 1, 4)
    before = {row[0]: row[2] for row in told(town, home.household.id)}
    town.checker.write(events.record_event, home.household.id, Happened(**wanted))
    after = {row[0]: row[2] for row in told(town, home.household.id)}
    assert after["dibao"] == before["dibao"] + Decimal("770.00") - Decimal("700.00")


def test_nothing_goes_to_the_account_of_who_has_died(town: Town, home: FileRows) -> None:
    happens(town, home.household.id, "death", date(2025, 12, 1), person_id=person(home, "甲示例"))
    (line,) = town.clerk.read(rosters.roster, "2026-01", "dibao").lines
    assert (line.payee, line.account_number) == ("甲示例", "")
    assert line.bank == "账户所有人已不在户，待确认新账户"
    seen = town.clerk.read(lambda unit: unit.get(Household, home.household.id).head_id)
    assert seen == person(home, "乙示例")


def refused(town: Town, home: FileRows, **told: Any) -> dict[str, str]:
    """The death of the head, told so: the questions beside which something is lacking."""
    happened = Happened(
        kind="death", effective_on=date(2025, 12, 1), person_id=person(home, "甲示例"), **told
    )
    with pytest.raises(InvalidInput) as refusal:
        town.checker.write(events.record_event, home.household.id, happened)
    return {one.field: one.message for one in refusal.value.problems}


def test_who_the_head_is_after_the_head_and_what_the_others_are_to_them_is_asked(
    town: Town, home: FileRows
) -> None:
    wife, son = person(home, "乙示例"), person(home, "丙示例")
    assert "请选择新的户主" in refused(town, home)["next_head"]
    assert "未成年" in refused(town, home, new_head=son, relations={wife: "52"})["next_head"]
    assert refused(town, home, new_head=wife) == {f"next.{son}": "请选择丙示例是新户主的什么人。"}
    daughter = refused(town, home, new_head=wife, relations={son: "30"})
    assert daughter == {f"next.{son}": "“女”与丙示例的性别不符，请重新选择。"}
    happened = Happened(
        kind="death", effective_on=date(2025, 12, 1), person_id=person(home, "甲示例"), new_head=wife,
        relations={son: "20"}, head_phone="13912345678", details="火化证",
    )  # fmt: skip
    assert (
        "手机号" in refused(town, home, new_head=wife, relations={son: "20"}, head_phone="12")["next_phone"]
    )
    town.checker.write(events.record_event, home.household.id, happened)
    (event,) = town.checker.read(events.events, home.household.id)
    assert event.details == "火化证；户主改为乙示例（电话13912345678），丙示例（子）"
    assert town.clerk.read(lambda unit: unit.get(Person, wife).phone) == "13912345678"
    assert town.clerk.read(lambda unit: unit.get(Household, home.household.id).head_id) == wife
    here = town.clerk.read(lambda unit: file_rows.members_of(unit.session, home.household.id))
    assert {one.person_id: one.relation for one in here} == {wife: "01", son: "20"}


@pytest.mark.parametrize("away", ["in_prison", "in_detox", "missing", "not_counted"])
def test_a_child_is_the_head_with_a_guardian_where_no_adult_counts(
    town: Town, home: FileRows, away: str
) -> None:
    """The mother is on record and does not count; the father dies."""
    wife, son = person(home, "乙示例"), person(home, "丙示例")

    def gone(unit: Unit) -> None:
        (mother,) = [
            one for one in file_rows.members_of(unit.session, home.household.id) if one.person_id == wife
        ]
        if away == "not_counted":
            mother.counted, mother.not_counted_reason = False, "已分开生活"
        else:
            setattr(unit.get(Person, wife), away, True)
        unit.about(home.household.id)

    town.checker.write(gone)
    told = {"relations": {son: "20"}}
    assert "乙示例不计入本户" in refused(town, home, new_head=wife, **told)["next_head"]
    child: dict[str, Any] = {"new_head": son, "relations": {wife: "52"}}
    assert "监护人" in refused(town, home, **child)["guardian"]
    happens(
        town, home.household.id, "death", date(2025, 12, 1), person_id=person(home, "甲示例"),
        guardian="戊示例，舅舅", details="火化证",  **child,
    )  # fmt: skip
    assert town.clerk.read(lambda unit: unit.get(Household, home.household.id).head_id) == son
    (event,) = town.checker.read(events.events, home.household.id)
    assert event.details == "火化证；户主改为丙示例（监护人：戊示例，舅舅），乙示例（母亲）"


def test_who_stays_alone_is_the_head_without_a_question(town: Town, home: FileRows) -> None:
    happens(town, home.household.id, "move_out", date(2025, 12, 1), person_id=person(home, "丙示例"))
    happens(town, home.household.id, "death", date(2025, 12, 2), person_id=person(home, "甲示例"))
    (left,) = town.clerk.read(lambda unit: file_rows.members_of(unit.session, home.household.id))
    assert (left.person_id, left.relation) == (person(home, "乙示例"), "01")


def test_a_household_without_anybody_is_to_be_ended_and_paid_no_more(town: Town) -> None:
    town.on(date(2025, 10, 24))
    dossier = single(town, "dibao", birth=date(1970, 5, 5))
    dossier.household.kind = "urban"
    home = granted(town, dossier)
    happens(town, home.household.id, "death", date(2025, 12, 1), person_id=person(home, "己示例"))
    (found,) = town.checker.read(consequences.consequences, home.household.id)
    assert (found.change.kind, found.change.reason) == (
        "stop",
        "己示例已于 2025-12-01 死亡，家庭已没有共同生活的成员",
    )
    assert [line[1] for line in paid(town, "2026-01")] == [""]


def test_what_has_not_happened_yet_is_not_recorded(town: Town, home: FileRows) -> None:
    for kind in ("move_out", "death"):
        with pytest.raises(InvalidInput, match="还没有发生"):
            happens(town, home.household.id, kind, date(2025, 12, 4), person_id=person(home, "乙示例"))
    born = date(2025, 12, 4)
    child = MemberPart(name="小示例", id_number=id_number(born, 91), sex="1", birth=born, relation="20")
    with pytest.raises(InvalidInput, match="还没有发生"):
        happens(town, home.household.id, "birth", born, joins=child)


def test_an_event_is_settled_when_all_that_follows_is_decided(town: Town, home: FileRows) -> None:
    happens(town, home.household.id, "death", date(2025, 12, 1), person_id=person(home, "丙示例"))
    (event,) = town.checker.read(events.events, home.household.id)
    with pytest.raises(Refused, match="还没有调整"):
        town.checker.write(events.settle_event, event.id, "已经了解了")
    found = town.checker.read(consequences.consequences, home.household.id)[0]
    ground = Ground(cause="event", evidence="死亡证明", event_id=event.id)
    town.checker.write(adjusting.propose_adjustment, found.entitlement_id, found.change, ground, found.why)
    with pytest.raises(Refused, match="等待审批"):
        town.checker.write(events.settle_event, event.id, "已经了解了")
    (row,) = town.head.read(adjusting.adjustments)
    town.head.write(adjusting.decide_adjustment, row.id, approved=False, note="先核实死亡证明")
    town.checker.write(events.settle_event, event.id, "审批未同意，另行核实")


def test_every_event_has_its_day(town: Town, home: FileRows) -> None:
    happens(
        town,
        home.household.id,
        "ill",
        date(2025, 12, 1),
        person_id=person(home, "甲示例"),
        marks={"illness": "chronic"},
    )
    (event,) = town.checker.read(events.events, home.household.id)
    assert event.due_on == date(2025, 12, 17)  # ten working days


def test_what_follows_for_each_of_two_people_is_told_for_each(town: Town, home: FileRows) -> None:
    """Both are paid 护理补贴 of 80: hers stays, his was 100."""
    wife, man = person(home, "乙示例"), person(home, "甲示例")

    def both(unit: Unit) -> None:
        hers, his = unit.get(Person, wife), unit.get(Person, man)
        his.disability_kind, his.disability_grade = hers.disability_kind, hers.disability_grade
        grant = next(one for one in every(unit.session, home.household.id) if one.person_id == wife)
        unit.add(replace(grant, id=new_id(), person_id=man, monthly=Decimal("100.00"), version=1))

    town.checker.write(both)
    found = town.checker.read(consequences.consequences, home.household.id)
    told = {
        one.change.monthly - one.now: (one.change.kind, one.change.reason, one.change.clause)
        for one in found
        if one.programme == "disability_care"
    }
    assert told == {
        Decimal("0.00"): ("keep", "金额不变", "国发〔2015〕52号"),
        Decimal("-20.00"): ("cut", "金额减少", "国发〔2015〕52号"),
    }
