"""Standards and settings as dated rows with a document number, and what is in force on a day."""

import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple

from jiuzhu.domain.toml_words import misread
from jiuzhu.errors import UserError

Value = Decimal | str | bool
OWN_SETTING = "本案设置"
AWAITS_CONFIRMATION = "待本地确认"
MONTHLY = "元/人·月"
"""The unit of amounts paid by the month, and of the standards they are reckoned from."""

CLOCKS = frozenset({"工作日", "日", "小时"})
"""Units of figures that limit time and move no money."""

_STATUSES = ("verified", "unconfirmed")
_TAKEN = frozenset(
    ["key", "value", "unit", "district", "starts", "ends", "document", "clause", "status", "source", "note"]
)


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One figure for one area and period (both days included); without a document number it cannot exist.

    What one person set (`set_by`, id of the operator) stays unconfirmed until another has looked at it (`confirmed_by`);
    what was confirmed and one person asks back (`asked_back_by`) holds on, unconfirmed, until another has looked again.
    """

    key: str
    value: Value
    unit: str
    district: str
    starts: date
    ends: date | None
    document: str
    clause: str
    status: str
    source: str = ""
    note: str = ""
    set_by: str | None = None
    set_on: date | None = None
    confirmed_by: str | None = None
    confirmed_on: date | None = None
    asked_back_by: str | None = None
    asked_back_on: date | None = None
    asked_back_why: str | None = None

    @property
    def waits(self) -> bool:
        """Whether one person set it, or asked it back, and no other has looked at it yet."""
        return self.status == "unconfirmed" and (self.set_by or self.asked_back_by) is not None

    def __post_init__(self) -> None:
        where = f"政策参数 {self.key}（{self.starts} 起）"
        if not self.document.strip():
            raise UserError(
                f"{where}没有文号，不能保存。请填写文号；文号还没拿到时写“{AWAITS_CONFIRMATION}”。"
            )
        if self.status not in _STATUSES:
            raise UserError(f"{where}的状态“{self.status}”不对，只能是 verified 或 unconfirmed。")
        if self.ends is not None and self.ends < self.starts:
            raise UserError(f"{where}的截止日 {self.ends} 早于起始日，请核对。")


class Figure(NamedTuple):
    """A value with the paper it stands on; `confirmed` is false for placeholders and unverified figures."""

    value: Value
    document: str
    clause: str
    confirmed: bool
    unit: str = ""


class Standards:
    """Everything in force for one district on one day: `standards["std.dibao.urban"]`. Immutable."""

    __slots__ = ("_figures", "district")

    def __init__(self, district: str, figures: Mapping[str, Figure]) -> None:
        self.district = district
        self._figures = dict(figures)

    def __getitem__(self, key: str) -> Figure:
        try:
            return self._figures[key]
        except KeyError:
            raise UserError(
                f"{self.district} 在这一天没有政策参数 {key}，请在“设置—标准与参数”中补录并写明文号。"
            ) from None

    def __contains__(self, key: object) -> bool:
        return key in self._figures

    def __iter__(self) -> Iterator[str]:
        return iter(self._figures)

    def amount(self, key: str) -> Decimal:
        """The value of a numeric key; `UserError` when it is not a number."""
        value = self[key].value
        if not isinstance(value, Decimal):
            raise UserError(f"政策参数 {key} 应是数字，现在是“{value}”，请改正。")
        return value

    def number(self, key: str) -> int:
        """The value of a key that counts days, months or years."""
        return int(self.amount(key))

    def word(self, key: str, allowed: tuple[str, ...]) -> str:
        """The value of a key that chooses between words."""
        value = self[key].value
        if value not in allowed:
            raise UserError(f"政策参数 {key} 只能是 {'、'.join(allowed)}，现在是“{value}”。")
        return str(value)

    def flag(self, key: str) -> bool:
        """The value of a switch."""
        value = self[key].value
        if not isinstance(value, bool):
            raise UserError(f"政策参数 {key} 只能是 true 或 false，现在是“{value}”。")
        return value

    def with_settings(self, settings: Mapping[str, Value]) -> "Standards":
        """The same with this case's own settings on top; an unknown key or another kind of value is a `UserError`."""
        if not settings:
            return self
        figures = dict(self._figures)
        for key, value in settings.items():
            old = figures.get(key)
            if old is None:
                raise UserError(
                    f"[settings] 里的 {key} 不是政策参数。可用的有：{'、'.join(sorted(figures))}。"
                )
            figures[key] = Figure(
                _alike(key, value, old.value), OWN_SETTING, old.clause, confirmed=True, unit=old.unit
            )
        return Standards(self.district, figures)


