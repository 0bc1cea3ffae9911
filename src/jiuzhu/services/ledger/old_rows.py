"""The rows of an old table as people: one a row, or the household's head with its members to the right."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from jiuzhu.documents import foreign_workbook
from jiuzhu.documents.foreign_workbook import ForeignRow, ForeignSheet, RawTable
from jiuzhu.documents.stamp import plain
from jiuzhu.domain.identity_number import normalised
from jiuzhu.domain.ledger import Column, Ledger
from jiuzhu.domain.old_households import Problems
from jiuzhu.domain.old_ledger import OldRow, Reader, Terms, Told
from jiuzhu.services.ledger import column_maps
from jiuzhu.services.office.watching import Watch

_OF_HOUSEHOLD = ("group", "programme")
"""What a member to the right has from the row they stand in."""


class Right:
    """The members to the right of each row, one sheet of cells for each of them; `unread`: headings left unread."""

    def __init__(self, name: str, table: RawTable, ledger: Ledger, placed: Mapping[int, Column]) -> None:
        headings, found = column_maps.headings_of(table, ledger)
        by_name = {column.name: column for column in ledger.columns}
        self.sheets = [
            foreign_workbook.typed(
                name,
                table,
                {
                    place: replace(by_name[ours], title=headings[place], required=False)
                    for ours, place in group.items()
                },
            )
            for group in found.groups
        ]
        self.unread = [
            headings[place] for place in found.unread if place not in placed and _filled(table, place)
        ]
        self._rows = [{row.row_number: row for row in sheet.rows} for sheet in self.sheets]

    def members(self, head: ForeignRow) -> Iterator[tuple[ForeignRow, Mapping[str, str]]]:
        """Who stands to the right of a row, with the letters of their columns; the head repeated there is left out."""
        number = normalised(head.told.get("id_number", ""))
        for sheet, rows in zip(self.sheets, self._rows, strict=True):
            row = rows[head.row_number]
            known = row.told["name"] or row.told["id_number"]
            if known and normalised(row.told["id_number"]) != number:
                shared = {name: head.values.get(name) for name in _OF_HOUSEHOLD}
                yield replace(row, values=shared | row.values), sheet.letters


def _filled(table: RawTable, place: int) -> bool:
    return any(
        place < len(cells) and plain(cells[place])
        for number, cells in table.rows
        if number > table.header_row
    )


def old_rows(  # noqa: PLR0917  # what is read, by whom, and who is told
    reader: Reader, sheet: ForeignSheet, right: Right, said: Terms, problems: Problems, watch: Watch
) -> list[OldRow]:
    """Every person of the table; what is wrong goes to `problems` by row."""
    for cells in (sheet, *right.sheets):
        for one in cells.problems:
            letter = cells.letters[one.column]
            problems.setdefault(one.row, []).append(f"{one.message}（{letter}{one.row}）")
    unfit = set(problems)
    made = []
    lines = [row for row in sheet.rows if not _is_total(row)]
    for place, row in enumerate(lines):
        watch.go_on(place, len(lines))
        if row.row_number in unfit:
            continue
        people: list[tuple[ForeignRow, Mapping[str, str], bool]] = [(row, sheet.letters, False)]
        people += [(member, letters, True) for member, letters in right.members(row)]
        for line, letters, beside in people:
            told: Told = _lacking(line) if beside else []
            found = reader.row(line.row_number, line.values, said, told)
            if found is not None:
                made.append(found)
                continue
            problems.setdefault(line.row_number, []).extend(
                f"{sentence}（{letters[name]}{line.row_number}）" for name, sentence in told
            )
    watch.go_on(len(lines), len(lines))
    wrong = {row.row_number for row in lines}
    for number in [number for number in problems if number not in wrong]:
        del problems[number]  # the line of totals
    return made


def _lacking(member: ForeignRow) -> Told:
    """What a member to the right must say: who it is, and how related; an empty relation would make another head."""
    told: Told = []
    if not member.told["name"]:
        told.append(("name", "没有写成员姓名"))
    if not member.told.get("relation"):
        told.append(("relation" if "relation" in member.told else "name", "没有写这名成员与户主的关系"))
    return told


def _is_total(row: ForeignRow) -> bool:
    """A line of sums: it says so, and names nobody."""
    says = any(text.replace(" ", "").startswith(("合计", "总计", "小计")) for text in row.told.values())
    return says and not row.told.get("id_number")
