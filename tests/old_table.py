"""An office's old table of people, as somebody kept it in a spreadsheet: headings of their own, invented people."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from sqlalchemy import select

from jiuzhu.domain.household import Household
from jiuzhu.domain.old_ledger import Terms
from jiuzhu.services.ledger import first_load, load_proposals
from jiuzhu.services.ledger.first_load import LoadPreview
from jiuzhu.services.office.watching import Watch
from town import Town, id_number

HEADINGS = (
    "家庭编号", "姓名", "身份证号码", "与户主关系", "保障类别", "月保障金（元）", "享受时间", "审批日期", "低保证号", "残疾等级", "分类", "所属社区",
    "家庭住址", "电话", "开户行", "户名", "卡号",
)  # fmt: skip
COLUMNS = {
    "group": "家庭编号", "name": "姓名", "id_number": "身份证号码", "relation": "与户主关系", "programme": "保障类别",
    "monthly": "月保障金（元）", "first_month": "享受时间", "decided_on": "审批日期", "document": "低保证号",
    "disability_grade": "残疾等级", "recheck_class": "分类", "village": "所属社区", "address": "家庭住址", "phone": "电话",
    "bank": "开户行", "account_name": "户名", "account_number": "卡号",
}  # fmt: skip

Row = dict[str, Any]


def person(order: int, **more: Any) -> Row:
    """One line of the table; `order` makes the person."""
    born = date.fromordinal(date(1960, 1, 1).toordinal() + order // 400)
    return {
        "name": f"旧户{order}",
        "id_number": id_number(born, order % 400 + 1),
        "relation": "户主",
        "programme": "低保",
    } | more


def household(number: int, size: int = 2, **more: Any) -> list[Row]:
    """A household of the table: the head's line carries everything about the household."""
    first = 10 * number
    head = person(
        first, group=f"示{number:04d}", monthly=600 + number, first_month="2019-05", decided_on=date(2019, 4, 20),
        document=f"示低保{number:05d}", village="示例社区", address=f"旧街 {number} 号", phone=f"139{number:08d}",
        bank="示例农商银行", account_name=f"旧户{first}", account_number=f"6222{number:012d}", recheck_class="A类", disability_grade="二级",
    ) | more  # fmt: skip
    others = [person(first + place, group=head["group"], relation="子") for place in range(1, size)]
    return [head, *others]


def write(
    path: Path, rows: Sequence[Row], headings: Sequence[str] = HEADINGS, title: str = "示例街道低保台账"
) -> Path:
    """The table as an .xlsx with a title above."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "低保"
    sheet.cell(1, 1).value = title
    for place, heading in enumerate(headings, start=1):
        sheet.cell(2, place).value = heading
    names = list(COLUMNS)
    for number, row in enumerate(rows, start=3):
        for place, name in enumerate(names, start=1):
            sheet.cell(number, place).value = row.get(name)
    book.save(path)
    return path


def proposed(town: Town, preview: LoadPreview) -> str:
    """The checker hands the table in; returns the proposal."""
    town.checker.write(load_proposals.propose_load, preview)
    (found,) = [one for one in town.checker.read(load_proposals.proposals) if one.state == "proposed"]
    return found.id


def take_over(town: Town, preview: LoadPreview, watch: Watch | None = None) -> str:
    """The checker hands the table in, the head looks at it and confirms; returns the import's number."""
    proposal = proposed(town, preview)
    review = town.head.read(load_proposals.review, proposal)
    return town.head.write(load_proposals.confirm_load, proposal, review.fingerprint, watch)


def taken_over_whole(town: Town, folder: Path) -> str:
    """701 yuan of 低保 in one sum, for somebody and a grandchild whose school nobody has recorded; returns the household."""
    town.on(date(2025, 11, 12))
    lines = household(1, 1, disability_grade="", monthly=701)
    child = person(12, group=lines[0]["group"], relation="孙子")
    lines.append(child | {"name": "小旧", "id_number": id_number(date(2015, 5, 5), 77)})
    path = write(folder / "旧台账.xlsx", lines)
    source = ("示例社区", COLUMNS)
    preview = town.checker.read(first_load.look_at_load, path, source, Terms("", False, "2025-11"), None)
    assert preview.problems == {}
    take_over(town, preview)
    return town.clerk.read(lambda unit: unit.session.scalars(select(Household)).one()).id
