"""Nobody alone makes money for people an old table names: one person hands it in, another one looks and confirms."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from other_desk import desk_of

from jiuzhu.domain.application import Application
from jiuzhu.domain.household import Household
from jiuzhu.domain.office import RelativeOfStaff
from jiuzhu.domain.old_ledger import Terms
from jiuzhu.domain.policy import Policy
from jiuzhu.domain.round_trip import LedgerImport, LoadProposal
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.granting import rosters
from jiuzhu.services.ledger import first_load, ledger_imports, load_proposals, taking_over
from jiuzhu.services.ledger.first_load import LoadPreview
from jiuzhu.services.ledger.load_proposals import LoadReview, ProposalRow
from jiuzhu.services.office import history, proving, workbench
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.unit import Unit
from old_table import COLUMNS, household, person, proposed, take_over, write
from on_the_way import approve, rows, submitted
from once import once
from relief_case import colleague
from town import Town, urban_couple

NOW = date(2025, 11, 12)
TERMS = Terms("", False, "2025-11")


@pytest.fixture
@once
def office(town: Town) -> Town:
    town.on(NOW)
    return town


def look(town: Town, path: Path) -> LoadPreview:
    return town.checker.read(first_load.look_at_load, path, ("示例社区", COLUMNS), TERMS)


def preview_of(town: Town, folder: Path, *numbers: int) -> LoadPreview:
    return look(town, write(folder / "旧台账.xlsx", [row for one in numbers for row in household(one)]))


def review(hands: Workspace, proposal: str) -> LoadReview:
    return hands.read(load_proposals.review, proposal)


def confirm(hands: Workspace, proposal: str) -> str:
    return hands.write(load_proposals.confirm_load, proposal, review(hands, proposal).fingerprint)


def listed(hands: Workspace) -> list[ProposalRow]:
    return hands.read(load_proposals.proposals)


def paid(town: Town) -> list[str]:
    return [str(line.total) for line in town.clerk.read(rosters.roster, "2025-11", "dibao").lines]


def stored(town: Town, kind: type[Any]) -> int:
    return town.auditor.read(lambda unit: unit.session.query(kind).count())


def both_roles(hands: Workspace) -> Workspace:
    """The same colleague, who also signs."""
    return desk_of(hands, replace(hands.actor, roles=hands.actor.roles | {"approver"}))


def test_handing_in_grants_nothing_and_another_person_takes_over(office: Town, tmp_path: Path) -> None:
    preview = preview_of(office, tmp_path, 1, 2)
    number = office.checker.write(load_proposals.propose_load, preview)
    (row,) = listed(office.head)
    assert (row.number, row.sender, row.file_name, row.households, row.people, row.monthly) == (
        number, "示例社区", "旧台账.xlsx", 2, 4, preview.monthly,
    )  # fmt: skip
    assert (row.state, row.proposer, row.proposed_on) == ("proposed", office.checker.actor.name, NOW)
    assert (paid(office), stored(office, Household), stored(office, LedgerImport)) == ([], 0, 0)
    (tmp_path / "旧台账.xlsx").unlink()  # the confirmer need not have the file
    seen = review(office.head, row.id)
    assert seen.preview is not None
    assert (seen.preview.planned[0].home.head.name, seen.preview.sums, seen.changed) == (
        "旧户10", preview.sums, {},
    )  # fmt: skip
    assert confirm(office.head, row.id) == number
    assert paid(office) == ["601.00", "602.00"]
    (made,) = office.head.read(ledger_imports.imports)
    assert (made.number, made.file_name, made.added) == (number, "旧台账.xlsx", 2)
    assert listed(office.head) == []
    assert office.auditor.read(proving.verify_journal).problems == ()
    assert office.head.write(taking_over.undo_load, made.id) == 2


def test_who_signs_does_not_hand_in_and_who_hands_in_does_not_sign(office: Town, tmp_path: Path) -> None:
    preview = preview_of(office, tmp_path, 1)
    with pytest.raises(Refused, match="导入台账"):
        office.head.write(load_proposals.propose_load, preview)
    proposal = proposed(office, preview)
    seen = review(office.checker, proposal).fingerprint
    with pytest.raises(Refused, match="审核确认"):
        office.checker.write(load_proposals.confirm_load, proposal, seen)
    with pytest.raises(Refused, match="您提出的"):
        both_roles(office.checker).write(load_proposals.confirm_load, proposal, seen)
    with pytest.raises(Refused, match="您提出的"):
        both_roles(office.checker).write(load_proposals.refuse_load, proposal, "自己提的自己退")
    assert stored(office, Household) == 0


def test_who_confirms_reaches_as_far_as_the_money(office: Town, tmp_path: Path) -> None:
    proposal = proposed(office, preview_of(office, tmp_path, 1))
    mayor = colleague(office, "zhenzhang", "周镇长", "township_approver")
    with pytest.raises(Refused, match="由区县审核确认"):
        confirm(mayor, proposal)
    assert stored(office, Household) == 0


def test_a_relative_of_a_household_in_it_does_not_sign(office: Town, tmp_path: Path) -> None:
    office.on(date(2025, 10, 13))
    couple = urban_couple(office)
    taken = submitted(office, couple, date(2025, 10, 24), date(2025, 11, 3))
    office.on(NOW)
    approve(office, taken)
    husband = couple.members[0]
    care = person(
        1, group="示1", name=husband.name, id_number=husband.id_number, monthly=300, first_month="2019-05",
        programme="重度残疾人护理补贴",
    )  # fmt: skip
    proposal = proposed(office, look(office, write(tmp_path / "旧.xlsx", [care])))

    def relate(unit: Unit) -> None:
        unit.add(
            RelativeOfStaff(
                application_id=rows(office, taken).application.id, operator_id=office.head.actor.operator_id,
                staff_name=office.head.actor.name, relation="侄子", filed_on=unit.today,
            )
        )  # fmt: skip

    office.clerk.write(relate)
    with pytest.raises(Refused, match="应当回避"):
        confirm(office.head, proposal)


def test_a_refusal_needs_words_and_lets_the_file_come_again(office: Town, tmp_path: Path) -> None:
    preview = preview_of(office, tmp_path, 1)
    proposal = proposed(office, preview)
    with pytest.raises(InvalidInput):
        office.head.write(load_proposals.refuse_load, proposal, " ")
    office.head.write(load_proposals.refuse_load, proposal, "金额与原花名册不一致")
    (row,) = listed(office.checker)
    assert (row.state, row.note, row.decider) == ("refused", "金额与原花名册不一致", office.head.actor.name)
    with pytest.raises(Refused, match="不同意"):
        office.head.write(load_proposals.confirm_load, proposal, "")
    assert stored(office, Household) == 0
    take_over(office, preview)
    assert paid(office) == ["601.00"]
    office.on(date(2025, 11, 20))
    assert listed(office.checker) == []


def test_who_handed_in_takes_it_back(office: Town, tmp_path: Path) -> None:
    preview = preview_of(office, tmp_path, 1)
    proposal = proposed(office, preview)
    with pytest.raises(Refused, match="提出人"):
        office.clerk.write(load_proposals.withdraw_load, proposal)
    office.checker.write(load_proposals.withdraw_load, proposal)
    with pytest.raises(Refused, match="撤回"):
        confirm(office.head, proposal)
    assert listed(office.checker) == []
    take_over(office, preview)


def test_the_same_file_waits_once_and_is_taken_once(office: Town, tmp_path: Path) -> None:
    preview = preview_of(office, tmp_path, 1)
    proposal = proposed(office, preview)
    with pytest.raises(Refused, match="已经提出过"):
        office.clerk.write(load_proposals.propose_load, preview)
    confirm(office.head, proposal)
    with pytest.raises(Refused, match="已经导入过"):
        office.clerk.write(load_proposals.propose_load, preview)
    with pytest.raises(Refused, match="已确认，不能再办"):
        office.head.write(load_proposals.confirm_load, proposal, "")


def test_a_file_that_was_saved_again_after_the_dry_run_is_not_handed_in(office: Town, tmp_path: Path) -> None:
    preview = preview_of(office, tmp_path, 1)
    write(tmp_path / "旧台账.xlsx", household(2))
    with pytest.raises(Refused, match="试读以后"):
        office.checker.write(load_proposals.propose_load, preview)
    preview.path.unlink()
    with pytest.raises(Refused, match="打不开"):
        office.checker.write(load_proposals.propose_load, preview)


def test_who_may_confirm_is_told_on_the_first_page(office: Town, tmp_path: Path) -> None:
    def told(hands: Workspace) -> bool:
        return any("1 份旧台账等待确认" in line for line in hands.read(workbench.today).warnings)

    proposal = proposed(office, preview_of(office, tmp_path, 1))
    assert told(office.head)
    assert not told(office.checker)
    assert not told(both_roles(office.checker))
    confirm(office.head, proposal)
    assert not told(office.head)


def test_only_what_was_handed_in_is_taken(office: Town, tmp_path: Path) -> None:
    proposal = proposed(office, preview_of(office, tmp_path, 1))

    def forge(unit: Unit) -> None:
        unit.get(LoadProposal, proposal).file_hash = "0" * 64

    office.clerk.write(forge)
    with pytest.raises(Refused, match="不是提出时的那一份"):
        review(office.head, proposal)


def test_what_moved_since_is_told_beside_its_household(office: Town, tmp_path: Path) -> None:
    late = person(
        10, group="示0001", name="旧户10", monthly=80, first_month="2020-01", programme="困难残疾人生活补贴"
    )
    other = look(office, write(tmp_path / "补贴.xlsx", [late], title="补贴"))
    proposal = proposed(office, other)
    office.checker.write(load_proposals.withdraw_load, proposal)
    waiting = proposed(office, other)
    take = office.clerk.write(load_proposals.propose_load, preview_of(office, tmp_path, 1))
    (first,) = [one for one in listed(office.head) if one.number == take]
    before = review(office.head, waiting)
    confirm(office.head, first.id)
    seen = review(office.head, waiting)
    home = office.clerk.read(lambda unit: unit.session.query(Household).one())
    assert seen.preview is not None
    assert seen.preview.planned[0].household_number == home.number
    assert seen.changed == {seen.preview.planned[0].home.head.row: "提出时是新户"}
    with pytest.raises(Refused, match="您看过以后"):
        office.head.write(load_proposals.confirm_load, waiting, before.fingerprint)
    confirm(office.head, waiting)
    assert stored(office, Household) == 1


def test_somebody_granted_meanwhile_stops_it_and_is_named(office: Town, tmp_path: Path) -> None:
    waiting = proposed(office, preview_of(office, tmp_path, 1))
    other = look(office, write(tmp_path / "另一份.xlsx", household(1), title="另一份"))
    second = office.clerk.write(load_proposals.propose_load, other)
    (found,) = [one for one in listed(office.head) if one.number == second]
    confirm(office.head, found.id)
    seen = review(office.head, waiting)
    assert seen.preview is not None
    assert "已在系统里享受最低生活保障" in str(seen.preview.problems)
    assert not list(tmp_path.glob("*错误说明*"))
    with pytest.raises(Refused, match="提出以后"):
        confirm(office.head, waiting)
    assert paid(office) == ["601.00"]
    office.head.write(load_proposals.refuse_load, waiting, "这户已经转入")


def test_a_month_that_went_by_is_told_and_can_only_be_refused(office: Town, tmp_path: Path) -> None:
    proposal = proposed(office, preview_of(office, tmp_path, 1))
    office.on(date(2025, 12, 2))
    seen = review(office.head, proposal)
    assert (seen.preview, "首发月只能是 2025-12、2026-01" in seen.obstacle) == (None, True)
    with pytest.raises(Refused, match="首发月"):
        office.head.write(load_proposals.confirm_load, proposal, seen.fingerprint)
    office.head.write(load_proposals.refuse_load, proposal, "首发月已过，请重新提出")


def test_the_history_tells_who_handed_in_and_who_confirmed(office: Town, tmp_path: Path) -> None:
    proposal = proposed(office, preview_of(office, tmp_path, 1))
    confirm(office.head, proposal)
    told = office.clerk.read(history.history, proposal)
    assert [(line.what, line.who) for line in told] == [
        ("确认转入旧台账", office.head.actor.name), ("提出转入旧台账", office.checker.actor.name),
    ]  # fmt: skip
    assert ("转入旧台账", "待确认", "已确认") in told[0].fields
    home = office.clerk.read(lambda unit: unit.session.query(Household).one())
    assert office.clerk.read(history.history, home.id)[0].what == "确认转入旧台账"
    reason = office.clerk.read(_reason)
    assert f"{office.checker.actor.name}提出，{office.head.actor.name}确认" in reason


def _reason(unit: Unit) -> str:
    return unit.session.query(Application).one().reason


@pytest.mark.parametrize("name", ["auditor", "clerk"])
def test_who_neither_brings_nor_signs_sees_no_table_of_people(
    office: Town, tmp_path: Path, name: str
) -> None:
    proposal = proposed(office, preview_of(office, tmp_path, 1))
    hands: Workspace = getattr(office, name)
    if hands.actor.may("exchange"):
        assert review(hands, proposal).preview is not None
        return
    with pytest.raises(Refused, match="导入台账"):
        review(hands, proposal)
    with pytest.raises(Refused, match="导入台账"):
        listed(hands)


def test_who_undoes_reaches_as_far_as_who_confirmed(office: Town, tmp_path: Path) -> None:
    take_over(office, preview_of(office, tmp_path, 1))
    (made,) = office.head.read(ledger_imports.imports)
    mayor = colleague(office, "zhenzhang", "周镇长", "township_approver")
    with pytest.raises(Refused, match="由区县审核确认"):
        mayor.write(taking_over.undo_load, made.id)
    assert paid(office) == ["601.00"]


def test_a_relative_does_not_undo(office: Town, tmp_path: Path) -> None:
    take_over(office, preview_of(office, tmp_path, 1))
    (made,) = office.head.read(ledger_imports.imports)

    def relate(unit: Unit) -> None:
        taken = unit.session.query(Application).one().id
        me = office.head.actor
        unit.add(
            RelativeOfStaff(
                application_id=taken, operator_id=me.operator_id, staff_name=me.name, relation="侄子", filed_on=unit.today
            )
        )  # fmt: skip

    office.clerk.write(relate)
    with pytest.raises(Refused, match="应当回避"):
        office.head.write(taking_over.undo_load, made.id)


def with_care(*desks: Workspace, amount: int, starts: date) -> None:
    """Another sum of 护理补贴 for the second grade from a day on."""
    for desk in desks:
        known = [row for row in desk.rules.policy.rows if row.key == "disability.care.2"]
        last = max(known, key=lambda row: row.starts)
        kept = [row for row in desk.rules.policy.rows if row is not last]
        kept += [
            replace(last, ends=starts - timedelta(days=1)),
            replace(last, value=Decimal(amount), starts=starts, ends=None),
        ]
        desk.rules = replace(desk.rules, policy=Policy(kept))


def cared(town: Town, folder: Path, **more: Any) -> str:
    """One man's 护理补贴 of 80, handed in to be paid from 2026-01."""
    path = write(folder / "旧.xlsx", household(1, 1, **({"programme": "护理补贴", "monthly": 80} | more)))
    source, said = ("示例社区", COLUMNS), Terms("", False, "2026-01")
    town.on(date(2025, 12, 3))
    return proposed(town, town.checker.read(first_load.look_at_load, path, source, said, None))


