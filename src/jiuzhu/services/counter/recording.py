"""Writing a typed dossier into the records: people once, the household, the application and its lines.

A form that is not accepted writes of nobody but whom it brings. Of people and households that receive already, and of a
household with another file on its way, only what no grant hangs on is written. The rest is `declared`; what is said of
parents and obligors waits always (`declared_kin`).
"""

from typing import Any

from dateutil.relativedelta import relativedelta

from jiuzhu.domain import application as app
from jiuzhu.domain.dossier import ECONOMIC_LISTS, Dossier, LinePart, MemberPart, ObligorPart
from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.identity_number import normalised
from jiuzhu.domain.ids import new_id
from jiuzhu.domain.materials import checklist
from jiuzhu.domain.ways import WAYS
from jiuzhu.services.casework import file_parts, files
from jiuzhu.services.counter import declared, declared_kin, recording_members, recording_relief
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries import people
from jiuzhu.storage.search import initials
from jiuzhu.storage.unit import Unit

AUTHORISATION_YEARS = 1
"""An authorisation is asked for again after a year; the office's own default."""

PERSON_FIELDS = (
    "name", "sex", "birth", "ethnic", "marital", "health", "education", "occupation", "employer", "phone",
    "registration", "registered_address", "disability_kind", "disability_grade", "disability_certificate",
    "illness", "illness_name", "student", "school", "special_identity", "in_prison", "in_detox", "missing", "self_care_on",
    "bedridden_months", "clergy_since", "in_institution", "child_support", "no_obligors",
)  # fmt: skip
_PERSON_REACHED = frozenset({"phone", "employer", "school", "education", "registered_address"})
"""How to reach a person: no grant hangs on it, so it is written at once."""
HOUSEHOLD_FACTS = (
    "kind", "district", "township", "village", "address", "bank", "account_name", "account_number", "monitored",
    "premises", "consumption", "disaster_home",
)  # fmt: skip
APPLICATION_FIELDS = (
    "source", "reason", "special_reason", "proxy_name", "proxy_id_number", "proxy_phone", "proxy_relation",
)  # fmt: skip
_LINE_FIELDS = ("kind", "item", "period", "declared", "address", "danger", "value_proved")


def _assign(row: Any, part: Any, names: tuple[str, ...]) -> None:
    """Copy what differs, so that the journal shows real changes only; lists are kept as words between spaces."""
    for name in names:
        value = getattr(part, name)
        value = " ".join(value) if isinstance(value, list) else value
        if getattr(row, name) != value:
            setattr(row, name, value)


def record(
    unit: Unit,
    dossier: Dossier,
    application: app.Application | None = None,
    bundle_id: str | None = None,
    *,
    accepted: bool,
) -> app.Application:
    """Store a typed dossier; returns its application, new unless one is given. The state is the caller's.

    `bundle_id` is the application of another matter of the same form, with which its parents and obligors wait.
    `accepted`: whether the form is being accepted; of one that is not, nothing may reach the records of others.
    """
    known = {person.id for part in dossier.members if (person := known_person(unit, part)) is not None}
    members = {part.id: _person(unit, part) for part in dossier.members}
    bound = declared.receivers(unit, [person.id for person in members.values()]) if accepted else known
    fresh = not dossier.household.id or unit.session.get(Household, dossier.household.id) is None
    home = _household(unit, dossier, members[dossier.applicant.id])
    if home.cause != dossier.application.cause:
        home.cause = dossier.application.cause
    said: dict[str | None, declared.Said] = {}
    for line in dossier.members:
        person = members[line.id]
        said[person.id] = _person_facts(line, person, dossier, waits=person.id in bound)
    form = bundle_id or (application.id if application is not None else "")
    if not (accepted or fresh) or declared.is_bound(unit, home.id, form):
        said[None] = declared.differing(home, dossier.household, HOUSEHOLD_FACTS)
    else:
        _assign(home, dossier.household, HOUSEHOLD_FACTS)
    recording_members.record(unit, dossier, home, members, said, accepted=accepted, fresh=fresh)
    if application is None:
        application = app.Application(
            number=unit.number("application"),
            household_id=home.id,
            applicant_id=members[dossier.applicant.id].id,
            bundle_id=bundle_id,
            state="",
            submitted_on=dossier.application.submitted_on or unit.today,
            clerk_id=unit.actor.operator_id,
            window=unit.actor.window,
        )
        unit.add(application)
    application.applicant_id = members[dossier.applicant.id].id
    _assign(application, dossier.application, APPLICATION_FIELDS)
    declared.keep(unit, application, said)
    if bundle_id is None:
        declared_kin.keep(unit, dossier, application, members)
    _items(unit, dossier, application)
    _materials(unit, dossier, application)
    _lines(unit, dossier, application, members)
    recording_relief.record(unit, dossier, application, {part: row.id for part, row in members.items()})
    unit.about(application.id)
    return application


