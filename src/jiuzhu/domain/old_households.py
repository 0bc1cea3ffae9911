"""原台账, household by household: rows become families with members and what they receive.

What the old table says about money is taken as it stands, and only where it can be read one way.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from jiuzhu.domain.obligations import MAIN
from jiuzhu.domain.old_ledger import OldRow, Terms, area

HOUSEHOLD_PROGRAMMES = ("dibao", "edge")
"""Programmes of the whole household; of the others each person has their own amount."""

WITHOUT_MONEY = ("edge",)


@dataclass(slots=True, kw_only=True)
class OldGrant:
    """What a household, or one person of it, receives by the old table: yuan a month since a month."""

    programme: str
    id_number: str  # "" for the whole household
    monthly: Decimal
    since: str
    row: int


@dataclass(slots=True, kw_only=True)
class OldHousehold:
    """One household of the old table; `people` has the head first, everybody once."""

    rows: list[OldRow]
    kind: str = "urban"
    grants: list[OldGrant] = field(default_factory=list)

    @property
    def head(self) -> OldRow:
        """The first of them."""
        return self.rows[0]

    @property
    def people(self) -> list[OldRow]:
        """Everybody once: a person may have a row for each programme."""
        return list({row.identity.number: row for row in reversed(self.rows)}.values())[::-1]

    def value(self, name: str) -> Any:
        """What the head's row says, else the first row that says anything."""
        return next((row.values[name] for row in self.rows if row.values.get(name)), "")


Problems = dict[int, list[str]]
"""Row of the table → what is wrong with it."""


class Gathering:
    """The rows by household, each with its grants; what cannot stand goes to `problems` by row.

    `grouped`: a column names the household; otherwise a head begins one and the rows below belong to it.
    """

    def __init__(self, terms: Terms, problems: Problems, *, grouped: bool) -> None:
        self.terms, self.problems, self.grouped = terms, problems, grouped

    def households(self, rows: Sequence[OldRow]) -> list[OldHousehold]:
        """Those nothing is wrong with."""
        made = [OldHousehold(rows=found) for found in self._groups(rows)]
        self._once(rows, made)
        return [home for home in made if self._completed(home)]

    def _tell(self, row: OldRow, sentence: str) -> None:
        self.problems.setdefault(row.row, []).append(sentence)

    def _groups(self, rows: Sequence[OldRow]) -> list[list[OldRow]]:
        found: dict[str, list[OldRow]] = {}
        current = ""
        for row in rows:
            key = str(row.values.get("group") or "").strip()
            if self.grouped and not key:
                self._tell(row, "没有写户号；如果是合并单元格，请取消合并并逐行填写")
                continue
            if not self.grouped:
                current = f"{row.row}" if row.is_head else current
                key = current
                if not key:
                    self._tell(row, "第一行不是户主，认不出是哪一户")
                    continue
            found.setdefault(key, []).append(row)
        return list(found.values())

    def _once(self, rows: Sequence[OldRow], homes: Sequence[OldHousehold]) -> None:
        """Nobody in two households or under two names."""
        of = {row.row: place for place, home in enumerate(homes) for row in home.rows}
        seen: dict[str, OldRow] = {}
        for row in rows:
            first = seen.setdefault(row.identity.number, row)
            if first is row:
                continue
            if of.get(first.row) != of.get(row.row):
                self._tell(row, f"与第 {first.row} 行是同一个证件号码，一人不能计入两户")
            elif first.name != row.name:
                self._tell(row, f"与第 {first.row} 行是同一个证件号码，姓名不同")

    def _completed(self, home: OldHousehold) -> bool:
        """Head first, the area and the grants of one household; False when something is wrong with it."""
        heads = {row.identity.number for row in home.rows if row.is_head}
        first = home.rows[0]
        if len(heads) != 1:
            why = "这户没有户主（本人）" if not heads else "这户有两个户主（本人）"
            self._tell(first, f"{why}，请写明与户主关系")
            return False
        home.rows.sort(key=lambda row: (not row.is_head, row.row))
        for row in home.rows:
            row.programme = row.programme or home.head.programme
            if not row.programme:
                self._tell(row, "没有写救助事项")
        seen: dict[tuple[str, str], OldRow] = {}
        for row in home.rows:
            before = seen.setdefault((row.identity.number, row.programme), row)
            if before is not row:
                self._tell(row, f"与第 {before.row} 行是同一个证件号码、同一个事项")
        main = [code for code in dict.fromkeys(row.programme for row in home.rows) if code in MAIN]
        if len(main) > 1:
            self._tell(
                home.head, "一户同一时间只能有一种基本生活救助（低保、低保边缘、特困）；请分户或只留一种"
            )
        told = str(home.value("kind"))
        word = str(home.value("programme"))
        kind = area(told) or area(word)
        if told and not kind:
            self._tell(first, f"认不出城乡类别“{told}”，请写 城市 或 农村")
        home.kind = kind or "urban"
        if not home.head.counted:
            self._tell(home.head, "户主写着不保障；请把享受的人写成户主（本人）")
        self._grants(home)
        return not any(self.problems.get(row.row) for row in home.rows)

    def _grants(self, home: OldHousehold) -> None:
        for programme in dict.fromkeys(row.programme for row in home.rows):
            rows = [row for row in home.rows if row.programme == programme]
            if programme in HOUSEHOLD_PROGRAMMES:
                self._of_household(home, programme, rows)
                continue
            for row in rows:
                if row.monthly is None and not row.is_head and len(rows) > 1:
                    continue  # lives there without receiving it
                self._add(home, row, row.monthly, row.identity.number)

    def _of_household(self, home: OldHousehold, programme: str, rows: list[OldRow]) -> None:
        first, *others = rows
        told = [row for row in others if row.monthly is not None]
        amount = first.monthly
        if programme in WITHOUT_MONEY:
            paid = [row for row in rows if row.monthly]
            for row in paid:
                self._tell(row, "低保边缘家庭没有按月的救助金，请把金额清空")
            amount = Decimal("0.00")
        elif self.terms.shared:
            missing = [row for row in rows if row.monthly is None and row.counted]
            for row in missing:
                self._tell(row, "选的是每人一行金额，这一行没有金额")
            amount = sum((row.monthly or Decimal(0) for row in rows), Decimal("0.00"))
        elif told:
            for row in told:
                self._tell(row, "选的是金额只写在户主一行，这一行也有金额；如果是按人分摊，请改选“每人一行”")
        self._add(home, first, amount, "")

    def _add(self, home: OldHousehold, row: OldRow, amount: Decimal | None, id_number: str) -> None:
        since = str(row.values.get("first_month") or home.value("first_month") or "")
        if amount is None or (not amount and row.programme not in WITHOUT_MONEY):
            self._tell(row, "没有写月金额，或金额是零")
        elif not since:
            self._tell(row, "没有写享受起始月")
        elif since > self.terms.from_month:
            self._tell(row, f"享受起始月 {since} 晚于转入后的首发月 {self.terms.from_month}")
        else:
            home.grants.append(
                OldGrant(
                    programme=row.programme, id_number=id_number, monthly=amount, since=since, row=row.row
                )
            )
