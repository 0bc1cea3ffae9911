"""The three lists of what there is: described, verified anew, loaded as a start, ended and never deleted."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from jiuzhu.domain.serving.directory import Described
from jiuzhu.errors import ChangedSinceSeen, Conflict, InvalidInput, Refused
from jiuzhu.services.serving import lists
from jiuzhu.services.serving.lists import EntryRow
from serving_town import MONDAY, ServingTown, opened

RICE = Described(
    kind="resource", title="爱心大米", owner="示例商会", headings=("economy",), giver="示例企业", quantity=10, unit="袋"
)  # fmt: skip


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        yield made


def rows(at: ServingTown, kind: str = "resource", text: str = "") -> list[EntryRow]:
    return at.coordinator.read(lists.entries, kind, text)


def test_an_entry_is_put_on_its_list_and_turns_amber_when_nobody_looks(at: ServingTown) -> None:
    number = at.coordinator.write(lists.record_entry, RICE)
    (row,) = rows(at)
    assert (row.number, row.left, row.colour, row.verifier) == (number, 10, "ok", "陈协调")
    assert rows(at, "policy") == []
    at.on(MONDAY + timedelta(days=180))
    assert rows(at)[0].colour == "ok"
    at.on(MONDAY + timedelta(days=181))
    (old,) = rows(at)
    assert old.colour == "warn"
    at.coordinator.write(lists.verify_entry, old.id, old.version)
    (fresh,) = rows(at)
    assert (fresh.colour, fresh.verified_on) == ("ok", MONDAY + timedelta(days=181))


def test_what_is_not_valid_any_more_is_red(at: ServingTown) -> None:
    at.coordinator.write(lists.record_entry, replace(RICE, valid_until=MONDAY))
    assert rows(at)[0].colour == "ok"
    at.on(MONDAY + timedelta(days=1))
    assert rows(at)[0].colour == "bad"


def test_nothing_is_registered_twice_or_half(at: ServingTown) -> None:
    at.coordinator.write(lists.record_entry, RICE)
    with pytest.raises(InvalidInput, match="已经有这一条"):
        at.coordinator.write(lists.record_entry, RICE)
    with pytest.raises(InvalidInput, match="责任单位"):
        at.coordinator.write(lists.record_entry, replace(RICE, title="新", owner=" "))
    with pytest.raises(Refused):
        at.town.auditor.write(lists.record_entry, replace(RICE, title="新"))
    assert len(rows(at)) == 1


def test_an_entry_ends_and_stays(at: ServingTown) -> None:
    at.coordinator.write(lists.record_entry, RICE)
    (row,) = rows(at)
    at.coordinator.write(lists.verify_entry, row.id, row.version)
    at.on(MONDAY + timedelta(days=1))
    at.coordinator.write(lists.verify_entry, row.id, rows(at)[0].version)
    with pytest.raises(ChangedSinceSeen):
        at.coordinator.write(lists.end_entry, row.id, row.version)
    at.coordinator.write(lists.end_entry, row.id, rows(at)[0].version)
    (ended,) = rows(at)
    assert (ended.ended_on, ended.colour) == (MONDAY + timedelta(days=1), "")
    with pytest.raises(Refused, match="停用"):
        at.coordinator.write(lists.verify_entry, row.id, row.version)
    with pytest.raises(Refused, match="停用"):
        at.coordinator.write(lists.change_entry, row.id, RICE)
    at.coordinator.write(lists.record_entry, RICE)  # the same title may come again
    assert [one.ended_on is None for one in rows(at)] == [True, False]


def test_two_correct_one_entry(at: ServingTown) -> None:
    at.coordinator.write(lists.record_entry, RICE)
    (row,) = rows(at)
    shown = dict(row.typed)
    at.coordinator.write(lists.change_entry, row.id, replace(RICE, quantity=12), before=shown)
    at.town.clerk.write(lists.change_entry, row.id, replace(RICE, terms="每户一袋"), before=shown)
    (both,) = rows(at)
    assert (both.left, both.terms) == (12, "每户一袋")
    with pytest.raises(Conflict):
        at.town.clerk.write(lists.change_entry, row.id, replace(RICE, quantity=13), before=shown)
    with pytest.raises(InvalidInput, match="别的清单"):
        at.coordinator.write(lists.change_entry, row.id, replace(RICE, kind="service"))


def test_examples_are_loaded_once_and_leave_what_the_office_has(at: ServingTown) -> None:
    mine = Described(kind="policy", title="临时救助", owner="示例街道", headings=("economy",))
    at.coordinator.write(lists.record_entry, mine)
    made = at.coordinator.write(lists.load_examples)
    assert (made.made > 20, made.there) == (True, 1)
    again = at.coordinator.write(lists.load_examples)
    assert (again.made, again.there) == (0, made.made + 1)
    assert [one.owner for one in rows(at, "policy", "临时救助")] == ["示例街道"]
    (insurance,) = rows(at, "service", "意外")
    assert insurance.for_whom == "第 2 类；满 65 周岁；老年人"
    assert insurance.valid_from == date(2025, 10, 13)
    assert (insurance.verified_on, insurance.verifier, insurance.colour) == (None, "", "warn")
    at.coordinator.write(lists.verify_entry, insurance.id, insurance.version)
    assert rows(at, "service", "意外")[0].colour == "ok"
