"""A signed settlement as paper (F34) and as a workbook: the same lines, the same cents, out by the one door."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from jiuzhu.documents import workbook
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.dossier_settling import SettlementItem, SettlementPart, SettlementRow
from jiuzhu.domain.exporting import Said, classes_of
from jiuzhu.domain.ledger import Column, Ledger
from jiuzhu.domain.money import in_words, shown
from jiuzhu.domain.serving.hours import hours
from jiuzhu.domain.serving.overseeing import percent
from jiuzhu.domain.serving.pricing import KINDS, by_item
from jiuzhu.domain.serving.settling import Settlement
from jiuzhu.domain.serving.spending import UNITS
from jiuzhu.domain.serving.supply import Agreement, Fund, Provider
from jiuzhu.errors import Refused
from jiuzhu.services.casework import file_parts
from jiuzhu.services.ledger import exporting
from jiuzhu.services.ledger.exporting import What
from jiuzhu.services.paper.papers import Issued, leave, leave_list
from jiuzhu.services.scheduling.board import clock
from jiuzhu.storage.queries import papers as paper_rows
from jiuzhu.storage.queries import settlements as queries
from jiuzhu.storage.queries.files import operator_names
from jiuzhu.storage.unit import Unit

FORM = "F34"

DETAIL = Ledger(
    id="settlement",
    title="服务结算明细",
    columns=(
        Column(name="position", title="序号", kind="integer", width=7),
        Column(name="kind", title="类别", width=14),
        Column(name="month", title="所属月份", kind="month", width=10),
        Column(name="day", title="服务日期", kind="date", width=12),
        Column(name="starts", title="开始", width=8),
        Column(name="ends", title="结束", width=8),
        Column(name="file_number", title="服务号", width=27),
        Column(name="person", title="姓名", width=10),
        Column(name="village", title="村（社区）", width=14),
        Column(name="item", title="项目", width=10),
        Column(name="worker", title="服务人员", width=12),
        Column(name="minutes", title="计费分钟", kind="integer", width=10, total=True),
        Column(name="refused_minutes", title="不付分钟", kind="integer", width=10, total=True),
        Column(name="rate", title="收费标准", kind="money", width=10),
        Column(name="unit", title="计价单位", width=10),
        Column(name="amount", title="金额", kind="money", width=12, total=True),
        Column(name="reason", title="原因", width=30),
    ),
    note="金额单位：元；每行按收费标准计算到分，四舍五入。计费分钟与金额的合计和结算单相同。",
    frozen=1,
)
"""One record a row; its totals are those of the settlement."""


@dataclass(frozen=True, slots=True)
class Detailed:
    """A workbook that left."""

    path: Path
    rows: int
    number: str  # in the register of exports


def _signed(unit: Unit, settlement_id: str) -> Settlement:
    row = unit.get(Settlement, settlement_id)
    if row.state != "signed":
        raise Refused(f"结算单 {row.number} 还没有两个人签字，不能打印或导出。请先审核。")
    return row


def settlement_of(unit: Unit, settlement_id: str, kind: str) -> What:
    """What the paper (`pdf`) or the workbook (`xlsx`) of a settlement would hold."""
    row = _signed(unit, settlement_id)
    found = queries.lines(unit.session, row.id)
    return What(
        kind=kind,
        subject="settlement",
        title=unit.desk.forms[FORM].title if kind == "pdf" else DETAIL.title,
        about={"settlement": row.id},
        details=f"{row.month} {row.number}",
        rows=len(found),
        classes=classes_of(DETAIL.columns),
    )


def _rate(row: Any) -> str:
    return f"{row.rate:.2f} {UNITS[row.unit]}"


def _row(unit: Unit, row: Any, position: int) -> SettlementRow:
    return SettlementRow(
        position=position,
        month=row.month,
        day=row.day,
        time=f"{clock(row.starts)}–{clock(row.ends)}",
        file_number=row.file_number,
        person=row.person,
        village=row.village,
        item=unit.desk.label("service_item", row.item),
        worker=row.worker,
        minutes=row.minutes,
        rate=_rate(row),
        amount=row.amount,
        reason=row.reason,
    )


def _words(amount: Decimal) -> str:
    return in_words(amount) if amount >= 0 else f"应退回{in_words(-amount)}"


def _spot_check(unit: Unit, row: Settlement, records: int) -> str:
    """How many of the month's records were looked at [池民社救〔2023〕38号: at least 30 % of a year's]."""
    looked = queries.spot_checked(unit.session, row.id)
    return f"{looked}/{records} 条（{percent(looked, records)}）" if records else "—"


def part_of(unit: Unit, row: Settlement) -> SettlementPart:
    """A settlement as its paper tells it."""
    agreement = unit.get(Agreement, row.agreement_id)
    fund, names = unit.get(Fund, row.fund_id), operator_names(unit.session)
    found = list(unit.session.execute(queries.detail_rows(row.id)))
    by_kind: dict[str, list[SettlementRow]] = {kind: [] for kind in KINDS}
    for one in found:
        by_kind[one.kind].append(_row(unit, one, len(by_kind[one.kind]) + 1))
    before = unit.get(Settlement, row.corrects_id).number if row.corrects_id else ""
    items = [
        SettlementItem(
            item=unit.desk.label("service_item", one.item),
            rate=_rate(one),
            visits=one.visits,
            minutes=one.minutes,
            amount=one.amount,
        )
        for one in by_item(found)
    ]
    return SettlementPart(
        number=row.number,
        month=row.month,
        correction=f"第 {row.correction} 次更正，前一张 {before}" if before else "",
        agreement=agreement.number,
        provider=unit.get(Provider, agreement.provider_id).name,
        payer=agreement.payer,
        source=f"{fund.year} 年{unit.desk.label('fund_source', fund.source)}",
        visits=len(by_kind["payable"]),
        hours=hours(row.minutes),
        refused_hours=hours(row.refused_minutes),
        amount=row.amount,
        amount_words=_words(row.amount),
        spot_check=_spot_check(unit, row, len(by_kind["payable"]) + len(by_kind["refused"])),
        note=row.note,
        made_by=names[row.made_by],
        made_on=row.made_on,
        second_by=names[row.second_by] if row.second_by else "",
        second_on=row.second_on,
        items=items,
        payable=by_kind["payable"],
        refused=by_kind["refused"],
        corrections=by_kind["correction"],
    )


def _people(unit: Unit, row: Settlement) -> set[str]:
    return exporting.subjects_in(unit.session.execute(queries.detail_rows(row.id)))


def issue_settlement(unit: Unit, settlement_id: str, folder: Path, said: Said) -> Issued:
    """F34 of a signed settlement with both names and every line; its number is the settlement's."""
    unit.require("print")
    row = _signed(unit, settlement_id)
    form = unit.desk.forms[FORM]
    dossier = Dossier(office=file_parts.office_part(unit.desk), settlement=part_of(unit, row))
    return leave_list(
        unit,
        settlement_of(unit, settlement_id, "pdf"),
        said,
        lambda leaving: leave(
            unit, form, dossier, folder, title=f"{form.title} {row.month}", found=paper_rows.numbered(unit.session, row.number),
            own_number=row.number, kind="paper", application_id=None, leaving=leaving,
        ),
        _people(unit, row),
    )  # fmt: skip


