"""A signed 标准调整 carried out: nobody paid twice, nothing lost, and what a person must decide has an owner and a day."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from jiuzhu.domain.dossier import Dossier, MemberPart
from jiuzhu.domain.policy import Policy, PolicyRow
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.granting import adjusting, back_paying, carrying_out, consequences, reassessing, sealing
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.services.household import events
from jiuzhu.services.household.events import Happened
from jiuzhu.services.household.means import NewLine
from jiuzhu.services.monitoring import alerting
from jiuzhu.services.office.entrance import DATABASE
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.encrypted_file import connect
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.queries.obligations import every
from jiuzhu.storage.queries.reassessing import lines as lines_of
from on_the_way import approve, rows, submitted
from town import Town, id_number, urban_three

WANTED = Wanted(
    title="2026 年低保标准调整",
    standards_on=date(2026, 1, 5),
    from_month="2026-01",
    document="示例规〔2025〕99号",
)


def family(town: Town, order: int = 541) -> Dossier:
    """Four persons, one of them a grandfather."""
    made = urban_three(town, order)
    made.application.programmes = ["dibao"]
    made.members[1].disability_kind = made.members[1].disability_grade = ""
    born = date(1952, 1, 1)
    made.members.append(
        MemberPart(name="丁示例", id_number=id_number(born, order + 4), sex="1", birth=born, relation="51")
    )
    made.incomes[0].declared = Decimal("1800.00")
    return made


def received(town: Town, payer: Workspace, starts: date, amount: int = 800) -> FileRows:
    """The family of four gets 1,440.00 from 2025-09; then the urban standard of a day is entered."""
    town.on(date(2025, 8, 4))
    taken = submitted(town, family(town), date(2025, 8, 5), date(2025, 8, 13))
    town.on(date(2025, 8, 15))
    approve(town, taken)
    enter_standard(town, payer, starts, amount)
    return rows(town, taken)


def enter_standard(town: Town, payer: Workspace, starts: date, amount: int) -> None:
    desk = town.clerk.rules
    kept = [row for row in desk.policy.rows if row.key != "std.dibao.urban" or row.starts < date(2025, 7, 1)]
    for yuan, begins, ends in (
        (770, date(2025, 7, 1), starts - timedelta(days=1)),
        (amount, starts, None),
    ):
        kept.append(
            PolicyRow(
                "std.dibao.urban", Decimal(yuan), "元/人·月", "500000", begins, ends, "示例规〔2025〕99号", "标准", "verified"
            )
        )  # fmt: skip
    for workspace in (town.clerk, town.checker, town.head, town.auditor, payer):
        workspace.rules = replace(desk, policy=Policy(kept))


def dies(town: Town, home: FileRows, on: date) -> str:
    """The grandfather's death, the cut it leads to proposed; returns the number."""
    person = next(row.id for row in home.people.values() if row.name == "丁示例")
    happened = Happened(kind="death", effective_on=on, person_id=person)
    town.checker.write(events.record_event, home.household.id, happened)
    (found,) = town.checker.read(consequences.consequences, home.household.id)
    ground = adjusting.Ground(
        cause="event",
        evidence="死亡证明在卷",
        event_id=town.checker.read(events.events, home.household.id)[0].id,
    )
    return town.checker.write(
        adjusting.propose_adjustment, found.entitlement_id, found.change, ground, found.why
    )


def paid(town: Town, home: FileRows) -> list[tuple[str, str, str]]:
    return [
        (row.first_month, row.last_month, str(row.monthly))
        for row in town.clerk.read(lambda unit: every(unit.session, home.household.id))
    ]


def made_up(town: Town) -> list[tuple[str, str, str, str]]:
    return [
        (row.for_month, row.pay_month, str(row.amount), row.state)
        for row in town.head.read(back_paying.back_payments, ("proposed", "approved"))
    ]


def test_who_died_before_the_run_is_not_paid_again(town: Town, payer: Workspace) -> None:
    home = received(town, payer, date(2025, 10, 1))
    town.on(date(2025, 11, 3))
    dies(town, home, date(2025, 11, 1))
    (cut,) = town.head.read(adjusting.adjustments)
    town.head.write(adjusting.decide_adjustment, cut.id, approved=True)
    before = paid(town, home)
    wanted = replace(WANTED, standards_on=date(2025, 10, 1), from_month="2025-12")
    run = reassessing.draft(payer, wanted)
    town.head.write(reassessing.sign, run)
    assert carrying_out.apply(payer, run).changed == 0
    assert paid(town, home) == before  # three living persons at 800: 600 + 100 for the pupil