class Policy:
    """All dated rows; answers are cached because the same few days and districts are asked all day."""

    def __init__(self, rows: Iterable[PolicyRow]) -> None:
        self._rows: dict[tuple[str, str], list[PolicyRow]] = {}
        breaks: set[date] = set()
        for row in sorted(rows, key=lambda row: row.starts):
            same = self._rows.setdefault((row.key, row.district), [])
            if same and (same[-1].ends is None or same[-1].ends >= row.starts):
                raise UserError(
                    f"政策参数 {row.key}（{row.district}）的时段重叠：{same[-1].starts} 起的一行与 {row.starts} 起的一行。"
                    "请先给旧的一行填写截止日。"
                )
            same.append(row)
            breaks.add(row.starts)
            if row.ends is not None:
                breaks.add(row.ends + timedelta(days=1))
        self._breaks = sorted(breaks)
        self._standards: dict[tuple[str, int], Standards] = {}

    @property
    def rows(self) -> tuple[PolicyRow, ...]:
        """Every row, ordered by key, district and start, for the settings page."""
        return tuple(row for key in sorted(self._rows) for row in self._rows[key])

    def starts(self, district: str, prefixes: tuple[str, ...], until: date) -> list[date]:
        """The days up to `until` on which figures of these prefixes came into force for a district, the first first."""
        areas = _areas(district)
        return sorted(
            {
                row.starts
                for (key, area), rows in self._rows.items()
                if area in areas and key.startswith(prefixes)
                for row in rows
                if row.starts <= until
            }
        )

    def values(self, district: str, key: str, until: date) -> set[Value]:
        """Every value a figure has had for a district, its city or its province up to a day."""
        rows = [row for area in _areas(district) for row in self._rows.get((key, area), [])]
        return {row.value for row in rows if row.starts <= until}

    def in_force(self, district: str, on: date) -> Standards:
        """The figures of a district (6 digits of GB/T 2260) on a day: its own rows, else its city's or province's."""
        period = (district, bisect_right(self._breaks, on))
        found = self._standards.get(period)
        if found is None:
            found = self._standards[period] = self._collect(district, on)
        return found

    def paying(self, district: str, decided: date, begins: date) -> Standards:
        """The figures of a decision, with the monthly amounts of the first month paid.

        How incomes and property are counted stays as it was on the day of the decision.
        """
        standards, month = self.in_force(district, decided), self.in_force(district, begins)
        amounts = {key: month[key] for key in month if month[key].unit == MONTHLY}
        if all(key in standards and standards[key] == figure for key, figure in amounts.items()):
            return standards
        return Standards(district, {key: standards[key] for key in standards} | amounts)

    def rows_in_force(self, district: str, on: date) -> dict[str, PolicyRow]:
        """The row behind each figure of `in_force`, by its key."""
        found: dict[str, PolicyRow] = {}
        for area in dict.fromkeys(_areas(district)):
            for (key, row_district), rows in self._rows.items():
                if row_district != area:
                    continue
                for row in rows:
                    if row.starts <= on and (row.ends is None or on <= row.ends):
                        found[key] = row
        return found

    def _collect(self, district: str, on: date) -> Standards:
        figures = {
            key: Figure(row.value, row.document, row.clause, row.status == "verified", row.unit)
            for key, row in self.rows_in_force(district, on).items()
        }
        return Standards(district, figures)


def _areas(district: str) -> tuple[str, str, str]:
    """Province, city, district: the nearer area overwrites the wider."""
    return (f"{district[:2]}0000", f"{district[:4]}00", district)


def _alike(key: str, value: Value, old: Value) -> Value:
    """The new value in the old one's kind: a number may be written as text, as money is in case files."""
    if isinstance(old, Decimal) and isinstance(value, str):
        with suppress(InvalidOperation):  # what is no number is refused below, as it was written
            value = Decimal(value)
    if type(value) is not type(old) or (isinstance(value, Decimal) and not value.is_finite()):
        raise UserError(
            f"[settings] 里的 {key} 应与“{old}”同类（数字、文字或 true/false），现在是“{value}”。"
        )
    return value


def read_rows(text: str, name: str, district: str) -> list[PolicyRow]:
    """The `[[row]]` tables of one policy file; `UserError` names file, row and key."""
    try:
        tables = tomllib.loads(text, parse_float=Decimal).get("row", [])
    except tomllib.TOMLDecodeError as problem:
        raise UserError(f"政策文件 {name} 读不出来：{misread(problem)}。") from problem
    return [_row(table, f"{name} 第 {place} 行参数", district) for place, table in enumerate(tables, start=1)]


def load_pack(folder: Path) -> Policy:
    """A policy pack: all rows of `folder/*.toml`; the folder is named by the area's 6 digits."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise UserError(f"没有找到 {folder.name} 的政策包，请先装入本地的政策参数。")
    return Policy(row for path in files for row in read_rows(path.read_text("utf-8"), path.name, folder.name))


def _row(table: dict[str, Any], where: str, district: str) -> PolicyRow:
    unknown = sorted(table.keys() - _TAKEN)
    if unknown:
        raise UserError(f"{where}有不认识的项 {unknown[0]}，可用的有：{'、'.join(sorted(_TAKEN))}。")
    for key, kind in (("key", str), ("starts", date), ("clause", str), ("status", str)):
        if not isinstance(table.get(key), kind):
            raise UserError(f"{where}缺少 {key} 或它的写法不对。")
    value = table.get("value")
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    if not isinstance(value, Decimal | str | bool):
        raise UserError(f"{where}（{table['key']}）的 value 应是数字、文字或 true/false。")
    return PolicyRow(
        key=table["key"],
        value=value,
        unit=table.get("unit", ""),
        district=table.get("district", district),
        starts=table["starts"],
        ends=table.get("ends"),
        document=table.get("document", ""),
        clause=table["clause"],
        status=table["status"],
        source=table.get("source", ""),
        note=table.get("note", ""),
    )
