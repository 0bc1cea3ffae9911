"""A sound form, and what is told of it once it was changed."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from jiuzhu import paths
from jiuzhu.domain.codes import load_codes
from jiuzhu.domain.dossier import (
    ApplicationPart,
    BillPart,
    Dossier,
    HouseholdPart,
    IncidentPart,
    MemberPart,
)
from jiuzhu.domain.form import load_forms
from jiuzhu.domain.identity_number import check_digit
from jiuzhu.domain.intake_rules import problems

CODES = load_codes(paths.resources() / "codes")
FORMS = load_forms(paths.forms(), frozenset(CODES))
TODAY = date(2025, 10, 13)
BIRTH = date(1980, 3, 5)


def number_of(birth: date, order: int = 1) -> str:
    """A number of a region that does not exist; an odd order is a man."""
    first = f"500199{birth:%Y%m%d}{order:03d}"
    return first + check_digit(first)


def line_of(name: str = "陈甲", birth: date = BIRTH, order: int = 1, relation: str = "01") -> MemberPart:
    return MemberPart(
        name=name,
        id_number=number_of(birth, order),
        sex="1" if order % 2 else "2",
        birth=birth,
        relation=relation,
        phone="13900000000",
    )


def sound_form() -> Dossier:
    return Dossier(
        application=ApplicationPart(
            reason="爱人残疾，孩子上学", cause="illness", submitted_on=TODAY, truth_promised=True
        ),
        household=HouseholdPart(village="云溪社区", address="云溪路 8 号"),
        members=[line_of(), line_of("陈乙", date(2012, 9, 1), 2, "30")],
    )


def told_of(file: Dossier) -> dict[str, str]:
    return {item.field: item.message for item in problems(file, FORMS, CODES, TODAY)}


Change = Callable[[Dossier], object]


def put(path: str, value: object) -> Change:
    """The change that puts a value into `part.name` or `list.place.name`."""
    *where, name = path.split(".")

    def change(file: Dossier) -> None:
        owner: object = file
        for step in where:
            owner = owner[int(step)] if isinstance(owner, list) else getattr(owner, step)
        assert hasattr(owner, name)
        setattr(owner, name, value)

    return change


def told_after(*changes: Change) -> dict[str, str]:
    file = sound_form()
    for change in changes:
        change(file)
    return told_of(file)


def struck_form(*programmes: str) -> Dossier:
    file = sound_form()
    file.application.programmes = list(programmes)
    file.incident = IncidentPart(kind="fire", cause="失火", happened_on=TODAY, persons=2)
    bill = BillPart(kind="medical", number="1", issuer="示例医院", issued_on=TODAY, total=Decimal(90))
    file.bills = [bill]
    return file
