"""谁看了谁家 as a paper: a day's looks, full numbers shown and what left, for the head's folder."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.exporting import Said
from jiuzhu.domain.form import Form, FormField, Section
from jiuzhu.services.casework import file_parts
from jiuzhu.services.ledger.exporting import What
from jiuzhu.services.office import looked
from jiuzhu.services.office.looked import LookedRow, ShownRow
from jiuzhu.services.paper.papers import Issued, leave, leave_list
from jiuzhu.storage.queries import papers as paper_rows
from jiuzhu.storage.unit import Unit

FORM = "K"
_FORM = Form(
    id=FORM,
    title="查阅情况",
    short="查阅情况",
    basis="",
    landscape=True,
    sections=(
        Section(
            "head",
            "fields",
            fields=(
                FormField("looks.day", "日期"),
                FormField("looks.count", "查阅（户次）", "integer"),
                FormField("looks.odd", "其中不寻常的", "integer"),
            ),
            screen=False,
        ),
        Section(
            "looks",
            "table",
            title="谁看了谁家",
            repeat="looks.looked",
            fields=(
                FormField("who", "经办", width=24),
                FormField("household_number", "家庭编号", width=46),
                FormField("name", "户主", width=26),
                FormField("village", "村（社区）", width=32),
                FormField("first", "首次", width=16),
                FormField("last", "末次", width=16),
                FormField("times", "次数", "integer", width=14),
                FormField("what", "方式", width=30),
                FormField("odd", "不寻常", width=63),
            ),
            screen=False,
        ),
        Section(
            "shown",
            "table",
            title="查看完整证件号码（昨天和今天）",
            repeat="looks.shown",
            fields=(
                FormField("day", "日期", width=24),
                FormField("who", "经办", width=24),
                FormField("name", "谁的号码", width=26),
                FormField("reason", "原因", width=193),
            ),
            screen=False,
        ),
        Section(
            "out",
            "table",
            title="导出和打印（昨天和今天）",
            repeat="looks.out",
            fields=(
                FormField("day", "日期", width=24),
                FormField("who", "经办", width=24),
                FormField("number", "编号", width=52),
                FormField("name", "内容", width=97),
                FormField("reason", "用途、去向", width=70),
            ),
            screen=False,
        ),
    ),
)


@dataclass(kw_only=True)
class OutLine:
    """A full number shown or a paper that left, as the paper prints it."""

    day: str
    who: str
    name: str
    number: str = ""
    reason: str = ""


@dataclass(kw_only=True)
class LooksPart:
    """A day of looks."""

    day: str = ""
    count: int = 0
    odd: int = 0
    looked: list[LookedRow] = field(default_factory=list)
    shown: list[OutLine] = field(default_factory=list)
    out: list[OutLine] = field(default_factory=list)


@dataclass(kw_only=True)
class LooksDossier(Dossier):
    """A dossier that is about a day of looks."""

    looks: LooksPart = field(default_factory=LooksPart)


def _line(row: ShownRow) -> OutLine:
    return OutLine(day=str(row.on), who=row.who, name=row.name, number=row.number, reason=row.reason)


def looks_of(unit: Unit, back: int) -> What:
    """What the paper of today, or of so many days back, would hold."""
    unit.require("print")
    return _what(unit, back, looked.looked(unit, back), looked.shown(unit))


def _what(unit: Unit, back: int, rows: Sequence[LookedRow], shown: Sequence[ShownRow]) -> What:
    day = unit.today - timedelta(days=back)
    return What(
        kind="pdf",
        subject="looks",
        title=_FORM.title,
        about={"day": day},
        details=f"{day} 的查阅情况",
        rows=len(rows) + len(shown),
        classes=("name", "circumstances"),
    )


def issue_looks(unit: Unit, back: int, folder: Path, said: Said) -> Issued:
    """Print the looks of today, or of so many days back; it leaves by the one door."""
    unit.require("print")
    rows, shown = looked.looked(unit, back), looked.shown(unit)
    day = unit.today - timedelta(days=back)
    dossier = LooksDossier(
        office=file_parts.office_part(unit.desk),
        looks=LooksPart(
            day=str(day),
            count=len(rows),
            odd=sum(bool(row.odd) for row in rows),
            looked=rows,
            shown=[_line(row) for row in shown],
            out=[_line(row) for row in looked.taken_out(unit)],
        ),
    )
    title = f"{_FORM.title} {day}"
    return leave_list(
        unit,
        _what(unit, back, rows, shown),
        said,
        lambda leaving: leave(
            unit, _FORM, dossier, folder, title=title, found=paper_rows.newest_titled(unit.session, FORM, title),
            own_number="", kind="paper", application_id=None, leaving=leaving,
        ),
        {row.about for row in rows} | {row.about for row in shown},
    )  # fmt: skip
