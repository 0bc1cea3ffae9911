"""Batches: who a month's help reaches, each person once, nobody twice, made by one and confirmed by another."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.domain.relief import GrantBatch
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.granting import batches
from jiuzhu.services.office import proving
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.relief import disaster
from jiuzhu.services.relief.disaster import Damage
from jiuzhu.storage.unit import Unit
from on_the_way import approve, rows, single, submitted, surveyed
from town import Town, urban_three

NOTICE = "渝发改〔2025〕88号"


def dibao(town: Town) -> str:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    return taken


def price(payer: Workspace, notice: str = NOTICE, month: str = "2025-12", **rates: Decimal) -> GrantBatch:
    wanted = rates or {"dibao": Decimal("25.50"), "tekun": Decimal("25.50")}
    made: GrantBatch = payer.write(batches.draft_batch, "price", notice=notice, month=month, rates=wanted)
    return made


def supported(town: Town, taken: str, person: int, programme: str) -> None:
    """A person of the household has a programme of their own in force as well."""

    def add(unit: Unit) -> None:
        file = rows(town, taken)
        unit.add(
            Entitlement(
                household_id=file.household.id,
                application_id=taken,
                decision_id=file.decisions[0].id,
                programme=programme,
                person_id=file.members[person].person_id,
                monthly=Decimal(1001),
                base=Decimal(1001),
                first_month="2025-12",
            )
        )

    town.clerk.write(add)


def told(payer: Workspace, batch: GrantBatch) -> list[tuple[str, int, Decimal]]:
    return [(line.programme, line.heads, line.amount) for line in payer.read(batches.lines, batch.id)]


def test_heads_are_the_members_of_the_month(town: Town, payer: Workspace) -> None:
    dibao(town)
    made = price(payer)
    assert (made.heads, made.total) == (3, Decimal("76.50"))
    assert told(payer, made) == [("最低生活保障", 3, Decimal("76.50"))]
    with pytest.raises(Refused, match="没有这些对象在享待遇"):
        price(payer, month="2025-11")  # before the first month


def test_a_person_counts_once_under_what_gives_most(town: Town, payer: Workspace) -> None:
    taken = dibao(town)
    supported(town, taken, 2, "orphan")
    made = price(payer, dibao=Decimal(20), orphan=Decimal(30))
    assert told(payer, made) == [
        ("孤儿基本生活保障", 1, Decimal(30)),
        ("最低生活保障", 2, Decimal(40)),
    ]
    lower = price(payer, dibao=Decimal(20), orphan=Decimal(10))
    assert told(payer, lower) == [("最低生活保障", 3, Decimal(60))]
    assert (lower.heads, lower.total) == (3, Decimal(60))


def test_who_left_before_the_month_is_no_head_of_it(town: Town, payer: Workspace) -> None:
    taken = dibao(town)

    gone = rows(town, taken).members[2].id

    def leave(unit: Unit, day: date) -> None:
        unit.get(Member, gone).left_on = day

    town.clerk.write(leave, date(2025, 12, 1))
    assert price(payer).heads == 3  # was there on the first
    town.clerk.write(leave, date(2025, 11, 30))
    assert price(payer).heads == 2


def test_no_household_twice_on_a_notice_and_month(town: Town, payer: Workspace) -> None:
    dibao(town)
    made, rival = price(payer), price(payer)
    with pytest.raises(Refused, match="审核确认"):
        payer.write(batches.confirm_batch, made.id)
    town.head.write(batches.confirm_batch, made.id)
    with pytest.raises(Refused, match="已在另一批次确认过"):
        town.head.write(batches.confirm_batch, rival.id)
    with pytest.raises(Refused, match="已确认"):
        payer.write(batches.withdraw_batch, made.id)
    again = price(payer)
    assert (again.heads, again.total) == (0, Decimal(0))
    (line,) = payer.read(batches.lines, again.id)
    assert line.excluded == f"同一通知、月份已列入 {made.number}"
    assert (line.heads, line.amount) == (0, Decimal(0))
    with pytest.raises(Refused, match="不能重复发放"):
        payer.write(batches.put_line_back, line.id)
    with pytest.raises(Refused, match="没有要发放的家庭"):
        town.head.write(batches.confirm_batch, again.id)
    payer.write(batches.withdraw_batch, again.id)
    assert town.auditor.read(proving.verify_journal).problems == ()
    assert price(payer, month="2026-01").heads == 3
    assert price(payer, notice="渝发改〔2026〕1号").heads == 3
    states = [row.state for row in payer.read(batches.batches)]
    assert states == ["draft", "draft", "withdrawn", "draft", "confirmed"]


@pytest.mark.parametrize(
    "spelled", ["渝发改〔2025〕 88 号", "渝发改[2025]88号", "渝发改（2025）88号", "渝发改【2025】88号"]
)
def test_no_household_twice_however_the_notice_is_spelled(town: Town, payer: Workspace, spelled: str) -> None:
    dibao(town)
    made = price(payer)
    town.head.write(batches.confirm_batch, made.id)
    assert (price(payer, notice=spelled).heads, price(payer, notice="渝发改〔2025〕89号").heads) == (0, 3)


def test_a_second_batch_of_the_month_is_told_before_it_is_confirmed(town: Town, payer: Workspace) -> None:
    dibao(town)
    made = price(payer)
    town.head.write(batches.confirm_batch, made.id)
    price(payer, notice="渝发改〔2025〕89号")
    second, first = town.head.read(batches.batches)
    assert f"已确认过 {made.number}（{NOTICE}）" in second.beside
    assert first.beside == ""


def test_nobody_confirms_what_they_made(town: Town, payer: Workspace) -> None:
    dibao(town)
    made = price(payer)

    def mine(unit: Unit) -> None:
        unit.get(GrantBatch, made.id).made_by = town.head.actor.operator_id

    town.clerk.write(mine)
    with pytest.raises(Refused, match="是您制作的"):
        town.head.write(batches.confirm_batch, made.id)


def test_a_list_that_is_no_longer_true_is_not_confirmed(town: Town, payer: Workspace) -> None:
    taken = dibao(town)
    made = price(payer)
    file = rows(town, taken)

    def end(unit: Unit) -> None:
        unit.get(Entitlement, file.entitlements[0].id).last_month = "2025-11"

    def born(unit: Unit) -> None:
        child = unit.add(Person(name="庚示例", birth=date(2025, 12, 2)))
        unit.add(
            Member(
                household_id=file.household.id, person_id=child.id, relation="20", joined_on=date(2025, 12, 2)
            )
        )

    town.clerk.write(born)
    with pytest.raises(Refused, match="1 户不同、0 户新增"):
        town.head.write(batches.confirm_batch, made.id)
    both = price(payer, dibao=Decimal(20), orphan=Decimal(30))
    assert both.heads == 4
    supported(town, taken, 1, "orphan")
    with pytest.raises(Refused, match="1 户不同、1 户新增"):
        town.head.write(batches.confirm_batch, both.id)
    fresh = price(payer)
    town.clerk.write(end)
    with pytest.raises(Refused, match="1 户不同、0 户新增"):
        town.head.write(batches.confirm_batch, fresh.id)


def test_a_household_is_left_out_with_its_reason_and_put_back(town: Town, payer: Workspace) -> None:
    dibao(town)
    made = price(payer)
    (line,) = payer.read(batches.lines, made.id)
    payer.write(batches.exclude_line, line.id, "已迁出本镇街")
    with pytest.raises(Refused, match="已经不列入"):
        payer.write(batches.exclude_line, line.id, "已迁出本镇街")
    (kept,) = payer.read(batches.batches)
    assert (kept.heads, kept.total) == (0, Decimal(0))
    payer.write(batches.put_line_back, line.id)
    town.head.write(batches.confirm_batch, made.id)
    with pytest.raises(Refused, match="不能再改"):
        payer.write(batches.exclude_line, line.id, "已迁出本镇街")
    (kept,) = payer.read(batches.batches)
    assert (kept.total, kept.confirmer, kept.rates) == (
        Decimal("76.50"),
        "王主任",
        "最低生活保障 25.50 元/人；特困人员救助供养 25.50 元/人",
    )


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "gold"},
        {"notice": ""},
        {"rates": {}},
        {"rates": {"dibao": Decimal(0)}},
        {"rates": {"dibao": Decimal("20.005")}},
        {"rates": {"temporary": Decimal(20)}},
        {"rates": {"disaster": Decimal(20)}},
        {"kind": "winter_spring", "rates": {"dibao": Decimal("149.99")}},
    ],
)
def test_a_batch_says_on_what_ground_and_how_much(payer: Workspace, more: dict[str, Any]) -> None:
    wanted: dict[str, Any] = {
        "kind": "price",
        "notice": NOTICE,
        "month": "2025-12",
        "rates": {"dibao": Decimal(200)},
    }
    wanted |= more
    with pytest.raises(InvalidInput):
        payer.write(batches.draft_batch, wanted.pop("kind"), **wanted)


def test_a_month_without_anybody_makes_no_batch(payer: Workspace) -> None:
    with pytest.raises(Refused, match="没有这些对象在享待遇"):
        price(payer)
    assert payer.read(batches.batches) == []


def winter(payer: Workspace, **rates: Decimal) -> GrantBatch:
    wanted = rates or {"dibao": Decimal(150), "disaster": Decimal(200)}
    made: GrantBatch = payer.write(
        batches.draft_batch, "winter_spring", notice="渝应急〔2025〕9号", month="2025-12", rates=wanted
    )
    return made


def test_in_winter_who_was_struck_is_on_the_list_and_others_are_chosen(town: Town, payer: Workspace) -> None:
    struck = surveyed(town, single(town, "disaster"))
    flood = Damage(disaster="flood", happened_on=date(2025, 9, 1), collapsed=1)
    town.checker.write(disaster.register_damage, struck, flood)
    dibao(town)
    other = rows(town, surveyed(town, single(town, "dibao", order=81)))
    made = winter(payer)
    assert told(payer, made) == [
        ("因灾倒损住房家庭", 1, Decimal(200)),
        ("最低生活保障", 3, Decimal(450)),
    ]
    payer.write(batches.include_household, made.id, f" {other.household.number} ")
    assert [row.heads for row in payer.read(batches.batches)] == [5]
    with pytest.raises(Refused, match="已列入本批次"):
        payer.write(batches.include_household, made.id, other.household.number)
    with pytest.raises(InvalidInput, match="没有这个户编号"):
        payer.write(batches.include_household, made.id, "户2025-没有")
    town.head.write(batches.confirm_batch, made.id)
    again = winter(payer)
    with pytest.raises(Refused, match=f"已列入{made.number}"):
        payer.write(batches.include_household, again.id, other.household.number)


def test_nobody_is_added_to_a_price_batch_or_without_a_rate(town: Town, payer: Workspace) -> None:
    home = rows(town, dibao(town)).household
    with pytest.raises(Refused, match="不能手工增列"):
        payer.write(batches.include_household, price(payer).id, home.number)
    other = rows(town, surveyed(town, single(town, "dibao", order=81))).household
    with pytest.raises(Refused, match="没有填写"):
        payer.write(batches.include_household, winter(payer, dibao=Decimal(150)).id, other.number)


def test_an_empty_winter_list_waits_for_the_survey(town: Town, payer: Workspace) -> None:
    made = winter(payer)
    assert (made.heads, payer.read(batches.lines, made.id)) == (0, [])

    def empty(unit: Unit) -> str:
        head = unit.add(Person(name="辛示例"))
        return unit.add(
            Household(number="户0", kind="rural", district="", township="", head_id=head.id)
        ).number

    with pytest.raises(InvalidInput, match="没有在册人口"):
        payer.write(batches.include_household, made.id, town.clerk.write(empty))


def test_a_recognition_that_ran_out_is_no_head_of_the_months_after(town: Town, payer: Workspace) -> None:
    taken = dibao(town)

    def runs_out(unit: Unit) -> None:
        row = unit.get(Entitlement, rows(town, taken).entitlements[0].id)
        row.valid_until = date(2025, 12, 11)

    town.clerk.write(runs_out)
    assert price(payer).heads == 3  # up to its month
    with pytest.raises(Refused, match="没有这些对象在享待遇"):
        price(payer, month="2026-01")
