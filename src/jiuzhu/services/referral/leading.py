"""主动发现: a lead from the village, 12345, a petition or a department ends in a case, a referral or a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.identity_number import check, masked, normalised
from jiuzhu.domain.merging import Shown
from jiuzhu.domain.office import Operator
from jiuzhu.domain.rights import RIGHTS
from jiuzhu.domain.transferring import Lead
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused, UserError
from jiuzhu.services.counter import intake
from jiuzhu.services.office import merging
from jiuzhu.services.referral.lead_case import NOBODY, case_of, case_source
from jiuzhu.storage.queries import obligations, people
from jiuzhu.storage.queries import transfers as queries
from jiuzhu.storage.search import initials
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody told of a family."""

    source: str
    name: str
    content: str
    found_on: date
    reporter: str = ""
    id_number: str = ""
    phone: str = ""
    village: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class LeadRow:
    """One lead in the list."""

    id: str
    number: str
    source: str
    name: str
    id_masked: str
    village: str
    content: str
    owner: str
    owner_id: str
    found_on: date
    due_on: date
    colour: str
    person_id: str
    visit_found: str
    state: str
    outcome: str
    same: list[str]  # other leads that may speak of the same person
    phone: str
    address: str
    reporter: str
    visited_on: date | None
    closed_on: date | None
    reason: str
    application_number: str  # of the case it became
    transfer_to: str  # the unit it was handed to


@dataclass(frozen=True, slots=True)
class Recorded:
    """A lead with its number, and other leads that may speak of the same person."""

    number: str
    same: list[str]
    receives: list[str]  # kinds of assistance paid to the household or the person now, in words


OUTCOMES = {"case": "已立案受理", "referral": "已转介", "reason": "不予立案"}


def record_lead(unit: Unit, told: Told) -> Recorded:
    """登记线索. Known people are found by ID number only; another lead of the same name is told, nothing follows from it."""
    unit.require("transfer")
    problems = []
    if told.source not in unit.desk.codes["lead_source"].offered:
        problems.append(Problem("source", "请选择线索来源。"))
    if not told.name.strip():
        problems.append(Problem("name", "请填写困难对象的姓名；不知道的写“不详”。"))
    if told.found_on > unit.today:
        problems.append(Problem("found_on", "发现日期还没有到，请核对。"))
    number = _sound_number(unit, told.id_number, problems)
    if problems:
        raise InvalidInput(problems)
    content = written(told.content, "反映的情况", "content")
    person_id, household_id = _known(unit, number)
    days = unit.desk.policy.in_force(unit.desk.office.district, unit.today).number("lead.wd")
    made = unit.add(
        Lead(
            number=unit.number("lead"),
            source=told.source,
            found_on=told.found_on,
            reporter=told.reporter.strip(),
            name=told.name.strip(),
            initials=initials(told.name.strip()),
            id_number=number,
            phone=told.phone.strip(),
            village=told.village.strip(),
            address=told.address.strip(),
            content=content,
            person_id=person_id,
            household_id=household_id,
            owner_id=unit.actor.operator_id,
            due_on=unit.desk.calendar.add_working_days(unit.today, days).day,
        )
    )
    unit.about(made.id)
    return _recorded(unit, made)


def _sound_number(unit: Unit, typed: str, problems: list[Problem]) -> str:
    """An ID number as it is stored, "" for none; what is wrong with it joins `problems`."""
    number = normalised(typed)
    if number:
        try:
            check(number, on=unit.today)
        except UserError as error:
            problems.append(Problem("id_number", error.message))
    return number


def _known(unit: Unit, number: str) -> tuple[str | None, str | None]:
    """The person of an ID number and where they live, as far as they are on record."""
    known = people.by_id_number(unit.session, [number]) if number else []
    homes = people.households_of(unit.session, [known[0].id], unit.today) if known else []
    return (known[0].id if known else None), (homes[0].household_id if homes else None)


def _recorded(unit: Unit, row: Lead) -> Recorded:
    """What else is known of the person of a lead: other leads, and what is paid already."""
    paid = []
    if row.household_id and row.person_id:
        paid = obligations.every(unit.session, row.household_id, row.person_id)
    month = month_of(unit.today)
    kinds = dict.fromkeys(one.programme for one in paid if one.covers(month))
    same = _same(row, queries.leads_like(unit.session, {row.name}, _numbers([row])))
    return Recorded(row.number, same, [unit.desk.label("item", code) for code in kinds])


def _numbers(rows: Iterable[Any]) -> set[str]:
    return {row.id_number for row in rows if row.id_number}


def _same(row: Any, others: Iterable[Lead]) -> list[str]:
    """Leads that may speak of the person of one, in words: by the ID number where both have one, else by name and village."""
    return [_seen(one) for one in others if one.id != row.id and _may_be(row, one)]


def _seen(other: Lead) -> str:
    state = OUTCOMES.get(other.outcome, "待核实")
    return f"{other.number}（{'，'.join(filter(None, (f'{other.found_on} 发现', other.village, state)))}）"


def _may_be(row: Any, other: Lead) -> bool:
    if row.id_number and other.id_number:
        return bool(row.id_number == other.id_number)
    if row.name != other.name or row.name == NOBODY:
        return False
    return not (row.village and other.village) or bool(row.village == other.village)


def _open_one(unit: Unit, lead_id: str) -> Lead:
    unit.require("supervise")
    row = unit.get(Lead, lead_id)
    if row.state != "open":
        raise Refused(f"线索 {row.number} 已经办结。没有改动任何内容。")
    unit.about(row.id)
    return row