def test_months_the_standard_began_before_it_was_paid_are_made_up(town: Town, payer: Workspace) -> None:
    home = received(town, payer, date(2025, 10, 1))
    town.on(date(2025, 11, 20))
    wanted = replace(WANTED, standards_on=date(2025, 11, 20), from_month="2025-12")
    run = reassessing.draft(payer, wanted)
    (told,) = payer.read(reassessing.runs)
    assert (told.makeups, told.makeup_total) == (2, Decimal("240.00"))
    assert [(line.before, line.after) for line in payer.read(reassessing.lines, run, "makeup")] == [
        (Decimal("1440.00"), Decimal("1560.00"))
    ] * 2
    town.head.write(reassessing.sign, run)
    assert carrying_out.apply(payer, run).makeups == 2
    assert paid(town, home) == [("2025-09", "2025-11", "1440.00"), ("2025-12", "", "1560.00")]
    assert made_up(town) == [
        ("2025-10", "2025-12", "120.00", "approved"),
        ("2025-11", "2025-12", "120.00", "approved"),
    ]
    again = reassessing.draft(payer, wanted)
    assert payer.read(reassessing.lines, again, "makeup") == []  # a month is made up once


def test_what_else_changed_in_a_family_is_not_made_up_by_a_standard(town: Town, payer: Workspace) -> None:
    home = received(town, payer, date(2025, 10, 1))
    town.on(date(2025, 11, 3))
    person = next(row.id for row in home.people.values() if row.name == "甲示例")
    line = next(row for row in home.lines if row.category == "income")
    happened = Happened(kind="unemployed", effective_on=date(2025, 9, 1), person_id=person, ends=[line.id])
    town.checker.write(events.record_event, home.household.id, happened)
    wanted = replace(WANTED, standards_on=date(2025, 11, 20), from_month="2025-12")
    run = reassessing.draft(payer, wanted)
    found = payer.read(reassessing.lines, run, "makeup")
    assert [line.difference for line in found] == [Decimal("120.00")] * 2  # 4 × 30, not the wage that ended


def test_a_yearly_look_makes_nothing_up(town: Town, payer: Workspace) -> None:
    received(town, payer, date(2025, 10, 1))
    town.on(date(2025, 11, 20))
    wanted = replace(WANTED, standards_on=date(2025, 11, 20), from_month="2025-12", cause="yearly")
    assert payer.read(reassessing.lines, reassessing.draft(payer, wanted), "makeup") == []
    with pytest.raises(InvalidInput, match="为什么调整"):
        reassessing.draft(payer, replace(wanted, cause="whim"))


@pytest.mark.parametrize(
    "touched",
    ["base = base + 50000", "addons = addons + 1", "reason = '改过'", "why = '改过'", "person_id = household_id", "outcome = 'unchanged'"],
)  # fmt: skip
@pytest.mark.file_only("the file is changed behind the program")
def test_every_column_carried_out_is_under_the_seal(town: Town, payer: Workspace, touched: str) -> None:
    received(town, payer, date(2026, 1, 1))
    town.on(date(2025, 12, 20))
    run = reassessing.draft(payer, WANTED)
    raw = connect(town.home / DATABASE, bytes.fromhex(payer.file.key_hex()))
    raw.execute(f"UPDATE reassessment_line SET {touched}")  # noqa: S608  # words of this test
    raw.close()
    with pytest.raises(Refused, match="与制作时不一致"):
        town.head.write(reassessing.sign, run)


def test_two_runs_propose_one_stop_with_its_reckoning(town: Town, payer: Workspace) -> None:
    received(town, payer, date(2026, 1, 1), amount=100)
    town.on(date(2025, 12, 20))
    first, second = reassessing.draft(payer, WANTED), reassessing.draft(payer, WANTED)
    for run in (first, second):
        town.head.write(reassessing.sign, run)
    assert carrying_out.apply(payer, first).stops == 1
    done = carrying_out.apply(payer, second)
    assert (done.stops, done.waiting) == (0, 1)
    (stop,) = town.head.read(adjusting.adjustments)
    assert stop.kind == "stop"
    assert "人均 450.00 元" in stop.why


