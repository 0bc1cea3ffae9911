"""What is signed is what is true: stale figures are refused, no month is paid twice, each past month has its own amount."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.dossier import MemberPart
from jiuzhu.domain.granting import Adjustment
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.granting import (
    adjusting,
    back_paying,
    carrying_out,
    consequences,
    entitling,
    reassessing,
    rosters,
)
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.services.household.means import NewLine
from jiuzhu.services.monitoring import rechecking
from jiuzhu.services.survey import caring
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.queries.obligations import every
from jiuzhu.storage.unit import Unit
from once import once
from receiving import (
    dies,
    flags,
    granted,
    grants,
    happens,
    paid_four,
    person,
    propose,
    sign,
    tekun,
    told,
    with_setting,
    with_standard,
    works,
)
from town import Town, id_number, payer_of, urban_three

CHECKERS = ("李核查", "张经办")


@pytest.fixture
@once
def home(town: Town) -> FileRows:
    """1,440 from 2025-09."""
    return paid_four(town)


def total(town: Town, month: str) -> Decimal:
    return town.clerk.read(rosters.roster, month, "dibao").total


def test_what_is_left_out_of_many_is_left_as_it_was(town: Town, home: FileRows) -> None:
    town.on(date(2025, 8, 18))
    old = granted(town, tekun(town), date(2025, 8, 29))
    town.on(date(2025, 11, 3))
    (grant,) = town.clerk.read(lambda unit: every(unit.session, old.household.id))
    change = town.checker.read(consequences.by_hand, grant.id, Decimal(0), "本人申请终止供养", "43-24")
    ground = Ground(cause="own_request", evidence="本人书面申请")
    town.checker.write(adjusting.propose_adjustment, grant.id, change, ground, [])
    dies(town, home, date(2025, 11, 1))
    propose(town, told(town, home))
    waiting = [row.id for row in town.head.read(adjusting.adjustments)]
    signed, left = town.head.write(adjusting.decide_many, waiting)
    assert (len(signed), [why for _, why in left]) == (1, ["终止特困供养要先公示七日。"])
    (kept,) = town.head.read(adjusting.adjustments)
    assert kept.state == "proposed"
    stored = town.clerk.read(lambda unit: unit.get(Adjustment, kept.id))
    assert (stored.decided_by, stored.decided_on, stored.notice_due_on) == (None, None, None)
    assert grants(town, old)[0][2] == ""
    assert grants(town, home)[-1] == ("dibao", "2025-12", "", Decimal("610.00"))


def test_an_amount_changed_since_it_was_proposed_is_never_paid_twice(town: Town, home: FileRows) -> None:
    payer = payer_of(town)
    with_standard(town.clerk, town.checker, town.head, payer, starts=date(2026, 1, 1))
    town.on(date(2025, 12, 20))
    event = dies(town, home, date(2025, 12, 1))
    adjustment = propose(town, told(town, home), event_id=event)

    def raised(unit: Unit) -> None:  # another change is signed in between
        row = unit.get(Entitlement, home.entitlements[0].id)
        entitling.replace(
            unit, row, "2026-01", monthly=Decimal(1560), base=Decimal(1400), addons=Decimal(160), adjustment_id=adjustment,
        )  # fmt: skip

    town.head.write(raised)
    before = grants(town, home)
    for day in (date(2025, 12, 22), date(2026, 2, 10)):
        town.on(day)
        with pytest.raises(Refused, match=r"已经改变：提出时每月 1,440\.00 元，现在每月 1,560\.00 元"):
            sign(town)
    assert grants(town, home) == before
    assert [total(town, month) for month in ("2025-12", "2026-01", "2026-02")] == [1440, 1560, 1560]


def test_a_run_over_all_households_and_an_open_adjustment_never_pay_twice(town: Town, home: FileRows) -> None:
    payer = payer_of(town)
    with_standard(town.clerk, town.checker, town.head, payer, starts=date(2026, 1, 1))
    town.on(date(2025, 12, 20))
    propose(town, told_after_death(town, home))
    wanted = Wanted(
        title="2026 年标准",
        standards_on=date(2026, 1, 5),
        from_month="2026-01",
        document="示例规〔2025〕99号",
    )
    run = reassessing.draft(payer, wanted)
    town.head.write(reassessing.sign, run)
    made = carrying_out.apply(payer, run)
    assert (made.changed, made.waiting) == (0, 1)
    town.on(date(2026, 2, 10))
    (row,) = town.head.read(adjusting.adjustments)
    with pytest.raises(Refused, match=r"现在调减，每月 700\.00 元"):
        town.head.write(adjusting.decide_adjustment, row.id, approved=True)
    for month in ("2026-01", "2026-02", "2026-03"):
        rows = [row for row in grants(town, home) if row[1] <= month and (not row[2] or row[2] >= month)]
        assert len(rows) == 1


def told_after_death(town: Town, home: FileRows) -> consequences.Consequence:
    dies(town, home, date(2025, 12, 1))
    return told(town, home)


def test_a_stale_figure_is_not_signed(town: Town, home: FileRows) -> None:
    dies(town, home, date(2025, 11, 1))
    propose(town, told(town, home))
    town.on(date(2025, 11, 10))
    works(town, home, date(2025, 11, 5), "3000.00")
    with pytest.raises(Refused, match=r"提出时按规定调减，每月 610\.00 元，现在停发"):
        sign(town)
    assert grants(town, home) == [("dibao", "2025-09", "", Decimal("1440.00"))]


def test_what_was_on_screen_is_what_is_proposed(town: Town, home: FileRows) -> None:
    dies(town, home, date(2025, 11, 1))
    seen = told(town, home)
    works(town, home, date(2025, 11, 2), "3000.00")
    with pytest.raises(Refused, match="看过以后户情又有变化"):
        propose(town, seen)


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_late_signature_leaves_the_running_month_and_flags_it(
    town: Town, home: FileRows, *, by_hand: bool
) -> None:
    town.on(date(2025, 12, 30))
    event = dies(town, home, date(2025, 12, 20))
    found = told(town, home)
    if by_hand:
        change = town.checker.read(
            consequences.by_hand, found.entitlement_id, Decimal("600.00"), "核定金额", ""
        )
        ground = Ground(cause="event", evidence="死亡证明", event_id=event)
        town.checker.write(adjusting.propose_adjustment, found.entitlement_id, change, ground, [])
    else:
        propose(town, found, event_id=event)
    town.on(date(2026, 2, 25))
    sign(town)
    assert total(town, "2026-02") == Decimal("1440.00")
    left = Decimal("600.00") if by_hand else Decimal("610.00")
    assert grants(town, home)[-1] == ("dibao", "2026-03", "", left)
    assert flags(town) == [("追回", month, 1440 - left) for month in ("2026-01", "2026-02")]


def test_a_taper_signed_late_keeps_its_six_months(town: Town, home: FileRows) -> None:
    town.on(date(2025, 12, 30))
    works(town, home, date(2025, 12, 1), "2200.00")
    propose(town, told(town, home))
    town.on(date(2026, 3, 10))
    (row,) = town.head.read(adjusting.adjustments)
    assert town.head.write(adjusting.decide_adjustment, row.id, approved=True) == "2026-04"
    assert grants(town, home)[-1][1:3] == ("2026-04", "2026-09")
    assert flags(town) == []  # nothing is taken back for months before the taper was decided


def test_a_raise_signed_late_begins_now_and_the_months_waited_for_are_made_up(
    town: Town, home: FileRows
) -> None:
    town.on(date(2025, 12, 3))
    born = date(2025, 9, 2)
    child = MemberPart(name="戊示例", id_number=id_number(born, 77), sex="1", birth=born, relation="20")
    happens(town, home, "birth", born, joins=child)
    propose(town, told(town, home))
    town.on(date(2026, 2, 4))
    sign(town)
    assert grants(town, home)[-1][1:] == ("2026-02", "", Decimal("2310.00"))
    assert flags(town) == [("补发", f"2025-{n}", Decimal("870.00")) for n in (10, 11, 12)] + [
        ("补发", "2026-01", Decimal("870.00"))
    ]


def test_past_months_before_an_earlier_adjustment_are_flagged_too(town: Town, home: FileRows) -> None:
    line = NewLine(category="income", kind="wage", figure=Decimal("100.00"))
    happens(town, home, "income", date(2025, 11, 1), "乙示例", begins=[line])
    propose(town, told(town, home))
    sign(town)
    assert [row[1:] for row in grants(town, home)] == [
        ("2025-09", "2025-11", Decimal("1440.00")),
        ("2025-12", "", Decimal("1340.00")),
    ]
    assert flags(town) == []
    town.on(date(2026, 1, 20))
    dies(town, home, date(2025, 9, 10))
    propose(town, told(town, home))
    sign(town)
    assert flags(town) == [
        ("追回", "2025-10", Decimal("830.00")),
        ("追回", "2025-11", Decimal("830.00")),  # the wage from 2025-11-01 on counts from December
        ("追回", "2025-12", Decimal("830.00")),
        ("追回", "2026-01", Decimal("830.00")),
    ]


def test_every_past_month_stands_on_the_standard_of_its_own(town: Town, home: FileRows) -> None:
    with_standard(town.clerk, town.checker, town.head, starts=date(2025, 11, 1))
    dies(town, home, date(2025, 9, 10))
    propose(town, told(town, home))
    sign(town)
    assert flags(town) == [
        ("追回", "2025-10", Decimal("830.00")),  # 1,440 − 610 under 770
        ("追回", "2025-11", Decimal("740.00")),  # 1,440 − 700 under 800
    ]


def test_two_events_repair_each_month_once_and_what_was_refused_stays_so(town: Town, home: FileRows) -> None:
    dies(town, home, date(2025, 9, 10))
    line = NewLine(category="income", kind="wage", figure=Decimal("300.00"))
    happens(town, home, "income", date(2025, 10, 5), "乙示例", begins=[line])
    propose(
        town, told(town, home), cause="recheck"
    )  # named by nobody: the oldest event that waits says since when
    sign(town)
    assert flags(town) == [("追回", "2025-10", Decimal("830.00")), ("追回", "2025-11", Decimal("1130.00"))]
    for row in town.head.read(back_paying.back_payments):
        town.head.write(back_paying.decide_back_payment, row.id, approved=False)
    line = NewLine(category="income", kind="wage", figure=Decimal("40.00"))
    happens(town, home, "income", date(2025, 10, 20), "甲示例", begins=[line])
    propose(town, told(town, home))
    sign(town)
    assert flags(town) == [("追回", "2025-11", Decimal("40.00"))]


def test_what_a_person_sets_goes_back_to_the_month_they_name(town: Town, home: FileRows) -> None:
    grant = home.entitlements[0].id
    change = town.checker.read(consequences.by_hand, grant, Decimal("1340.00"), "更正录入差错", "")

    def put(since: str) -> None:
        ground = Ground(cause="error", evidence="原始凭证", since=since)
        town.checker.write(adjusting.propose_adjustment, grant, change, ground, [])

    with pytest.raises(InvalidInput, match="还没有到"):
        put("2026-01")
    put("2025-10")
    sign(town)
    assert flags(town) == [("追回", "2025-10", Decimal("100.00")), ("追回", "2025-11", Decimal("100.00"))]


def test_a_refused_job_is_never_held_against_past_months(town: Town, home: FileRows) -> None:
    grant = home.entitlements[0].id
    happens(town, home, "other", date(2025, 9, 1), details="三次拒绝介绍就业")
    change = town.checker.read(consequences.on_ground, grant, "refused_jobs", person(home, "乙示例"))
    ground = Ground(cause="refused_jobs", evidence="三次介绍就业的记录")
    town.checker.write(adjusting.propose_adjustment, grant, change, ground, [])
    sign(town)
    assert flags(town) == []


@pytest.mark.parametrize(
    ("grade", "kind", "after", "change"),
    [("1", "recovered", "2", ("cut", "2025-12")), ("2", "disabled", "1", ("raise", "2025-11"))],
)
def test_a_personal_cut_begins_after_the_decision_though_a_raise_begins_at_once(
    town: Town, grade: str, kind: str, after: str, change: tuple[str, str]
) -> None:
    with_setting(town.clerk, town.checker, town.head, key="grant.start", value="same")
    town.on(date(2025, 8, 4))
    dossier = urban_three(town, 411)
    dossier.members[0].disability_kind, dossier.members[0].disability_grade = "4", grade
    dossier.application.programmes = ["dibao", "disability_care"]
    home = granted(town, dossier)
    town.on(date(2025, 11, 3))
    marks = {"disability_kind": "4", "disability_grade": after}
    happens(town, home, kind, date(2025, 11, 1), "甲示例", marks=marks)
    found = town.checker.read(consequences.consequences, home.household.id)
    assert change in [
        (one.change.kind, one.change.from_month) for one in found if one.programme == "disability_care"
    ]


def test_the_level_of_care_goes_with_its_money(town: Town) -> None:
    town.on(date(2025, 8, 4))
    home = granted(town, tekun(town))
    town.on(date(2025, 11, 3))
    unmet = list(town.clerk.rules.codes["self_care"].codes)[:5]
    town.checker.write(
        caring.record_self_care, person(home, "己示例"), unmet, CHECKERS, date(2025, 11, 3), reason="changed"
    )
    propose(town, told(town, home), cause="recheck")
    sign(town)
    now = town.clerk.read(lambda unit: every(unit.session, home.household.id))[-1]
    assert (now.monthly, now.care) == (Decimal("1301.00"), "full")


def test_an_end_says_why(town: Town) -> None:
    town.on(date(2025, 8, 4))
    home = granted(town, tekun(town))
    town.on(date(2025, 11, 24))
    dies(town, home, date(2025, 11, 20), "己示例")
    adjustment = propose(town, told(town, home))
    town.checker.write(adjusting.post_end, adjustment, "示例村公示栏")
    town.on(date(2025, 12, 8))
    sign(town)
    now = town.clerk.read(lambda unit: every(unit.session, home.household.id))[-1]
    assert (now.last_month, now.ended_reason) == ("2025-12", "death")
    assert flags(town) == [("追回", "2025-12", Decimal("1051.00"))]


def test_a_recheck_is_dated_between_the_last_one_and_today(town: Town, home: FileRows) -> None:
    grant = home.entitlements[0].id

    def record(on: date) -> None:
        town.checker.write(
            rechecking.record_recheck, grant, outcome="no_change", found="收入人口都没有变化", checkers=CHECKERS,
            done_on=on,
        )  # fmt: skip

    with pytest.raises(InvalidInput, match="2025-08-15 才审核确认"):
        record(date(2020, 2, 10))
    record(date(2025, 11, 2))
    with pytest.raises(InvalidInput, match="上一次复核是 2025-11-02"):
        record(date(2025, 11, 1))
    record(date(2025, 11, 3))


def test_another_class_keeps_its_reason(town: Town, home: FileRows) -> None:
    grant = home.entitlements[0].id
    town.checker.write(rechecking.change_class, grant, "A", "家里都是老人，收入稳定")
    stored = town.clerk.read(lambda unit: unit.get(Entitlement, grant))
    assert (stored.recheck_class, stored.class_reason) == ("A", "家里都是老人，收入稳定")
    assert month_of(stored.next_recheck_on or date.min) == "2026-08"  # from the decision
