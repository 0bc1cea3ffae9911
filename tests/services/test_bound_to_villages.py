"""Search, queues, duplicates, ledgers and exports follow the villages an operator is bound to, in a file as on a server."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from other_desk import desk_of

from jiuzhu.domain.office import Operator
from jiuzhu.errors import UserError
from jiuzhu.services.casework import files
from jiuzhu.services.counter import duplicates
from jiuzhu.services.counter.intake import Receipt
from jiuzhu.services.ledger import ledgers
from jiuzhu.services.office import checkups, history, searching, workbench
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.survey import checking
from jiuzhu.storage.unit import Unit
from stated import SAID
from town import Town, urban_couple, urban_three

MINE, THEIRS = "甲示例村", "乙示例村"


@pytest.fixture
def taken(town: Town) -> tuple[Receipt, Receipt]:
    """An application of a family of each village; the newest journal entries are the clerk's."""
    first, second = urban_three(town), urban_couple(town)
    first.household.village, second.household.village = MINE, THEIRS
    return town.accept(first), town.accept(second)


@pytest.fixture
def bound(town: Town, taken: tuple[Receipt, Receipt]) -> Workspace:  # noqa: ARG001  # both families are there
    """The checker's desk, bound to the first village."""
    actor = town.checker.actor
    town.clerk.write(_bind, actor.operator_id)
    return desk_of(town.clerk, replace(actor, villages=frozenset({MINE})))


def _bind(unit: Unit, operator_id: str) -> None:
    unit.get(Operator, operator_id).villages = MINE


def test_nobody_of_another_village_is_found(bound: Workspace, town: Town) -> None:
    assert [hit.name for hit in town.head.read(searching.search, "丁示例")] == ["丁示例"]
    for typed in ("丁示例", "示例", "dsl", "13800000002", "示例路"):
        found = {hit.name for hit in bound.read(searching.search, typed)}
        assert found <= {"甲示例", "乙示例", "丙示例"}, typed
    assert {hit.name for hit in bound.read(searching.search, "示例")} == {"甲示例", "乙示例", "丙示例"}
    assert [hit.household_number for hit in bound.read(searching.search, "甲示例")] != [""]


def test_numbers_and_queues_count_own_villages(
    bound: Workspace, town: Town, taken: tuple[Receipt, Receipt]
) -> None:
    def waiting(desk: Workspace) -> tuple[int, int, list[str]]:
        numbers = {one.key: one.count for one in desk.read(workbench.today).numbers}
        page = desk.read(workbench.queue, "to_check")
        return numbers["to_check"], page.total, sorted(row.application_id for row in page.rows)

    mine, theirs = taken
    assert waiting(town.head) == (2, 2, sorted([mine.application_id, theirs.application_id]))
    assert waiting(bound) == (1, 1, [mine.application_id])
    assert bound.read(checking.queue_total) == 1
    told = [
        any("您的账号只管甲示例村" in one for one in desk.read(workbench.today).warnings)
        for desk in (bound, town.checker)
    ]
    assert told == [True, False]
    assert bound.read(searching.find_number, theirs.number) is None
    with pytest.raises(UserError, match="找不到这条记录"):
        bound.read(files.dossier, theirs.application_id)


def test_the_check_for_duplicates_looks_where_the_operator_may(bound: Workspace, town: Town) -> None:
    again = urban_couple(town)
    assert town.head.read(duplicates.duplicates, again) != []
    assert bound.read(duplicates.duplicates, again) == []
    assert bound.read(duplicates.duplicates, urban_three(town)) != []


def test_ledgers_and_their_exports_hold_own_villages(bound: Workspace, town: Town, tmp_path: Path) -> None:
    assert town.head.read(ledgers.page, "applications", {}).total == 2
    page = bound.read(ledgers.page, "applications", {})
    assert (page.total, len(page.rows)) == (1, 1)
    made = bound.write(
        ledgers.export, "applications", {}, tmp_path / "表.xlsx", SAID
    )  # reads while it writes
    assert made.rows == 1
    cells = [str(cell.value) for row in load_workbook(made.path).worksheets[0] for cell in row]
    assert any("甲示例" in cell for cell in cells)
    assert not any("丁示例" in cell for cell in cells)
    assert {info.id: info.choices for info in bound.read(ledgers.ledgers)}["applications"]["village"] == [
        (MINE, MINE)
    ]


def test_a_bound_checker_does_the_work_of_own_villages(
    bound: Workspace, town: Town, taken: tuple[Receipt, Receipt]
) -> None:
    town.on(date(2025, 10, 14))
    mine, theirs = taken
    bound.write(checking.start_survey, mine.application_id)
    with pytest.raises(UserError, match="找不到这条记录"):
        bound.write(checking.start_survey, theirs.application_id)
    told = bound.read(history.history, mine.application_id)
    assert [line.who for line in told] == ["李核查"]  # the clerk's entries tell of all villages


@pytest.mark.file_only("a server is looked after where it stands")
def test_the_programs_own_checks_at_a_bound_desk_see_the_whole(bound: Workspace) -> None:
    assert "没有发现改动" in checkups.journal_check(bound)
