"""The office arranges its own forms, code tables and ledgers: each time the whole list anew, from a day on.

Nothing stored is touched: a code in use keeps its words, a field that was answered stays readable.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from jiuzhu.documents import paper as press
from jiuzhu.documents.fonts import unprintable
from jiuzhu.documents.saving import saving
from jiuzhu.domain import form_arrangement
from jiuzhu.domain.arrangement import KINDS, Entry, arrange, dump, lines_of, parse, told
from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.desk import ENTRIES, Shipped, addable, title_of
from jiuzhu.domain.dossier import Dossier, MemberPart
from jiuzhu.domain.form import Form
from jiuzhu.domain.ledger import Ledger
from jiuzhu.domain.merging import Shown, three_way
from jiuzhu.domain.office import OfficeRule
from jiuzhu.errors import Conflict, Difference, InvalidInput, Problem, Refused, UserError
from jiuzhu.services.casework import file_parts
from jiuzhu.services.ledger.ledger_sources import SOURCES
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.office_rules.rule_admin import take_over
from jiuzhu.storage.queries import files, offices
from jiuzhu.storage.unit import Unit

_OWN_CODE = re.compile(r"own[1-9]\d{0,3}")


@dataclass(frozen=True, slots=True)
class Listed:
    """One form, code table or ledger of the list at the left."""

    name: str
    title: str
    changed: bool  # whether the office ever arranged it
    closed: str  # why nothing of it can be changed, "" otherwise


@dataclass(frozen=True, slots=True)
class Setting:
    """One arrangement that was set."""

    starts: date
    note: str
    document: str
    set_by: str
    set_on: date


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A form, table or ledger as it was set last, the day that has not come yet included."""

    kind: str
    name: str
    title: str
    about: str  # its ground, or why it cannot be changed
    closed: str
    addable: bool
    groups: dict[str, str]  # group of entries → what it is called
    shipped: tuple[Entry, ...]
    entries: tuple[Entry, ...]
    seen: str  # id of the setting these entries come from
    starts: date | None  # when it holds or will hold, None when nothing was set
    unread: tuple[str, ...]  # lines of it that cannot be followed
    history: list[Setting]


_FIELD = "entry:{}"
"""An entry by its key, beside the fields of the form that asks from when on it holds."""


def _shipped(unit: Unit) -> Shipped:
    shipped = unit.desk.shipped
    if shipped is None:
        msg = "this desk was made without what came with the program"
        raise RuntimeError(msg)
    return shipped


def _closed(thing: Form | CodeTable | Ledger) -> str:
    if isinstance(thing, CodeTable) and thing.national:
        return f"这是国家标准 {thing.standard} 的代码，只能查看。"
    return f"{thing.closed}，栏目不能调整。" if isinstance(thing, Ledger) and thing.closed else ""


def _is_offered(kind: str, name: str, thing: Form | CodeTable | Ledger) -> bool:
    if isinstance(thing, CodeTable):
        return not thing.internal
    return kind != "ledger" or name in SOURCES or bool(getattr(thing, "closed", ""))


def listed(unit: Unit, kind: str) -> list[Listed]:
    """Everything of a kind, what the office may change first."""
    unit.require("read")
    own = {rule.name for rule in offices.arrangements(unit.session, kind)}
    found = [
        (addable(thing), Listed(name, title_of(thing), name in own, _closed(thing)))
        for name, thing in _shipped(unit).of(kind).items()
        if _is_offered(kind, name, thing)
    ]
    return [one for _, one in sorted(found, key=lambda pair: (bool(pair[1].closed), not pair[0]))]


def _groups(thing: Form | CodeTable | Ledger) -> dict[str, str]:
    if isinstance(thing, Form):
        return {section.name: section.title for section in thing.sections if section.fields}
    if isinstance(thing, Ledger):
        return {entry.group: entry.group.lstrip("0123456789") for entry in ENTRIES["ledger"](thing)}
    return {"": ""}


def _about(thing: Form | CodeTable | Ledger) -> str:
    if isinstance(thing, Form):
        return f"依据：{thing.basis}"
    if isinstance(thing, CodeTable) and thing.closed and not thing.national:
        return f"{thing.named or thing.closed}，所以只能改{'' if thing.named else '名称和'}顺序。"
    return ""


