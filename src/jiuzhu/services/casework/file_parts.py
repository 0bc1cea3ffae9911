"""Stored rows as the parts of a dossier: one function for each kind, words instead of ids."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from jiuzhu.domain import application as app
from jiuzhu.domain import approving, checking, household
from jiuzhu.domain import dossier as parts
from jiuzhu.domain import dossier_course as course
from jiuzhu.domain.desk import Desk
from jiuzhu.domain.dossier import ECONOMIC_LISTS
from jiuzhu.domain.facts_of import difference_of
from jiuzhu.domain.household import age_on
from jiuzhu.domain.identity_number import LENGTH as ID_LENGTH
from jiuzhu.domain.money import cents
from jiuzhu.services.casework import sums
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import CHINA

P = TypeVar("P")

WITHDRAWN = "withdrawn"
"""Judgement of an economic line the family took back before acceptance; it is kept and no longer shown."""


def copied(kind: Callable[..., P], row: Any, **more: Any) -> P:
    """A part filled with the row's fields of the same name, plus what is given."""
    names = kind.__dataclass_fields__.keys()  # type: ignore[attr-defined]  # every part is a dataclass
    shared = {name: getattr(row, name) for name in names if name not in more and hasattr(row, name)}
    return kind(**shared, **more)


def member_part(person: household.Person, member: household.Member, on: date) -> parts.MemberPart:
    """One member as forms see them; `id` is the person's."""
    return copied(
        parts.MemberPart,
        person,
        id=person.id,
        member_id=member.id,
        age=age_on(person.birth, on),
        relation=member.relation,
        counted=member.counted,
        not_counted_reason=member.not_counted_reason,
        lives_alone=member.lives_alone,
        registered_unemployed=member.registered_unemployed,
        self_care_unmet=person.self_care_unmet.split(),
    )


def household_part(home: household.Household, size: int) -> parts.HouseholdPart:
    """The household as forms see it."""
    return copied(
        parts.HouseholdPart,
        home,
        premises=home.premises.split(),
        consumption=home.consumption.split(),
        size=size,
    )


def office_part(desk: Desk) -> parts.OfficePart:
    """Letterhead."""
    return copied(parts.OfficePart, desk.office, window=desk.station.window)


def obligor_part(row: household.Obligor, on: date) -> parts.ObligorPart:
    """One obligor as forms see them, on a day."""
    number = row.id_number
    return copied(
        parts.ObligorPart,
        row,
        of_person=row.of_person_id,
        sex=("1" if int(number[16]) % 2 else "2") if len(number) == ID_LENGTH else "",
        age=age_on(row.birth, on),
        income_month=row.income_month if row.income_told else None,
        per_head=cents(row.income_month / row.family_size) if row.income_told and row.family_size else None,
    )


def parent_part(row: household.Parent) -> parts.ParentPart:
    """One parent of a child as forms see them."""
    return copied(parts.ParentPart, row, of_person=row.of_person_id)


def letter_part(row: checking.Letter, operators: dict[str, str]) -> course.LetterPart:
    """One letter as forms see it."""
    return copied(course.LetterPart, row, sent_by=operators.get(row.sent_by or "", ""))


def _line_part(row: app.EconomicLine, names: dict[str, str], operators: dict[str, str]) -> parts.LinePart:
    made = copied(
        parts.LinePart,
        row,
        person=row.person_id or "",
        person_name=names.get(row.person_id or "", ""),
        accepted_by=operators.get(row.accepted_by or "", ""),
        difference=None,
    )
    made.difference = difference_of(made)
    return made


def lists_of_lines(rows: FileRows) -> dict[str, list[parts.LinePart]]:
    """Name of a list of the dossier → its lines as the form told them, without what was taken back or came later."""
    names = {person.id: person.name for person in rows.people.values()}
    lists: dict[str, list[parts.LinePart]] = {name: [] for name in ECONOMIC_LISTS.values()}
    for row in rows.lines:
        if row.judgement == WITHDRAWN or row.starts_on is not None:  # what came later is no part of the file
            continue
        lists[ECONOMIC_LISTS[row.category]].append(_line_part(row, names, rows.operators))
    return lists


def decision_part(
    row: approving.Decision, operators: dict[str, str], entitlements: list[approving.Entitlement]
) -> course.DecisionPart:
    """One decision with the sums it granted, and who signed it by name."""
    told = sums.of_decision(row, entitlements)
    return copied(course.DecisionPart, row, decided_by=operators.get(row.decided_by, ""), **told)


def notice_part(row: approving.PublicNotice) -> course.NoticePart:
    """One posting with its sums."""
    return copied(course.NoticePart, row, programmes=row.programmes.split(), **sums.of_notice(row))


def step_part(row: app.Step, operators: dict[str, str]) -> course.StepPart:
    """One step with its moment in Chinese time, and who took it by name."""
    at = row.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    return copied(course.StepPart, row, by=operators.get(row.by, ""), at=at)


def application_part(rows: FileRows) -> parts.ApplicationPart:
    """The application itself; `promised_on` is filled with the clocks."""
    found = rows.application
    return copied(
        parts.ApplicationPart,
        found,
        programmes=[item.programme for item in rows.items if item.state != "dropped"],
        cause=rows.household.cause,
        truth_promised=found.accepted_on is not None,  # asked before acceptance, but of who is led on first
        clerk_name=rows.operators.get(found.clerk_id, ""),
        related_staff="；".join(
            f"{item.staff_unit}{item.staff_post}{item.staff_name}"
            + (f"（{item.relation}）" if item.relation else "")
            for item in rows.relatives
        ),
        promised_on=None,
    )


def authorised(
    rows: FileRows, members: list[parts.MemberPart], obligors: list[parts.ObligorPart]
) -> list[course.AuthorisationPart]:
    """Authorisations in force; who signed one has its day and hand in their own part too."""
    made = []
    people: dict[str, parts.MemberPart | parts.ObligorPart] = {member.id: member for member in members}
    people |= {one.id: one for one in obligors}
    for row in rows.authorisations:
        member = people.get(row.obligor_id or row.person_id)
        if member is None or row.revoked_on is not None:
            continue
        member.authorised_on, member.authorised_by = row.signed_on, row.signed_by
        made.append(copied(course.AuthorisationPart, row, name=member.name, id_number=member.id_number))
    return made
