"""Who was helped before anybody knew their name or ID number: who still lacks one, and entering it once it is known."""

from collections.abc import Mapping, Sequence

from jiuzhu.domain import identity_number
from jiuzhu.domain.application import Application
from jiuzhu.domain.household import Person
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused, UserError
from jiuzhu.services.casework import files, moving
from jiuzhu.storage.queries import people
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.search import initials
from jiuzhu.storage.unit import Unit

NUMBER = "number_{}"
"""Name of the field of a form that asks for the number of the so-many-th of `unnumbered`."""
NAME = "name_{}"
"""The same for the name."""
IDENTITY = "tell_identity"
"""Step that records an identity found out later."""


def unnumbered(rows: FileRows) -> list[Person]:
    """The persons of a file, in the order of its form, whose number nobody has seen."""
    persons = [rows.people[row.person_id] for row in rows.members if row.counted]
    return [person for person in persons if not person.id_number]


def asked(unit: Unit, application_id: str) -> list[str]:
    """Their names, as whoever makes up the papers is asked for their numbers."""
    return [person.name for person in unnumbered(files.load_rows(unit, application_id))]


def take_numbers(unit: Unit, rows: FileRows, numbers: Mapping[str, str]) -> None:
    """Write the numbers that were missing; `numbers` is field → what was typed.

    Raises `InvalidInput` beside the field that is empty or wrong, `Refused` for the number of somebody else.
    """
    lacking = [(NUMBER.format(place), person) for place, person in enumerate(unnumbered(rows))]
    _write(unit, lacking, numbers, "同一个人的请先在受理里查重。")


def _write(
    unit: Unit, persons: Sequence[tuple[str, Person]], numbers: Mapping[str, str], instead: str
) -> None:
    problems = []
    for field, person in persons:
        try:
            read = identity_number.check(numbers.get(field, ""), on=unit.today)
        except UserError as error:
            problems.append(Problem(field, f"{person.name}：{error.message}"))
            continue
        if person.birth is not None and person.birth != read.birth:
            problems.append(
                Problem(field, f"{person.name}登记的出生日期是 {person.birth}，与号码不一致，请核对。")
            )
            continue
        other = people.by_id_number(unit.session, [read.number])
        if other:
            raise Refused(f"这个身份证号已登记为{other[0].name}。没有改动任何内容；请核对号码，{instead}")
        person.id_number, person.birth, person.sex = read.number, read.birth, read.sex
    if problems:
        raise InvalidInput(problems)


def tell_identity(
    unit: Unit,
    application_id: str,
    note: str,
    told: Mapping[str, str],
    *,
    before: Sequence[str] | None = None,
) -> None:
    """补录身份 of who was led on before anybody knew who they are; `told` is field → name or number, as far as known.

    `before`: the names that were shown; a field is about a place among them, so nobody may have been identified since.
    The number may stay out: whoever turns out to be on record already is told in words, and nobody's record is joined.
    """
    unit.require("take")
    application = unit.get(Application, application_id)
    rows = files.load_rows(unit, application_id)
    lacking = unnumbered(rows)
    if not lacking:
        raise Refused("这份申请上的人都有身份证号。没有改动任何内容。")
    if before is not None and list(before) != [person.name for person in lacking]:
        raise Refused(
            "同事刚刚补录过这份申请上的身份，还要查明的人已经不同。没有保存，填写的内容仍在；请抄下来，关上后重新打开再填。"
        )
    said = written(note, "怎样查明的", "note")
    names = {place: told.get(NAME.format(place), "").strip() for place in range(len(lacking))}
    numbered = [
        (NUMBER.format(place), person)
        for place, person in enumerate(lacking)
        if told.get(NUMBER.format(place), "").strip()
    ]
    new = {place: name for place, name in names.items() if name and name != lacking[place].name}
    if not new and not numbered:
        raise InvalidInput([Problem(NAME.format(0), "请填写查明的姓名或身份证号。")])
    for place, name in new.items():
        lacking[place].name, lacking[place].initials = name, initials(name)
    _write(unit, numbered, told, "确是同一个人的，号码不填，在“怎样查明的”里写明。")
    for row in rows.materials:
        if row.code == "identity_card" and row.received_on is None:
            row.note = "；".join(part for part in (row.note, said) if part)
    moving.step(unit, application, IDENTITY, application.state, said)
    moving.touch(application)