def arrangement(unit: Unit, kind: str, name: str) -> Arrangement:
    """One form, table or ledger with everything that was ever set for it."""
    unit.require("read")
    thing = _shipped(unit).of(kind).get(name)
    if thing is None:
        raise Refused(f"程序里没有{KINDS[kind]}“{name}”。没有改动任何内容。")
    rules = [rule for rule in offices.arrangements(unit.session, kind) if rule.name == name]
    shipped = ENTRIES[kind](thing)
    entries, unread = shipped, tuple[str, ...]()
    if rules:
        try:
            made = arrange(shipped, parse(rules[-1].content), addable=addable(thing))
            entries, unread = made.entries, made.problems
        except UserError as problem:
            unread = (problem.message,)
    names = files.operator_names(unit.session)
    return Arrangement(
        kind=kind,
        name=name,
        title=title_of(thing),
        about=_about(thing),
        closed=_closed(thing),
        addable=addable(thing),
        groups=_groups(thing),
        shipped=shipped,
        entries=entries,
        seen=rules[-1].id if rules else "",
        starts=rules[-1].starts if rules else None,
        unread=unread,
        history=[
            Setting(rule.starts, rule.note, rule.document, names.get(rule.set_by, ""), rule.set_on)
            for rule in reversed(rules)
        ],
    )


def _add_arrangement(
    unit: Unit,
    shown: Arrangement,
    entries: Sequence[Entry],
    when: tuple[date | None, str],
    before: Shown | None,
) -> str:
    unit.require("configure")
    starts, document = when
    now = arrangement(unit, shown.kind, shown.name)
    if now.closed:
        raise Refused(f"{now.closed}没有改动任何内容。")
    if now.seen != shown.seen:
        if before is None:
            raise Refused("刚刚有人设置过同一份内容。没有改动任何内容；请重新打开后再改。")
        entries = _merged(unit, now, entries, before)
    if starts is None:
        raise InvalidInput([Problem("starts", "请填写从哪天起执行。")])
    earliest = max(unit.today, now.starts or unit.today)
    if starts < earliest:
        said = "不能早于今天" if earliest == unit.today else f"已经设置过 {earliest} 起的内容，不能早于那一天"
        raise InvalidInput([Problem("starts", f"{said}。")])
    lines = lines_of(entries, now.shipped)
    made = arrange(now.shipped, lines, addable=now.addable)
    problems = list(made.problems)
    known = {entry.key for entry in now.shipped}
    problems += [
        f"代码 {entry.key} 的写法不对"
        for entry in entries
        if entry.own and not _OWN_CODE.fullmatch(entry.key)
    ]
    lacking = {entry.key for entry in now.entries} - known - {entry.key for entry in entries}
    problems += [f"代码 {code} 可能已经用过，不能删除，只能停用" for code in sorted(lacking)]
    problems += [
        f"“{text}”里的“{character}”字体中没有，用到它的文书都印不出来；请换一个字"
        for entry in entries
        for text in (entry.label, entry.hint)
        if (character := unprintable(text))
    ]
    if problems:
        raise InvalidInput([Problem("lines", f"{problem}。没有改动任何内容。") for problem in problems])
    said = told(now.entries, made.entries)
    if not said:
        raise Refused("内容没有变化。没有改动任何内容。")
    unit.add(
        OfficeRule(
            kind=now.kind,
            name=now.name,
            content=dump(lines),
            starts=starts,
            document=document.strip(),
            note=said,
            set_by=unit.actor.operator_id,
            set_on=unit.today,
        )
    )
    unit.about(unit.desk.office.id)
    return said


def shown_entries(entries: Sequence[Entry]) -> Shown:
    """The entries of a list, each a field of its own, as `set_arrangement` is told what was on screen."""
    return {_FIELD.format(entry.key): entry for entry in entries}


def chosen_entries(entries: Sequence[Entry], chosen: Any) -> list[Entry]:
    """The entries, some of them otherwise as a person chose where two had changed them."""
    return [getattr(chosen, _FIELD.format(entry.key), entry) for entry in entries]