def record_lead_visit(unit: Unit, lead_id: str, on: date, found: str, *, before: Shown | None = None) -> None:
    """上门核实, or by telephone: when and what was found. `before`: see `merging`."""
    row = _open_one(unit, lead_id)
    if not row.found_on <= on <= unit.today:
        raise InvalidInput([Problem("on", "核实日期要在发现以后、今天以前。")])
    typed = {"on": on, "found": written(found, "核实情况", "found")}
    columns = {"on": "visited_on", "found": "visit_found"}
    merging.save(unit, row, typed, before, about=[row.id], together=[tuple(typed)], columns=columns)


def correct_lead(
    unit: Unit,
    lead_id: str,
    *,
    name: str,
    id_number: str = "",
    village: str = "",
    before: Shown | None = None,
) -> Recorded:
    """更正: who it really is, as found out by whoever looked; the name told first stays beside what was found.

    Tells other leads that may speak of the same person. Refused before somebody looked. `before`: see `merging`; of the number
    the list shows only its ends.
    """
    row = _open_one(unit, lead_id)
    if row.visited_on is None:
        raise Refused(
            "还没有登记核实，不能更正是谁。没有改动任何内容；请先“登记核实”（上门或电话），再更正。"
        )
    problems = []
    if not name.strip():
        problems.append(Problem("name", "请填写核实后的姓名；仍不知道的写“不详”。"))
    number = _sound_number(unit, id_number, problems)
    if problems:
        raise InvalidInput(problems)
    if before is not None and masked(row.id_number) == before["id_number"]:
        before = before | {"id_number": row.id_number}
    typed = {"name": name.strip(), "id_number": number, "village": village.strip()}
    made = merging.merged(unit, row, typed, before, about=[row.id])
    if made["name"] != row.name:
        row.visit_found = f"{row.visit_found}（原登记姓名：{row.name}）"
    row.name, row.id_number, row.village = made["name"], made["id_number"], made["village"]
    row.initials = initials(row.name)
    row.person_id, row.household_id = _known(unit, row.id_number)
    return _recorded(unit, row)


def close_lead(
    unit: Unit, lead_id: str, outcome: str, *, reason: str, application_number: str = "", to: str = ""
) -> None:
    """办结: a case names an application of whom the lead speaks of, a referral the unit it went to, everything its reason.

    Nobody is turned away (不予立案) before somebody looked.
    """
    row = _open_one(unit, lead_id)
    said = written(reason, "办结理由", "reason")
    if outcome not in OUTCOMES:
        raise InvalidInput([Problem("outcome", "请选择办结方式。")])
    if outcome == "case":
        row.application_id = case_of(unit, row, application_number).id
    if outcome == "reason" and row.visited_on is None:
        raise InvalidInput([Problem("outcome", "不予立案的，先登记核实（上门或电话）的日期和情况，再办结。")])
    if outcome == "referral":
        row.transfer_to = written(to, "转介单位", "to", 2)
    row.outcome, row.reason, row.state = outcome, said, "closed"
    row.closed_by, row.closed_on = unit.actor.operator_id, unit.today


def give_lead(unit: Unit, lead_id: str, operator_id: str, *, before: Shown | None = None) -> None:
    """Hand a lead to a colleague at work who may look into it. `before`: see `merging`."""
    row = _open_one(unit, lead_id)
    owner = unit.get(Operator, operator_id)
    if owner.ended_on is not None or not RIGHTS["transfer"] & set(owner.roles.split()):
        raise Refused(f"{owner.name}的账号已停用，或没有核实线索的岗位，不能交给他办。没有改动任何内容。")
    columns, labels = {"to": "owner_id"}, {"to": "核实人"}
    merging.save(unit, row, {"to": owner.id}, before, about=[row.id], columns=columns, labels=labels)


def dossier_of(unit: Unit, lead_id: str) -> Dossier:
    """The form of an application from a lead: the household of who is known, else what was told; with its source."""
    unit.require("take")
    row = unit.get(Lead, lead_id)
    known = people.by_id_number(unit.session, [row.id_number]) if row.id_number else []
    person_id = row.person_id or (known[0].id if known else "")
    made = intake.from_person(unit, person_id) if person_id else intake.new_dossier(unit)
    made.application.source = case_source(row.source)
    if person_id:
        return made
    one, home = made.members[0], made.household
    one.name = "" if row.name == NOBODY else row.name
    if row.id_number:
        read = check(row.id_number, on=unit.today)
        one.id_number, one.birth, one.sex = read.number, read.birth, read.sex
    one.phone = home.phone = row.phone
    home.village, home.address = row.village, row.address
    return made


def leads(unit: Unit, states: tuple[str, ...] = ("open",), text: str = "", limit: int = 500) -> list[LeadRow]:
    """Leads in these states, those due first."""
    made = []
    found = queries.leads(unit.session, states, text, limit)
    by_name: dict[str, list[Lead]] = {}
    for one in queries.leads_like(unit.session, {row.name for row in found}, _numbers(found)):
        for key in {one.name, one.id_number} - {""}:
            by_name.setdefault(key, []).append(one)
    for row in found:
        like = {one.id: one for key in (row.name, row.id_number) if key for one in by_name.get(key, [])}
        left = (row.due_on - unit.today).days
        colour = "" if row.state == "closed" else "bad" if left < 0 else "warn" if left <= 1 else "ok"
        made.append(
            LeadRow(
                row.id, row.number, unit.desk.label("lead_source", row.source), row.name, masked(row.id_number), row.village,
                row.content, row.owner or "", row.owner_id or "", row.found_on, row.due_on, colour, row.person_id or "", row.visit_found,
                row.state, OUTCOMES.get(row.outcome, ""), _same(row, like.values()), row.phone, row.address, row.reporter,
                row.visited_on, row.closed_on, row.reason, row.application_number or "", row.transfer_to,
            )
        )  # fmt: skip
    return made
