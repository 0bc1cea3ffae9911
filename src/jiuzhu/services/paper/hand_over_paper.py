"""工作移交清单: an index by kind, then every open item of a colleague, who goes on with it and where its papers are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.exporting import Said
from jiuzhu.domain.form import Form, FormField, Section
from jiuzhu.domain.handing_on import KINDS
from jiuzhu.domain.office import Operator
from jiuzhu.domain.rights import ROLE_LABELS
from jiuzhu.errors import Refused
from jiuzhu.services.casework import file_parts
from jiuzhu.services.ledger.exporting import What
from jiuzhu.services.office.handing_on import Key
from jiuzhu.services.office.open_items import OpenItem, open_items
from jiuzhu.services.paper.papers import Issued, leave, leave_list
from jiuzhu.storage.queries import files
from jiuzhu.storage.queries import papers as paper_rows
from jiuzhu.storage.unit import Unit


@dataclass(kw_only=True)
class IndexLine:
    """One kind: how many, the nearest day, and who goes on with it."""

    place: int
    kind: str
    count: int
    until: date | None
    to: str


@dataclass(kw_only=True)
class ItemLine:
    """One open item as the list prints it."""

    place: int
    number: str
    name: str
    next: str
    until: date | None
    to: str
    papers: str


@dataclass(kw_only=True)
class HandOverPart:
    """Whose work it is, and every kind of it."""

    name: str = ""
    post: str = ""
    roles: str = ""
    count: int = 0
    on: date | None = None
    reason: str = ""
    index: list[IndexLine] = field(default_factory=list)
    items: SimpleNamespace = field(default_factory=SimpleNamespace)  # kind → its lines


@dataclass(kw_only=True)
class HandOverDossier(Dossier):
    """A dossier that is about what a colleague has open."""

    hand_over: HandOverPart = field(default_factory=HandOverPart)


_HEAD = (
    FormField("hand_over.name", "移交人"),
    FormField("hand_over.post", "职务"),
    FormField("hand_over.roles", "岗位", span=2),
    FormField("hand_over.on", "截至", "date"),
    FormField("hand_over.count", "未办结事项（件）", "integer"),
    FormField("hand_over.reason", "移交原因", span=2),
)
_INDEX = (
    FormField("place", "序号", "integer", width=14),
    FormField("kind", "类别", width=60),
    FormField("count", "件数", "integer", width=20),
    FormField("until", "最近的期限", "account", width=32),
    FormField("to", "接手人", width=60),
)
_ITEM = (
    FormField("place", "序号", "integer", width=12),
    FormField("number", "编号", width=40),
    FormField("name", "姓名（名称）", width=28),
    FormField("next", "下一步", width=66),
    FormField("until", "期限", "account", width=23),
    FormField("to", "接手人", width=22),
    FormField("papers", "材料和文书", width=76),
)

_PLAIN = tuple(
    replace(one, width=142) if one.name == "next" else one for one in _ITEM if one.name != "papers"
)
"""What is no file has no papers of its own."""


def form_of(kinds: Sequence[str]) -> Form:
    """The paper: whose, the index, one table for each kind there is, and who signs."""
    tables = [
        Section(
            f"items_{kind}",
            "table",
            title=f"{place}、{KINDS[kind]}",
            repeat=f"hand_over.items.{kind}",
            fields=_ITEM if kind == "application" else _PLAIN,
            screen=False,
        )
        for place, kind in zip(_counted(len(kinds)), kinds, strict=True)
    ]
    return Form(
        id="HO",
        title="工作移交清单",
        short="移交清单",
        basis="",
        landscape=True,
        sections=(
            Section("head", "fields", fields=_HEAD, screen=False),
            Section("index", "table", title="目录", repeat="hand_over.index", fields=_INDEX, screen=False),
            *tables,
            Section("signatures", "signatures", labels=("移交人", "接手人", "监交人"), screen=False),
        ),
    )


def _counted(many: int) -> list[str]:
    digits = "一二三四五六七八九"
    return [
        digits[place - 1] if place < 10 else f"十{digits[place - 11] if place > 10 else ''}"
        for place in range(1, many + 1)
    ]


_SUBJECT = "hand_over"
_CLASSES = ("name", "circumstances")


def packet_of(unit: Unit, operator_id: str) -> What:
    """What the list of a colleague would hold; refused where nothing is open."""
    unit.require("hand_over")
    return _what(unit.get(Operator, operator_id), open_items(unit, operator_id))


def _what(operator: Operator, items: Sequence[OpenItem]) -> What:
    if not items:
        raise Refused("这位同事手上没有未办结的事项。没有打印任何文书。")
    return What(
        kind="pdf",
        subject=_SUBJECT,
        title=f"工作移交清单（{operator.name}）",
        about={"operator": operator.id},
        details=operator.name,
        rows=len(items),
        classes=_CLASSES,
    )


def issue_hand_over(  # noqa: PLR0917  # whose, to whom and why, where the file goes and what for
    unit: Unit, operator_id: str, to: Mapping[Key, str], reason: str, folder: Path, said: Said
) -> Issued:
    """Print what is open of a colleague, with who is to go on with each as far as it is settled; it leaves by the one door."""
    unit.require("hand_over")
    items = open_items(unit, operator_id)
    operator = unit.get(Operator, operator_id)
    what = _what(operator, items)
    kinds = list(dict.fromkeys(one.kind for one in items))
    dossier = HandOverDossier(hand_over=_part(unit, operator, items, to, reason.strip()))
    dossier.office = file_parts.office_part(unit.desk)
    title = f"工作移交清单 {operator.name} {unit.today}"
    return leave_list(
        unit,
        what,
        said,
        lambda leaving: leave(
            unit, form_of(kinds), dossier, folder, title=title, found=paper_rows.newest_titled(unit.session, "HO", title),
            own_number="", kind="paper", application_id=None, leaving=leaving,
        ),
        {one.about for one in items if one.about},
    )  # fmt: skip


def _part(
    unit: Unit, operator: Operator, items: Sequence[OpenItem], to: Mapping[Key, str], reason: str
) -> HandOverPart:
    names = files.operator_names(unit.session)
    lines: dict[str, list[ItemLine]] = {}
    for one in items:
        of_kind = lines.setdefault(one.kind, [])
        owner = names.get(to.get(one.key, ""), "") if one.moves else "同岗位同事"
        of_kind.append(
            ItemLine(
                place=len(of_kind) + 1, number=one.number, name=one.name, next=one.next, until=one.until, to=owner,
                papers=one.papers,
            )
        )  # fmt: skip
    index = [
        IndexLine(
            place=place, kind=KINDS[kind], count=len(of_kind),
            until=min((one.until for one in of_kind if one.until), default=None),
            to="、".join(dict.fromkeys(one.to for one in of_kind if one.to)),
        )
        for place, (kind, of_kind) in enumerate(lines.items(), start=1)
    ]  # fmt: skip
    return HandOverPart(
        name=operator.name, post=operator.post, roles="、".join(ROLE_LABELS[role] for role in operator.roles.split()),
        count=len(items), on=unit.today, reason=reason, index=index, items=SimpleNamespace(**lines),
    )  # fmt: skip