def test_what_the_run_cannot_reckon_has_an_owner_and_a_day(town: Town, payer: Workspace) -> None:
    home = received(town, payer, date(2026, 1, 1))
    town.on(date(2025, 11, 10))
    second_home = NewLine(category="housing", kind="home", figure=Decimal("50.00"), item="第二套")
    happened = Happened(kind="property", effective_on=date(2025, 11, 1), begins=[second_home])
    town.checker.write(events.record_event, home.household.id, happened)
    town.on(date(2025, 12, 20))
    run = reassessing.draft(payer, WANTED)
    (line,) = payer.read(reassessing.lines, run, "manual")
    town.head.write(reassessing.sign, run)
    done = carrying_out.apply(payer, run)
    assert (done.changed, done.alerts) == (0, 1)
    (alert,) = town.checker.read(alerting.alerts)
    assert alert.title == "标准调整没有执行的待遇"
    assert line.reason in alert.told
    assert alert.owner == town.clerk.actor.name
    assert alert.due_on > date(2025, 12, 20)


def test_one_changed_family_does_not_throw_away_a_signed_list(town: Town, payer: Workspace) -> None:
    town.on(date(2025, 8, 4))
    taken = submitted(town, family(town, 551), date(2025, 8, 5), date(2025, 8, 13))
    town.on(date(2025, 8, 15))
    approve(town, taken)
    received(town, payer, date(2026, 1, 1))
    town.on(date(2025, 12, 20))
    run = reassessing.draft(payer, WANTED)
    town.head.write(reassessing.sign, run)
    found = town.head.read(lambda unit: list(lines_of(unit.session, run, ("changed",))))[0]
    change = town.checker.read(consequences.by_hand, found.entitlement_id, Decimal(1), "更正差错金额", "")
    ground = adjusting.Ground(cause="error", evidence="录入差错更正")
    town.checker.write(adjusting.propose_adjustment, found.entitlement_id, change, ground, [])
    (row,) = town.head.read(adjusting.adjustments)
    town.head.write(adjusting.decide_adjustment, row.id, approved=True)
    done = carrying_out.apply(payer, run)
    assert (done.changed, done.stale) == (1, 1)
    (left,) = payer.read(reassessing.lines, run, "left_out")
    assert left.reason == "制作清单以后待遇有变化，没有执行"
    (alert,) = town.checker.read(alerting.alerts)  # its new amount was not reckoned by the new standard
    assert "不在清单里" in alert.told
    again = reassessing.draft(payer, WANTED)
    payer.write(reassessing.discard, again)
    assert payer.read(reassessing.lines, again) == []


def test_what_was_granted_since_the_list_was_made_is_named(town: Town, payer: Workspace) -> None:
    before = town.head.rules
    received(town, payer, date(2026, 1, 1))
    known = town.head.rules
    for workspace in (town.clerk, town.checker, town.head):
        workspace.rules = before  # their desks do not know the standard yet
    town.on(date(2025, 12, 1))
    taken = submitted(town, family(town, 551), date(2025, 12, 2), date(2025, 12, 10))
    town.on(date(2025, 12, 12))
    run = reassessing.draft(payer, WANTED)
    approve(town, taken)
    for workspace in (town.clerk, town.checker, town.head):
        workspace.rules = known
    town.head.write(reassessing.sign, run)
    assert carrying_out.apply(payer, run).alerts == 1
    (alert,) = town.checker.read(alerting.alerts)
    assert "现在每月 1,440.00 元，按新标准 1,560.00 元" in alert.told


def test_a_change_that_waits_for_the_head_is_neither_lost_nor_paid_twice(
    town: Town, payer: Workspace
) -> None:
    home = received(town, payer, date(2026, 1, 1))
    town.on(date(2025, 12, 20))
    number = dies(town, home, date(2025, 12, 1))
    run = reassessing.draft(payer, WANTED)
    town.head.write(reassessing.sign, run)
    done = carrying_out.apply(payer, run)
    assert (done.changed, done.waiting, done.alerts) == (0, 1, 1)
    assert paid(town, home) == [("2025-09", "", "1440.00")]
    (left,) = payer.read(reassessing.lines, run, "left_out")
    assert number in left.reason
    assert number in town.checker.read(alerting.alerts)[0].told


def test_a_sealed_month_takes_no_run(town: Town, payer: Workspace) -> None:
    received(town, payer, date(2026, 1, 1))
    town.on(date(2026, 1, 5))
    run = reassessing.draft(payer, WANTED)
    town.head.write(reassessing.sign, run)
    payer.write(sealing.seal_month, "2026-01", "dibao", checked=True)
    with pytest.raises(Refused, match="已经封存"):
        carrying_out.apply(payer, run)
