"""Neighbours who help with a yearly subsidy, and devices people call for help with."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from jiuzhu.domain.serving.served import NeighbourSubsidy, ServiceFile
from jiuzhu.errors import ChangedSinceSeen, InvalidInput, Refused, UserError
from jiuzhu.services.serving import devices, funds, neighbours
from jiuzhu.services.serving.devices import DeviceTold
from jiuzhu.services.serving.neighbours import NeighbourRow
from jiuzhu.storage.unit import Unit
from serving_town import MONDAY, YEAR, ServingTown, opened

NEW_YEAR, LATER = date(YEAR, 1, 2), MONDAY + timedelta(days=91)
BUTTON = DeviceTold(kind="button", number="示例001", answers_to="示例社区 02312345678", installed_on=MONDAY)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        yield made


def helped(at: ServingTown, times: int = 2) -> str:
    made: str = at.coordinator.write(
        neighbours.start_help, at.file, "癸示例", Decimal(1200), starts_on=NEW_YEAR, trained_on=NEW_YEAR
    )
    for place in range(times):
        at.coordinator.write(neighbours.record_help, made, MONDAY - timedelta(days=place), "送饭、打扫")
    return made


def row(at: ServingTown) -> NeighbourRow:
    (found,) = at.coordinator.read(neighbours.neighbours, YEAR)
    return found


def test_a_neighbours_times_are_written_down_and_told(at: ServingTown) -> None:
    one = helped(at)
    assert (row(at).person, row(at).times, row(at).last_on) == ("戊示例", 2, MONDAY)
    at.coordinator.write(
        neighbours.change_help, one, phone="13812345678", trained_on=MONDAY, yearly=Decimal(1000)
    )
    assert row(at).phone == "13812345678"
    assert row(at).yearly == 1000
    with pytest.raises(UserError, match="今天以前"):
        at.coordinator.write(neighbours.record_help, one, MONDAY + timedelta(days=1), "送饭")
    with pytest.raises(UserError, match="培训日期"):
        at.coordinator.write(
            neighbours.change_help, one, phone="", trained_on=MONDAY + timedelta(days=1), yearly=Decimal(1)
        )
    with pytest.raises(UserError, match="每年补贴"):
        at.coordinator.write(neighbours.start_help, at.file, "癸示例", Decimal(-1), starts_on=NEW_YEAR)
    with pytest.raises(UserError, match="停止日期"):
        at.coordinator.write(neighbours.end_help, one, MONDAY + timedelta(days=1))
    with pytest.raises(Refused, match="一天记一次"):
        at.coordinator.write(neighbours.record_help, one, MONDAY, "又来送饭")
    with pytest.raises(UserError, match="还登记了一次互助"):
        at.coordinator.write(neighbours.end_help, one, MONDAY - timedelta(days=1))
    at.coordinator.write(neighbours.end_help, one, MONDAY)
    with pytest.raises(Refused, match="停止"):
        at.coordinator.write(neighbours.record_help, one, MONDAY, "送饭")
    assert at.coordinator.read(neighbours.neighbours, YEAR + 1, "癸示例")[0].times == 0


def test_a_subsidy_is_proposed_approved_by_another_and_paid(at: ServingTown) -> None:
    one = helped(at)
    made = at.payer.write(neighbours.propose_subsidy, one, YEAR, at.fund, Decimal(1200))
    before = next(found for found in at.payer.read(funds.funds) if found.id == at.fund).balance
    assert [before.committed, before.spent] == [1200, 0]
    with pytest.raises(Refused, match="还没有批准"):
        at.payer.write(neighbours.pay_subsidy, made, MONDAY)
    with pytest.raises(Refused, match="不能再补记"):
        at.coordinator.write(neighbours.record_help, one, MONDAY, "送饭")
    with pytest.raises(ChangedSinceSeen):
        at.town.head.write(neighbours.approve_subsidy, made, 7)
    with pytest.raises(Refused, match="审核服务结算"):
        at.payer.write(neighbours.approve_subsidy, made, 1)
    at.town.head.write(neighbours.approve_subsidy, made, row(at).subsidy_version)
    with pytest.raises(Refused, match="已批准"):
        at.town.head.write(neighbours.approve_subsidy, made, row(at).subsidy_version)
    after = next(found for found in at.payer.read(funds.funds) if found.id == at.fund).balance
    assert [after.committed, after.spent] == [0, 1200]
    with pytest.raises(UserError, match="发放日期"):
        at.payer.write(neighbours.pay_subsidy, made, NEW_YEAR)
    at.payer.write(neighbours.pay_subsidy, made, MONDAY)
    assert (row(at).state, row(at).paid_on, row(at).times) == ("approved", MONDAY, 2)
    with pytest.raises(Refused, match="发放"):
        at.payer.write(neighbours.pay_subsidy, made, MONDAY)


def test_a_subsidy_that_was_returned_is_proposed_again(at: ServingTown) -> None:
    one = helped(at)
    made = at.payer.write(neighbours.propose_subsidy, one, YEAR, at.fund, Decimal(1200))
    at.town.head.write(neighbours.return_subsidy, made, row(at).subsidy_version)
    with pytest.raises(Refused, match="已退回"):
        at.town.head.write(neighbours.approve_subsidy, made, row(at).subsidy_version)
    found = next(found for found in at.payer.read(funds.funds) if found.id == at.fund).balance
    assert found.used == 0
    at.coordinator.write(neighbours.record_help, one, MONDAY - timedelta(days=9), "送饭")
    again = at.payer.write(neighbours.propose_subsidy, one, YEAR, at.fund, Decimal(1000))
    assert (row(at).subsidy_id, row(at).state, row(at).amount) == (again, "proposed", Decimal(1000))
    at.town.head.write(neighbours.approve_subsidy, again, row(at).subsidy_version)


def test_who_proposed_a_subsidy_does_not_approve_it(at: ServingTown) -> None:
    one = helped(at)
    made = at.payer.write(neighbours.propose_subsidy, one, YEAR, at.fund, Decimal(1200))

    def hers(unit: Unit) -> None:
        unit.get(NeighbourSubsidy, made).proposed_by = at.town.head.actor.operator_id

    at.town.clerk.write(hers)
    with pytest.raises(Refused, match="不能自己批准"):
        at.town.head.write(neighbours.approve_subsidy, made, row(at).subsidy_version)


def test_a_subsidy_has_its_times_its_sum_and_its_fund(at: ServingTown) -> None:
    one = helped(at, times=0)
    last_year = at.payer.write(funds.open_fund, "charity", YEAR - 1, Decimal(5000), document="示例捐赠协议")
    with pytest.raises(InvalidInput) as told:
        at.payer.write(neighbours.propose_subsidy, one, YEAR, last_year, Decimal(1201))
    assert [problem.field for problem in told.value.problems] == ["year", "amount", "fund_id"]
    at.coordinator.write(neighbours.record_help, one, MONDAY, "送饭")
    small = at.payer.write(funds.open_fund, "charity", YEAR, Decimal(1000), document="示例捐赠协议")
    with pytest.raises(InvalidInput, match=r"只剩 1,000\.00 元，不够这笔 1,200\.00 元"):
        at.payer.write(neighbours.propose_subsidy, one, YEAR, small, Decimal(1200))
    at.payer.write(neighbours.propose_subsidy, one, YEAR, small, Decimal(1000))
    with pytest.raises(Refused, match="已经提出过"):
        at.payer.write(neighbours.propose_subsidy, one, YEAR, small, Decimal(10))


def test_a_device_is_put_up_tested_and_taken_down(at: ServingTown) -> None:
    made = at.coordinator.write(devices.install_device, at.file, BUTTON)
    with pytest.raises(Refused, match="还没有拆除"):
        at.coordinator.write(devices.install_device, at.file, BUTTON)

    def look() -> tuple[str, date, str]:
        (found,) = at.coordinator.read(devices.devices, "戊示例")
        return found.colour, found.tested_on, found.answers_to

    assert look() == ("ok", MONDAY, BUTTON.answers_to)
    at.on(LATER)
    assert look()[0] == "warn"
    with pytest.raises(UserError, match="测试日期"):
        at.coordinator.write(devices.record_device_test, made, MONDAY - timedelta(days=1), "邻居甲示例")
    at.coordinator.write(devices.record_device_test, made, LATER, "邻居甲示例 13812345678")
    assert look() == ("ok", LATER, "邻居甲示例 13812345678")
    with pytest.raises(UserError, match="拆除日期"):
        at.coordinator.write(devices.remove_device, made, MONDAY - timedelta(days=1))
    at.coordinator.write(devices.remove_device, made, LATER)
    assert look()[0] == ""
    with pytest.raises(Refused, match="拆除"):
        at.coordinator.write(devices.record_device_test, made, LATER, "邻居甲示例")
    at.coordinator.write(devices.install_device, at.file, BUTTON)  # the device may hang somewhere again


def test_what_a_device_needs_is_told(at: ServingTown) -> None:
    later = DeviceTold(kind="gong", number="示例002", answers_to="", installed_on=MONDAY + timedelta(days=1))
    with pytest.raises(InvalidInput) as told:
        at.coordinator.write(devices.install_device, at.file, later)
    assert [problem.field for problem in told.value.problems] == ["kind", "installed_on"]


def test_files_that_go_on_are_offered(at: ServingTown) -> None:
    ((identity, words),) = at.coordinator.read(neighbours.files)
    assert identity == at.file
    assert words.startswith("戊示例　示例社区　服2025-")

    def end(unit: Unit) -> None:
        unit.get(ServiceFile, at.file).ended_on = MONDAY

    at.town.clerk.write(end)
    assert at.coordinator.read(neighbours.files) == []
    with pytest.raises(Refused, match="已停止服务"):
        at.coordinator.write(neighbours.start_help, at.file, "癸示例", Decimal(1), starts_on=MONDAY)
    with pytest.raises(Refused, match="已停止服务"):
        at.coordinator.write(devices.install_device, at.file, BUTTON)
