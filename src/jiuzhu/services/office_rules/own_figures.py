"""本单位设置: the figures the office set for itself, and 撤销 of one that was set by mistake and used by nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jiuzhu.domain.policy import CLOCKS, PolicyRow
from jiuzhu.domain.written import written
from jiuzhu.errors import Refused
from jiuzhu.services.office.admin import AWAITS_ANOTHER, by_whom
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.office_rules.rule_admin import OWN_SOURCE, take_over
from jiuzhu.storage import policy_store
from jiuzhu.storage.queries import offices, without_families
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """A figure the office set: `withdrawn` holds for no day and stays to be read."""

    id: str
    key: str
    label: str
    value: str
    unit: str
    starts: date
    ends: date | None
    document: str
    source: str
    note: str
    withdrawn: bool
    waits: bool  # for another person's look
    asked_back: str  # who wants it withdrawn, when and why; "" when nobody does
    set_by: str  # name and day
    confirmed_by: str  # name and day, "" while nobody has

    @property
    def state(self) -> str:
        """In words."""
        if self.withdrawn:
            return "已撤销"
        if self.asked_back:
            return "待另一人撤销"
        return AWAITS_ANOTHER if self.waits else "有效"

    @property
    def confirmed(self) -> bool:
        """Whether it holds by two people's look."""
        return not self.withdrawn and not self.waits


def own_figures(unit: Unit) -> list[OwnFigure]:
    """Every figure the office set for itself, by its key and day; those that wait first, those withdrawn last."""
    unit.require("read")
    names = offices.names(unit.session)
    connection, district = unit.session.connection(), unit.desk.office.district
    labels = unit.desk.codes["parameter"].labels
    held = [
        row
        for row in policy_store.load_policy(connection).rows
        if row.district == district and row.source.startswith(OWN_SOURCE)
    ]
    gone = policy_store.withdrawn(connection, district)
    shown = [
        *(_figure(policy_store.id_of(connection, row), row, labels, names, waits=row.waits) for row in held),
        *(_figure(str(row.id), row, labels, names, withdrawn=True) for row in gone),
    ]
    return sorted(shown, key=lambda row: not row.waits)


def _figure(
    row_id: str,
    row: Any,
    labels: Mapping[str, str],
    names: Mapping[str, str],
    *,
    withdrawn: bool = False,
    waits: bool = False,
) -> OwnFigure:
    return OwnFigure(
        row_id, row.key, labels.get(row.key, row.key), str(row.value), row.unit, row.starts, row.ends, row.document,
        row.source, row.note, withdrawn, waits, _asked_back(names, row), by_whom(names, row.set_by, row.set_on),
        by_whom(names, row.confirmed_by, row.confirmed_on),
    )  # fmt: skip


def _asked_back(names: Mapping[str, str], row: Any) -> str:
    if row.asked_back_by is None:
        return ""
    return f"{by_whom(names, row.asked_back_by, row.asked_back_on)} 提请撤销：{row.asked_back_why}"


def waiting_until(unit: Unit, day: date) -> list[str]:
    """Figures up to a day that move money and wait for another person's look, in words."""
    labels = unit.desk.codes["parameter"].labels
    return [
        f"{labels.get(row.key, row.key)}（{row.starts} 起）"
        for row in policy_store.waiting(unit.session.connection())
        if row.starts <= day and row.unit not in CLOCKS
    ]


def waiting_for(unit: Unit) -> int:
    """How many figures wait for the look of this operator: set, or asked back, by somebody else."""
    found = policy_store.waiting(unit.session.connection())
    return sum((row.asked_back_by or row.set_by) != unit.actor.operator_id for row in found)


def _withdraw(unit: Unit, key: str, starts: date, reason: str) -> None:
    unit.require("confirm")
    said = written(reason, "撤销的理由", "reason")
    connection, district = unit.session.connection(), unit.desk.office.district
    own = [
        row for row in policy_store.load_policy(connection).rows if (row.key, row.district) == (key, district)
    ]
    row = next((one for one in own if one.starts == starts and one.source.startswith(OWN_SOURCE)), None)
    if row is None:
        raise Refused("这一天没有本单位设置的数值，可能已经撤销。没有改动任何内容；请刷新后再看。")
    used = without_families.used_since(unit.session, policy_store.id_of(connection, row), key, starts)
    if used:
        raise Refused(
            f"设置以后已有 {used} 件决定、调整或标准调整按它办理，不能撤销。没有改动任何内容；"
            "请从更正的那天起设置正确的数值，已作的决定逐件更正。"
        )
    if row.asked_back_by == unit.actor.operator_id:
        raise Refused(
            "这个数值是您提请撤销的，不能由您办理。没有改动任何内容，数值照旧有效；请另一位系统管理员或审批岗位的同事登录，"
            "在“设置—标准与参数—本单位设置”里撤销，不该撤销的登记核实。"
        )
    if row.status == "verified":
        policy_store.ask_row_back(unit, row, said)
    else:
        asked = _asked_back(offices.names(unit.session), row)
        policy_store.withdraw_row(unit, row, f"{said}（{asked}）" if asked else said)
        _let_earlier_go_on(unit, own, row)
    unit.about(unit.desk.office.id)


def _let_earlier_go_on(unit: Unit, own: list[PolicyRow], row: PolicyRow) -> None:
    """What the withdrawn row had ended holds again for its days."""
    for one in own:
        if one.ends == row.starts - timedelta(days=1):
            policy_store.end_row(unit, one, row.ends)


def withdraw_figure(workspace: Workspace, key: str, starts: date, reason: str) -> None:
    """撤销 a figure nobody has signed anything by: what held before holds again; it stays visible with its reason.

    What two people looked at is asked back by one and withdrawn by another; until then it holds and no list is signed by it.
    """
    workspace.write(_withdraw, key, starts, reason)
    take_over(workspace)
