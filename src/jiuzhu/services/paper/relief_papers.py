"""Papers about money given once: 领款单, 备用金 (F26), 倒损住房台账 (F28), the roster of a batch."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from jiuzhu.domain.application import Application
from jiuzhu.domain.approving import Decision
from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.dossier_relief import (
    BatchLine,
    BatchPart,
    DamagePart,
    PayoutPart,
    ReserveLine,
    ReservePart,
)
from jiuzhu.domain.exporting import Said
from jiuzhu.domain.money import in_words
from jiuzhu.domain.relief import GrantBatch, Payout, ReserveClosing, ReserveRequest
from jiuzhu.errors import Refused
from jiuzhu.services.casework import file_parts, files
from jiuzhu.services.granting import batches
from jiuzhu.services.granting.rosters import require_month
from jiuzhu.services.ledger import exporting
from jiuzhu.services.ledger.exporting import Leaving
from jiuzhu.services.ledger.relief_ledgers import batch_lines, damage_lines
from jiuzhu.services.paper.papers import Issued, leave, leave_list
from jiuzhu.services.relief import paying_out, reserve, reserve_view
from jiuzhu.storage.queries import damages, grants, ledgers
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries import papers as queries
from jiuzhu.storage.queries import reserve as reserve_queries
from jiuzhu.storage.queries.ledgers import Filters
from jiuzhu.storage.unit import Unit


def _issue(  # noqa: PLR0917  # a paper, what it is about and where it goes
    unit: Unit,
    form_id: str,
    dossier: Dossier,
    folder: Path,
    about: str,
    number: str = "",
    case: str = "",
    leaving: Leaving | None = None,
) -> Issued:
    """One paper; `number` is its own, else it takes a 文 number and is found again by its title."""
    dossier.office = file_parts.office_part(unit.desk)
    form = unit.desk.forms[form_id]
    title = f"{form.title} {about}".strip()
    found = (
        queries.numbered(unit.session, number)
        if number
        else queries.newest_titled(unit.session, form_id, title)
    )
    return leave(
        unit, form, dossier, folder, title=title, found=found, own_number=number, kind="paper",
        application_id=case or None, leaving=leaving,
    )  # fmt: skip


def issue_receipt(unit: Unit, payout_id: str, folder: Path) -> Issued:
    """领款单 of a payout; its number is the payout's."""
    unit.require("print")
    row = unit.get(Payout, payout_id)
    application = unit.get(Application, row.application_id)
    decision = unit.get(Decision, row.decision_id) if row.decision_id else None
    names = file_rows.operator_names(unit.session)
    incidents = files.load_rows(unit, application.id).incidents
    cause = unit.desk.label("incident_kind", incidents[-1].kind) if incidents else "受灾"
    part = PayoutPart(
        number=row.number,
        case_number=application.number,
        decision_number=decision.number if decision else "",
        kind=unit.desk.label("item", decision.programme) if decision else "",
        cause=cause,
        payee=row.payee_name,
        id_number=row.payee_id_number,
        amount=row.amount,
        amount_words=in_words(row.amount),
        form=paying_out.FORMS[row.form],
        source=paying_out.SOURCES[row.source],
        account_number=row.account_number,
        paid_on=row.paid_on,
        handler=names[row.handler_id],
        approver=names[decision.decided_by] if decision else "",
        receipt=row.receipt,
        collector_name=row.collector_name,
        collector_id_number=row.collector_id_number,
        collector_relation=row.collector_relation,
        collector_document=row.collector_document,
        note=f"已于 {row.returned_on} 退回：{row.returned_reason}" if row.returned_on else row.note,
    )
    return _issue(
        unit, "F25R", Dossier(payout=part), folder, row.payee_name, number=row.number, case=application.id
    )


def _reserve_lines(found: Sequence[reserve_view.EntryRow]) -> list[ReserveLine]:
    """Lines as the paper shows them: the case's number, or that of the request that brought the money."""
    names = [name for name in ReserveLine.__dataclass_fields__ if name != "number"]
    return [
        ReserveLine(number=row.number or row.request_number, **{name: getattr(row, name) for name in names})
        for row in found
    ]


def _summed(lines: Sequence[ReserveLine], name: str) -> Decimal:
    return sum((getattr(line, name) or Decimal("0.00") for line in lines), Decimal("0.00"))


def issue_reserve_month(unit: Unit, month: str, folder: Path, said: Said) -> Issued:
    """F26 of a month (YYYY-MM): what was there before, every line, what is left."""
    unit.require("print")
    require_month(month)
    found = reserve_queries.listed(unit.session, Filters(month=month))
    lines = _reserve_lines(reserve_view.worded(unit, found))
    first, last = reserve_queries.days_of(month)
    left = reserve_queries.balance_on(unit.session, last)
    if left is None:
        raise Refused(f"{month} 还没有建立备用金台账。没有打印任何文书。")
    money_in, money_out = _summed(lines, "money_in"), _summed(lines, "money_out")
    opening = left - money_in + money_out
    before = reserve_queries.balance_on(unit.session, date.fromordinal(first.toordinal() - 1))
    if opening != (before or Decimal(0)):
        msg = "a month of the reserve does not begin where the month before ended"
        raise RuntimeError(msg)
    part = ReservePart(
        month=month,
        size=_size(unit),
        opening=opening,
        money_in=money_in,
        money_out=money_out,
        balance=left,
        balance_words=in_words(left),
        lines=lines,
    )
    what = exporting.what_of(unit, "pdf", "reserve", {"month": month})
    return leave_list(
        unit,
        what,
        said,
        lambda leaving: _issue(unit, "F26", Dossier(reserve=part), folder, month, leaving=leaving),
    )


