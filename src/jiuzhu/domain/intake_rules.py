"""What must hold before an application can be taken: checked from the forms and the law, told field by field."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu.domain import identity_number
from jiuzhu.domain.assessment.temporary import SUDDEN
from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.dossier import Dossier, MemberPart, ObligorPart
from jiuzhu.domain.form import Form, FormField, Section
from jiuzhu.domain.household import is_minor, signs
from jiuzhu.domain.materials import HELPED_FIRST
from jiuzhu.domain.ways import WAYS, split
from jiuzhu.domain.written import SHORTEST_REASON
from jiuzhu.errors import InvalidInput, Problem, UserError

_INTAKE_FORMS = ("F01", "F02", "F25")


def adults(dossier: Dossier, on: date) -> list[MemberPart]:
    """Counted members who sign for themselves: 18 and older, or of unknown age."""
    return [member for member in dossier.members if member.counted and not is_minor(member.birth, on)]


def is_checked(dossier: Dossier) -> bool:
    """Whether something asked for makes income and property be checked, so that everybody has to allow it."""
    return any(WAYS[way].checked for way in split(dossier.application.programmes))


def signing_obligors(dossier: Dossier) -> list[ObligorPart]:
    """Obligors living apart who sign too: those of a person who asks for 特困, but for who cannot [43 Art 10]."""
    asked = "tekun" in dossier.application.programmes
    return [one for one in dossier.obligors if asked and signs(one.status)]


def unsigned(dossier: Dossier, on: date) -> list[str]:
    """Names of adults and obligors whose authorisation is still missing; nobody where nothing is checked."""
    if not is_checked(dossier):
        return []
    signers = adults(dossier, on)
    missing = [
        member.name or f"第 {place} 位成员"
        for place, member in enumerate(dossier.members, start=1)
        if member in signers and member.authorised_on is None
    ]
    return missing + [
        f"{one.name or '未填姓名'}（义务人）"
        for one in signing_obligors(dossier)
        if one.authorised_on is None
    ]


def _value(dossier: Dossier, path: str) -> Any:
    part, _, name = path.partition(".")
    return getattr(getattr(dossier, part), name)


def _is_relevant(field: FormField, owner: Any, dossier: Dossier) -> bool:
    if field.relevant is None:
        return True
    path = field.relevant.field
    return field.relevant.holds(_value(dossier, path) if "." in path else getattr(owner, path))


def _is_asked(section: Section, dossier: Dossier) -> bool:
    wanted = section.relevant
    return section.screen and (wanted is None or wanted.holds(_value(dossier, wanted.field)))


def _problem(field: FormField, value: Any, codes: Mapping[str, CodeTable]) -> str:
    if value in (None, []) or (isinstance(value, str) and not value.strip()):
        return f"请填写{field.label}。" if field.required else ""
    if field.type.startswith("select"):
        chosen = value if isinstance(value, list) else [value]
        unknown = [item for item in chosen if item not in codes[field.codes].offered]
        return f"{field.label}“{'、'.join(unknown)}”不在选项里，请重新选择。" if unknown else ""
    if isinstance(value, str) and len(value) > field.max_length:
        return f"{field.label}最多 {field.max_length} 个字，现在有 {len(value)} 个，请缩短。"
    if isinstance(value, int | Decimal):
        return _out_of_bounds(field, value)
    return ""


def _out_of_bounds(field: FormField, value: int | Decimal) -> str:
    if value < 0:
        return f"{field.label}不能是负数。"
    if field.minimum and value < Decimal(field.minimum):
        return f"{field.label}不能小于 {field.minimum}，请核对。"
    if field.maximum and value > Decimal(field.maximum):
        return f"{field.label}不能大于 {field.maximum}，请核对是否多填了位数。"
    return ""


def _of_fields(section: Section, dossier: Dossier, codes: Mapping[str, CodeTable]) -> list[Problem]:
    found = []
    for field in section.fields:
        if field.screen and _is_relevant(field, dossier, dossier):
            message = _problem(field, _value(dossier, field.name), codes)
            if message:
                path = field.name.replace("applicant.", "members.0.")
                found.append(Problem(path, message))
    return found


def _of_rows(section: Section, dossier: Dossier, codes: Mapping[str, CodeTable]) -> list[Problem]:
    found = []
    for place, row in enumerate(getattr(dossier, section.repeat)):
        for field in section.fields:
            if field.screen and _is_relevant(field, row, dossier):
                message = _problem(field, getattr(row, field.name), codes)
                if message:
                    found.append(Problem(f"{section.repeat}.{place}.{field.name}", message))
    return found


def _of_identity(dossier: Dossier, today: date) -> list[Problem]:
    found = []
    seen: dict[str, int] = {}
    for place, member in enumerate(dossier.members):
        if not member.id_number:
            continue
        path = f"members.{place}.id_number"
        try:
            read = identity_number.check(member.id_number, on=today)
        except UserError as error:
            found.append(Problem(path, error.message))
            continue
        if read.number in seen:
            found.append(Problem(path, f"与第 {seen[read.number] + 1} 位成员的身份证号相同，请核对。"))
        seen.setdefault(read.number, place)
        if member.birth is not None and member.birth != read.birth:
            found.append(
                Problem(f"members.{place}.birth", f"与身份证号里的出生日期 {read.birth} 不一致，请核对。")
            )
        if member.sex in {"1", "2"} and member.sex != read.sex:
            found.append(Problem(f"members.{place}.sex", "与身份证号里的性别不一致，请核对。"))
    return found


def _of_other_numbers(dossier: Dossier, today: date) -> list[Problem]:
    """Obligors and the proxy are outside the household: their numbers need only be possible."""
    numbers = {f"obligors.{place}.id_number": one.id_number for place, one in enumerate(dossier.obligors)}
    if dossier.application.source == "proxy":
        numbers["application.proxy_id_number"] = dossier.application.proxy_id_number
    found = []
    for path, number in numbers.items():
        try:
            if number:
                identity_number.check(number, on=today)
        except UserError as error:
            found.append(Problem(path, error.message))
    return found


def _of_dates(dossier: Dossier, today: date) -> list[Problem]:
    found = []
    submitted = dossier.application.submitted_on
    if submitted is not None and submitted > today:
        found.append(Problem("application.submitted_on", "提交日期不能晚于今天。"))
    for place, member in enumerate(dossier.members):
        if member.birth is not None and (member.birth > today or member.birth.year < today.year - 130):
            found.append(Problem(f"members.{place}.birth", "出生日期不合常理，请核对。"))
    return found


NOT_AT_ONCE = (
    "这类情形不属于小额快救、急难型，三天内办不了：请把申请事项改为临时救助（支出型），不要勾选小额快救。"
)


def not_at_once(programmes: Collection[str], kind: str) -> bool:
    """Whether 小额快救 is asked for what can only go as 支出型: spending that is no emergency [2026 opinion]."""
    return "quick" in programmes and bool(kind) and kind not in SUDDEN


def _of_relief(dossier: Dossier, today: date) -> list[Problem]:
    """What struck the family, and its bills, where the kinds asked for make them matter."""
    found = []
    asked = set(dossier.application.programmes)
    happened = dossier.incident.happened_on
    if asked & {"quick", "temporary"} and happened is not None and happened > today:
        found.append(Problem("incident.happened_on", "发生日期不能晚于今天，请核对。"))
    if not_at_once(asked, dossier.incident.kind):
        found.append(Problem("incident.kind", NOT_AT_ONCE))
    for place, bill in enumerate(dossier.bills if asked & {"temporary", "rigid"} else []):
        if bill.issued_on is not None and bill.issued_on > today:
            found.append(Problem(f"bills.{place}.issued_on", "票据日期不能晚于今天，请核对。"))
        if bill.total is not None and (bill.insurer_paid or Decimal(0)) > bill.total:
            found.append(Problem(f"bills.{place}.insurer_paid", "报销和救助的金额不能大于票据总额，请核对。"))
    return found


_NUMBER_LATER = "请填写身份证号。证件不在手边或身份不明的，写明没有身份证号的原因，可以先行救助。"


def without_number(dossier: Dossier, helped_first: Collection[str] = HELPED_FIRST) -> list[int]:
    """Places of members whose ID number may follow later: nothing is asked for but what helps first [民发〔2018〕23号]."""
    asked = set(dossier.application.programmes)
    if not asked or not asked <= set(helped_first):
        return []
    return [place for place, member in enumerate(dossier.members) if not member.id_number.strip()]


def identity_follows(dossier: Dossier, helped_first: Collection[str] = HELPED_FIRST) -> bool:
    """Whether somebody is taken whom nobody knows, by a kind of a department that leads them on first."""
    others = set(dossier.application.programmes) - HELPED_FIRST
    return bool(others and without_number(dossier, helped_first))


def _number_follows(dossier: Dossier, found: list[Problem], helped_first: Collection[str]) -> list[Problem]:
    """Missing numbers of who is helped first are no problem once the reason is written down.

    Of whom nobody knows, nothing else is asked that only their papers could tell.
    """
    places = without_number(dossier, helped_first)
    later = {f"members.{place}.id_number" for place in places}
    if not later:
        return found
    unknown = ("birth", "phone") if identity_follows(dossier, helped_first) else ()
    untold = later | {
        f"members.{place}.{name}"
        for place in places
        for name in unknown
        if not getattr(dossier.members[place], name)
    }
    kept = [problem for problem in found if problem.field not in untold]
    if len(dossier.incident.no_number_reason.strip()) >= SHORTEST_REASON:
        return kept
    return kept + [Problem(field, _NUMBER_LATER) for field in sorted(later)]


def problems(
    dossier: Dossier,
    forms: Mapping[str, Form],
    codes: Mapping[str, CodeTable],
    today: date,
    helped_first: Collection[str] = HELPED_FIRST,
) -> list[Problem]:
    """Everything that stands in the way of taking the form, in the order of the form, one sentence a field.

    Field paths name list rows by their place: `members.0.id_number`. `helped_first`: kinds whose papers may follow.
    """
    found: list[Problem] = []
    for form_id in _INTAKE_FORMS:
        for section in forms[form_id].sections:
            if _is_asked(section, dossier):
                of_section = _of_rows if section.repeat else _of_fields
                found += of_section(section, dossier, codes)
    found = _number_follows(dossier, found, helped_first)
    found += _of_identity(dossier, today)
    found += _of_other_numbers(dossier, today)
    found += _of_dates(dossier, today)
    found += _of_relief(dossier, today)
    if not dossier.application.truth_promised and not identity_follows(dossier, helped_first):
        found.append(Problem("application.truth_promised", "请申请人作出诚信声明并签字后打勾。"))
    first_per_field: dict[str, Problem] = {}
    for problem in found:
        first_per_field.setdefault(problem.field, problem)
    return list(first_per_field.values())


def require_sound(
    dossier: Dossier,
    forms: Mapping[str, Form],
    codes: Mapping[str, CodeTable],
    today: date,
    helped_first: Collection[str] = HELPED_FIRST,
) -> None:
    """Raise `InvalidInput` with every problem of the form."""
    found = problems(dossier, forms, codes, today, helped_first)
    if found:
        raise InvalidInput(found)
