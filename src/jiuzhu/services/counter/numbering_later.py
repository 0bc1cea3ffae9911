"""ID numbers of those who were helped without papers: who still lacks one, and taking it when the papers are made up."""

from collections.abc import Mapping

from jiuzhu.domain import identity_number
from jiuzhu.domain.household import Person
from jiuzhu.errors import InvalidInput, Problem, Refused, UserError
from jiuzhu.services.casework import files
from jiuzhu.storage.queries import people
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit

NUMBER = "number_{}"
"""Name of the field of a form that asks for the number of the so-many-th of `unnumbered`."""


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
    problems = []
    for place, person in enumerate(unnumbered(rows)):
        field = NUMBER.format(place)
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
            raise Refused(
                f"这个身份证号已登记为{other[0].name}。没有改动任何内容；请核对号码，同一个人的请先在受理里查重。"
            )
        person.id_number, person.birth, person.sex = read.number, read.birth, read.sex
    if problems:
        raise InvalidInput(problems)