def test_a_standard_that_moved_meanwhile_is_told_before_anybody_signs(office: Town, tmp_path: Path) -> None:
    proposal = cared(office, tmp_path)
    before = review(office.head, proposal)
    assert before.amounts == {}
    with_care(office.head, amount=100, starts=date(2026, 1, 1))
    seen = review(office.head, proposal)
    assert seen.amounts == {3: "重度残疾人护理补贴 80.00 元，2026-01 的标准是 100.00 元"}
    with pytest.raises(Refused, match="重新打开"):
        office.head.write(load_proposals.confirm_load, proposal, before.fingerprint)


def test_a_grade_nobody_wrote_down_may_be_either(office: Town, tmp_path: Path) -> None:
    proposal = cared(office, tmp_path, disability_grade="")
    assert review(office.head, proposal).amounts == {}


def test_what_depends_on_the_family_is_held_against_no_standard(office: Town, tmp_path: Path) -> None:
    proposal = cared(office, tmp_path, programme="低保", monthly=333)
    assert review(office.head, proposal).amounts == {}


def test_a_sum_of_no_tier_is_told(office: Town, tmp_path: Path) -> None:
    proposal = cared(office, tmp_path, programme="残疾人生活补贴", monthly=70)
    assert list(review(office.head, proposal).amounts) == [3]
