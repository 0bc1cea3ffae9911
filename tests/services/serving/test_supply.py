"""Providers with papers and vehicles, workers with shifts: written down, put right, ended; nothing is deleted."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from jiuzhu.errors import Conflict, InvalidInput, Refused, UserError
from jiuzhu.services.scheduling import absences, booking
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.serving import agreements, supply, workers
from jiuzhu.services.serving.supply import ProviderRow, ProviderTold
from jiuzhu.services.serving.workers import WorkerRow, WorkerTold, WorkWeek
from serving_town import EIGHT, EIGHTEEN, MONDAY, NINE, TEN, ServingTown, opened

TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)
TOLD = ProviderTold(name="示例助老服务公司", kind="enterprise", contact="庚示例", phone="02312345678")


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        yield made


def provider(at: ServingTown, identity: str = "") -> ProviderRow:
    rows = at.coordinator.read(supply.providers)
    return next(row for row in rows if row.id == (identity or at.provider))


def worker(at: ServingTown, name: str = "示例甲工") -> WorkerRow:
    return next(row for row in at.coordinator.read(workers.workers) if row.name == name)


def book(at: ServingTown, day: date, vehicle: str | None = None) -> str:
    wanted = Wanted("cleaning", day, NINE, TEN, at.workers["示例甲工"], vehicle_id=vehicle)
    return str(at.coordinator.write(booking.book, at.plan, wanted).visit_id)


def test_a_provider_is_written_down_put_right_and_ended(at: ServingTown) -> None:
    made = at.coordinator.write(supply.open_provider, TOLD)
    with pytest.raises(Refused, match="已经登记过"):
        at.coordinator.write(supply.open_provider, TOLD)
    with pytest.raises(InvalidInput, match="机构种类"):
        at.coordinator.write(supply.open_provider, ProviderTold(name="示例机构", kind=""))
    before = {
        "name": TOLD.name,
        "kind": TOLD.kind,
        "credit_code": "",
        "contact": "庚示例",
        "phone": TOLD.phone,
        "address": "",
    }
    changed = ProviderTold(name=TOLD.name, kind=TOLD.kind, contact="辛示例", phone=TOLD.phone)
    at.coordinator.write(supply.change_provider, made, changed, before=before)
    other = ProviderTold(name=TOLD.name, kind=TOLD.kind, contact="壬示例", phone=TOLD.phone)
    with pytest.raises(Conflict):
        at.coordinator.write(supply.change_provider, made, other, before=before)
    assert [row.contact for row in at.coordinator.read(supply.providers, "辛示例")] == ["辛示例"]
    at.coordinator.write(supply.end_provider, made, MONDAY, "协议期满")
    assert provider(at, made).end_reason == "协议期满"
    with pytest.raises(Refused, match="停止合作"):
        at.coordinator.write(supply.change_provider, made, changed)
    with pytest.raises(Refused, match="管理服务机构和协议"):
        at.payer.write(supply.open_provider, TOLD)


def test_a_provider_with_an_agreement_is_not_ended(at: ServingTown) -> None:
    with pytest.raises(Refused, match="还有效，请先终止协议"):
        at.coordinator.write(supply.end_provider, at.provider, TUESDAY, "服务质量不合格")
    at.coordinator.write(agreements.end_agreement, at.agreement, TUESDAY, "服务质量不合格")
    at.coordinator.write(supply.end_provider, at.provider, TUESDAY, "服务质量不合格")
    assert at.coordinator.read(supply.providers)[0].ended_on == TUESDAY


def test_a_paper_runs_out_in_amber_and_is_renewed(at: ServingTown) -> None:
    assert provider(at).colour == ""
    soon = MONDAY + timedelta(days=29)
    old = at.coordinator.write(supply.record_qualification, at.provider, "社会服务机构登记证书", "甲1", soon)
    assert (provider(at).colour, provider(at).until) == ("warn", soon)
    at.on(soon + timedelta(days=1))
    assert provider(at).colour == "bad"
    later = date(2028, 1, 1)
    at.coordinator.write(supply.record_qualification, at.provider, "社会服务机构登记证书", "甲2", later)
    assert [(one.number, one.valid_until) for one in provider(at).papers] == [("甲2", later)]
    assert provider(at).colour == "ok"
    with pytest.raises(Refused, match="已经注销"):
        at.coordinator.write(supply.end_qualification, old)
    at.coordinator.write(supply.end_qualification, provider(at).papers[0].id)
    assert provider(at).papers == ()
    with pytest.raises(UserError, match="已经过去"):
        at.coordinator.write(supply.record_qualification, at.provider, "许可证", "", MONDAY)


def test_a_vehicle_ends_and_names_the_visits_booked_with_it(at: ServingTown) -> None:
    made = at.coordinator.write(supply.open_vehicle, at.provider, "渝a 示例1")
    assert provider(at).vehicles == ((made, "渝A示例1"),)
    with pytest.raises(Refused, match="已经登记过"):
        at.coordinator.write(supply.open_vehicle, at.provider, "渝A示例1")
    visit = book(at, TUESDAY, made)
    with pytest.raises(UserError, match="从今天或以后"):
        at.coordinator.write(supply.end_vehicle, made, MONDAY - timedelta(days=1))
    left = at.coordinator.write(supply.end_vehicle, made, TUESDAY)
    assert [one.id for one in left] == [visit]
    with pytest.raises(Refused, match="停用"):
        at.coordinator.write(supply.end_vehicle, made, TUESDAY)
    at.on(TUESDAY)
    assert provider(at).vehicles == ()


def test_a_worker_is_written_down_and_put_right(at: ServingTown) -> None:
    told = WorkerTold(
        name="示例丙工",
        sex="2",
        skills=("bath", "escort"),
        languages=("chongqing",),
        villages=" 示例社区  示例村 ",
        trained_on=MONDAY,
    )
    made = at.coordinator.write(workers.open_worker, at.provider, told)
    found = worker(at, "示例丙工")
    assert (found.id, found.skills, found.villages) == (made, ("bath", "escort"), "示例社区 示例村")
    assert (found.shift, found.away) == ("", "")
    at.coordinator.write(workers.change_worker, made, WorkerTold(name="示例丙工", sex="2", skills=("bath",)))
    assert worker(at, "示例丙工").skills == ("bath",)
    with pytest.raises(InvalidInput) as wrong:
        at.coordinator.write(
            workers.open_worker, at.provider, WorkerTold(name="丁", sex="", trained_on=TUESDAY)
        )
    assert [one.field for one in wrong.value.problems] == ["sex", "skills", "trained_on"]


def test_who_leaves_names_the_visits_somebody_else_has_to_make(at: ServingTown) -> None:
    book(at, MONDAY)
    visit = book(at, TUESDAY)
    left = at.coordinator.write(workers.end_worker, at.workers["示例甲工"], TUESDAY)
    assert [one.id for one in left] == [visit]
    with pytest.raises(Refused, match="离职"):
        at.coordinator.write(
            workers.set_shifts, at.workers["示例甲工"], WorkWeek([0], EIGHT, EIGHTEEN), FRIDAY
        )
    assert at.coordinator.read(workers.workers)[-1].ended_on == TUESDAY  # after those who work


def test_new_hours_end_the_old_ones_and_name_what_lies_outside(at: ServingTown) -> None:
    book(at, MONDAY)
    visit = book(at, FRIDAY)
    one = at.workers["示例甲工"]
    left = at.coordinator.write(workers.set_shifts, one, WorkWeek([0, 1], EIGHT, 720), TUESDAY)
    assert [slot.id for slot in left] == [visit]
    at.on(TUESDAY)
    assert worker(at).shift == "周一二 8:00–12:00"
    with pytest.raises(InvalidInput, match="不在班"):
        book(at, FRIDAY + timedelta(days=7))
    at.coordinator.write(workers.set_shifts, one, WorkWeek([4], EIGHT, 720), TUESDAY)  # typed wrongly before
    assert worker(at).shift == "周五 8:00–12:00"
    book(at, FRIDAY + timedelta(days=7))
    with pytest.raises(InvalidInput) as wrong:
        at.coordinator.write(workers.set_shifts, one, WorkWeek([], 720, EIGHT), MONDAY)
    assert [problem.field for problem in wrong.value.problems] == ["weekdays", "ends", "since"]


def test_who_is_away_is_told_in_the_list(at: ServingTown) -> None:
    at.coordinator.write(absences.record_absence, at.workers["示例甲工"], TUESDAY, FRIDAY, "事假")
    assert worker(at).away == "10-14 至 10-17 事假"
    assert [row.name for row in at.coordinator.read(workers.workers, "乙工")] == ["示例乙工"]
