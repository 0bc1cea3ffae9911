"""服务对象 as lists: files that go on, those the household of today speaks against, those that have ended."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.household import age_on
from jiuzhu.domain.serving.hours import HourAccount
from jiuzhu.services.serving.classes import Proposal, classes_of, proposal_of
from jiuzhu.services.serving.hours import accounts_of
from jiuzhu.storage.queries import needs as need_rows
from jiuzhu.storage.queries import plans as plan_rows
from jiuzhu.storage.queries import served as queries
from jiuzhu.storage.unit import Unit

LIMIT = 1000
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file in the list with what hangs on it, and what is to be done with it (`proposal`)."""

    id: str
    version: int
    number: str
    person_id: str
    household_id: str
    household_number: str
    name: str
    sex: str
    age: int | None
    village: str
    service_class: int
    class_reason: str
    class_on: date
    opened_on: date
    home_care_from: date | None
    home_care_until: date | None
    ended_on: date | None
    end_reason: str
    account: HourAccount
    plans: tuple[Any, ...]
    needs: tuple[Any, ...]
    assessed_on: date | None
    proposal: Proposal | None = None

    @property
    def told(self) -> str:
        """What is to be done with it."""
        return self.proposal.told if self.proposal else ""

    @property
    def plan(self) -> Any:
        """The plan that goes on, the newest one; None without."""
        return next((one for one in self.plans if one.ended_on is None), None)


def files(unit: Unit, text: str = "", limit: int = LIMIT) -> list[FileRow]:
    """在册, in the order of their numbers."""
    unit.require("read")
    return _told(unit, queries.files(unit.session, text, ended=False, limit=limit), {})


def ended(unit: Unit, text: str = "", limit: int = LIMIT) -> list[FileRow]:
    """已停止, the newest first."""
    unit.require("read")
    return _told(unit, queries.files(unit.session, text, ended=True, limit=limit), {})


def changed(unit: Unit, text: str = "") -> list[FileRow]:
    """类别有变化: files whose class the household of today does not bear out, with the proposal to change or to end."""
    unit.require("read")
    homes = queries.homes(unit.session, month_of(unit.today))
    classes = classes_of(unit, homes)
    proposals = {}
    rows = []
    for row in queries.files(unit.session, text, ended=False):
        proposal = proposal_of(row, classes, homes)
        if proposal is not None:
            proposals[row.id] = proposal
            rows.append(row)
    return _told(unit, rows, proposals)


def _told(unit: Unit, rows: Sequence[Any], proposals: dict[str, Proposal]) -> list[FileRow]:
    made: list[FileRow] = []
    for first in range(0, len(rows), _CHUNK):
        made += _chunk(unit, rows[first : first + _CHUNK], proposals)
    return made


def _chunk(unit: Unit, rows: Sequence[Any], proposals: dict[str, Proposal]) -> list[FileRow]:
    ids = [row.id for row in rows]
    accounts = accounts_of(unit, ids, unit.today.year)
    plans, needs = defaultdict(list), defaultdict(list)
    for plan in plan_rows.rows_of(unit.session, ids):
        plans[plan.service_file_id].append(plan)
    for need in need_rows.of_files(unit.session, ids):
        needs[need.service_file_id].append(need)
    assessed = need_rows.assessed_on(unit.session, ids)
    return [
        FileRow(
            row.id, row.version, row.number, row.person_id, row.household_id, row.household_number, row.name,
            unit.desk.label("sex", row.sex), age_on(row.birth, unit.today), row.village, row.service_class,
            row.class_reason, row.class_on, row.opened_on, row.home_care_from, row.home_care_until, row.ended_on,
            row.end_reason, accounts[row.id], tuple(plans[row.id]), tuple(needs[row.id]), assessed.get(row.id),
            proposals.get(row.id),
        )
        for row in rows
    ]  # fmt: skip
