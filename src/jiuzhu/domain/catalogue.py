"""What the window receives and a department decides: one dated list of departments, papers and legal grounds."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass, fields
from pathlib import Path

from jiuzhu.domain.toml_words import misread
from jiuzhu.errors import UserError


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentKind:
    """One kind of assistance of a department; `offered_to` are the main categories it is for, empty for everybody.

    `identity_later`: whoever it is for may have no papers, no number and no name that anybody knows, and is led on first.
    """

    programme: str
    department: str
    offered_to: tuple[str, ...]
    papers: tuple[str, ...]
    basis: str
    note: str = ""
    identity_later: bool = False

    def fits(self, standing: Collection[str]) -> bool:
        """Whether a household with these programmes may ask for it."""
        return not self.offered_to or bool(set(self.offered_to) & set(standing))


def read_catalogue(
    text: str, programmes: Collection[str], departments: Collection[str]
) -> dict[str, DepartmentKind]:
    """The `[[kind]]` tables by programme; `UserError` names what is unknown, missing or doubled."""
    try:
        tables = tomllib.loads(text).get("kind", [])
    except tomllib.TOMLDecodeError as problem:
        raise UserError(f"转办目录读不出来：{misread(problem)}。") from problem
    known = {item.name for item in fields(DepartmentKind)} - {"offered_to"} | {"for"}
    made: dict[str, DepartmentKind] = {}
    for place, table in enumerate(tables, start=1):
        where = f"转办目录第 {place} 项"
        strange = sorted(table.keys() - known)
        if strange:
            raise UserError(f"{where}有不认识的项 {strange[0]}，可用的有：{'、'.join(sorted(known))}。")
        lacking = sorted({"programme", "department", "for", "papers", "basis"} - table.keys())
        if lacking:
            raise UserError(f"{where}缺少 {lacking[0]}。")
        if table["programme"] not in programmes:
            raise UserError(f"{where}的事项 {table['programme']} 不认识。")
        if table["department"] not in departments:
            raise UserError(f"{where}的部门 {table['department']} 不认识。")
        if not isinstance(table.get("identity_later", False), bool):
            raise UserError(f"{where}的 identity_later 只能是 true 或 false。")
        if table["programme"] in made:
            raise UserError(f"{where}的事项 {table['programme']} 重复了。")
        made[table["programme"]] = DepartmentKind(
            programme=table["programme"],
            department=table["department"],
            offered_to=tuple(table["for"]),
            papers=tuple(table["papers"]),
            basis=table["basis"],
            note=table.get("note", ""),
            identity_later=table.get("identity_later", False),
        )
    return made


def load_catalogue(
    path: Path, programmes: Collection[str], departments: Collection[str]
) -> dict[str, DepartmentKind]:
    """The catalogue of a file."""
    return read_catalogue(path.read_text("utf-8"), programmes, departments)
