"""转入旧台账, looked at first: what an old table would become here, with every reason why a row cannot be taken."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from jiuzhu.documents import error_copy, foreign_workbook
from jiuzhu.documents.foreign_workbook import ForeignSheet
from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.correction import checked
from jiuzhu.domain.identity_number import normalised
from jiuzhu.domain.obligations import MAIN
from jiuzhu.domain.old_households import Gathering, OldGrant, OldHousehold, Problems
from jiuzhu.domain.old_ledger import Reader, Terms
from jiuzhu.errors import InvalidInput, Problem
from jiuzhu.services.granting.rosters import PROGRAMMES
from jiuzhu.services.ledger import column_maps
from jiuzhu.services.ledger.old_rows import Right, old_rows
from jiuzhu.services.office.watching import Watch
from jiuzhu.storage.queries import known_people as queries
from jiuzhu.storage.unit import Unit

LEDGER = "first_load"
TAKEN = (*PROGRAMMES, "edge")
"""Programmes an old table may carry: those that go on from month to month."""
AHEAD = 1
"""Months after the present one from which this office may pay at the latest."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One household of the old table and what stands here already: "" for a new one, people by their numbers."""

    home: OldHousehold
    household_id: str
    household_number: str
    known: Mapping[str, str]  # ID number → person
    label: str  # the programmes, in words

    @property
    def monthly(self) -> Decimal:
        """Yuan a month of the whole household."""
        return sum((one.monthly for one in self.home.grants), Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class Sum:
    """One programme of the whole table."""

    label: str
    households: int
    people: int
    monthly: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPreview:
    """An old table as it was read: the households it would make, or the rows in the way and the copy that tells."""

    path: Path
    sender: str
    columns: Mapping[str, str]
    terms: Terms
    file_hash: str
    rows: int
    planned: list[Planned] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    without_class: int = 0
    problems: Problems = field(default_factory=dict)
    error_copy: Path | None = None
    groups: int = 0  # members to the right of a row that were read
    unread: list[str] = field(default_factory=list)  # headings that speak of members and were not read

    @property
    def people(self) -> int:
        """Everybody in it."""
        return sum(len(one.home.people) for one in self.planned)

    @property
    def monthly(self) -> Decimal:
        """Yuan a month of everybody in it."""
        return sum((one.monthly for one in self.planned), Decimal("0.00"))

    @property
    def fresh(self) -> int:
        """Households that are not here yet."""
        return sum(not one.household_id for one in self.planned)


@dataclass(frozen=True, slots=True)
class Offered:
    """What a person chooses from before an old table is read; `senders`: who brought one before."""

    programmes: list[tuple[str, str]]
    months: list[str]
    senders: list[str]


def offered(unit: Unit) -> Offered:
    """The choices about a whole table."""
    return Offered(
        [(code, unit.desk.label("item", code)) for code in TAKEN],
        _months(unit),
        column_maps.senders(unit, LEDGER),
    )


def _months(unit: Unit) -> list[str]:
    return [month_after(month_of(unit.today), ahead) for ahead in range(AHEAD + 1)]


def terms(unit: Unit, programme: str, shared: bool, from_month: str) -> Terms:
    """What a person says about the whole table; refused when the first month of paying is not this one or the next."""
    if programme and programme not in TAKEN:
        raise InvalidInput([Problem("programme", "请选择按月发放的救助事项或低保边缘。")])
    months = _months(unit)
    if from_month not in months:
        raise InvalidInput([Problem("from_month", f"转入后的首发月只能是 {'、'.join(months)}。")])
    return Terms(programme, shared, from_month)


def look_at_load(
    unit: Unit, path: Path, source: tuple[str, Mapping[str, str]], said: Terms, watch: Watch | None = None
) -> LoadPreview:
    """Read an old table without storing anything. `source`: who sent it, and our column → their heading.

    A coloured copy beside the file tells what is wrong with it.
    """
    preview, sheet = read_load(unit, path, source, said, watch)
    if not preview.problems:
        return preview
    copy = path.with_name(f"{path.stem}-错误说明.xlsx")
    error_copy.write_error_copy(path, copy, preview.problems, sheet.header_row, sheet_name=sheet.sheet_name)
    return replace(preview, error_copy=copy)


def read_load(
    unit: Unit, path: Path, source: tuple[str, Mapping[str, str]], said: Terms, watch: Watch | None = None
) -> tuple[LoadPreview, ForeignSheet]:
    """As `look_at_load`, and nothing is written beside the file; with the table as it was read."""
    column_maps.require_importer(unit)
    sender, columns = source
    said = terms(unit, said.programme, said.shared, said.from_month)
    ledger = unit.desk.ledgers[LEDGER]
    table = column_maps.read_table(path, ledger)
    placed = column_maps.place(path.name, table, ledger, columns)
    sheet = foreign_workbook.typed(path.name, table, placed)
    right = Right(path.name, table, ledger, placed)
    problems: Problems = {}
    planned: list[Planned] = []
    reader = Reader(unit.desk.codes, TAKEN, unit.today)
    rows = old_rows(reader, sheet, right, said, problems, watch or Watch())
    if not problems:
        grouped = "group" in sheet.columns
        homes = Gathering(said, problems, grouped=grouped).households(rows)
        planned = against_stored(unit, homes, problems)
    if problems:
        planned = []
    preview = LoadPreview(
        path=path,
        sender=sender,
        columns=columns,
        terms=said,
        file_hash=hashlib.sha256(path.read_bytes()).hexdigest(),
        rows=len(sheet.rows),
        planned=planned,
        sums=_sums(unit, planned),
        without_class=sum(not one.home.value("recheck_class") for one in planned if _rechecked(one.home)),
        problems=problems,
        groups=len(right.sheets),
        unread=right.unread,
    )
    return preview, sheet


def _rechecked(home: OldHousehold) -> bool:
    return any(one.programme in MAIN for one in home.grants)


def against_stored(unit: Unit, homes: list[OldHousehold], problems: Problems) -> list[Planned]:
    """What is here already for each household; nobody is doubled, moved or paid twice."""
    numbers = {normalised(row.identity.number) for home in homes for row in home.people}
    known = queries.people(unit.session, numbers)
    lives = queries.homes(unit.session, [row.id for row in known.values()])
    stored = {row.id for row in lives.values()}
    month = month_of(unit.today)
    received = queries.receiving(unit.session, stored, month)
    asked = queries.asking(unit.session, stored)
    counts = queries.counted_in(unit.session, stored)
    left = queries.left_paid(unit.session, [row.id for row in known.values()], month)
    made = []
    for home in homes:
        told: dict[int, list[str]] = {}
        found = {
            row.identity.number: known[row.identity.number]
            for row in home.people
            if row.identity.number in known
        }
        for row in home.people:
            one = found.get(row.identity.number)
            if one is not None and one.name != row.name:
                told.setdefault(row.row, []).append(f"这个证件号码在系统里登记的姓名是“{one.name}”")
            if one is not None and one.id in left:
                told.setdefault(row.row, []).append(
                    f"原来的户 {left[one.id]} 已注销、待遇还在发放，请先在“监测—调整审批”里终止"
                )
        here = {one.id: lives[one.id] for one in found.values() if one.id in lives}
        target = _target(home, found, here, told)
        if target is not None:
            _same_home(home, found, target, counts[target.id], told)
            _unpaid(unit, home, found, (received.get(target.id, []), asked.get(target.id, [])), told)
        for number, sentences in told.items():
            if sentences:
                problems.setdefault(number, []).extend(sentences)
        persons = {number: one.id for number, one in found.items()}
        labels = [
            unit.desk.label("item", code) for code in dict.fromkeys(one.programme for one in home.grants)
        ]
        here_id, here_number = (target.id, target.number) if target else ("", "")
        made.append(Planned(home, here_id, here_number, persons, "、".join(labels)))
    return made


def _target(home: OldHousehold, found: Mapping[str, Any], here: Mapping[str, Any], told: Problems) -> Any:
    """The household of ours these people live in, all of them; None for new people. Otherwise it is told."""
    if not here:
        return None
    target = here.get(getattr(found.get(home.head.identity.number), "id", ""))
    for row in home.people:
        lives = here.get(getattr(found.get(row.identity.number), "id", ""))
        if lives is None and row.counted:
            told.setdefault(row.row, []).append(
                "同户的人已登记在系统里，这一行的人不在那一户；请先在窗口登记户情变动"
            )
        elif lives is not None and (target is None or lives.id != target.id):
            told.setdefault(row.row, []).append(f"已计入另一户 {lives.number}，一人不能计入两户")
    return target


def _same_home(
    home: OldHousehold, found: Mapping[str, Any], target: Any, counted: list[Any], told: Problems
) -> None:
    """What is granted goes to our household and into our account: nobody else may live there, and no other account be meant.

    Who else lives there and who is the head says nothing about what belongs to one person.
    """
    say = told.setdefault(home.head.row, []).append
    meant = checked("household.account_number", str(home.value("account_number")))[0]
    if meant and meant != target.account_number:
        ours = f"尾号 {target.account_number[-6:]}" if target.account_number else "没有登记"
        ours += "，前面的号码不同" if target.account_number[-6:] == meant[-6:] else ""
        say(
            f"表里的收款账号（尾号 {meant[-6:]}）不是 {target.number} 登记的（{ours}），转入后会发到登记的账户；请先办理变更账户，或核实后改表"
        )
    if all(grant.id_number for grant in home.grants):
        return
    listed = {getattr(found.get(row.identity.number), "id", "") for row in home.people if row.counted}
    others = [row.name for row in counted if row.id not in listed]
    if others:
        say(
            f"{target.number} 还计入{'、'.join(others)}，表里这一户没有；请先在窗口登记户情变动，或核实后改表"
        )
    elif target.head_id != getattr(found.get(home.head.identity.number), "id", ""):
        head = next((row.name for row in counted if row.id == target.head_id), "另一人")
        say(f"{target.number} 登记的户主是{head}；请先变更户主，或核实后改表")


def _unpaid(
    unit: Unit,
    home: OldHousehold,
    found: Mapping[str, Any],
    stored: tuple[list[Any], list[Any]],
    told: Problems,
) -> None:
    """Nothing is granted twice, nor beside another main category, nor beside an open application for the same."""
    received, asked = stored
    for one in home.grants:
        person = getattr(found.get(one.id_number), "id", None)
        label = unit.desk.label("item", one.programme)
        for row in received:
            same = row.programme == one.programme and row.person_id in {None, person}
            if same or (one.programme in MAIN and row.programme in MAIN):
                had = unit.desk.label("item", row.programme)
                told.setdefault(one.row, []).append(f"已在系统里享受{had}，不能再转入{label}")
        for row in asked:
            if row.programme == one.programme:
                told.setdefault(one.row, []).append(f"正在办理{label}（{row.number}），不能再转入")


def _sums(unit: Unit, planned: list[Planned]) -> list[Sum]:
    by_code: dict[str, list[tuple[Planned, OldGrant]]] = {}
    for one in planned:
        for grant in one.home.grants:
            by_code.setdefault(grant.programme, []).append((one, grant))
    return [
        Sum(
            unit.desk.label("item", code),
            len({id(one.home) for one, _ in found}),
            sum(
                1 if grant.id_number else sum(row.counted for row in one.home.people) for one, grant in found
            ),
            sum((grant.monthly for _, grant in found), Decimal("0.00")),
        )
        for code, found in by_code.items()
    ]