def _merged(unit: Unit, now: Arrangement, entries: Sequence[Entry], before: Shown) -> list[Entry]:
    """Entry by entry over what somebody set meanwhile; two new ones that took the same code are both kept."""
    mine, theirs = shown_entries(entries), shown_entries(now.entries)
    taken = [*entries, *now.entries]
    for field, entry in list(mine.items()):
        if field not in before and field in theirs and theirs[field] != entry:
            moved = replace(entry, key=next_code(taken))
            taken.append(moved)
            del mine[field]
            mine[_FIELD.format(moved.key)] = moved
    fields = list(dict.fromkeys([*mine, *theirs]))
    made = three_way(
        {field: before.get(field) for field in fields},
        {field: mine.get(field, before.get(field)) for field in fields},
        {field: theirs.get(field) for field in fields},
    )
    last = now.history[0]
    if made.clashing:
        raise Conflict(
            [
                Difference(
                    field, before[field].label, _words(mine[field]), _words(theirs[field]), last.set_by, str(last.set_on),
                    typed=mine[field], stored=theirs[field],
                )
                for field in made.clashing
            ]
        )  # fmt: skip
    unit.notes.append(f"{last.set_by} {last.set_on} 设置过：{last.note}。与您的改动不冲突，两边都已保留。")
    return [entry for entry in made.values.values() if entry is not None]


def _words(entry: Entry) -> str:
    said = [entry.label, *(["停用"] if entry.off else []), *(["必填"] if entry.required else [])]
    return "，".join([*said, *([f"提示：{entry.hint}"] if entry.hint else [])])


def set_arrangement(  # what the form asks, in its order
    workspace: Workspace,
    shown: Arrangement,
    entries: Sequence[Entry],
    starts: date | None,
    document: str,
    *,
    before: Shown | None = None,
) -> str:
    """The entries hold from a day on, at this desk at once when the day has come; returns what changed, in words.

    Raises `InvalidInput` for a day before today or before the last setting, for words that cannot be and for what has
    to stay. What somebody else set since it was read is kept beside it, entry by entry from what was on screen (`shown_entries`),
    or both are told (`Conflict`); without `before` it is refused.
    """
    said = workspace.write(_add_arrangement, shown, entries, (starts, document), before)
    take_over(workspace)
    return said


def sample(unit: Unit, shown: Arrangement, entries: Sequence[Entry], folder: Path) -> Path:
    """The paper as the entries would make it, empty and without a number: to look at before anything is set.

    Raises `UserError` when a label cannot be printed, or the folder cannot be written.
    """
    unit.require("configure")
    lines = lines_of(entries, shown.shipped)
    made = arrange(shown.shipped, lines)
    form = form_arrangement.arranged(_shipped(unit).form[shown.name], made.entries)
    dossier = Dossier(office=file_parts.office_part(unit.desk), members=[MemberPart()])
    path = folder / f"{shown.name}-试印.pdf"
    with saving(path) as draft:
        draft.write_bytes(press.render(form, dossier, unit.desk.codes).pdf)
    return path


def next_code(entries: Sequence[Entry]) -> str:
    """The code of the next entry an office adds: `own1`, then `own2`."""
    taken = {entry.key for entry in entries}
    return next(code for number in range(1, 10_000) if (code := f"own{number}") not in taken)


def edited(shown: Arrangement, entries: Sequence[Entry], changed: Entry) -> tuple[Entry, ...]:
    """The entries with one of them changed or added (pure); `InvalidInput` when it cannot be so."""
    changed = replace(changed, label=changed.label.strip(), hint=changed.hint.strip())
    known = {entry.key for entry in entries}
    made = [changed if entry.key == changed.key else entry for entry in entries]
    made += [] if changed.key in known else [changed]
    if not changed.label:
        raise InvalidInput([Problem("label", "请填写名称。")])
    found = arrange(shown.shipped, lines_of(made, shown.shipped), addable=shown.addable)
    if found.problems:
        raise InvalidInput([Problem("label", f"{found.problems[0]}。")])
    return tuple(made)
