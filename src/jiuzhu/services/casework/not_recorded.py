"""申报与登记不一致: what a form says otherwise than the records, whether a decision takes it over, and else where to have it changed."""

from typing import Any

from jiuzhu.domain.household import JOINS, Obligor, Parent
from jiuzhu.domain.workflow import ENDED_STATES
from jiuzhu.services.counter import declared, declared_kin
from jiuzhu.services.office.history import fields_told
from jiuzhu.storage.queries import bundles
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit

_DO = "账户要改的在“发放—变更账户”提出，人员和家庭情况变了的在“监测—户情变动”登记。"


def lines(unit: Unit, rows: FileRows) -> list[str]:
    """Field by field, after a line that says what becomes of it; nothing where all of it is on record or told otherwise since."""
    said = [line for who, facts in declared.waiting(unit, rows) for line in _told(unit, rows, who, facts)]
    said += _kin(unit, rows)
    return [_becomes(rows), *said] if said else []


def _becomes(rows: FileRows) -> str:
    if rows.application.state in ENDED_STATES:
        return f"下列申报没有记入登记，待遇仍按登记的办。{_DO}"
    if rows.application.way in declared.VERIFYING:
        return "下列申报同意后记入登记；同意以前仍按登记的办。"
    return f"下列申报现在不作为登记的内容：这类事项不核实这些内容，办结后也不记入登记。{_DO}"


def _told(unit: Unit, rows: FileRows, who: str | None, facts: declared.Said) -> list[str]:
    name = f"{rows.people[who].name}的" if who in rows.people else ""
    joins = [f"{name[:-1]}来本户共同生活：登记的是在另一户"] if JOINS in facts else []
    changes: list[dict[str, Any]] = [
        {
            "table": table,
            "was": {field: was for field, (was, _) in facts.items() if field != JOINS},
            "now": {field: now for field, (_, now) in facts.items() if field != JOINS},
        }
        for table in (("household",) if who is None else ("person", "member"))
    ]
    return joins + [
        f"{name}{label}：申报 {now or '没有'}，{f'登记的是 {was}' if was else '没有登记'}"
        for label, was, now in fields_told(unit.desk, changes)
        if was != now
    ]


def _kin(unit: Unit, rows: FileRows) -> list[str]:
    """Obligors and parents a way does not look at; another matter of the same form may."""
    if bundles.siblings(unit.session, rows.application):
        return []
    waiting: list[Obligor | Parent] = [*rows.obligors, *rows.parents]
    return [
        f"{rows.people[row.of_person_id].name}的{'义务人' if isinstance(row, Obligor) else '父（母）'}{row.name}：申报有变化"
        for row in waiting
        if row.waits_for is not None
        and row.of_person_id in rows.people
        and rows.application.way not in declared_kin.LOOKED_AT[type(row)]
    ]
