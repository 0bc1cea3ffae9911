"""一键求救、爱心门铃: where one hangs, who hears it, and whether it was tested lately.

[渝北府办发 2025-02-28 二(五)4；池民社救〔2023〕38号 三(六)6]
"""

from dataclasses import dataclass
from datetime import date, timedelta

from jiuzhu.domain.serving.served import AlarmDevice, ServiceFile
from jiuzhu.domain.serving.supply import Provider
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused, UserError
from jiuzhu.storage.queries import devices as queries
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A device in the list; `colour`: warn when its test is older than the policy says, "" once it is removed."""

    id: str
    service_file_id: str
    person: str
    village: str
    address: str
    kind: str
    number: str
    answers_to: str
    provider: str
    installed_on: date
    tested_on: date
    removed_on: date | None
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceTold:
    """What is written down when a device is put up; `answers_to` who hears it, with telephone."""

    kind: str
    number: str
    answers_to: str
    installed_on: date
    provider_id: str = ""


def install_device(unit: Unit, service_file_id: str, told: DeviceTold) -> str:
    """登记安装 in the home of a person with a service file, tested on that day; returns its id."""
    unit.require("serve")
    file = unit.get(ServiceFile, service_file_id)
    problems = []
    if told.kind not in unit.desk.codes["alarm_device"].labels:
        problems.append(Problem("kind", "请选择设备种类。"))
    if file.ended_on is not None and file.ended_on <= told.installed_on:
        raise Refused(f"服务档案 {file.number} 已停止服务。没有登记。")
    if told.installed_on > unit.today:
        problems.append(Problem("installed_on", "安装日期不能晚于今天。"))
    if problems:
        raise InvalidInput(problems)
    if told.provider_id:
        unit.get(Provider, told.provider_id)
    number = written(told.number, "设备编号", "number", 2)
    if queries.number_in_use(unit.session, number):
        raise Refused(f"设备 {number} 已登记在别人家里，还没有拆除。没有登记。")
    made = AlarmDevice(
        service_file_id=file.id,
        kind=told.kind,
        number=number,
        answers_to=written(told.answers_to, "谁接听、电话", "answers_to"),
        provider_id=told.provider_id or None,
        installed_on=told.installed_on,
        tested_on=told.installed_on,
    )
    unit.add(made)
    unit.about(file.id)
    return made.id


def record_device_test(unit: Unit, alarm_device_id: str, tested_on: date, answers_to: str) -> None:
    """登记测试: it was pressed and answered on a day, by whom."""
    row = _hanging(unit, alarm_device_id)
    if not row.tested_on <= tested_on <= unit.today:
        raise UserError("测试日期要在上次测试以后、今天以前。", field="tested_on")
    row.tested_on, row.answers_to = tested_on, written(answers_to, "谁接听、电话", "answers_to")


def remove_device(unit: Unit, alarm_device_id: str, removed_on: date) -> None:
    """登记拆除: the device hangs there no more."""
    row = _hanging(unit, alarm_device_id)
    if not row.installed_on <= removed_on <= unit.today:
        raise UserError("拆除日期要在安装以后、今天以前。", field="removed_on")
    row.removed_on = removed_on


def _hanging(unit: Unit, alarm_device_id: str) -> AlarmDevice:
    unit.require("serve")
    row = unit.get(AlarmDevice, alarm_device_id)
    if row.removed_on is not None:
        raise Refused(f"设备 {row.number} 已于 {row.removed_on} 拆除。没有改动任何内容。")
    unit.about(row.service_file_id)
    return row


def devices(unit: Unit, text: str = "") -> list[DeviceRow]:
    """Every device, those to be tested first; removed ones last."""
    unit.require("read")
    days = unit.desk.policy.in_force(unit.desk.office.district, unit.today).number("alarm.test_days")
    oldest = unit.today - timedelta(days=days)
    found = [
        DeviceRow(
            row.id, row.service_file_id, row.person, row.village, row.address, row.kind, row.number, row.answers_to,
            row.provider or "", row.installed_on, row.tested_on, row.removed_on,
            "" if row.removed_on else "warn" if row.tested_on < oldest else "ok",
        )
        for row in queries.devices(unit.session, text.strip())
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.removed_on is not None, one.tested_on, one.number))