def _size(unit: Unit) -> Decimal:
    value = reserve.size(unit).value
    return value if isinstance(value, Decimal) else Decimal(str(value))


def issue_request(unit: Unit, request_id: str, folder: Path) -> Issued:
    """补充申请: what the reserve should hold, what it holds, and what it paid since money last arrived."""
    unit.require("print")
    row = unit.get(ReserveRequest, request_id)
    names = file_rows.operator_names(unit.session)
    lines = reserve_view.worded(unit, reserve_queries.listed(unit.session, Filters(date_to=row.requested_on)))
    arrivals = [line.position for line in lines if line.money_in is not None and not line.payout_id]
    since = max(arrivals, default=0)
    paid = [line for line in lines if line.position > since]
    part = ReservePart(
        month=month_of(row.requested_on),
        size=row.balance + row.amount,
        balance=row.balance,
        balance_words=in_words(row.balance),
        request_number=row.number,
        requested_on=row.requested_on,
        requested_by=names[row.requested_by],
        amount=row.amount,
        amount_words=in_words(row.amount),
        lines=_reserve_lines(paid),
    )
    return _issue(
        unit, "F26R", Dossier(reserve=part), folder, row.requested_on.isoformat(), number=row.number
    )


def issue_closing(unit: Unit, closing_id: str, folder: Path) -> Issued:
    """月结: book, count and both hands; refused until the second hand signed."""
    unit.require("print")
    row = unit.get(ReserveClosing, closing_id)
    if row.second_signer_id is None:
        raise Refused(f"{row.month} 的盘点还没有人复核签字。没有打印任何文书；请另一位同事先复核。")
    names = file_rows.operator_names(unit.session)
    sums = reserve_queries.sums(unit.session, Filters(month=row.month))
    part = ReservePart(
        month=row.month,
        size=_size(unit),
        opening=row.book - sums["money_in"] + sums["money_out"],
        money_in=sums["money_in"],
        money_out=sums["money_out"],
        balance=row.book,
        balance_words=in_words(row.book),
        counted=row.counted,
        difference=row.counted - row.book,
        explanation=row.explanation,
        counted_by=names[row.first_signer_id],
        counted_on=row.closed_on,
        signed_by=names[row.second_signer_id],
        signed_on=row.signed_on,
    )
    return _issue(unit, "F26C", Dossier(reserve=part), folder, row.month)


def issue_damage(
    unit: Unit,
    folder: Path,
    *,
    since: date | None = None,
    until: date | None = None,
    village: str = "",
    application_id: str = "",
    said: Said | None = None,
) -> Issued:
    """F28: the households struck in a period, in a village or everywhere, or the one of an application.

    Only the paper of one application needs nothing stated.
    """
    unit.require("print")
    filters = Filters(date_from=since, date_to=until, village=village)
    found = damages.listed(unit.session, filters, application_id)
    if not found:
        raise Refused("没有登记倒损住房。没有打印任何文书。")
    sums = damages.sums(unit.session, filters, application_id)
    part = DamagePart(
        since=since or min(row.happened_on for row in found),
        until=until or max(row.happened_on for row in found),
        households=len(found),
        population=int(sums["population"]),
        collapsed=int(sums["collapsed"]),
        severe=int(sums["severe"]),
        slight=int(sums["slight"]),
        amount=sums["amount"],
        amount_words=in_words(sums["amount"]),
        lines=damage_lines(unit, found),
    )
    where = found[0].number if application_id else f"{part.since} 至 {part.until} {village}"
    if application_id:
        return _issue(unit, "F28", Dossier(damage=part), folder, where, case=application_id)
    if said is None:
        raise TypeError("a list of households needs to be told what for")
    about = {"date_from": since, "date_to": until, "village": village}
    what = exporting.what_of(unit, "pdf", "damaged_houses", about)
    return leave_list(
        unit,
        what,
        said,
        lambda leaving: _issue(unit, "F28", Dossier(damage=part), folder, where, leaving=leaving),
    )


def issue_batch(unit: Unit, batch_id: str, folder: Path, said: Said) -> Issued:
    """发放花名册 of a confirmed batch; its number is the batch's."""
    unit.require("print")
    row = unit.get(GrantBatch, batch_id)
    if row.state != "confirmed":
        raise Refused(f"批次 {row.number} 还没有确认。没有打印任何文书；请审批岗位的同事先确认。")
    names = file_rows.operator_names(unit.session)
    lines: list[BatchLine] = []
    for piece in ledgers.pieces(unit.session, grants.lines(Filters(), row.id)):
        lines += batch_lines(unit, [one for one in piece if not one.excluded], len(lines))
    total = sum((line.amount for line in lines), Decimal("0.00"))
    if total != row.total:
        msg = "the lines of a batch do not add up to its total"
        raise RuntimeError(msg)
    told = next(one for one in batches.batches(unit) if one.id == row.id)
    part = BatchPart(
        number=row.number,
        kind=told.kind_label,
        notice=row.notice,
        month=row.month,
        rates=told.rates,
        households=grants.households_of(unit.session, row.id),
        heads=row.heads,
        total=total,
        total_words=in_words(total),
        maker=told.maker,
        confirmer=names[row.confirmed_by] if row.confirmed_by else "",
        state=told.state_label,
        lines=lines,
    )
    what = exporting.what_of(unit, "pdf", "grants", {"batch": row.id})
    about = f"{told.kind_label} {row.month}"
    return leave_list(
        unit,
        what,
        said,
        lambda leaving: _issue(
            unit, "F21B", Dossier(batch=part), folder, about, number=row.number, leaving=leaving
        ),
    )
