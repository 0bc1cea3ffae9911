"""One help for many: 临时价格补贴 on a notice, 冬春救助 of a season; made by one, confirmed by another."""

from dataclasses import dataclass
from decimal import Decimal

from jiuzhu.domain.money import shown
from jiuzhu.domain.relief import GrantBatch, GrantLine
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.proposing import written
from jiuzhu.services.rosters import require_month
from jiuzhu.storage.queries import relief as queries
from jiuzhu.storage.queries import rosters
from jiuzhu.storage.queries.ledgers import Filters
from jiuzhu.storage.unit import Unit

KINDS = {"price": "临时价格补贴", "winter_spring": "冬春救助"}
STATES = {"draft": "待确认", "confirmed": "已确认", "withdrawn": "已作废"}


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One household of a batch."""

    id: str
    household_number: str
    name: str
    village: str
    programme: str
    heads: int
    amount: Decimal
    excluded: str


def draft(
    unit: Unit, kind: str, *, notice: str, month: str, per_head: Decimal, programmes: list[str]
) -> GrantBatch:
    """The list of a batch: every household with one of the programmes in force in the month, by heads.

    Heads are the members a household programme protects, or the persons a personal one is paid for. A household that
    already stands in a confirmed batch of the same notice and month is left out with that reason.
    """
    unit.require("pay")
    if kind not in KINDS:
        raise InvalidInput([Problem("kind", "请选择批次种类。")])
    require_month(month)
    number = written(notice, "通知文号", "notice")
    least = unit.desk.policy.in_force(unit.desk.office.district, unit.today).amount("winter.least")
    if per_head <= 0 or (kind == "winter_spring" and per_head < least):
        lowest = shown(least) if kind == "winter_spring" else "0.01"
        raise InvalidInput([Problem("per_head", f"每人金额不能低于 {lowest} 元。")])
    if not programmes:
        raise InvalidInput([Problem("programmes", "请选择发放的对象。")])
    made = unit.add(
        GrantBatch(
            number=unit.number("batch"),
            kind=kind,
            notice=number,
            month=month,
            programmes=" ".join(programmes),
            per_head=per_head,
            made_by=unit.actor.operator_id,
            made_on=unit.today,
        )
    )
    unit.session.flush()
    before = queries.paid_before(unit.session, kind, number, month, but=made.id)
    taken: set[str] = set()
    for programme in programmes:
        found = unit.session.execute(rosters.roster_rows(Filters(month=month, programme=programme)))
        for row in found:
            told = (
                "同一通知同一月份已发放"
                if row.household_id in before
                else "本批次已按其他身份列入"
                if row.household_id in taken
                else ""
            )
            taken.add(row.household_id)
            unit.add(
                GrantLine(
                    batch_id=made.id,
                    household_id=row.household_id,
                    programme=programme,
                    heads=row.members,
                    amount=per_head * row.members,
                    excluded=told,
                )
            )
    unit.session.flush()
    made.heads, made.total = queries.sums_of(unit.session, made.id)
    if not taken:
        raise Refused(f"{month} 没有这些对象在享待遇，没有生成批次。请核对月份和对象。")
    unit.about(made.id)
    return made


def exclude(unit: Unit, line_id: str, reason: str) -> None:
    """Leave a household out, with the reason; its line stays on the list."""
    unit.require("pay")
    line = unit.get(GrantLine, line_id)
    batch = unit.get(GrantBatch, line.batch_id)
    _require_draft(batch)
    line.excluded = written(reason, "不发放的原因", "reason")
    unit.session.flush()
    batch.heads, batch.total = queries.sums_of(unit.session, batch.id)
    unit.about(batch.id)


def confirm(unit: Unit, batch_id: str) -> None:
    """确认: by somebody else than who made the list."""
    unit.require("decide")
    batch = unit.get(GrantBatch, batch_id)
    _require_draft(batch)
    if batch.made_by == unit.actor.operator_id:
        raise Refused("这个批次是您制作的，不能由您确认。没有改动任何内容；请另一位同事确认。")
    batch.state, batch.confirmed_by, batch.confirmed_on = "confirmed", unit.actor.operator_id, unit.today
    unit.about(batch.id)


def withdraw(unit: Unit, batch_id: str) -> None:
    """作废 a batch nobody has confirmed."""
    unit.require("pay")
    batch = unit.get(GrantBatch, batch_id)
    _require_draft(batch)
    batch.state = "withdrawn"
    unit.about(batch.id)


def _require_draft(batch: GrantBatch) -> None:
    if batch.state != "draft":
        raise Refused(f"批次 {batch.number} {STATES[batch.state]}，不能再改。没有改动任何内容。")


def batches(unit: Unit) -> list[GrantBatch]:
    """Every batch, the newest first."""
    return queries.batches(unit.session)


def lines(unit: Unit, batch_id: str) -> list[BatchLine]:
    """The list of a batch, by village and number."""
    return [
        BatchLine(
            row.id, row.number, row.name, row.village, unit.desk.label("item", row.programme), row.heads, row.amount,
            row.excluded,
        )
        for row in queries.lines_of(unit.session, batch_id)
    ]  # fmt: skip
