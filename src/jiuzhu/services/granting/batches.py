"""One help for many: 临时价格补贴 on a notice, 冬春救助 of a season; made by one, confirmed by another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu.domain.money import shown
from jiuzhu.domain.numbering import same_paper
from jiuzhu.domain.relief import GrantBatch, GrantLine, GrantRate
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.approval.recusing import require_none_related
from jiuzhu.services.granting.rosters import payee_of, require_month
from jiuzhu.storage.queries import grants as queries
from jiuzhu.storage.queries.ledgers import Filters
from jiuzhu.storage.queries.rosters import members_of
from jiuzhu.storage.unit import Unit

KINDS = {"price": "临时价格补贴", "winter_spring": "冬春救助"}
STATES = {"draft": "待确认", "confirmed": "已确认", "withdrawn": "已作废"}
_REGULAR = ("dibao", "tekun", "orphan", "unsupported_child", "edge", "rigid")
PROGRAMMES = {"price": _REGULAR, "winter_spring": (*_REGULAR, queries.DAMAGED)}
"""Whom a kind may reach: who is in force in the month; in winter also who stands on 倒损住房台账."""

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """One batch."""

    id: str
    number: str
    kind: str
    kind_label: str
    notice: str
    month: str
    rates: str
    heads: int
    total: Decimal
    state: str
    state_label: str
    maker: str
    made_on: date
    confirmer: str
    mine: bool
    beside: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """What one household of a batch gets for the heads of one programme; `excluded` says why it gets nothing."""

    id: str
    household_number: str
    name: str
    village: str
    programme: str
    heads: int
    amount: Decimal
    excluded: str


def label_of(unit: Unit, programme: str) -> str:
    """A programme of a batch in words."""
    return "因灾倒损住房家庭" if programme == queries.DAMAGED else unit.desk.label("item", programme)


def _problems(unit: Unit, kind: str, rates: Mapping[str, Decimal]) -> list[Problem]:
    if kind not in KINDS:
        return [Problem("kind", "请选择批次种类。")]
    if not rates:
        return [Problem("rates", "请至少填写一类对象的每人金额。")]
    standards = unit.desk.policy.in_force(unit.desk.office.district, unit.today)
    least = standards.amount("winter.least") if kind == "winter_spring" else _CENT
    found = []
    for programme, per_head in rates.items():
        if programme not in PROGRAMMES[kind]:
            found.append(Problem(programme, f"{KINDS[kind]}不发给这类对象。"))
        elif per_head < least or per_head != per_head.quantize(_CENT):
            found.append(Problem(programme, f"每人金额不能低于 {shown(least)} 元，只到分。"))
    return found


def draft_batch(
    unit: Unit, kind: str, *, notice: str, month: str, rates: Mapping[str, Decimal]
) -> GrantBatch:
    """The list of a batch: everybody the programmes of `rates` (programme → yuan a head) reach in the month.

    A person counts once, under the programme that gives them most. Households that stand in a confirmed batch of
    the same notice and month are listed with that reason and get nothing.
    """
    unit.require("pay")
    require_month(month)
    problems = _problems(unit, kind, rates)
    if problems:
        raise InvalidInput(problems)
    rates = dict(sorted(rates.items(), key=lambda pair: -pair[1]))
    number = written(notice, "通知文号", "notice")
    made = unit.add(
        GrantBatch(
            number=unit.number("batch"),
            kind=kind,
            notice=number,
            month=month,
            made_by=unit.actor.operator_id,
            made_on=unit.today,
        )
    )
    for place, (programme, per_head) in enumerate(rates.items()):
        unit.add(GrantRate(batch_id=made.id, position=place, programme=programme, per_head=per_head))
    unit.session.flush()
    before = _paid_before(unit, made)
    lines = [
        {
            "batch_id": made.id,
            "household_id": row.household_id,
            "programme": row.programme,
            "heads": row.heads,
            "amount": rates[row.programme] * row.heads,
            "excluded": f"同一通知、月份已列入 {before[row.household_id]}"
            if row.household_id in before
            else "",
            **dict.fromkeys(("village", "payee", "payee_id_number", "bank", "account_number"), ""),
        }
        for row in queries.heads(unit.session, list(rates), month)
    ]
    if not lines and kind == "price":
        raise Refused(f"{month} 没有这些对象在享待遇，没有生成批次。请核对月份和对象。")
    if lines:
        unit.insert_rows(queries.line, lines)
    _sum_up(unit, made)
    return made


def _paid_before(unit: Unit, batch: GrantBatch) -> dict[str, str]:
    """Household → number of another confirmed batch on the same document and month, however the document was spelled."""
    others = [
        row.id
        for row in queries.confirmed(unit.session, batch.kind, batch.month)
        if row.id != batch.id and same_paper(row.notice, batch.notice)
    ]
    return queries.households_paid(unit.session, others)


def _sum_up(unit: Unit, batch: GrantBatch) -> None:
    unit.session.flush()
    sums = queries.sums(unit.session, Filters(), batch.id)
    batch.heads, batch.total = int(sums["heads"]), sums["amount"]
    unit.about(batch.id)


def _open(unit: Unit, batch_id: str) -> GrantBatch:
    unit.require("pay")
    batch = unit.get(GrantBatch, batch_id)
    _require_draft(batch)
    return batch


def _require_draft(batch: GrantBatch) -> None:
    if batch.state != "draft":
        raise Refused(f"批次 {batch.number} {STATES[batch.state]}，不能再改。没有改动任何内容。")


def exclude_line(unit: Unit, line_id: str, reason: str) -> None:
    """不列入: leave a household out with the reason; its line stays on the list."""
    line = unit.get(GrantLine, line_id)
    batch = _open(unit, line.batch_id)
    if line.excluded:
        raise Refused("这一户已经不列入。没有改动任何内容。")
    line.excluded = written(reason, "不列入的原因", "reason")
    _sum_up(unit, batch)


def put_line_back(unit: Unit, line_id: str) -> None:
    """重新列入 of a household that was left out by hand; one that was paid elsewhere stays out."""
    line = unit.get(GrantLine, line_id)
    batch = _open(unit, line.batch_id)
    before = _paid_before(unit, batch)
    if line.household_id in before:
        raise Refused(
            f"这一户同一通知、月份已列入 {before[line.household_id]}，不能重复发放。没有改动任何内容。"
        )
    line.excluded = ""
    _sum_up(unit, batch)


def include_household(unit: Unit, batch_id: str, household_number: str) -> None:
    """增列 a household the survey found (冬春救助): by its number, with the heads that count in it now."""
    batch = _open(unit, batch_id)
    if batch.kind != "winter_spring":
        raise Refused(f"{KINDS[batch.kind]}按在享名单生成，不能手工增列。没有改动任何内容。")
    home = queries.home_numbered(unit.session, household_number.strip())
    if home is None or not home.heads:
        raise InvalidInput(
            [Problem("household_number", "没有这个户编号，或这一户没有在册人口；请核对户编号。")]
        )
    before = _paid_before(unit, batch)
    if home.id in before or any(row.household_id == home.id for row in queries.kept(unit.session, batch.id)):
        where = before.get(home.id, "本批次")
        raise Refused(f"这一户已列入{where}，不能重复列入。没有改动任何内容。")
    rates = {
        row.programme: row.per_head for row in queries.rates_of(unit.session, [batch.id]).get(batch.id, [])
    }
    if queries.DAMAGED not in rates:
        raise Refused(
            "这个批次没有填写“因灾倒损住房家庭”的每人金额，不能增列。没有改动任何内容；请重新生成批次。"
        )
    unit.add(
        GrantLine(
            batch_id=batch.id,
            household_id=home.id,
            programme=queries.DAMAGED,
            heads=home.heads,
            amount=rates[queries.DAMAGED] * home.heads,
        )
    )
    _sum_up(unit, batch)


def confirm_batch(unit: Unit, batch_id: str, *, seen: int | None = None) -> None:
    """确认: by somebody else than who made the list, and only while the list still says what is true.

    What changed since (a household stopped, somebody left, another batch was confirmed first) makes the list old.
    """
    unit.require("decide")
    batch = unit.get(GrantBatch, batch_id)
    _require_draft(batch)
    unit.unchanged(batch, seen)
    if batch.made_by == unit.actor.operator_id:
        raise Refused("这个批次是您制作的，不能由您确认。没有改动任何内容；请另一位同事确认。")
    lines = queries.kept(unit.session, batch.id)
    require_none_related(unit, {row.household_id for row in lines}, "先把这几户列为不发放，另外办理")
    if not lines:
        raise Refused("这个批次没有要发放的家庭。没有改动任何内容；请作废后重新生成。")
    before = _paid_before(unit, batch)
    twice = [row for row in lines if row.household_id in before]
    if twice:
        raise Refused(
            f"有 {len(twice)} 户同一通知、月份已在另一批次确认过。没有改动任何内容；请作废后重新生成。"
        )
    if batch.kind == "price":
        _require_current(unit, batch, lines)
    _keep_accounts(unit, batch, lines)
    batch.state, batch.confirmed_by, batch.confirmed_on = "confirmed", unit.actor.operator_id, unit.today
    unit.about(batch.id)


def _keep_accounts(unit: Unit, batch: GrantBatch, lines: list[GrantLine]) -> None:
    """Whose account each line goes to is kept: what the family changes later is no matter of this batch."""
    found = {row.id: row for row in queries.lines_of(unit.session, batch.id)}
    members = members_of(unit.session, [line.household_id for line in lines])
    for line in lines:
        row = found[line.id]
        line.payee, line.payee_id_number = payee_of(row, members.get(line.household_id, []))
        line.village, line.bank, line.account_number = row.village, row.bank, row.account_number


def _require_current(unit: Unit, batch: GrantBatch, lines: list[GrantLine]) -> None:
    programmes = [row.programme for row in queries.rates_of(unit.session, [batch.id])[batch.id]]
    now = {
        (row.household_id, row.programme): row.heads
        for row in queries.heads(unit.session, programmes, batch.month)
    }
    changed = [row for row in lines if now.get((row.household_id, row.programme)) != row.heads]
    listed = queries.listed(unit.session, batch.id)
    missed = now.keys() - listed
    if changed or missed:
        raise Refused(
            f"名单生成以后待遇或人口有变化：{len(changed)} 户不同、{len(missed)} 户新增。没有改动任何内容；"
            "请作废后重新生成。"
        )


def withdraw_batch(unit: Unit, batch_id: str) -> None:
    """作废 a batch nobody has confirmed."""
    batch = _open(unit, batch_id)
    batch.state = "withdrawn"
    unit.about(batch.id)


def batches(unit: Unit) -> list[BatchRow]:
    """Every batch, the newest first."""
    found = queries.batches(unit.session)

    def beside(row: Any) -> str:
        """What the head should know before a second batch of the same kind and month is confirmed."""
        others = queries.confirmed(unit.session, row.kind, row.month) if row.state == "draft" else []
        told = "、".join(f"{other.number}（{other.notice}）" for other in others)
        return f"同一种类、同一月份已确认过 {told}，请核对是不是同一件事" if told else ""

    rates = queries.rates_of(unit.session, [row.id for row in found])
    return [
        BatchRow(
            id=row.id,
            number=row.number,
            kind=row.kind,
            kind_label=KINDS[row.kind],
            notice=row.notice,
            month=row.month,
            rates="；".join(
                f"{label_of(unit, one.programme)} {shown(one.per_head)} 元/人" for one in rates[row.id]
            ),
            heads=row.heads,
            total=row.total,
            state=row.state,
            state_label=STATES[row.state],
            maker=row.maker,
            made_on=row.made_on,
            confirmer=row.confirmer or "",
            mine=row.made_by == unit.actor.operator_id,
            beside=beside(row),
            version=row.version,
        )
        for row in found
    ]


def lines(unit: Unit, batch_id: str) -> list[BatchLine]:
    """The list of a batch, by village and number."""
    return [
        BatchLine(
            id=row.id,
            household_number=row.household_number,
            name=row.head_name,
            village=row.village,
            programme=label_of(unit, row.programme),
            heads=row.heads,
            amount=row.amount,
            excluded=row.excluded,
        )
        for row in queries.lines_of(unit.session, batch_id)
    ]
