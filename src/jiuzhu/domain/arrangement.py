"""How an office arranges a list that came with the program: order, words, what is switched off, what it adds.

A form's fields, a table's codes and a ledger's columns are all lists of entries. What the office set is stored as lines
by key, so that a list which grows with a later version keeps everything the office did not name.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from jiuzhu.domain.office import OfficeRule
from jiuzhu.errors import UserError

KINDS = {"codes": "代码表", "form": "表单", "ledger": "台账"}
"""Kinds of `OfficeRule` that hold lines, and what each is called."""

LONGEST_LABEL = 40
LONGEST_HINT = 80


@dataclass(frozen=True, slots=True)
class Entry:
    """One field, code or column as it stands. `fixed` and `named` say why it stays, "" when it may change."""

    key: str
    label: str
    group: str = ""  # entries are put in order within their group only
    hint: str = ""
    required: bool = False
    off: bool = False
    own: bool = False  # added by the office
    fixed: str = ""  # why it cannot be switched off
    named: str = ""  # why its words stay
    behind: str = ""  # why it cannot stand first
    hinted: bool = False  # whether a hint is shown anywhere
    asked: bool = False  # whether an answer can be demanded


@dataclass(frozen=True, slots=True)
class Line:
    """What the office set for one entry; what is empty stays as it came with the program."""

    key: str
    label: str = ""
    off: bool = False
    hint: str | None = None
    required: bool | None = None


@dataclass(frozen=True, slots=True)
class Arranged:
    """The entries in order, and a sentence for every line that could not be followed."""

    entries: tuple[Entry, ...]
    problems: tuple[str, ...]


_TYPES: dict[str, tuple[type, ...]] = {
    "key": (str,), "label": (str,), "off": (bool,), "hint": (str, type(None)), "required": (bool, type(None)),
}  # fmt: skip


def parse(content: str) -> tuple[Line, ...]:
    """Stored lines; `UserError` when the text is not what this program writes."""
    try:
        raw = json.loads(content)
        lines = raw["lines"]
        for line in lines:
            if line.keys() - _TYPES.keys() or not all(
                isinstance(value, _TYPES[name]) for name, value in line.items()
            ):
                raise UserError("保存的内容读不出来")
        return tuple([Line(**line) for line in lines])
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise UserError("保存的内容读不出来") from problem


def dump(lines: Iterable[Line]) -> str:
    """Lines as they are stored: what is not set is not written."""
    kept = []
    for line in lines:
        values: dict[str, Any] = {"key": line.key}
        values |= {"label": line.label} if line.label else {}
        values |= {"off": True} if line.off else {}
        values |= {"hint": line.hint} if line.hint is not None else {}
        values |= {"required": line.required} if line.required is not None else {}
        kept.append(values)
    return json.dumps({"lines": kept}, ensure_ascii=False)


def in_force(rules: Iterable[OfficeRule], day: date) -> dict[tuple[str, str], OfficeRule]:
    """Kind and name → the rule that holds on a day: the one that began last, of one day the one set last."""
    found: dict[tuple[str, str], OfficeRule] = {}
    for rule in sorted(rules, key=lambda rule: (rule.starts, rule.id)):
        if rule.kind in KINDS and rule.starts <= day and (rule.ends is None or day <= rule.ends):
            found[rule.kind, rule.name] = rule
    return found


def _wrong_words(text: str, longest: int, what: str) -> str:
    if len(text) > longest:
        return f"“{text[:10]}…”太长，{what}最多 {longest} 个字"
    if not text.isprintable():
        return f"{what}里有不能显示的字符"
    return ""


def _followed(entry: Entry, line: Line) -> Entry | str:
    """The entry as the line wants it, or why not."""
    wrong = _wrong_words(line.label, LONGEST_LABEL, "名称") or _wrong_words(
        line.hint or "", LONGEST_HINT, "提示"
    )
    if wrong:
        return wrong
    if line.off and entry.fixed:
        return f"“{entry.label}”不能停用：{entry.fixed}"
    if line.label and line.label != entry.label and entry.named:
        return f"“{entry.label}”不能改名：{entry.named}"
    if line.hint and not entry.hinted:
        return f"“{entry.label}”不在屏幕上填写，没有提示可设"
    if line.required is not None and line.required != entry.required and not entry.asked:
        return f"“{entry.label}”不能改成必填或选填"
    return replace(
        entry,
        label=line.label or entry.label,
        off=line.off,
        hint=entry.hint if line.hint is None else line.hint,
        required=(entry.required if line.required is None else line.required) and not line.off,
    )


def arrange(shipped: Sequence[Entry], lines: Sequence[Line], *, addable: bool = False) -> Arranged:
    """The shipped entries in the order and words of the lines; a line that cannot be followed is told and left out.

    Entries no line names keep their words and come after the others of their group. No two that are switched on in a
    group have the same words.
    """
    known = {entry.key: entry for entry in shipped}
    made: dict[str, Entry] = {}
    problems: list[str] = []
    for line in lines:
        entry = known.get(line.key)
        if entry is None and addable and line.label:
            entry = Entry(line.key, line.label, own=True)
        if entry is None:
            problems.append(f"没有“{line.key}”这一项")
        elif line.key in made:
            problems.append(f"“{entry.label}”写了两次")
        else:
            followed = _followed(entry, line)
            if isinstance(followed, str):
                problems.append(followed)
                followed = entry
            made[line.key] = followed
    made |= {key: entry for key, entry in known.items() if key not in made}
    groups = dict.fromkeys(entry.group for entry in (*shipped, *made.values()))
    for group in groups:
        problems += _of_group([entry for entry in made.values() if entry.group == group])
    ordered = [entry for group in groups for entry in made.values() if entry.group == group]
    if ordered and all(entry.off for entry in ordered):
        problems.append("至少要留一项在用")
        ordered[0] = replace(ordered[0], off=False)
    first = next((entry for entry in ordered if not entry.off), None)
    if first is not None and first.behind:
        problems.append(f"“{first.label}”不能排在最前面：{first.behind}")
        place = {entry.key: number for number, entry in enumerate(shipped)}
        ordered.sort(
            key=lambda entry: place.get(entry.key, len(place))
        )  # told, and the shipped order is sound
    return Arranged(tuple(ordered), tuple(problems))


def _of_group(entries: Sequence[Entry]) -> list[str]:
    shown = [entry.label for entry in entries if not entry.off]
    doubled = dict.fromkeys(label for label in shown if shown.count(label) > 1)
    return [f"有两项都叫“{label}”" for label in doubled]


def lines_of(entries: Iterable[Entry], shipped: Iterable[Entry]) -> tuple[Line, ...]:
    """Entries as lines: only what differs from the shipped ones is set."""
    known = {entry.key: entry for entry in shipped}
    made = []
    for entry in entries:
        was = known.get(entry.key)
        made.append(
            Line(
                entry.key,
                label="" if was is not None and entry.label == was.label else entry.label,
                off=entry.off,
                hint=None if was is None or entry.hint == was.hint else entry.hint,
                required=None
                if was is None or entry.off or entry.required == was.required
                else entry.required,
            )
        )
    return tuple(made)


def told(before: Sequence[Entry], after: Sequence[Entry]) -> str:
    """What changed from one arrangement to the next, in one line for the record; "" when nothing did."""
    was = {entry.key: entry for entry in before}
    said = []
    for entry in after:
        old = was.get(entry.key)
        if old is None:
            said.append(f"新增“{entry.label}”")
            continue
        if entry.label != old.label:
            said.append(f"“{old.label}”改名为“{entry.label}”")
        if entry.off != old.off:
            said.append(f"{'停用' if entry.off else '启用'}“{entry.label}”")
        elif entry.required != old.required:
            said.append(f"“{entry.label}”改为{'必填' if entry.required else '选填'}")
        if entry.hint != old.hint:
            said.append(f"“{entry.label}”的提示改为“{entry.hint}”")
    both = {entry.key for entry in after} & was.keys()
    if [entry.key for entry in before if entry.key in both] != [
        entry.key for entry in after if entry.key in both
    ]:
        said.append("调整了顺序")
    return "；".join(said)
