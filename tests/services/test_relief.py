"""临时救助 and the reserve: case 8 to the yuan, claims and bills once, two hands, a ledger that adds up; batches; rooms."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiuzhu.domain.approving import Deliberation
from jiuzhu.domain.dossier import BillPart, Dossier, IncidentPart, MemberPart
from jiuzhu.domain.relief import GrantBatch
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services import approving, batches, disaster, files, intake, paying_out, quick_relief, reserve
from jiuzhu.services.disaster import Damage
from jiuzhu.services.workspace import Workspace
from jiuzhu.storage.unit import Unit
from on_the_way import accept, approve, rows, single, submitted, surveyed, version
from town import Town, id_number, payer_of, urban_three

FIRE = date(2026, 3, 9)


@pytest.fixture
def payer(town: Town) -> Workspace:
    return payer_of(town)


def burnt(town: Town, order: int = 201) -> Dossier:
    """A family of four from elsewhere whose rented rooms burnt, without a single paper."""
    dossier = single(town, "quick", birth=date(1985, 1, 1), order=order)
    dossier.household.kind = "urban"
    dossier.members += [
        MemberPart(
            name=f"家属{place}", id_number=id_number(date(1990 + place, 1, 1), order + place), sex="2", birth=date(1990 + place, 1, 1),
            relation="12" if place == 1 else "20",
        )
        for place in (1, 2, 3)
    ]  # fmt: skip
    for member in dossier.members[1:]:
        member.sex = "1" if int(member.id_number[16]) % 2 else "2"
    dossier.incident = IncidentPart(
        kind="fire", cause="出租屋失火", happened_on=FIRE, place="示例路 9 号", persons=4
    )
    return dossier


def taken_without_papers(town: Town, dossier: Dossier) -> str:
    dossier.application.truth_promised = True
    return town.clerk.write(intake.accept, dossier, "").application_id


def signed(town: Town, taken: str) -> list[str]:
    verdict = approving.Verdict(result="approved", seen_version=version(town, taken))
    return town.head.write(approving.decide, taken, verdict)


def test_case_8_fire_on_the_ninth_of_march(town: Town, payer: Workspace) -> None:
    town.on(FIRE)
    payer.write(reserve.open_reserve, Decimal(50000))
    taken = taken_without_papers(town, burnt(town))
    application = rows(town, taken).application
    assert (application.due_code, application.due_on) == ("Q1", date(2026, 3, 12))
    with pytest.raises(InvalidInput) as refusal:
        town.checker.write(quick_relief.propose, taken, Decimal(2000), "消防出具火灾证明")
    assert "可以改为 770.00 元" in refusal.value.problems[0].message
    town.checker.write(quick_relief.propose, taken, Decimal(770), "消防出具火灾证明")
    signed(town, taken)
    file = rows(town, taken)
    assert (file.application.state, file.incidents[0].makeup_due_on) == ("to_make_up", date(2026, 3, 16))
    assert (file.application.due_code, file.application.due_on) == ("Q2", date(2026, 3, 16))
    paid = payer.write(paying_out.pay, taken, form="transfer", source="reserve")
    assert (paid.amount, payer.read(reserve.balance)) == (Decimal("770.00"), Decimal("49230.00"))
    number, lacking = payer.write(reserve.request_replenishment)
    assert lacking == Decimal("770.00")
    payer.write(reserve.replenish, number, lacking)
    assert payer.read(reserve.balance) == Decimal("50000.00")
    with pytest.raises(Refused, match="已经到账登记过"):
        payer.write(reserve.replenish, number, lacking)
    (waiting,) = town.clerk.read(paying_out.to_make_up)
    assert (waiting.application_id, waiting.colour) == (taken, "ok")
    town.on(date(2026, 3, 17))
    assert town.clerk.read(paying_out.to_make_up)[0].colour == "bad"
    town.checker.write(quick_relief.make_up, taken, "身份证、火灾证明已补")
    assert rows(town, taken).application.state == "approved"
    assert town.clerk.read(paying_out.to_make_up) == []
    assert not rows(town, taken).checks
    assert not rows(town, taken).notices


def test_per_person_the_cap_is_four_months_for_four(town: Town) -> None:
    town.on(FIRE)
    taken = taken_without_papers(town, burnt(town))

    def cap(unit: Unit) -> Decimal:
        file = files.load_rows(unit, taken)
        standards = files.standards_of(unit, file).with_settings({"quick.cap_basis": "per_person"})
        return quick_relief.cap_of(standards, file, file.incidents[0])

    assert town.clerk.read(cap) == Decimal(3080)


@pytest.mark.parametrize(("days", "blocked"), [(0, True), (90, True), (91, False)])
def test_the_same_fire_is_not_claimed_at_another_window(town: Town, days: int, blocked: bool) -> None:
    from datetime import timedelta  # noqa: PLC0415  # here alone

    town.on(FIRE)
    first = rows(town, taken_without_papers(town, burnt(town)))
    town.on(FIRE + timedelta(days=days))
    again = town.clerk.read(intake.from_person, first.application.applicant_id)
    again.application = burnt(town).application
    again.application.programmes = ["temporary"]
    again.incident = IncidentPart(kind="fire", happened_on=FIRE + timedelta(days=days), proposed=Decimal(100))
    second = accept(town, again).application_id

    def look(unit: Unit) -> None:
        from jiuzhu.services.claims import incident_of, require_first_claim  # noqa: PLC0415  # here alone

        file = files.load_rows(unit, second)
        require_first_claim(unit, file, incident_of(file))

    if blocked:
        with pytest.raises(Refused, match="同一事由已在 A 窗口申请过"):
            town.clerk.read(look)
    else:
        town.clerk.read(look)


def test_what_is_no_emergency_is_no_quick_relief(town: Town) -> None:
    town.on(FIRE)
    dossier = burnt(town)
    dossier.incident.kind = "education"
    taken = taken_without_papers(town, dossier)
    with pytest.raises(Refused, match="支出型"):
        town.checker.write(quick_relief.propose, taken, Decimal(100), "学费缴不上，核实属实")


def test_without_an_incident_there_is_nothing_to_help(town: Town) -> None:
    dossier = burnt(town)
    dossier.incident = IncidentPart()
    with pytest.raises(InvalidInput) as refusal:
        taken_without_papers(town, dossier)
    assert [one.field for one in refusal.value.problems] == ["incident.kind", "incident.happened_on"]


def paid_case(town: Town, order: int = 201) -> str:
    taken = taken_without_papers(town, burnt(town, order))
    town.checker.write(quick_relief.propose, taken, Decimal(500), "消防出具火灾证明")
    signed(town, taken)
    return taken


def test_who_signs_does_not_pay_and_nothing_is_paid_twice(town: Town, payer: Workspace) -> None:
    town.on(FIRE)
    payer.write(reserve.open_reserve, Decimal(1000))
    taken = paid_case(town)
    with pytest.raises(Refused):
        town.head.write(paying_out.pay, taken, form="transfer", source="reserve")
    with pytest.raises(InvalidInput) as lacking:
        payer.write(paying_out.pay, taken, form="cash", source="reserve")
    assert lacking.value.problems[0].field == "receipt"
    with pytest.raises(InvalidInput):
        payer.write(paying_out.pay, taken, form="gold", source="bank")
    (due,) = payer.read(paying_out.due)
    assert (due.left, due.to_make_up) == (Decimal("500.00"), True)
    payer.write(paying_out.pay, taken, form="cash", source="reserve", receipt="领001")
    assert payer.read(paying_out.due) == []
    with pytest.raises(Refused, match="没有等待给付"):
        payer.write(paying_out.pay, taken, form="cash", source="reserve", receipt="领002")


def test_the_reserve_never_pays_what_it_has_not(town: Town, payer: Workspace) -> None:
    town.on(FIRE)
    taken = paid_case(town)
    with pytest.raises(Refused, match=r"余额 0\.00 元，不够支付 500\.00 元"):
        payer.write(paying_out.pay, taken, form="transfer", source="reserve")
    assert payer.read(paying_out.due)[0].left == Decimal("500.00")
    payer.write(paying_out.pay, taken, form="transfer", source="county")
    assert payer.read(reserve.entries) == []


def test_a_wrong_line_is_reversed_once_and_stays(payer: Workspace) -> None:
    payer.write(reserve.open_reserve, Decimal(1000))
    with pytest.raises(Refused, match="已经建立"):
        payer.write(reserve.open_reserve, Decimal(1000))
    payer.write(reserve.replenish, "备补-1", Decimal(200))
    wrong = payer.read(reserve.entries)[-1]
    payer.write(reserve.correct, wrong.id, "重复登记")
    assert payer.read(reserve.balance) == Decimal(1000)
    with pytest.raises(Refused, match="已经冲正过"):
        payer.write(reserve.correct, wrong.id, "重复登记")
    with pytest.raises(Refused):
        payer.write(reserve.correct, payer.read(reserve.entries)[-1].id, "再次冲正")
    assert [row.position for row in payer.read(reserve.entries)] == [1, 2, 3]


@pytest.mark.parametrize(
    "act",
    [
        lambda payer: payer.write(reserve.open_reserve, Decimal(0)),
        lambda payer: payer.write(reserve.replenish, "备补-1", Decimal(0)),
        lambda payer: payer.write(reserve.close_month, "2025-09", Decimal(0), "x"),
        lambda payer: payer.write(reserve.close_month, "2025-10", Decimal(0), "x"),
    ],
)
def test_money_of_nothing_and_months_too_early_are_refused(
    payer: Workspace, act: Callable[[Workspace], Any]
) -> None:
    with pytest.raises((InvalidInput, Refused)):
        act(payer)


def test_a_month_is_counted_by_two_and_then_closed(town: Town, payer: Workspace) -> None:
    town.on(date(2025, 10, 20))
    payer.write(reserve.open_reserve, Decimal(1000))
    town.on(date(2025, 11, 3))
    second = town.checker.actor.operator_id
    with pytest.raises(Refused, match="不能都是您"):
        payer.write(reserve.close_month, "2025-10", Decimal(1000), payer.actor.operator_id)
    with pytest.raises(InvalidInput):
        payer.write(reserve.close_month, "2025-10", Decimal(990), second)
    made = payer.write(reserve.close_month, "2025-10", Decimal(990), second, "找零差错待查")
    assert (made.book, made.counted) == (Decimal("1000.00"), Decimal("990.00"))
    with pytest.raises(Refused, match="已经月结"):
        payer.write(reserve.close_month, "2025-10", Decimal(1000), second)
    with pytest.raises(Refused, match="还没有结束"):
        payer.write(reserve.close_month, "2025-11", Decimal(1000), second)
    payer.write(reserve.replenish, "备补-9", Decimal(49000))
    with pytest.raises(Refused, match="没有低于规定"):
        payer.write(reserve.request_replenishment)


@given(st.lists(st.tuples(st.sampled_from(["in", "out", "correct"]), st.integers(1, 900)), max_size=12))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_entered_the_balance_is_the_sum_and_never_negative(
    payer: Workspace, acts: list[tuple[str, int]]
) -> None:
    if not payer.read(reserve.entries):
        payer.write(reserve.open_reserve, Decimal(1000))
    for kind, amount in acts:
        known = payer.read(reserve.entries)
        try:
            if kind == "in":
                payer.write(reserve.replenish, f"备补-{len(known)}-{amount}", Decimal(amount))
            elif kind == "correct":
                payer.write(reserve.correct, known[amount % len(known)].id, "登记有误")
        except Refused:
            continue
    total = Decimal(0)
    for place, row in enumerate(payer.read(reserve.entries), start=1):
        total += row.amount if row.direction == "in" else -row.amount
        assert (row.position, row.balance) == (place, total)
        assert total >= 0


def test_a_bill_serves_once_in_twelve_months(town: Town) -> None:
    def asking(order: int, issuer: str = "示例医院") -> str:
        dossier = single(town, "temporary", birth=date(1985, 1, 1), order=order)
        dossier.incident = IncidentPart(
            kind="illness", happened_on=date(2025, 9, 1), self_paid=Decimal(23000), proposed=Decimal(500)
        )
        dossier.bills = [
            BillPart(
                kind="medical",
                number="结算-1",
                issuer=issuer,
                issued_on=date(2025, 9, 20),
                self_paid=Decimal(23000),
            )
        ]
        return surveyed(town, dossier)

    first, second, other = asking(301), asking(303), asking(305, "另一医院")
    town.checker.write(approving.give_opinion, other, "grant", "票据不同，拟同意救助。")
    with pytest.raises(Refused, match="票据 结算-1 已用于另一份申请"):
        town.checker.write(approving.give_opinion, second, "grant", "拟同意救助五百元。")
    town.clerk.write(approving.withdraw, first, "申请人撤回申请")
    town.checker.write(approving.give_opinion, second, "grant", "拟同意救助五百元。")


def dibao(town: Town) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)


def price(payer: Workspace, notice: str = "渝发改〔2025〕88号") -> GrantBatch:
    made: GrantBatch = payer.write(
        batches.draft, "price", notice=notice, month="2025-12", per_head=Decimal("25.50"),
        programmes=["dibao", "disability_living"],
    )  # fmt: skip
    return made


def test_a_price_batch_counts_heads_and_no_household_twice(town: Town, payer: Workspace) -> None:
    dibao(town)
    made = price(payer)
    assert (made.heads, made.total) == (3, Decimal("76.50"))
    told = {line.programme: line.excluded for line in payer.read(batches.lines, made.id)}
    assert told == {"最低生活保障": "", "困难残疾人生活补贴": "本批次已按其他身份列入"}
    with pytest.raises(Refused):
        payer.write(batches.confirm, made.id)
    town.head.write(batches.confirm, made.id)
    with pytest.raises(Refused, match="已确认"):
        payer.write(batches.withdraw, made.id)
    again = price(payer)
    assert (again.heads, again.total) == (0, Decimal(0))
    assert {line.excluded for line in payer.read(batches.lines, again.id)} == {"同一通知同一月份已发放"}
    payer.write(batches.withdraw, again.id)
    assert [row.state for row in payer.read(batches.batches)] == ["withdrawn", "confirmed"]


def test_a_household_is_left_out_with_its_reason(town: Town, payer: Workspace) -> None:
    dibao(town)
    made = price(payer)
    line = payer.read(batches.lines, made.id)[0]
    payer.write(batches.exclude, line.id, "已迁出本镇街")
    (kept,) = [row for row in payer.read(batches.batches) if row.id == made.id]
    assert (kept.heads, kept.total) == (0, Decimal(0))


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "gold"},
        {"notice": ""},
        {"per_head": Decimal(0)},
        {"programmes": []},
        {"kind": "winter_spring", "per_head": Decimal("149.99")},
    ],
)
def test_a_batch_says_on_what_ground_and_how_much(payer: Workspace, more: dict[str, Any]) -> None:
    wanted: dict[str, Any] = {
        "kind": "price",
        "notice": "渝发改〔2025〕88号",
        "month": "2025-12",
        "per_head": Decimal(200),
        "programmes": ["dibao"],
    }
    wanted |= more
    with pytest.raises(InvalidInput):
        payer.write(batches.draft, wanted.pop("kind"), **wanted)


def test_a_month_without_anybody_makes_no_batch(payer: Workspace) -> None:
    with pytest.raises(Refused, match="没有这些对象在享待遇"):
        price(payer)
    assert payer.read(batches.batches) == []


@pytest.mark.parametrize(
    ("collapsed", "severe", "only", "amount"),
    [
        (1, 0, True, "5000"),
        (2, 1, True, "15000"),
        (3, 1, True, "20000"),
        (5, 2, True, "20000"),
        (3, 0, False, "0"),
    ],
)
def test_rooms_come_to_five_thousand_each_up_to_four_of_the_only_home(
    town: Town, collapsed: int, severe: int, only: bool, amount: str
) -> None:
    taken = surveyed(town, single(town, "disaster"))
    damage = Damage(
        disaster="flood", happened_on=date(2025, 9, 1), collapsed=collapsed, severe=severe, only_home=only
    )
    assert town.checker.write(disaster.register_damage, taken, damage) == Decimal(amount)
    assert rows(town, taken).damaged[0].amount == Decimal(amount)


def test_slight_damage_is_set_by_hand_and_nothing_damaged_is_refused(town: Town) -> None:
    taken = surveyed(town, single(town, "disaster"))
    slight = Damage(disaster="flood", happened_on=date(2025, 9, 1), slight=2, slight_amount=Decimal(1200))
    assert town.checker.write(disaster.register_damage, taken, slight) == Decimal(1200)
    with pytest.raises(InvalidInput) as refusal:
        town.checker.write(
            disaster.register_damage, taken, Damage(disaster="rain", happened_on=date(2026, 1, 1))
        )
    assert [problem.field for problem in refusal.value.problems] == ["disaster", "happened_on", "collapsed"]


def held(**more: Any) -> Deliberation:
    fields: dict[str, Any] = {
        "application_id": "", "held_on": date(2025, 10, 13), "place": "村委会", "host": "村主任", "recorder": "文书",
        "attendees": "甲 代表", "participants": 9, "representatives": 6, "subject": "受灾救助", "statements": "大家都说属实",
        "agree": 7, "disagree": 1, "abstain": 1, "conclusion": "agreed",
    }  # fmt: skip
    return Deliberation(**{**fields, **more})


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"representatives": 5}, "representatives"),
        ({"agree": 6}, "agree"),
        ({"conclusion": "maybe"}, "conclusion"),
        ({"held_on": date(2025, 10, 14)}, "held_on"),
        ({"statements": "好"}, "statements"),
    ],
)
def test_a_review_has_its_two_thirds_and_every_vote(town: Town, more: dict[str, Any], field: str) -> None:
    taken = surveyed(town, single(town, "disaster"))
    with pytest.raises(InvalidInput) as refusal:
        town.checker.write(disaster.record_deliberation, taken, held(**more))
    assert refusal.value.problems[0].field == field
    town.checker.write(disaster.record_deliberation, taken, held())
    assert rows(town, taken).deliberations[0].agree == 7
