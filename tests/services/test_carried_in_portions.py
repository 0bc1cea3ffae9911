"""标准调整 carried out in portions: it may be stopped, goes on where it stopped, and nobody is paid by half of it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.errors import Refused
from jiuzhu.services.granting import (
    adjusting,
    carrying_out,
    consequences,
    due_standards,
    reassessing,
    rosters,
    sealing,
)
from jiuzhu.services.granting.carrying_out import Paused
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.services.office.entrance import DATABASE
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.office_rules import rule_admin
from jiuzhu.services.office_rules.rule_admin import NewFigure
from jiuzhu.storage.encrypted_file import connect
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.queries.reassessing import lines as lines_of
from receiving import grants, two_under_a_standard
from town import Town

WANTED = Wanted(
    title="2026 年低保标准调整",
    standards_on=date(2026, 1, 5),
    from_month="2026-01",
    document="示例规〔2025〕99号",
)
OLD, NEW = Decimal("1440.00"), Decimal("1560.00")


@pytest.fixture
def homes(town: Town, payer: Workspace, monkeypatch: pytest.MonkeyPatch) -> list[FileRows]:
    """Two families of four with 1,440 each by 770 a head; 800 a head from 2026-01, and one line in a turn."""
    monkeypatch.setattr(carrying_out, "PORTION", 1)
    return two_under_a_standard(town, payer, date(2026, 1, 1))


def signed(town: Town, payer: Workspace) -> str:
    run = reassessing.draft(payer, WANTED)
    town.head.write(reassessing.sign, run)
    return run


def stopped_after(portions: int) -> Callable[[], bool]:
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) >= portions

    return cancelled


def now_paid(town: Town, homes: list[FileRows]) -> list[Decimal]:
    return sorted(grants(town, home)[-1][3] for home in homes)


def changed_by_hand(town: Town, run: str) -> None:
    """The head signs another amount, 1 yuan, for the family whose line comes last."""
    found = town.head.read(lambda unit: list(lines_of(unit.session, run, ("changed",))))[-1]
    change = town.checker.read(consequences.by_hand, found.entitlement_id, Decimal(1), "更正差错金额", "")
    ground = adjusting.Ground(cause="error", evidence="录入差错更正")
    town.checker.write(adjusting.propose_adjustment, found.entitlement_id, change, ground, [])
    (row,) = town.head.read(adjusting.adjustments)
    town.head.write(adjusting.decide_adjustment, row.id, approved=True)


def test_a_run_that_was_stopped_goes_on_where_it_stopped(
    town: Town, payer: Workspace, homes: list[FileRows]
) -> None:
    run = signed(town, payer)
    told: list[tuple[int, int]] = []
    with pytest.raises(Paused, match="第 1 行（共 2 行）"):
        carrying_out.apply(payer, run, lambda *step: told.append(step), stopped_after(1))
    (row,) = payer.read(reassessing.runs)
    assert (row.state, row.carried_to, row.applied_by, told) == ("applying", 1, None, [(1, 2)])
    assert now_paid(town, homes) == [OLD, NEW]
    done = carrying_out.apply(payer, run, lambda *step: told.append(step))
    assert (done.changed, told) == (2, [(1, 2), (2, 2)])  # told of the whole, not of what was left
    assert now_paid(town, homes) == [NEW, NEW]
    (row,) = payer.read(reassessing.runs)
    assert (row.state, row.applied_by, row.applied_on) == ("applied", payer.actor.operator_id, payer.today())
    with pytest.raises(Refused, match="已经全部执行完，没有重复执行"):
        carrying_out.apply(payer, run)


def test_nobody_is_paid_by_half_of_a_run(town: Town, payer: Workspace, homes: list[FileRows]) -> None:
    assert homes
    run = signed(town, payer)
    town.on(date(2026, 1, 5))
    with pytest.raises(Paused):
        carrying_out.apply(payer, run, cancelled=stopped_after(1))
    for step in (
        lambda: payer.write(sealing.seal_month, "2026-01", "dibao", checked=True),
        lambda: reassessing.draft(payer, WANTED),
        lambda: payer.write(reassessing.discard, run),
    ):
        with pytest.raises(Refused, match=r"还没有执行完|不能作废"):
            step()
    (said,) = payer.read(due_standards.due)
    assert "还没有执行完" in said
    assert "2026-01 的金额还会变" in payer.read(rosters.seal_words, "2026-01", "dibao")
    payer.write(sealing.seal_month, "2025-12", "dibao", checked=True)  # the run does not reach it
    carrying_out.apply(payer, run)
    assert payer.read(due_standards.due) == []
    assert payer.write(sealing.seal_month, "2026-01", "dibao", checked=True).total == 2 * NEW


def test_what_changes_between_two_portions_is_left_out(
    town: Town, payer: Workspace, homes: list[FileRows]
) -> None:
    run = signed(town, payer)

    def meanwhile() -> bool:
        changed_by_hand(town, run)
        return False

    done = carrying_out.apply(payer, run, cancelled=meanwhile)
    assert (done.changed, done.stale) == (1, 1)
    assert now_paid(town, homes) == [Decimal("1.00"), NEW]


def test_figures_set_meanwhile_do_not_keep_it_from_its_end(
    town: Town, payer: Workspace, homes: list[FileRows]
) -> None:
    run = signed(town, payer)
    with pytest.raises(Paused):
        carrying_out.apply(payer, run, cancelled=stopped_after(1))
    figure = NewFigure("std.dibao.urban", "820", date(2025, 12, 1), "示例规〔2025〕100号", replaces=True)
    rule_admin.set_figure(town.clerk, figure)
    assert carrying_out.apply(payer, run).changed == 2  # what was signed, not what was set since
    assert now_paid(town, homes) == [NEW, NEW]


@pytest.mark.file_only("the file is changed behind the program")
def test_a_list_altered_between_two_portions_is_carried_no_further(
    town: Town, payer: Workspace, homes: list[FileRows]
) -> None:
    run = signed(town, payer)
    with pytest.raises(Paused):
        carrying_out.apply(payer, run, cancelled=stopped_after(1))
    raw = connect(town.home / DATABASE, bytes.fromhex(payer.file.key_hex()))
    raw.execute("UPDATE reassessment_line SET base = base + 50000")
    raw.close()
    with pytest.raises(Refused, match="与签署时不一致"):
        carrying_out.apply(payer, run)
    assert now_paid(town, homes) == [OLD, NEW]
    payer.write(reassessing.discard, run)  # or no month would ever be sealed again
    assert payer.read(reassessing.lines, run)  # kept for who looks into it
    again = signed(town, payer)
    assert carrying_out.apply(payer, again).changed == 1
    assert now_paid(town, homes) == [NEW, NEW]