def known_person(unit: Unit, part: MemberPart) -> Person | None:
    """The record of a person on the form: by their number, else the one their line was chosen from.

    A line typed over with another name and another number is somebody else: nobody's record becomes another's.
    """
    number = normalised(part.id_number)
    found = people.by_id_number(unit.session, [number]) if number else []
    if found:
        return unit.get(Person, found[0].id)
    chosen = unit.session.get(Person, part.id)
    if chosen is not None and chosen.id_number and chosen.name != part.name.strip():
        return None
    return chosen


def _person(unit: Unit, part: MemberPart) -> Person:
    person = known_person(unit, part)
    if person is None:
        free = unit.session.get(Person, part.id) is None
        number = normalised(part.id_number)
        person = unit.add(Person(id=part.id if free else new_id(), name=part.name, id_number=number))
    return person


def _person_facts(part: MemberPart, person: Person, dossier: Dossier, *, waits: bool) -> declared.Said:
    """Write what is typed of a person; of somebody who receives already or is not of this form alone, return what has to wait."""
    if waits:
        _assign(person, part, tuple(sorted(_PERSON_REACHED)))
        facts = (*(name for name in PERSON_FIELDS if name not in _PERSON_REACHED), "self_care_unmet")
        number = {} if person.id_number else {"id_number": ["", normalised(part.id_number)]}
        return declared.differing(person, part, facts) | {name: one for name, one in number.items() if one[1]}
    _assign(person, part, PERSON_FIELDS)
    for name, value in (
        ("id_number", normalised(part.id_number)),
        ("initials", initials(part.name)),
        ("address", dossier.household.address),
        ("self_care_unmet", " ".join(part.self_care_unmet)),
    ):
        if getattr(person, name) != value:
            setattr(person, name, value)
    return {}


def _household(unit: Unit, dossier: Dossier, applicant: Person) -> Household:
    part = dossier.household
    home = unit.session.get(Household, part.id) if part.id else None
    if home is None:
        home = unit.add(
            Household(
                number=unit.number("household"),
                kind=part.kind,
                district=unit.desk.office.district,
                township=unit.desk.office.township,
                head_id=applicant.id,
            )
        )
        part.id, part.number = home.id, home.number
    part.district = part.district or unit.desk.office.district
    part.township = part.township or unit.desk.office.township
    if home.phone != part.phone:
        home.phone = part.phone
    return home


def settle_members(unit: Unit, application: app.Application, dossier: Dossier) -> None:
    """Whom the form no longer names leaves the household, and whoever it counts is counted in no other from today.

    Done when an application about a household is accepted, not before: a list of missing papers moves nobody. Who is
    named without being counted (成年子女独立生活) stays where they live. A household in a main category, or with another
    file about it on its way, changes by events.
    """
    unit.session.flush()
    household_id = application.household_id
    held = declared.is_settled(unit, household_id) or declared.on_the_way(unit, household_id, application)
    if application.way in declared.ABOUT_HOME and not held:
        known = {person.id for part in dossier.members if (person := known_person(unit, part)) is not None}
        for member in file_rows.members_of(unit.session, household_id):
            if member.person_id not in known:
                member.left_on = unit.today
    counted = [row.person_id for row in file_rows.members_of(unit.session, household_id) if row.counted]
    for row in people.households_of(unit.session, counted, unit.today):
        if row.household_id != household_id and row.counted:
            for member in file_rows.members_of(unit.session, row.household_id):
                if member.person_id == row.person_id:
                    member.left_on = unit.today


