"""一人一档: what must lie in the file of each person served, what is missing, and the whole file as one PDF.

The contents are those of [池民社救〔2023〕38号 四(七)]: copies of the identity card, household register, diagnosis, disability
card and proof of standing; the assessment of needs; what was served. Files lie in the order of their 服务号.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from jiuzhu.documents import paper as press
from jiuzhu.documents.binding import Bound, bind
from jiuzhu.documents.saving import saving
from jiuzhu.domain.approving import IssuedPaper
from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.form import Form, FormField, Section
from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.services.paper.care_papers import standing_in_words
from jiuzhu.services.paper.delivering_papers import call_dossier, record_dossier
from jiuzhu.services.paper.service_papers import assessment_dossier, plan_dossier, served_dossier
from jiuzhu.storage.queries import archives as queries
from jiuzhu.storage.queries import entitlements
from jiuzhu.storage.queries import served as served_rows
from jiuzhu.storage.unit import Unit

FORM = "F00"

_HANDED_IN = {
    "identity_card": "身份证复印件",
    "household_register": "户口本复印件（户口信息）",
    "diagnosis": "疾病证明",
    "disability_card": "残疾证（残疾人证信息）",
}
"""Code of a paper of an application → what the file calls it."""

_OF_A_PERSON = ("diagnosis", "disability_card")
"""Papers of an application that speak of one person and do not say of whom."""

_MADE = {"F30": "服务需求评估表", "F31": "三方服务协议和服务计划", "F32": "服务记录表", "F33": "满意度回访表"}
"""Form of a paper the office makes itself → what the file calls it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of paper a file must hold: `there` tells how it is proved, empty while it is missing and `needed`."""

    title: str
    there: str
    needed: bool = True
    whose: bool = True  # False: the household handed one in, and several of its people may be meant

    @property
    def word(self) -> str:
        """有, 待核对 whose it is, 缺, or that nobody asks for it."""
        if self.there:
            return "有" if self.whose else "待核对"
        return "缺" if self.needed else "不需要"


@dataclass(frozen=True, slots=True)
class ArchiveRow:
    """A person's file in the list, with what lies in it."""

    id: str
    number: str
    name: str
    village: str
    service_class: int
    opened_on: date
    ended_on: date | None
    contents: tuple[Entry, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """What must be there and is not, or is another's perhaps."""
        return tuple(one.title for one in self.contents if one.needed and not (one.there and one.whose))


def archives(unit: Unit, text: str = "", *, ended: bool = False) -> list[ArchiveRow]:
    """Files in the order of their numbers with what lies in them and what is missing."""
    unit.require("read")
    return _told(unit, served_rows.files(unit.session, text, ended=ended))


def contents(unit: Unit, service_file_id: str) -> tuple[Entry, ...]:
    """What must lie in one file, and what is missing."""
    unit.require("read")
    return _told(unit, [served_rows.file_row(unit.session, service_file_id)])[0].contents


def _told(unit: Unit, rows: Sequence[Any]) -> list[ArchiveRow]:
    handed_in: dict[str, dict[str, str]] = defaultdict(dict)
    for home, code, by_data, received_on in queries.materials(
        unit.session, {row.household_id for row in rows}
    ):
        if received_on:
            handed_in[home][code] = f"{received_on} 收件"
        elif by_data:
            handed_in[home].setdefault(code, "由数据获取")
    made = queries.counts(unit.session, [row.id for row in rows])
    ailing = queries.ailing(unit.session, {row.person_id for row in rows})
    at_home = queries.ailing_at_home(unit.session, {row.household_id for row in rows})
    received = defaultdict(list)
    for one in entitlements.of_homes(unit.session, {row.household_id for row in rows}, month_of(unit.today)):
        received[one.household_id].append(one)
    return [
        ArchiveRow(
            id=row.id,
            number=row.number,
            name=row.name,
            village=row.village,
            service_class=row.service_class,
            opened_on=row.opened_on,
            ended_on=row.ended_on,
            contents=tuple(
                _entries(
                    handed_in[row.household_id],
                    ailing[row.person_id],
                    at_home.get(row.household_id, (0, 0)),
                    standing_in_words(unit, received[row.household_id], row.person_id),
                    made[row.id],
                )
            ),
        )
        for row in rows
    ]


def _entries(
    handed_in: dict[str, str],
    ailing: tuple[bool, bool],
    at_home: tuple[int, int],
    standing: str,
    made: dict[str, int],
) -> Iterable[Entry]:
    needed = dict(zip(_OF_A_PERSON, ailing, strict=True))
    alike = dict(zip(_OF_A_PERSON, at_home, strict=True))
    for code, title in _HANDED_IN.items():
        wanted = needed.get(code, True)
        there = handed_in.get(code, "") if wanted else ""
        whose = not there or alike.get(code, 1) <= 1
        yield Entry(title, there if whose else f"本户 {there}，请核对是否本人的", wanted, whose)
    yield Entry("救助身份证明", standing)
    for form, title in _MADE.items():
        count = made.get(form, 0)
        yield Entry(title, f"{count} 份" if count else "", needed=form != "F33" or made.get("F32", 0) > 0)


@dataclass(kw_only=True)
class ContentsLine:
    """One kind of paper on the cover."""

    title: str
    word: str
    there: str


@dataclass(kw_only=True)
class IndexLine:
    """One bound paper: its place, title and first page."""

    position: int
    title: str
    first: int
    pages: int


@dataclass(kw_only=True)
class ArchivePart:
    """Cover and index."""

    opened_on: date | None = None
    ended: str = ""
    printed_by: str = ""
    contents: list[ContentsLine] = field(default_factory=list)
    index: list[IndexLine] = field(default_factory=list)


@dataclass(kw_only=True)
class ArchiveDossier(Dossier):
    """A dossier that is about a whole file."""

    archive: ArchivePart = field(default_factory=ArchivePart)


_COVER = Form(
    id=FORM,
    title="服务类社会救助个人档案",
    short="个人档案",
    basis="池州市服务类社会救助实施方案（池民社救〔2023〕38号）四（七）",
    sections=(
        Section(
            "head",
            "fields",
            fields=(
                FormField("served.number", "服务号"),
                FormField("served.name", "姓名"),
                FormField("served.sex", "性别", "select_one", codes="sex"),
                FormField("served.id_number", "身份证号", "id_number"),
                FormField("served.service_class", "服务类别"),
                FormField("served.class_reason", "分类依据"),
                FormField("served.standing", "救助身份", span=2),
                FormField("archive.opened_on", "建档日期", "date"),
                FormField("archive.ended", "停止服务"),
                FormField("archive.printed_by", "打印人"),
            ),
            screen=False,
        ),
        Section(
            "contents",
            "table",
            title="应有材料",
            repeat="archive.contents",
            fields=(
                FormField("title", "材料"),
                FormField("word", "有无", width=24),
                FormField("there", "依据", width=70),
            ),
            screen=False,
        ),
        Section(
            "index",
            "table",
            title="卷内目录",
            repeat="archive.index",
            text="卷内还没有文书",
            fields=(
                FormField("position", "序号", "integer", width=16),
                FormField("title", "文书"),
                FormField("first", "起始页", "integer", width=22),
                FormField("pages", "页数", "integer", width=22),
            ),
            screen=False,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Archived:
    """A whole file that was printed."""

    path: Path
    number: str
    pages: int


def issue_archive(unit: Unit, service_file_id: str, folder: Path) -> Archived:
    """The whole file of a person as one PDF: cover with what is missing, index with page numbers, every paper.

    It leaves at the counter for the person or the inspector of one file; a number is given and recorded.
    """
    unit.require("print")
    file = unit.get(ServiceFile, service_file_id)
    papers = _papers(unit, file)
    number = unit.number("paper")
    cover = _cover(unit, file, papers, number, 1)
    if cover.pages > 1:  # the index is as long as it is, whatever its numbers say
        cover = _cover(unit, file, papers, number, cover.pages)
    pdf = bind([Bound("封面和目录", cover.pdf, cover.pages), *papers], "档")
    unit.add(
        IssuedPaper(
            form=FORM,
            number=number,
            title=f"{_COVER.title} {file.number}",
            content_hash=cover.content_hash,
            issued_by=unit.actor.operator_id,
            issued_on=unit.today,
        )
    )
    unit.about(file.id)
    unit.session.flush()  # the record stands before the file takes its name
    path = folder / f"{FORM}-{number}.pdf"
    with suppress(OSError):  # what cannot be made is told by `saving`, with the way out
        folder.mkdir(exist_ok=True)
    with saving(path) as draft:
        draft.write_bytes(pdf)
    unit.undo_with(lambda: path.unlink(missing_ok=True))
    return Archived(path, number, cover.pages + sum(one.pages for one in papers))


def _papers(unit: Unit, file: ServiceFile) -> list[Bound]:
    """Every paper of a file in its order: assessments, plans, records, call-backs."""
    made: list[tuple[str, str, Dossier]] = [
        ("F30", f"{one.assessed_on}", assessment_dossier(unit, file, one))
        for one in queries.assessments(unit.session, file.id)
    ]
    made += [("F31", one.number, plan_dossier(unit, one)) for one in queries.plans(unit.session, file.id)]
    for one in queries.record_ids(unit.session, file.id):
        dossier, about = record_dossier(unit, one)
        made.append(("F32", about.removeprefix(f"{file.number} "), dossier))
    for one in queries.call_ids(unit.session, file.id):
        dossier, about = call_dossier(unit, one)
        made.append(("F33", about.removeprefix(f"{file.number} "), dossier))
    return [_bound(unit, form, about, dossier) for form, about, dossier in made]


def _bound(unit: Unit, form: str, about: str, dossier: Dossier) -> Bound:
    printed = press.render(unit.desk.forms[form], dossier, unit.desk.codes)
    return Bound(f"{_MADE[form]} {about}", printed.pdf, printed.pages)


def _cover(unit: Unit, file: ServiceFile, papers: Sequence[Bound], number: str, pages: int) -> press.Paper:
    """Cover and index, which take so many pages themselves."""
    served = served_dossier(unit, file)
    first, index = pages + 1, []
    for position, one in enumerate(papers, start=1):
        index.append(IndexLine(position=position, title=one.title, first=first, pages=one.pages))
        first += one.pages
    dossier = ArchiveDossier(
        office=served.office,
        household=served.household,
        members=served.members,
        served=served.served,
        archive=ArchivePart(
            opened_on=file.opened_on,
            ended=f"{file.ended_on} {file.end_reason}" if file.ended_on else "",
            printed_by=unit.actor.name,
            contents=[
                ContentsLine(title=one.title, word=one.word, there=one.there)
                for one in contents(unit, file.id)
            ],
            index=index,
        ),
    )
    dossier.paper.number, dossier.paper.issued_on = number, unit.today
    dossier.paper.issued_by = unit.actor.name
    return press.render(_COVER, dossier, unit.desk.codes)