def _values(unit: Unit, found: Sequence[Any]) -> list[tuple[Any, ...]]:
    made = []
    for position, row in enumerate(found, start=1):
        refused = row.kind == "refused"
        values = {
            **row._mapping,  # noqa: SLF001  # SQLAlchemy's documented row mapping
            "position": position,
            "kind": KINDS[row.kind],
            "starts": clock(row.starts),
            "ends": clock(row.ends),
            "item": unit.desk.label("service_item", row.item),
            "minutes": 0 if refused else row.minutes,
            "refused_minutes": row.minutes if refused else 0,
            "unit": UNITS[row.unit],
        }
        made.append(tuple([values[column.name] for column in DETAIL.columns]))
    return made


def export_settlement(unit: Unit, settlement_id: str, path: Path, said: Said) -> Detailed:
    """Every line of a signed settlement to an .xlsx whose totals are the settlement's, to the cent."""
    row = _signed(unit, settlement_id)
    what = settlement_of(unit, settlement_id, "xlsx")
    leaving = exporting.begin(unit, what, said)
    found = list(unit.session.execute(queries.detail_rows(row.id)))
    with suppress(OSError):  # what cannot be made is told by the writing, with the way out
        path.parent.mkdir(exist_ok=True)
    written = workbook.write(
        path,
        DETAIL,
        _values(unit, found),
        title=f"{DETAIL.title} {row.month}",
        subtitle=f"{unit.desk.office.name}　结算单 {row.number}　导出编号 {leaving.row.number}",
        filters_text=f"应付 {shown(row.amount)} 元，结算 {hours(row.minutes)}，不予认可 {hours(row.refused_minutes)}",
        made_by=unit.actor.name,
        made_at=unit.now,
        mark=leaving.mark,
        password=leaving.password,
    )
    unit.undo_with(lambda: path.unlink(missing_ok=True))
    if written.sums["amount"] != row.amount or written.sums["minutes"] != row.minutes:
        msg = "the lines of a settlement do not add up to it"
        raise RuntimeError(msg)
    exporting.left(unit, leaving, path, sha256=written.sha256, rows=written.rows, subjects=_people(unit, row))
    return Detailed(path, written.rows, leaving.row.number)
