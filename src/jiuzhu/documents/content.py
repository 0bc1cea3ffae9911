"""What a paper says: every printed label and value of a form over a dossier, before any page is drawn."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from jiuzhu.documents import posting
from jiuzhu.documents.values import GAP, Codes, Show, Template, day, line, shower
from jiuzhu.domain.chart import Chart
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.form import Form, FormField, Section

CUT = "✂"
"""A `lines` label that means: cut here; what follows is the slip that stays with the office."""


@dataclass(frozen=True, slots=True)
class Head:
    """Letterhead and foot."""

    office: str
    title: str
    number: str
    issued_on: str
    basis: str
    seal: str
    sealed_on: str
    mark: str = ""  # below the title: that the file has ended, on papers nobody posts


@dataclass(frozen=True, slots=True)
class Part:
    """One printed section: its labels, its rows of values (a table), or its paragraphs."""

    section: Section
    labels: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    text: tuple[str, ...] = ()
    pictures: tuple[bytes, ...] = ()  # one for each row, which is what stands below it
    charts: tuple[Chart, ...] = ()  # one for each row, which is everything it says


@dataclass(frozen=True, slots=True)
class Content:
    """A whole paper in words, in printing order."""

    form: str
    head: Head
    parts: tuple[Part, ...]

    @property
    def words(self) -> str:
        """Everything said, one text a line."""
        cells = [
            [*part.labels, *part.text, *(cell for row in part.rows for cell in row)] for part in self.parts
        ]
        return "\n".join(text for part in cells for text in part)

    @property
    def hash(self) -> str:
        """SHA-256 over canonical JSON of every printed label and value; anybody with the data can compute it again."""
        head = self.head
        said = [
            self.form, head.title + head.mark, head.office, head.number, head.issued_on, head.basis, head.seal,
            head.sealed_on, [[part.section.title, part.labels, part.rows, part.text] for part in self.parts],
        ]  # fmt: skip
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Reader:
    """One section made ready to be read out of many dossiers."""

    section: Section
    labels: tuple[str, ...]
    values: tuple[tuple[Callable[[Any], Any], Show], ...]
    people: frozenset[int]  # columns that hold the id of a member
    rows: Callable[[Any], Any] | None
    text: Template | None
    lines: tuple[Template, ...]

    def read(self, dossier: Dossier) -> Part:
        section = self.section
        if section.kind == "fields":
            row = tuple([show(get(dossier)) for get, show in self.values])
            return Part(section, self.labels, (row,))
        if section.kind == "table" and self.rows is not None:
            rows = [tuple([show(get(item)) for get, show in self.values]) for item in self.rows(dossier)]
            if len(rows) < section.least:
                return Part(section, ())
            if self.people:
                rows = [self._with_names(row, dossier) for row in rows]
            if not rows and section.text:  # what an empty table says instead of a blank row
                rows.append((section.text, *[""] * (len(self.values) - 1)))
            rows += [("",) * len(self.values)] * (max(section.rows, 1) - len(rows))
            return Part(section, self.labels, tuple(rows))
        if section.kind == "pictures" and self.rows is not None:
            shown = self.rows(dossier)
            rows = [(line(one.caption),) for one in shown]
            return Part(section, (), tuple(rows), (), tuple([one.content for one in shown]))
        if section.kind == "charts" and self.rows is not None:
            drawn: tuple[Chart, ...] = tuple(self.rows(dossier))
            return Part(section, (), tuple([tuple(map(line, one.said)) for one in drawn]), charts=drawn)
        labels = tuple("".join(line(dossier, "")) for line in self.lines)
        gap = GAP if section.kind == "text" else ""
        return Part(section, labels, (), self.text(dossier, gap) if self.text else ())

    def _with_names(self, row: tuple[str, ...], dossier: Dossier) -> tuple[str, ...]:
        names = {member.id: line(member.name) for member in dossier.members}
        return tuple(
            names.get(value, value) if column in self.people else value for column, value in enumerate(row)
        )


def printed(section: Section) -> tuple[FormField, ...]:
    """The fields of a section that go on paper."""
    return tuple(field for field in section.fields if field.paper)


_MARKS = {"withdrawn": "（申请已撤回）", "terminated": "（已终止办理）"}
"""What a paper of a file that came to nothing carries below its title; what is posted in public says nothing of it."""


class Speaker:
    """A form made ready to speak about many dossiers; refuses at once what may not be printed."""

    def __init__(self, form: Form, codes: Codes) -> None:
        self.form = form
        self._office = Template("{office.name}", codes, form.id)
        self._seal = Template(form.seal, codes, form.id)
        self._dated = Template(form.dated, codes, form.id)
        self._readers = tuple(self._reader(section, codes) for section in form.sections if section.paper)
        named = [path for reader in self._readers for path in self._named(reader)]
        if not form.private:
            posting.refuse_private_fields(form, [*named, *self._seal.paths, *self._dated.paths])

    def _reader(self, section: Section, codes: Codes) -> _Reader:
        where = f"{self.form.id} {section.name}"
        fields = printed(section)
        return _Reader(
            section,
            tuple((section.kind == "table" and field.short) or field.label for field in fields),
            tuple((attrgetter(field.name), shower(field.type, codes, field.codes)) for field in fields),
            frozenset(column for column, field in enumerate(fields) if field.type == "person"),
            attrgetter(section.repeat) if section.repeat else None,
            Template(section.text, codes, where) if section.text and section.kind != "table" else None,
            tuple(Template(label, codes, where) for label in section.labels),
        )

    @staticmethod
    def _named(reader: _Reader) -> list[str]:
        prefix = f"{reader.section.repeat}." if reader.section.repeat else ""
        named = [prefix + field.name for field in printed(reader.section)]
        for template in (*reader.lines, *([reader.text] if reader.text else [])):
            named += template.paths
        return named

    def content(self, dossier: Dossier) -> Content:
        """The words of this form over one dossier; `UserError` when a public paper would carry private data."""
        seal = "".join(self._seal(dossier, ""))
        head = Head(
            seal or "".join(self._office(dossier, "")),  # who stamps a paper is who issues it
            self.form.title,
            line(dossier.paper.number),
            day(dossier.paper.issued_on),
            self.form.basis,
            seal,
            "".join(self._dated(dossier, "")),
            _MARKS.get(dossier.application.state, "") if self.form.private else "",
        )
        content = Content(self.form.id, head, tuple([reader.read(dossier) for reader in self._readers]))
        if not self.form.private:
            posting.refuse_private_words(self.form, dossier, content.words)
        return content
