"""三方服务计划: drawn up within an agreement, signed, changed from a day on, ended."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.domain.serving.supply import Agreement, Provider, ServicePlan, Worker
from jiuzhu.domain.serving.visits import Visit
from jiuzhu.errors import ChangedSinceSeen, InvalidInput, Refused
from jiuzhu.services.scheduling import booking
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.serving import plans, served_list
from jiuzhu.services.serving.plans import Terms
from jiuzhu.storage.unit import Unit
from serving_people import low_income, person_of
from serving_town import MONDAY, NINE, TEN, YEAR, ServingTown, opened, supply, worker

TUESDAY, LAST = date(2025, 10, 14), date(YEAR, 12, 31)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        yield made


def terms(at: ServingTown, **other: Any) -> Terms:
    made = Terms(
        agreement_id=at.agreement,
        items=("cleaning", "bath"),
        visits_a_month=4,
        minutes=60,
        starts_on=TUESDAY,
        ends_on=LAST,
    )
    return replace(made, **other)


def of(at: ServingTown, plan_id: str) -> ServicePlan:
    return at.coordinator.read(lambda unit: unit.get(ServicePlan, plan_id))


def newcomer(at: ServingTown) -> str:
    """Somebody with a file and no plan yet."""

    def file(unit: Unit) -> str:
        home = low_income(unit, ("己示例",))
        made = ServiceFile(
            number=unit.number("service_file"), person_id=person_of(unit, "己示例"), household_id=home, service_class=1,
            class_reason="重残", class_on=unit.today, opened_on=unit.today, opened_by=unit.actor.operator_id,
        )  # fmt: skip
        return unit.add(made).id

    return at.town.clerk.write(file)


def test_a_plan_is_drawn_up_then_signed_and_only_then_visited(at: ServingTown) -> None:
    file = newcomer(at)
    made = at.coordinator.write(plans.sign_plan, file, terms(at))
    plan = of(at, made)
    assert (plan.items, plan.signed_on, plan.starts_on) == ("cleaning bath", None, TUESDAY)
    wanted = Wanted("cleaning", TUESDAY, NINE, TEN, at.workers["示例甲工"])
    with pytest.raises(InvalidInput, match="还没有签字"):
        at.coordinator.write(booking.book, made, wanted)
    with pytest.raises(InvalidInput, match="还没有到"):
        at.coordinator.write(plans.record_signature, made, plan.version, TUESDAY)
    at.coordinator.write(plans.record_signature, made, plan.version, MONDAY)
    plan = of(at, made)
    assert plan.signed_on == MONDAY
    with pytest.raises(Refused, match="签字"):
        at.coordinator.write(plans.record_signature, made, plan.version, MONDAY)
    with pytest.raises(InvalidInput) as told:
        at.coordinator.write(booking.book, made, wanted)
    assert [one.field for one in told.value.problems] == ["ends"]  # no hours yet, nothing else


def test_every_number_that_cannot_be_is_told_beside_its_field(at: ServingTown) -> None:
    wrong = terms(
        at,
        items=(),
        visits_a_month=0,
        minutes=5,
        workers=3,
        earliest=600,
        latest=500,
        starts_on=LAST,
        ends_on=TUESDAY,
    )
    with pytest.raises(InvalidInput) as told:
        at.coordinator.write(plans.sign_plan, newcomer(at), wrong, TUESDAY)
    assert [one.field for one in told.value.problems] == [
        "items", "visits_a_month", "minutes", "workers", "latest", "ends_on", "signed_on",
    ]  # fmt: skip
    with pytest.raises(InvalidInput, match="比一次服务还短"):
        at.coordinator.write(plans.sign_plan, at.file, terms(at, earliest=480, latest=530))
    with pytest.raises(InvalidInput, match="选择服务机构的协议"):
        at.coordinator.write(plans.sign_plan, at.file, terms(at, agreement_id=""))


def test_what_the_agreement_and_its_workers_say_against_it(at: ServingTown) -> None:
    file = newcomer(at)

    def told(**other: Any) -> list[tuple[str, str]]:
        with pytest.raises(InvalidInput) as refused:
            at.coordinator.write(plans.sign_plan, file, terms(at, **other))
        return [(one.field, one.message) for one in refused.value.problems]

    assert told(ends_on=date(2026, 1, 1)) == [
        ("ends_on", "计划要在与示例社工服务中心的协议期限内（2025-01-01 至 2025-12-31）。")
    ]
    ((field, message),) = told(items=("cleaning", "meal"))
    assert field == "items"
    assert "没有助餐的收费标准" in message
    other, _, _ = at.town.clerk.write(supply, "另一家示例中心", source="lottery")
    strange = at.town.clerk.write(worker, other, "示例丙工", "2", "cleaning")
    assert [one[0] for one in told(worker_id=strange)] == ["worker_id", "worker_id"]
    mine = at.workers["示例甲工"]
    assert [one[0] for one in told(worker_id=mine, worker_sex="1", language="sign")] == [
        "worker_sex",
        "language",
    ]

    def leaves(unit: Unit) -> None:
        unit.get(Worker, mine).ended_on = date(2025, 11, 1)
        unit.get(Provider, at.provider).ended_on = date(2025, 12, 1)
        unit.get(Agreement, at.agreement).ended_on = date(2025, 12, 1)

    at.town.clerk.write(leaves)
    assert [one[0] for one in told(worker_id=mine)] == ["ends_on", "agreement_id", "worker_id"]


def test_one_agreement_has_one_plan_of_a_person_at_a_time(at: ServingTown) -> None:
    with pytest.raises(InvalidInput, match="已有同一协议的计划"):
        at.coordinator.write(plans.sign_plan, at.file, terms(at))
    _, _, other = at.town.clerk.write(supply, "另一家示例中心", source="lottery")
    at.coordinator.write(plans.sign_plan, at.file, terms(at, agreement_id=other))
    (row,) = [one for one in at.coordinator.read(served_list.files) if one.id == at.file]
    assert {one.provider for one in row.plans} == {"示例社工服务中心", "另一家示例中心"}


def test_whoever_the_hours_are_not_for_is_told_and_not_refused(at: ServingTown) -> None:
    file = newcomer(at)

    def other(unit: Unit) -> None:
        row = unit.get(ServiceFile, file)
        row.service_class, row.home_care_from = 2, MONDAY

    at.town.clerk.write(other)
    at.coordinator.write(plans.sign_plan, file, terms(at))
    notes = " ".join(at.coordinator.notes)
    assert "面向第 1 类" in notes
    assert "残联居家托养" in notes


def test_a_changed_plan_takes_over_from_a_day_and_lists_what_is_still_booked(at: ServingTown) -> None:
    for day in (MONDAY, date(2025, 10, 20)):
        at.coordinator.write(
            booking.book, at.plan, Wanted("cleaning", day, NINE, TEN, at.workers["示例甲工"])
        )
    old = of(at, at.plan)
    with pytest.raises(InvalidInput, match="从今天或以后"):
        at.coordinator.write(plans.change_plan, at.plan, old.version, terms(at, starts_on=date(2025, 10, 1)))
    made = at.coordinator.write(plans.change_plan, at.plan, old.version, terms(at, minutes=90), MONDAY)
    assert made.visits == ("2025-10-20 9:00 助洁",)
    old, new = of(at, at.plan), of(at, made.id)
    assert (old.ended_on, old.end_reason) == (TUESDAY, f"变更为 {made.number}")
    assert (new.starts_on, new.minutes, new.signed_on) == (TUESDAY, 90, MONDAY)
    with pytest.raises(Refused, match="终止"):
        at.coordinator.write(plans.change_plan, at.plan, old.version, terms(at))
    with pytest.raises(ChangedSinceSeen):
        at.coordinator.write(plans.end_plan, at.plan, 1, MONDAY, "再终止一次看看")


def test_a_plan_ends_when_nothing_of_it_follows(at: ServingTown) -> None:
    made = at.coordinator.write(
        booking.book, at.plan, Wanted("cleaning", TUESDAY, NINE, TEN, at.workers["示例甲工"])
    )
    version = of(at, at.plan).version
    with pytest.raises(Refused, match="2025-10-13 起还有服务：2025-10-14 9:00 助洁"):
        at.coordinator.write(plans.end_plan, at.plan, version, MONDAY, "本人不再需要")
    at.town.clerk.write(lambda unit: setattr(unit.get(Visit, made.visit_id), "state", "done"))
    with pytest.raises(Refused, match="已上门的请改晚"):
        at.coordinator.write(plans.end_plan, at.plan, version, MONDAY, "本人不再需要")
    with pytest.raises(InvalidInput, match="计划期内"):
        at.coordinator.write(plans.end_plan, at.plan, version, date(2026, 1, 1), "本人不再需要")
    at.coordinator.write(plans.end_plan, at.plan, version, date(2025, 10, 15), "本人不再需要")
    assert of(at, at.plan).end_reason == "本人不再需要"


def test_who_is_not_served_any_more_gets_no_plan(at: ServingTown) -> None:
    file = newcomer(at)
    at.town.clerk.write(lambda unit: setattr(unit.get(ServiceFile, file), "ended_on", MONDAY))
    with pytest.raises(Refused, match="已停止服务"):
        at.coordinator.write(plans.sign_plan, file, terms(at))
    with pytest.raises(Refused, match="账号没有这个岗位"):
        at.town.checker.write(plans.sign_plan, at.file, terms(at))


def test_the_agreements_of_a_day_are_offered_with_items_and_workers(at: ServingTown) -> None:
    (offer,) = at.coordinator.read(plans.offers, MONDAY)
    assert offer.label.startswith("示例社工服务中心（")
    assert offer.items == ("bath", "cleaning", "errand", "escort")
    assert {name for _, name in offer.workers} == {"示例甲工", "示例乙工"}
    assert at.coordinator.read(plans.offers, date(2026, 1, 1)) == []
