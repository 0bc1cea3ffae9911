"""What is true of every record the office keeps: an identity, a version, exact money, and no forgotten kind."""

from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from types import ModuleType, UnionType
from typing import Any, get_args, get_type_hints

import pytest

from jiuzhu.domain import application, approving, checking, household, office
from jiuzhu.domain.application import Application
from jiuzhu.domain.dossier import ECONOMIC_LISTS, Dossier, LinePart
from jiuzhu.domain.household import Declared, Person
from jiuzhu.domain.ids import new_id


def _records(*modules: ModuleType) -> Iterator[Any]:
    for module in modules:
        for kind in vars(module).values():
            if isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == module.__name__:
                yield kind


RECORDS = list(_records(application, approving, checking, household, office))
_SAMPLES: dict[Any, Any] = {
    str: "甲",
    int: 1,
    bytes: b"x",
    date: date(2025, 10, 13),
    datetime: datetime(2025, 10, 13, tzinfo=UTC),
    Decimal: Decimal("0.01"),
}


def _made(kind: Any) -> Any:
    hints = get_type_hints(kind)
    needed = [
        item.name for item in fields(kind) if item.default is MISSING and item.default_factory is MISSING
    ]
    return kind(**{name: _SAMPLES[hints[name]] for name in needed})


@pytest.mark.parametrize("kind", RECORDS)
def test_every_record_begins_at_its_first_version_under_an_id_of_its_own(kind: Any) -> None:
    one, other = _made(kind), _made(kind)
    assert one.version == 1
    assert one.id != other.id
    assert one != other  # two records with equal words are still two records


@pytest.mark.parametrize("kind", [*RECORDS, LinePart])
def test_no_record_keeps_money_as_a_float(kind: Any) -> None:
    for hint in get_type_hints(kind).values():
        assert float not in (get_args(hint) if isinstance(hint, UnionType) else (hint,))


@pytest.mark.parametrize("kind", RECORDS)
def test_a_new_record_has_not_ended_nor_been_answered(kind: Any) -> None:
    record = _made(kind)
    for name in (
        "ended_on",
        "left_on",
        "closed_on",
        "settled_on",
        "delivered_on",
        "replied_on",
        "revoked_on",
    ):
        assert getattr(record, name, None) is None


def test_ids_sort_by_the_moment_they_were_made() -> None:
    ids = [new_id() for _ in range(500)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert {(len(one), one[14]) for one in ids} == {(36, "7")}


def test_an_application_comes_from_the_applicant_unless_said_otherwise() -> None:
    assert _made(Application).source == "self"
    assert Dossier().application.source == "self"


def test_nobody_is_ill_or_in_prison_unless_said_so() -> None:
    person = _made(Person)
    assert (person.illness, person.student, person.in_prison, person.missing) == (
        "none",
        "none",
        False,
        False,
    )


def test_every_economic_category_has_its_list_in_the_file() -> None:
    for name in ECONOMIC_LISTS.values():
        assert getattr(Dossier(), name) == []
    assert len(set(ECONOMIC_LISTS.values())) == len(ECONOMIC_LISTS)


def test_an_empty_file_has_one_member_who_is_the_applicant() -> None:
    file = Dossier()
    assert file.applicant is file.members[0]
    assert file.applicant.relation == "01"
    assert file.applicant.id != Dossier().applicant.id


@pytest.mark.parametrize(
    ("noted", "written", "asked", "name", "concerned"),
    [
        ("7", "李核查", "7", "改名后", True),
        (None, "李核查（舅舅）、王主任", "9", "王主任", True),
        ("7", "李核查", "9", "王主任", False),
        (None, "李核查", None, "", False),
    ],
)
def test_a_filed_relation_concerns_whoever_it_names(
    noted: str | None, written: str, asked: str | None, name: str, concerned: bool
) -> None:
    filed = office.RelativeOfStaff(
        application_id=new_id(), operator_id=noted, staff_name=written, filed_on=date(2025, 10, 13)
    )
    assert filed.concerns(asked, name) is concerned


def test_what_a_decision_ended_is_no_taper_and_covers_its_own_months_only() -> None:
    def row(first: str, last: str, ended: str) -> approving.Entitlement:
        return approving.Entitlement(
            household_id="h", application_id="a", decision_id="d", programme="dibao", monthly=Decimal(1),
            first_month=first, last_month=last, ended_reason=ended,
        )  # fmt: skip

    assert [row("2026-01", *rest).tapers for rest in (("", ""), ("2026-06", ""), ("2026-06", "death"))] == [
        False, True, False,
    ]  # fmt: skip
    open_end, ended = row("2026-01", "", ""), row("2026-01", "2026-06", "")
    months = ("2025-12", "2026-01", "2026-06", "2026-07")
    assert [open_end.covers(month) for month in months] == [False, True, True, True]
    assert [ended.covers(month) for month in months] == [False, True, True, False]


def test_a_membership_that_waits_is_read_with_its_form_alone() -> None:
    on = date(2025, 10, 13)
    told = '{"joins": [null, {"relation": "97", "counted": false, "position": 3}]}'
    comes = Declared(id="d", application_id="a", person_id="p", facts=told).joining("h", on)
    assert comes is not None
    assert (comes.id, comes.household_id, comes.person_id, comes.relation) == ("d", "h", "p", "97")
    assert (comes.counted, comes.position, comes.joined_on) == (False, 3, on)
    assert Declared(application_id="a", person_id="p", facts="{}").joining("h", on) is None
    assert Declared(application_id="a", facts=told).joining("h", on) is None
