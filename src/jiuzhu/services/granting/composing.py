"""登记金额构成: of what parts a 低保 consists that was taken over in one sum, told by one person and confirmed by another.

No amount changes. Once confirmed, 差额 and 分类重点救助 are known [57 Art 23], so a new standard and the share of one person
are computed for this household as for every other. Its property stays as it was judged until the next recheck.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.assessment.case import Case, make_case
from jiuzhu.domain.assessment.dibao import addons_of
from jiuzhu.domain.assessment.terms import terms_for
from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.composition import (
    DISABLED,
    FACTS,
    UNSAID,
    Composition,
    CompositionPart,
)
from jiuzhu.domain.household import Person
from jiuzhu.domain.money import shown
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.approval import levels
from jiuzhu.services.approval.recusing import require_unrelated
from jiuzhu.services.granting.composition_told import (
    ZERO,
    Part,
    Told,
    half_recorded,
    is_known,
    parts_of,
    problems_of,
)
from jiuzhu.services.household.household_facts import facts_on
from jiuzhu.storage.queries import adjustments as adjustment_rows
from jiuzhu.storage.queries import compositions as queries
from jiuzhu.storage.queries import household_facts, obligations
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class HeadRow:
    """Somebody who counts; `category` and `amount` what the records lead to today, `disabled` the item of the 残疾证.

    `half_recorded`: the kind or the grade of the certificate is missing, so no add-on follows from it.
    """

    person_id: str
    name: str
    category: str
    amount: Decimal | None
    has_certificate: bool
    disabled: Decimal | None
    half_recorded: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """The sum to be told the parts of: yuan a month, the standard it may rest on, and who counts."""

    monthly: Decimal
    standard: Decimal
    heads: list[HeadRow]


def whole(unit: Unit, household_id: str) -> Whole:
    """What is asked for of a household; `Refused` where nothing has to be told."""
    unit.require("monitor")
    row, case = _whole(unit, household_id)
    began = date.fromisoformat(f"{row.first_month}-01")
    standards = unit.desk.policy.in_force(unit.desk.office.district, min(began, unit.today))
    return Whole(
        row.monthly,
        terms_for(standards, case.terms.kind).standard,
        [_head(unit, case, one) for one in case.members],
    )


def _head(unit: Unit, case: Case, member: Any) -> HeadRow:
    found = {one.code: one for one in addons_of(case.terms, member, case.ages[member.id])}
    certificate = found.pop(DISABLED, None)
    best = next(iter(found.values()), None)
    code = ""
    if best is not None:
        code = best.code
        if code in {"student", "preschool"}:
            code = "preschool" if member.student in UNSAID else member.student
    return HeadRow(
        member.id,
        case.names[member.id],
        code,
        best.amount if best else None,
        bool(member.disability),
        certificate.amount if certificate else None,
        half_recorded(unit, member.id),
    )


def _whole(unit: Unit, household_id: str) -> tuple[Entitlement, Case]:
    row = queries.dibao_of(unit.session, household_id, month_of(unit.today))
    if row is None:
        raise Refused("这户没有在享受的低保，不用登记金额构成。没有改动任何内容。")
    if not obligations.taken_over(unit.session, {row.application_id}):
        raise Refused("这户低保的差额救助和分类重点救助已经分开，不用登记金额构成。没有改动任何内容。")
    if household_facts.basis_of(unit.session, household_id):
        raise Refused(
            "这户已有审核确认的经济状况，金额按它计算，不用登记金额构成。没有改动任何内容；有变化的，提出调整。"
        )
    if row.tapers:
        raise Refused(f"这户正在渐退（到 {row.last_month} 为止），金额不再按构成计算。没有改动任何内容。")
    facts = facts_on(unit, household_id, unit.today)
    standards = unit.desk.policy.in_force(unit.desk.office.district, unit.today)
    return row, make_case(facts, terms_for(standards, facts.kind))


def propose_composition(unit: Unit, household_id: str, told: Told) -> str:
    """登记金额构成; returns its number. Nothing is computed by it before another person has confirmed it.

    Refused when the parts do not come to the stored sum to the cent, or a record speaks against an add-on.
    """
    unit.require("monitor")
    row, case = _whole(unit, household_id)
    waiting = queries.open_of(unit.session, household_id)
    if waiting:
        raise Refused(f"这户已有等待确认的金额构成 {waiting.number}。没有改动任何内容；请先办完那一件。")
    problems = problems_of(unit, row, case, told)
    if problems:
        raise InvalidInput(problems)
    made = unit.add(
        Composition(
            number=unit.number("composition"),
            household_id=household_id,
            decision_id=row.decision_id,
            monthly=row.monthly,
            base=told.base,
            addons=row.monthly - told.base,
            standard=told.standard,
            document="" if is_known(unit, case, told.standard) else told.document.strip(),
            income=told.standard * len(case.members) - told.base,
            evidence=_evidence(case, told),
            proposed_by=unit.actor.operator_id,
            proposed_on=unit.today,
        )
    )
    rows = [part for one in case.members for part in parts_of(told, one.id) or [Part(one.id, "", ZERO)]]
    for place, part in enumerate(rows):
        unit.add(
            CompositionPart(
                composition_id=made.id,
                person_id=part.person_id,
                category=part.category,
                amount=part.amount,
                position=place,
            )
        )
    unit.about(household_id)
    return made.number


def _evidence(case: Case, told: Told) -> str:
    """From what it is known, and of whom was looked up that nothing is in it for their certificate."""
    names = [case.names[one.id] for one in case.members if one.id in told.without]
    looked = [f"已查明{'、'.join(names)}没有残疾的分类重点救助"] if names else []
    return "；".join([written(told.evidence, "从哪里查到的", "evidence"), *looked])


def _open(unit: Unit, composition_id: str) -> Composition:
    row = unit.get(Composition, composition_id)
    if row.state != "proposed":
        raise Refused(f"金额构成 {row.number} 已经办结。没有改动任何内容。")
    return row


def decide_composition(
    unit: Unit, composition_id: str, *, confirmed: bool, note: str = "", seen: int | None = None
) -> None:
    """确认金额构成, by another person than who told it, who reaches as far as the grant.

    What was recorded of nobody before, an illness or a school an add-on stands on, is recorded with it. Refused when the
    sum or who counts is not what it was when it was told.
    """
    unit.require("decide")
    row = _open(unit, composition_id)
    unit.unchanged(row, seen)
    levels.require(unit, levels.of_programme(unit, "dibao"))
    if row.proposed_by == unit.actor.operator_id:
        raise Refused("这件金额构成是您登记的，不能由您确认。没有改动任何内容；请另一位同事确认。")
    require_unrelated(unit, row.household_id)
    if confirmed:
        _settle(unit, row)
    else:
        note = written(note, "不确认的理由", "note")
    _decide(unit, row, "confirmed" if confirmed else "refused", note.strip())


def _settle(unit: Unit, row: Composition) -> None:
    grant, case = _whole(unit, row.household_id)
    parts = queries.parts_of(unit.session, row.id)
    counted = {one.id for one in case.members} == {one.person_id for one in parts}
    if (grant.decision_id, grant.monthly) != (row.decision_id, row.monthly) or not counted:
        raise Refused(
            "登记以后这户的金额或计入的成员有变化。没有改动任何内容；请写明理由退回，由登记人重新登记。"
        )
    if adjustment_rows.open_adjustments(unit.session, grant.id):
        raise Refused("这户低保有等待审批的调整。没有改动任何内容；请先办完那一件，再确认金额构成。")
    grant.base, grant.addons = row.base, row.addons
    members = {one.id: one for one in case.members}
    for part in parts:
        name, code = FACTS.get(part.category, ("", ""))
        known = {
            one.code for one in addons_of(case.terms, members[part.person_id], case.ages[part.person_id])
        }
        person = unit.get(Person, part.person_id)
        if name and part.category not in known and getattr(person, name) in UNSAID:
            setattr(person, name, code)


def _decide(unit: Unit, row: Composition, state: str, note: str = "") -> None:
    row.state, row.decision_note = state, note
    row.decided_by, row.decided_on = unit.actor.operator_id, unit.today
    unit.about(row.household_id)


def withdraw_composition(unit: Unit, composition_id: str) -> None:
    """撤回, by who told it."""
    unit.require("monitor")
    row = _open(unit, composition_id)
    if row.proposed_by != unit.actor.operator_id:
        raise Refused("只有登记人可以撤回。没有改动任何内容；不同意的由审批岗位的同事退回。")
    _decide(unit, row, "withdrawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositionRow:
    """One composition that waits; `told` names its add-ons, `mine` says that who looks told it.

    `document` is the paper of a standard the policy does not have, "" where it has it.
    """

    id: str
    number: str
    household_id: str
    household_number: str
    village: str
    name: str
    monthly: Decimal
    base: Decimal
    addons: Decimal
    standard: Decimal
    document: str
    income: Decimal
    told: str
    evidence: str
    proposer: str
    proposed_on: date
    mine: bool
    barred: str
    version: int


def proposed(unit: Unit, text: str = "") -> list[CompositionRow]:
    """Compositions that wait for a second person, the oldest first."""
    unit.require("read")
    rows = queries.proposed(unit.session, text)
    parts = queries.told_parts(unit.session, [row.id for row in rows])
    labels = unit.desk.codes["addon_category"].labels
    level = levels.of_programme(unit, "dibao")
    return [
        CompositionRow(
            id=row.id, number=row.number, household_id=row.household_id, household_number=row.household_number,
            village=row.village, name=row.name, monthly=row.monthly, base=row.base, addons=row.addons,
            standard=row.standard, document=row.document, income=row.income, evidence=row.evidence, proposer=row.proposer,
            proposed_on=row.proposed_on, mine=row.proposed_by == unit.actor.operator_id,
            barred=levels.barred(unit, level, row.proposed_by), version=row.version,
            told="；".join(
                f"{one.name} {labels.get(one.category, one.category)} {shown(one.amount)} 元" for one in parts.get(row.id, [])
            ),
        )
        for row in rows
    ]  # fmt: skip
