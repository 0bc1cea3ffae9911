"""公示: posted, objected to, posted again, run out, and the file sent to the authority."""

from collections.abc import Iterable
from datetime import date

from jiuzhu.domain import application as app
from jiuzhu.domain.approving import Objection, PublicNotice
from jiuzhu.domain.deadlines import next_step, notice_end, working_posting
from jiuzhu.domain.household import is_minor
from jiuzhu.domain.obligations import MAIN
from jiuzhu.domain.policy import Standards
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused, UserError
from jiuzhu.services.approval.proposing import Proposal, given, granted, proposals, shares_of
from jiuzhu.services.casework import files, moving
from jiuzhu.services.casework.files import standards_of
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit

_OF_PERSONS = {"dibao": "（单人户）", "tekun": ""}
"""Posted programmes that may belong to some of a household alone, and what is said of their names."""

DISPUTED = "公示异议"
"""The special reason that gives the file its longer clock (40 working days, 渝民发〔2023〕3号)."""


def _period(standards: Standards, notice: PublicNotice, way: str) -> tuple[int, bool]:
    """How many days, and whether working days are meant.

    特困 is posted again for the whole period [43 Art 15]; everything else for the shorter one [TL Art 18(3)].
    """
    if notice.repost and way != "tekun":
        return standards.number("republicity.days"), False
    return standards.number("publicity.days"), working_posting(standards)


def earliest_close(unit: Unit, rows: FileRows) -> date | None:
    """The first working day after the newest notice has run out; None when nothing was posted."""
    if not rows.notices:
        return None
    notice = rows.notices[-1]
    days, working = _period(standards_of(unit, rows), notice, rows.application.way)
    return next_step(notice.posted_on, days, unit.desk.calendar, working=working).day


def post_notice(unit: Unit, application_id: str, place: str) -> str:
    """张榜公示: 7 days, after an objection 3 [57 Art 19; TL Art 18(3)]. Returns the notice's number.

    The row holds what may be posted and nothing else: member count, programmes, amount; the paper adds the name.
    """
    application = unit.get(app.Application, application_id)
    moving.move(unit, application, "post_notice", "posted")
    where = place.strip()
    if not where:
        raise InvalidInput([Problem("place", "请填写公示地点，例如村（社区）公示栏。")])
    rows = files.load_rows(unit, application_id)
    dossier = files.build(unit.desk, rows, unit.today)
    found = [
        one
        for one in proposals(unit.desk, rows, files.assessment_of(unit.desk, dossier, rows, unit.today))
        if one.grants
    ]
    # a main category alone is posted when there is one: a subsidy tells of a disability
    posted = [one for one in found if one.item.programme in MAIN] or found
    if not posted:
        raise Refused("现在的认定没有可公示的事项。没有改动任何内容；请核对数字后重新提出初审意见。")
    members, persons = _meant(unit, rows, posted, dossier.household.size)
    last = rows.notices[-1] if rows.notices else None
    again = last is not None and any(row.notice_id == last.id for row in rows.objections)
    notice = PublicNotice(
        application_id=application.id,
        number=unit.number("notice"),
        place=where,
        posted_on=unit.today,
        ends_on=unit.today,
        repost=again,
        members=members,
        persons=persons,
        monthly=granted(posted),
        amount=given(posted),
        programmes=" ".join(one.item.programme for one in posted),
        posted_by=unit.actor.operator_id,
    )
    days, working = _period(standards_of(unit, rows), notice, application.way)
    notice.ends_on = notice_end(unit.today, days, unit.desk.calendar, working=working).day
    unit.add(notice)
    moving.settle_due(unit, application)
    return notice.number


def _meant(unit: Unit, rows: FileRows, posted: list[Proposal], size: int) -> tuple[int, str]:
    """How many people, and who, where what is posted is 单人户 or 特困 of some of them. No child is named."""
    own = {one.item.programme: shares_of(one.finding) for one in posted if one.item.programme in _OF_PERSONS}
    told = {code: _names(unit, rows, who) for code, who in own.items() if who}
    if not told:
        return size, ""
    if len(told) == len(posted) == 1:
        (who,) = (set(shares) for shares in own.values())
        alone = who == {row.person_id for row in rows.members if row.counted}
        return len(who), "" if alone else next(iter(told.values()))
    words = [
        f"{unit.desk.label('item', code)}只保障{names}{_OF_PERSONS[code]}" for code, names in told.items()
    ]
    return size, "；".join(words)


def _names(unit: Unit, rows: FileRows, who: Iterable[str]) -> str:
    people = [rows.people[one] for one in who]
    names = [one.name for one in people if not is_minor(one.birth, unit.today)]
    return "、".join(names if len(names) == len(people) else [*names, "申请人家庭的未成年人"])


def close_notice(unit: Unit, application_id: str) -> None:
    """公示期满: from the first working day after the period, when nobody objects."""
    application = unit.get(app.Application, application_id)
    moving.move(unit, application, "close_notice", "to_submit")
    rows = files.load_rows(unit, application_id)
    earliest = earliest_close(unit, rows)
    if earliest is None:
        msg = "a posted application has no notice"
        raise RuntimeError(msg)
    notice = rows.notices[-1]
    if unit.today < earliest:
        raise Refused(
            f"公示到 {notice.ends_on:%Y-%m-%d} 期满，下一步最早 {earliest:%Y-%m-%d}。没有改动任何内容。"
        )
    if any(row.settled_on is None for row in rows.objections):
        raise Refused("还有异议没有结论，不能结束公示。没有改动任何内容；请先登记复查结论。")
    notice.closed_on = unit.today
    moving.settle_due(unit, application)


def object_to_notice(unit: Unit, application_id: str, objector: str, content: str) -> None:
    """登记异议: the posting stops, the longer clock holds from here. `objector` may stay empty (anonymous)."""
    application = unit.get(app.Application, application_id)
    moving.move(unit, application, "object_to_notice", "objected")
    said = written(content, "异议内容", "content")
    rows = files.load_rows(unit, application_id)
    unit.add(
        Objection(
            application_id=application.id,
            notice_id=rows.notices[-1].id,
            received_on=unit.today,
            objector=objector.strip(),
            content=said,
        )
    )
    if DISPUTED not in application.special_reason:
        reasons = [application.special_reason, DISPUTED]
        application.special_reason = "；".join(reason for reason in reasons if reason)
    moving.settle_due(unit, application)


def settle_objection(unit: Unit, application_id: str, investigation: str, reply: str, outcome: str) -> None:
    """异议复查结论: `dismissed` is posted again, `upheld` goes back to the survey [57 Art 19]."""
    if outcome not in {"dismissed", "upheld"}:
        raise UserError("请选择复查结论：异议不成立，或异议成立。", field="outcome")
    application = unit.get(app.Application, application_id)
    target = "to_post" if outcome == "dismissed" else "investigating"
    moving.move(unit, application, "settle_objection", target)
    looked = written(investigation, "复查经过", "investigation")
    told = written(reply, "给异议人的答复", "reply")
    for row in files.load_rows(unit, application_id).objections:
        if row.settled_on is None:
            row.investigation, row.reply, row.outcome = looked, told, outcome
            row.settled_on = unit.today
    moving.settle_due(unit, application)


def submit(unit: Unit, application_id: str) -> None:
    """上报审核确认: the authority's 10 working days begin [57 Art 20]."""
    application = unit.get(app.Application, application_id)
    moving.move(unit, application, "submit", "submitted")
    application.sent_on = unit.today
    moving.settle_due(unit, application)
