"""The home visits of a file: every one by its day, told in full on the form and in a line where several stand together."""

from dataclasses import fields

from jiuzhu.domain.checking import HomeVisit
from jiuzhu.domain.dossier_course import VisitPart
from jiuzhu.domain.money import shown
from jiuzhu.storage.queries.files import FileRows

_SEEN = {
    "dwelling_kind": "住房",
    "dwelling_area": "面积",
    "dwelling_condition": "居住",
    "belongings": "家用",
    "food_clothing": "吃穿",
    "utilities": "水电燃料",
    "debts": "债务",
    "illness": "病残",
}
_SPENT = {
    "phone_fees": "通讯",
    "property_fees": "物业",
    "luxuries": "非基本用品",
    "other_spending": "其他支出",
}


def visit_parts(rows: FileRows) -> list[VisitPart]:
    """Every visit of the file, the earliest day first; each with the number of its own photos."""
    return [visit_part(row, rows.photos.get(row.id, 0)) for row in rows.visits]


def visit_part(row: HomeVisit, photos: int) -> VisitPart:
    """One visit with the number of its own photos."""
    told = {one.name: getattr(row, one.name) for one in fields(VisitPart) if hasattr(row, one.name)}
    return VisitPart(**told, photos=photos, who=_who(row), how=_how(row), seen=_seen(row))


def in_one_line(part: VisitPart) -> str:
    """A visit as lists and the history tell it."""
    kept = f"照片 {part.photos} 张" if part.photos else ""
    said = "；".join(one for one in (part.opinion, kept) if one)
    return f"{part.visited_on} {part.who}，{part.how}" + (f"；{said}" if said else "")


def _who(row: HomeVisit) -> str:
    return "、".join(name for name in (row.first_investigator, row.second_investigator) if name)


def _how(row: HomeVisit) -> str:
    return f"未入户：{row.remote_reason}" if row.remote_reason else f"在场：{row.present or '未记'}"


def _seen(row: HomeVisit) -> str:
    told = [f"{label}{getattr(row, name)}" for name, label in _SEEN.items() if getattr(row, name)]
    spent = [(label, getattr(row, name)) for name, label in _SPENT.items()]
    told += [f"{label}每月 {shown(figure)} 元" for label, figure in spent if figure is not None]
    return "；".join(told)
