"""The one door files with other people's data leave by: right, purpose, recipient, ground, a second person for many rows.

Whoever writes such a file asks `begin` first and tells `left` afterwards, in the same unit of work: there is no file
without its row in the register, and no row that says left without its file. A person's own paper at the counter does
not pass here.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from jiuzhu.domain.exporting import (
    Export,
    Said,
    Watermark,
    about_text,
    classes_of,
    password_problem,
    people_seal,
    recipient_problem,
)
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.granting import rosters
from jiuzhu.services.ledger.ledger_sources import SOURCES, filters_text
from jiuzhu.storage.queries import exports as queries
from jiuzhu.storage.queries import grants
from jiuzhu.storage.queries.change_ledgers import LISTINGS
from jiuzhu.storage.queries.ledgers import Filters, pieces
from jiuzhu.storage.unit import Unit

PRINTED = (*LISTINGS, "leads", "exports")
"""Ledgers without a form of their own that may be printed; the others have theirs."""

_LONGEST = 200
_SHORTEST_OTHER = 4
_SUBJECTS = ("household_id", "application_id", "person_id", "applicant_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """A file that is about to leave. `about` narrows it: filters of the ledger, or one `batch`.

    `said`: what is stated about it, where the work itself fixes purpose and receiver; else a person states it.
    """

    kind: str  # xlsx | pdf | ics
    subject: str
    title: str
    about: Mapping[str, Any]
    details: str
    rows: int
    classes: Sequence[str]
    said: Said | None = None


Told = Callable[[Unit], What]
"""Says in a unit what would leave: `rows_of` a ledger, or what a service that writes a list says of it."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the person is told and offered before a file leaves.

    `waits`: the number under which it waits for a second person; `agreed`: a second person agreed to it.
    """

    what: What
    limit: int
    waits: str
    agreed: bool
    purpose: str
    purpose_text: str
    recipient: str
    basis: str
    recipients: list[str]

    @property
    def needs_second(self) -> bool:
        """Whether somebody else has to agree first."""
        return self.what.rows > self.limit and not self.agreed


def what_of(unit: Unit, kind: str, ledger_id: str, about: Mapping[str, Any]) -> What:
    """The rows of a ledger as a workbook, or as the paper the ledger is printed on."""
    ledger, source = unit.desk.ledgers[ledger_id], SOURCES[ledger_id]
    columns = [one for one in ledger.columns if kind != "pdf" or ledger_id not in PRINTED or one.kind != "id"]
    if "batch" in about:
        rows = grants.total(unit.session, Filters(), about["batch"])
        return What(kind=kind, subject=ledger_id, title=ledger.title, about=about, details="一个批次", rows=rows,
                    classes=classes_of(columns))  # fmt: skip
    details = filters_text(unit, ledger_id, about)
    title = ledger.title
    if ledger_id == "roster":
        title = f"{unit.desk.label('item', about['programme'])}发放花名册"
        details += rosters.seal_words(unit, about["month"], about["programme"])
    return What(
        kind=kind,
        subject=ledger_id,
        title=title,
        about=about,
        details=details,
        rows=source.total(unit, Filters(**about)),
        classes=classes_of(columns),
    )


def rows_of(kind: str, ledger_id: str, about: Mapping[str, Any]) -> Told:
    """Says what `what_of` says, once there is a unit."""
    return partial(what_of, kind=kind, ledger_id=ledger_id, about=about)


def subjects_in(rows: Iterable[Any]) -> set[str]:
    """The households, applications and people these rows of SQL are about; a lead nobody took up, itself."""
    held = set()
    for row in rows:
        found = {value for name in _SUBJECTS if (value := getattr(row, name, None))}
        held |= found or {row.id}
    return held


def subjects_of(unit: Unit, what: What) -> set[str]:
    """The same for everything a file of a ledger holds."""
    if "batch" in what.about:
        statement = grants.lines(Filters(), what.about["batch"])
    else:
        statement = SOURCES[what.subject].statement(unit, Filters(**what.about), "")
    return {one for piece in pieces(unit.session, statement) for one in subjects_in(piece)}


def limit(unit: Unit) -> int:
    """More rows than this leave only after a second person agreed."""
    return unit.desk.policy.in_force(unit.desk.office.district, unit.today).number("export.most_rows")


def outlook(unit: Unit, told: Told) -> Outlook:
    """What would leave, whether somebody has to agree first, and what was stated last time."""
    unit.require("export")
    what = told(unit)
    asked = _asked(unit, what)
    ready = next((row for row in asked if row.usable(unit.today)), None)
    last = ready or queries.last_said(unit.session, unit.actor.operator_id, what.subject)
    return Outlook(
        what=what,
        limit=limit(unit),
        waits=next((row.number for row in asked if row.state == "proposed"), ""),
        agreed=ready is not None,
        purpose=last.purpose if last else "own",
        purpose_text=last.purpose_text if last else "",
        recipient=last.recipient if last else unit.desk.office.name,
        basis=last.basis if last else "duty",
        recipients=queries.recipients(unit.session),
    )


_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is read for another
_GROUPS, _GROUP = 4, 4


def suggested_password() -> str:
    """A password people can read out: four groups of four, 79 bits."""
    while True:
        groups = ["".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS)]
        made = "-".join(groups)
        if not password_problem(made):
            return made


def _asked(unit: Unit, what: What) -> list[Export]:
    return queries.waiting(
        unit.session, unit.actor.operator_id, what.kind, what.subject, about_text(what.about)
    )


def _checked(unit: Unit, said: Said) -> None:
    """Refuse what is not stated or not stated well, beside its field."""
    problems = []
    purposes, grounds = unit.desk.codes["export_purpose"].labels, unit.desk.codes["export_basis"].labels
    if said.purpose not in purposes:
        problems.append(Problem("purpose", "请选择用途。"))
    if said.purpose == "other" and len(said.purpose_text.strip()) < _SHORTEST_OTHER:
        problems.append(Problem("purpose_text", f"请写明用途，至少 {_SHORTEST_OTHER} 个字。"))
    unnamed = recipient_problem(said, unit.desk.office.name)
    if unnamed:
        problems.append(Problem("recipient", unnamed))
    if said.basis not in grounds:
        problems.append(Problem("basis", "请选择提供依据。"))
    weak = password_problem(said.password) if said.password else ""
    if weak:
        problems.append(Problem("password", weak))
    if problems:
        raise InvalidInput(problems)


def _row(unit: Unit, what: What, said: Said, state: str) -> Export:
    return Export(
        number=unit.number("export"),
        state=state,
        kind=what.kind,
        subject=what.subject,
        title=what.title[:_LONGEST],
        about=about_text(what.about),
        details=what.details,
        rows=what.rows,
        classes=" ".join(what.classes),
        purpose=said.purpose,
        purpose_text=said.purpose_text.strip()[:_LONGEST],
        recipient=said.recipient.strip()[:_LONGEST],
        basis=said.basis,
        asked_by=unit.actor.operator_id,
        asked_at=unit.now,
    )


def propose_export(unit: Unit, told: Told, said: Said) -> str:
    """Ask a second person to agree to an export of many rows; returns the number it waits under."""
    unit.require("export")
    what = told(unit)
    _checked(unit, said)
    if any(row.state == "proposed" for row in _asked(unit, what)):
        raise Refused("同样的导出已经送请同意，还没有答复。没有再送一次。")
    row = unit.add(_row(unit, what, said, "proposed"))
    unit.about(unit.actor.operator_id)
    return row.number


def answer_export(unit: Unit, export_id: str, *, agreed: bool, why: str = "") -> str:
    """The head agrees to a large export, or refuses it and says why; never the one who asked. Returns the number."""
    unit.require("agree_export")
    row = unit.get(Export, export_id)
    if row.state != "proposed":
        raise Refused("这次导出已经有答复。没有改动任何内容；请刷新列表。")
    if row.asked_by == unit.actor.operator_id:
        raise Refused("自己提出的导出不能自己同意。没有改动任何内容；请另一位审批岗位的同事登录。")
    if not agreed and not why.strip():
        raise InvalidInput([Problem("why", "请写明不同意的原因。")])
    row.state = "agreed" if agreed else "refused"
    row.decided_by, row.decided_on, row.answer = unit.actor.operator_id, unit.today, why.strip()
    unit.about(row.asked_by)
    return row.number


@dataclass(frozen=True, slots=True)
class Leaving:
    """A file on its way out: its row of the register, what stands on its pages, and the password that opens it."""

    row: Export
    mark: Watermark
    password: str


def begin(unit: Unit, what: What, said: Said) -> Leaving:
    """Let a file leave: checks the right and what is stated, and gives it its number.

    Raises `InvalidInput` for what is not stated, `Refused` for more rows than may leave without a second person.
    """
    unit.require("export")
    _checked(unit, said)
    row = None
    most = limit(unit)
    if what.rows > most:
        row = next((one for one in _asked(unit, what) if one.usable(unit.today)), None)
        if row is None:
            raise Refused(
                f"一次导出 {what.rows:,} 行，超过 {most:,} 行，要另一位审批岗位的同事先同意。没有导出；"
                "请按“送请同意”，或缩小筛选范围。"
            )
        if (row.purpose, row.recipient, row.basis) != (said.purpose, said.recipient.strip(), said.basis):
            raise Refused(
                f"这次导出是按“{unit.desk.label('export_purpose', row.purpose)}”交给“{row.recipient}”同意的，"
                "不能改作别的用途或交给别人。没有导出；请照原样导出，或等同意过期后另外送请同意。"
            )
    row = row or _row(unit, what, said, "left")
    mark = Watermark(row.number, unit.actor.name, unit.desk.office.name, unit.now)
    return Leaving(row, mark, said.password)


def left(
    unit: Unit, leaving: Leaving, path: Path, *, sha256: str, rows: int, subjects: Iterable[str]
) -> Export:
    """Write into the register what left; `sha256` is of the file as it lies there, locked or open."""
    row, people = leaving.row, sorted(set(subjects))
    row.state, row.left_at, row.rows = "left", unit.now, rows
    row.file_name, row.sha256, row.encrypted = path.name[:_LONGEST], sha256, bool(leaving.password)
    row.people_hash = people_seal(people)
    unit.add(row)
    unit.session.flush()
    queries.put_subjects(unit.session, row.id, people)
    unit.about(unit.actor.operator_id)
    return row
