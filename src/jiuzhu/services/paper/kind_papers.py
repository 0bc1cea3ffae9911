"""Papers only one kind of assistance has (F23, F24, F35): when they are ready, and what they say beside the file."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from jiuzhu.domain.assessment.assess import Assessment
from jiuzhu.domain.assessment.explain import explain
from jiuzhu.domain.assessment.finding import ENTITLED, Finding, about
from jiuzhu.domain.assessment.rigid import KINDS, ratio_text
from jiuzhu.domain.caring import SelfCare
from jiuzhu.domain.dossier import Dossier, MemberPart
from jiuzhu.domain.dossier_kinds import (
    ParentLine,
    RigidPart,
    SelfCareLine,
    SpendingKind,
    SpendingLine,
    SubsidyLine,
    SubsidyPart,
)
from jiuzhu.domain.facts_of import figure_of, self_paid_of
from jiuzhu.domain.household import ADULT
from jiuzhu.domain.money import in_words
from jiuzhu.services.casework import file_parts, files
from jiuzhu.services.casework.assessing import finding_parts, monthly_of
from jiuzhu.services.survey.caring import AGAIN
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit

_ZERO = Decimal("0.00")
_COUNTS = {"with_living": "含必要生活支出", "without_living": "不含必要生活支出"}

SUBSIDY_OF = {
    "F35A": "disability_living",
    "F35B": "disability_care",
    "F35C": "orphan",
    "F35D": "unsupported_child",
}
"""Application form of a subsidy of persons → its programme."""

OF_KINDS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("F23A", "F23B", "F23C", "F23D"), frozenset({"tekun"})),
    **dict.fromkeys(("F24A", "F24B"), frozenset({"edge", "rigid"})),
    "F24C": frozenset({"rigid"}),
    **{form: frozenset({programme}) for form, programme in SUBSIDY_OF.items()},
}
"""Paper → the kinds of assistance one of which must be asked for."""

SIGNED_ON = frozenset({"F23C", "F24B", "F24C", *SUBSIDY_OF})
"""Papers that speak of a signed decision on what it was signed on."""


def fill(unit: Unit, form_id: str, dossier: Dossier, application_id: str) -> None:
    """Put into the dossier what only these papers say, on the figures the dossier holds."""
    rows = files.load_rows(unit, application_id)
    if dossier.decision.result == "refused":  # nothing is granted: no sum of zero is written
        dossier.decision.monthly, dossier.decision.monthly_words = None, ""
    if dossier.opinion.result == "refuse":
        dossier.opinion.monthly = None
    if form_id in {"F23C", "F23D"}:
        signed = [row for row in rows.self_care if row.reason != AGAIN]
        dossier.self_care = _self_care(rows, signed if form_id == "F23C" else rows.self_care)
    if form_id in {"F23C", "F24B"}:  # what else was looked at stands in the explanation
        dossier.findings = [one for one in dossier.findings if one.programme in OF_KINDS[form_id]]
    if form_id in {"F24B", "F24C"}:
        dossier.rigid = _rigid(dossier, files.assessment_of(unit.desk, dossier, rows, unit.today))
    if form_id in SUBSIDY_OF:
        found = files.assessment_of(unit.desk, dossier, rows, unit.today)
        dossier.subsidy = _subsidy(unit, dossier, found, SUBSIDY_OF[form_id])


def _self_care(rows: FileRows, assessed: Iterable[SelfCare]) -> list[SelfCareLine]:
    newest = {row.person_id: row for row in assessed}
    support = {row.person_id: row.support for row in rows.entitlements if row.programme == "tekun"}
    made = []
    for member in rows.members:
        if not member.counted:
            continue
        person, row = rows.people[member.person_id], newest.get(member.person_id)
        line = SelfCareLine(
            person=person.name, id_number=person.id_number, support=support.get(member.person_id, "")
        )
        if row is not None:
            unmet = row.unmet.split()
            for indicator in ("eat", "dress", "bed", "toilet", "walk", "bath"):
                setattr(line, indicator, indicator not in unmet)
            line.unmet, line.care, line.assessed_on = len(unmet), row.care, row.assessed_on
            line.first_assessor, line.second_assessor = row.first_assessor, row.second_assessor
            line.third_party = row.third_party
        made.append(line)
    return made


def _spending(dossier: Dossier) -> list[SpendingLine]:
    """Every bill, and the declared spending for which there is none; what the finding counts, line by line."""
    names = {member.id: member.name for member in dossier.members}
    billed = {(bill.person, bill.kind) for bill in dossier.bills}
    made = [
        SpendingLine(
            person=names.get(bill.person, "全家"),
            kind=bill.kind,
            number=bill.number,
            issuer=bill.issuer,
            issued_on=bill.issued_on,
            total=bill.total,
            insurer_paid=bill.insurer_paid,
            self_paid=self_paid_of(bill),
        )
        for bill in dossier.bills
    ]
    made += [
        SpendingLine(
            person=names.get(line.person, "全家"), kind=line.kind, issuer=f"申报：{line.item}".rstrip("："), self_paid=figure_of(line)
        )
        for line in dossier.expenses
        if (line.person, line.kind) not in billed
    ]  # fmt: skip
    for position, line in enumerate(made, start=1):
        line.position = position
    return made


def _inputs(finding: Finding, step: str) -> dict[str, object]:
    """What a step of the finding was reached with, empty when the finding stopped before it."""
    lines = [line for line in finding.why if line.step.startswith(step)]
    return dict(lines[-1].inputs) if lines else {}


def _amount(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _rigid(dossier: Dossier, assessment: Assessment) -> RigidPart:
    finding = assessment.findings["rigid"]
    income, ratio = _inputs(finding, "rigid.income"), _inputs(finding, "rigid.ratio")
    lines = _spending(dossier)
    year = _amount(income.get("家庭年收入"))
    spending = sum((line.self_paid or _ZERO for line in lines if line.kind in KINDS), _ZERO)
    counted = _amount(ratio.get("刚性支出"))
    if counted is not None and counted != spending:
        msg = "the lines of spending do not add up to what the finding counts"
        raise RuntimeError(msg)
    kinds = []
    for kind in KINDS:
        found = [line for line in lines if line.kind == kind]
        paid = sum((line.self_paid or _ZERO for line in found), _ZERO)
        share = ratio_text(paid, year) if year else ""
        kinds.append(
            SpendingKind(
                kind=kind, bills=sum(1 for line in found if line.number), self_paid=paid, share=share
            )
        )
    heads = income.get("人数")
    return RigidPart(
        year_income=year,
        heads=heads if isinstance(heads, int) else None,
        disposable=_amount(income.get("人均可支配收入")),
        spending=spending,
        living=_amount(ratio.get("必要生活支出")),
        ratio_without=str(finding.figures.get("ratio_without_living", "")),
        ratio_with=str(finding.figures.get("ratio_with_living", "")),
        limit=str(finding.figures.get("limit", "")),
        counts=_COUNTS.get(str(ratio.get("口径", "")), ""),
        lines=lines,
        kinds=kinds,
    )


def _subsidy(unit: Unit, dossier: Dossier, assessment: Assessment, programme: str) -> SubsidyPart:
    finding = assessment.findings[programme]
    persons = finding.figures.get("persons")
    granted = {str(one["member"]): one["monthly"] for one in persons} if isinstance(persons, list) else {}
    meant = [member for member in dossier.members if _is_meant(member, programme, granted)]
    told = next(
        (one for one in finding_parts(unit.desk, dossier, assessment) if one.programme == programme), None
    )
    standing = [unit.desk.label("item", code) for code in dict.fromkeys(dossier.household.standing)]
    monthly = monthly_of(finding) if finding.result == ENTITLED else None
    children = {member.id: member.name for member in dossier.members}
    guardian = _guardian(dossier, meant)
    return SubsidyPart(
        programme=programme,
        monthly=monthly,
        monthly_words=in_words(monthly) if monthly is not None else "",
        standing="、".join(standing),
        result=finding.result,
        why=list(explain(about(finding, {one.id for one in meant}))) if told else [],
        opinion=_opinion(unit, dossier, finding, [member.name for member in meant]),
        lines=[_person(member, granted.get(member.id)) for member in meant],
        parents=[
            ParentLine(child=children.get(row.of_person, ""), name=row.name, state=row.state, since=row.since)
            for row in dossier.parents
            if row.of_person in {member.id for member in meant}
        ],
        **guardian,
    )


def _opinion(unit: Unit, dossier: Dossier, finding: Finding, names: list[str]) -> str:
    """What the township thinks of this programme: its own words when the file asks for nothing else.

    The words of a file that asks for more speak of the whole family, its income and what it owns.
    """
    given = dossier.opinion
    if not given.text or dossier.application.programmes == [finding.programme]:
        return given.text
    asked = f"经审核，{'、'.join(names)}申请的{unit.desk.label('item', finding.programme)}"
    if finding.result != ENTITLED:
        return f"{asked}不符合条件，拟不予确认，理由见“核定和依据”。"
    if given.result != "grant":
        return f"{asked}拟不予确认，理由见本件初审意见。"
    return f"{asked}符合条件，拟同意确认，理由见“核定和依据”。"


def _is_meant(member: MemberPart, programme: str, granted: dict[str, object]) -> bool:
    """Whom the form is about: who is granted it, else who may have meant to ask."""
    if granted:
        return member.id in granted
    if programme.startswith("disability"):
        return bool(member.disability_grade)
    return member.age is not None and member.age < ADULT


def _person(member: MemberPart, monthly: object) -> SubsidyLine:
    return file_parts.copied(SubsidyLine, member, monthly=_amount(monthly))


def _guardian(dossier: Dossier, meant: Sequence[MemberPart]) -> dict[str, str]:
    asked, first = dossier.application, dossier.applicant
    if asked.proxy_name:
        return {
            "guardian_name": asked.proxy_name,
            "guardian_id_number": asked.proxy_id_number,
            "guardian_relation": asked.proxy_relation,
            "guardian_phone": asked.proxy_phone,
        }
    if first.age is None or first.age < ADULT or all(one.id == first.id for one in meant):
        return {}  # nobody said that another person acts for who the form is about
    return {
        "guardian_name": first.name,
        "guardian_id_number": first.id_number,
        "guardian_relation": "",
        "guardian_phone": first.phone,
    }