def _items(unit: Unit, dossier: Dossier, application: app.Application) -> None:
    present = {row.programme: row for row in file_rows.of_application(unit.session, app.Item, application.id)}
    for programme in dict.fromkeys(dossier.application.programmes):
        if programme in present:
            present.pop(programme).state = "open"
        else:
            unit.add(app.Item(application_id=application.id, programme=programme))
    for row in present.values():
        row.state = "dropped"


def _materials(unit: Unit, dossier: Dossier, application: app.Application) -> None:
    present = {row.code: row for row in file_rows.of_application(unit.session, app.Material, application.id)}
    for place, part in enumerate(checklist(dossier)):
        row = present.pop(part.code, None)
        if row is None:
            row = unit.add(app.Material(application_id=application.id, code=part.code, name=part.name))
        _assign(row, part, ("name", "needed", "by_data", "received_on", "note"))
        row.position = place
    for row in present.values():
        row.needed = False


def _lines(unit: Unit, dossier: Dossier, application: app.Application, persons: dict[str, Person]) -> None:
    present = {
        row.id: row for row in file_rows.of_application(unit.session, app.EconomicLine, application.id)
    }
    for category, name in ECONOMIC_LISTS.items():
        for place, part in enumerate(getattr(dossier, name)):
            row = present.pop(part.id, None) or unit.add(
                app.EconomicLine(id=part.id, application_id=application.id, category=category, kind=part.kind)
            )
            _line(row, part, place, persons)
    for row in present.values():
        row.judgement = (
            file_parts.WITHDRAWN
        )  # the family took the line back before the application was accepted


def _line(row: app.EconomicLine, part: LinePart, place: int, persons: dict[str, Person]) -> None:
    _assign(row, part, _LINE_FIELDS)
    owner = persons[part.person].id if part.person in persons else None
    if row.person_id != owner:
        row.person_id = owner
    if part.cost is not None and row.cost != part.cost:
        row.cost = part.cost
    if row.position != place:
        row.position = place


def record_authorisations(unit: Unit, application: app.Application, dossier: Dossier) -> None:
    """Every signature given on the form becomes a numbered authorisation, valid for a year, where means are checked."""
    if not WAYS[application.way].checked:
        return
    known = file_rows.of_application(unit.session, app.Authorisation, application.id)
    present = {row.person_id for row in known if row.obligor_id is None}
    for part in dossier.members:
        if part.authorised_on is None:
            continue
        person = known_person(unit, part)
        if person is None:
            raise RuntimeError("somebody of a recorded form is not found again")
        if person.id not in present:
            _authorise(unit, application, part, person.id)
    if application.way != "tekun":
        return
    signed = {row.obligor_id for row in known}
    for row in files.load_rows(unit, application.id).obligors:
        obligor = next((one for one in dossier.obligors if one.id == row.id and one.authorised_on), None)
        if obligor is not None and row.id not in signed:
            _authorise(unit, application, obligor, row.of_person_id, row.id)


def _authorise(
    unit: Unit,
    application: app.Application,
    part: MemberPart | ObligorPart,
    person_id: str,
    obligor_id: str | None = None,
) -> None:
    if part.authorised_on is None:
        raise RuntimeError("an authorisation without a signature")
    unit.add(
        app.Authorisation(
            application_id=application.id,
            person_id=person_id,
            obligor_id=obligor_id,
            number=unit.number("authorisation"),
            signed_on=part.authorised_on,
            signed_by=part.authorised_by,
            valid_until=part.authorised_on + relativedelta(years=AUTHORISATION_YEARS),
        )
    )
