"""One programme follows another without a month between or a month twice; 渐退 is a way back and a way down."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.approving import Entitlement
from jiuzhu.errors import Refused
from jiuzhu.services.granting import adjusting, consequences
from jiuzhu.services.household import means
from jiuzhu.services.household.means import NewLine
from jiuzhu.services.monitoring import rechecking
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.queries.obligations import every
from on_the_way import approve, submitted
from receiving import (
    dies,
    flags,
    four,
    granted,
    grants,
    happens,
    propose,
    sign,
    tekun,
    told,
    with_setting,
    with_standard,
    works,
)
from town import Town, payer_of

CHECKERS = ("李核查", "张经办")


def stopped_tekun(town: Town) -> FileRows:
    """特困 that ends with 2025-11, by a decision of 2025-11-12."""
    town.on(date(2025, 8, 4))
    home = granted(town, tekun(town))
    town.on(date(2025, 11, 3))
    (row,) = town.clerk.read(lambda unit: every(unit.session, home.household.id))
    change = town.checker.read(consequences.by_hand, row.id, Decimal(0), "找到赡养人", "43-24")
    ground = adjusting.Ground(cause="event", evidence="户籍和亲属关系证明")
    town.checker.write(adjusting.propose_adjustment, row.id, change, ground, [])
    town.checker.write(adjusting.post_end, town.head.read(adjusting.adjustments)[0].id, "示例村公示栏")
    town.on(date(2025, 11, 12))
    sign(town)
    return home


def test_what_ends_this_month_does_not_cost_the_next_a_month(town: Town) -> None:
    home = stopped_tekun(town)
    dossier = tekun(town)
    dossier.household.id = home.household.id
    dossier.application.programmes = ["dibao"]
    taken = submitted(town, dossier, date(2025, 11, 12), date(2025, 11, 20))
    town.on(date(2025, 11, 24))
    approve(town, taken)
    found = [row[:3] for row in grants(town, home)]
    assert found == [("tekun", "2025-09", "2025-11"), ("dibao", "2025-12", "")]


def test_a_grant_of_the_running_month_waits_for_what_is_paid_in_it(town: Town) -> None:
    home = stopped_tekun(town)
    dossier = tekun(town)
    dossier.household.id = home.household.id
    dossier.application.programmes = ["dibao"]
    taken = submitted(town, dossier, date(2025, 11, 12), date(2025, 11, 20))
    town.on(date(2025, 11, 24))
    with_setting(town.clerk, town.checker, town.head, key="grant.start", value="same")
    with pytest.raises(Refused, match=r"发放到 2025-11.*从 2025-12 起") as refusal:
        approve(town, taken)
    assert "终止" not in refusal.value.message


def tapering(town: Town) -> FileRows:
    town.on(date(2025, 8, 4))
    home = granted(town, four(town))
    town.on(date(2025, 12, 3))
    event = works(town, home, date(2025, 12, 1), "2200.00")
    propose(town, told(town, home), event_id=event)
    sign(town)
    assert grants(town, home)[1:] == [("dibao", "2026-01", "2026-06", Decimal("1440.00"))]
    town.on(date(2026, 2, 10))
    return home


def lose_job(town: Town, home: FileRows) -> None:
    lines = town.checker.read(means.home_of, home.household.id).lines
    gone = [one.id for one in lines if one.category == "income"][-1:]
    happens(town, home, "unemployed", date(2026, 2, 1), "乙示例", ends=gone)


def test_a_job_lost_during_the_taper_is_a_way_back(town: Town) -> None:
    home = tapering(town)
    lose_job(town, home)
    found = told(town, home)
    assert (found.change.kind, found.change.monthly, found.change.from_month) == (
        "raise", Decimal("1440.00"), "2026-03",
    )  # fmt: skip
    assert "恢复" in found.change.reason
    propose(town, found)
    sign(town)
    assert grants(town, home)[1:] == [
        ("dibao", "2026-01", "2026-02", Decimal("1440.00")),
        ("dibao", "2026-03", "", Decimal("1440.00")),
    ]


def test_a_taper_goes_on_unless_a_member_is_gone(town: Town) -> None:
    home = tapering(town)
    found = told(town, home)
    assert (found.change.kind, found.change.until_month) == ("keep", "2026-06")
    dies(town, home, date(2026, 2, 5), "丙示例")
    found = told(town, home)
    assert found.change.kind in {"manual", "stop"}


def test_a_death_during_the_taper_is_set_by_a_person_and_the_end_stays(town: Town) -> None:
    home = tapering(town)
    dies(town, home, date(2026, 2, 5))
    found = told(town, home)
    change = town.checker.read(
        consequences.by_hand, found.entitlement_id, Decimal("610.00"), "成员死亡，减去其份额", ""
    )
    town.checker.write(
        adjusting.propose_adjustment, found.entitlement_id, change,
        adjusting.Ground(cause="event", evidence="死亡证明"), [],
    )  # fmt: skip
    sign(town)
    assert grants(town, home)[-1] == ("dibao", "2026-03", "2026-06", Decimal("610.00"))


def test_the_end_of_a_taper_is_announced_and_looked_at_once(town: Town) -> None:
    home = tapering(town)
    assert town.checker.read(rechecking.due) == []
    town.on(date(2026, 6, 5))
    (row,) = town.checker.read(rechecking.due)
    assert (row.due_on, row.told) == (date(2026, 6, 30), "渐退到 2026-06 期满")
    town.checker.write(
        rechecking.record_recheck, row.entitlement_id, outcome="no_change", found="收入仍高于标准",
        checkers=CHECKERS, done_on=date(2026, 6, 5),
    )  # fmt: skip
    assert town.checker.read(rechecking.due) == []
    assert grants(town, home)[-1][2] == "2026-06"
    assert town.checker.read(rechecking.done)[0].next_due_on is None


def look(town: Town, home: FileRows, outcome: str) -> Entitlement:
    """A recheck of the taper today; returns it as it is then."""
    taper = entitlements(town, home)[-1]
    town.checker.write(
        rechecking.record_recheck, taper.id, outcome=outcome, found="收入仍高于标准", checkers=CHECKERS,
        done_on=town.checker.today(),
    )  # fmt: skip
    return entitlements(town, home)[-1]


def entitlements(town: Town, home: FileRows) -> list[Entitlement]:
    rows = town.clerk.read(lambda unit: every(unit.session, home.household.id))
    return [row for row in rows if row.programme == "dibao"]


def test_a_taper_that_ran_out_ends_with_its_last_look(town: Town) -> None:
    home = tapering(town)
    town.on(date(2026, 7, 6))
    assert [row.taper_until for row in town.checker.read(rechecking.due)] == ["2026-06"]
    with pytest.raises(Refused, match="渐退到 2026-06 期满"):
        look(town, home, "change")
    ended = look(town, home, "no_change")
    assert (ended.last_month, ended.ended_reason, ended.next_recheck_on) == ("2026-06", "taper_over", None)
    assert town.checker.read(rechecking.done)[0].next_due_on is None
    assert town.checker.read(rechecking.due) == []
    with pytest.raises(Refused, match="已终止"):
        look(town, home, "no_change")


def test_a_taper_looked_at_early_comes_again_with_its_last_month(town: Town) -> None:
    home = tapering(town)
    town.on(date(2026, 3, 6))
    row = look(town, home, "no_change")
    assert (row.ended_reason, row.next_recheck_on) == ("", date(2026, 6, 30))


def test_a_family_in_its_taper_may_ask_again(town: Town) -> None:
    home = tapering(town)
    lose_job(town, home)
    dossier = four(town)
    dossier.household.id = home.household.id
    taken = submitted(town, dossier, date(2026, 2, 11), date(2026, 3, 2))
    town.on(date(2026, 3, 4))
    approve(town, taken)
    assert [row[1:3] for row in grants(town, home)][1:] == [("2026-01", "2026-03"), ("2026-04", "")]


def test_who_earns_less_during_a_taper_keeps_it_to_its_end_and_goes_on_with_less(town: Town) -> None:
    """1,440 to June as decided; from July 340, which the family is due again, and nothing is taken back."""
    home = tapering(town)
    lines = town.checker.read(means.home_of, home.household.id).lines
    wage = [one.id for one in lines if one.category == "income"][-1:]
    less = NewLine(category="income", kind="wage", figure=Decimal("1100.00"))
    happens(town, home, "income", date(2026, 1, 3), "乙示例", ends=wage, begins=[less])
    found = told(town, home)
    assert (found.change.kind, found.change.from_month) == ("cut", "2026-07")
    assert "渐退到 2026-06 为止不变" in found.change.reason
    propose(town, found)
    sign(town)
    assert grants(town, home)[1:] == [
        ("dibao", "2026-01", "2026-06", Decimal("1440.00")),
        ("dibao", "2026-07", "", found.change.monthly),
    ]
    assert flags(town) == []


def test_a_new_standard_during_a_taper_takes_nothing_back(town: Town) -> None:
    """The family fits again under 800 a head: the months of the taper stay as they were decided."""
    payer = payer_of(town)
    town.on(date(2025, 8, 4))
    home = granted(town, four(town))
    town.on(date(2025, 11, 3))
    works(town, home, date(2025, 11, 1), "1390.00")
    propose(town, told(town, home))
    sign(town)
    before = grants(town, home)[-1]
    with_standard(town.clerk, town.checker, town.head, payer, starts=date(2026, 1, 1))
    town.on(date(2026, 2, 10))
    found = told(town, home)
    assert (found.change.kind, found.change.from_month) == ("cut", "2026-06")
    propose(town, found, cause="recheck", since="2026-01")
    sign(town)
    assert grants(town, home)[-2:] == [before, ("dibao", "2026-06", "", found.change.monthly)]
    assert flags(town) == []
