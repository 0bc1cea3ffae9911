"""From a form to the rows of one paper: the shapes are made once for a form, the heights for each dossier."""

from collections.abc import Iterator
from dataclasses import replace

from jiuzhu.documents import fonts
from jiuzhu.documents.blocks import BLANK_DATE, MAKERS, Box, Maker, label_room_of, row_of
from jiuzhu.documents.content import CUT, Content, Head, Part
from jiuzhu.documents.page_kit import (
    A4,
    A4_LANDSCAPE,
    LARGE,
    MM,
    NORMAL,
    Label,
    Place,
    Row,
    Shape,
    label_row,
)
from jiuzhu.domain.form import Form, Section

_GAP = Row(Shape(minimum=7, keep=True), 7)  # between a grid and running text


def _is_still(section: Section) -> bool:
    """Whether a section says the same on every paper."""
    said = (section.text, *section.labels)
    return section.kind in {"text", "lines", "signatures", "blank"} and not any("{" in text for text in said)


def _is_cut(section: Section) -> bool:
    return section.kind == "lines" and CUT in section.labels


class Layout:
    """The shapes of one form, and the rows of one paper made of them."""

    def __init__(self, form: Form) -> None:
        self.sheet = A4_LANDSCAPE if form.landscape else A4
        shown = [section for section in form.sections if section.paper]
        style = LARGE if form.large else NORMAL
        box = Box(self.sheet, style, label_room_of(shown, style))
        self._box = box
        self._head = self._head_shapes(box, form.title)
        self._makers: list[tuple[Maker, bool, bool]] = []  # rows, boxed, the slip begins here
        self._same = [_is_still(section) for section in shown]
        self._still: dict[int, list[Row]] = {}  # rows made once for all papers
        for section in shown:
            if _is_cut(section):
                box = Box(self.sheet, NORMAL)  # the office's slip needs no large type
            boxed = section.kind in {"fields", "table"} or bool(section.title)
            self._makers.append((MAKERS[section.kind](box, section), boxed, _is_cut(section)))
        stamped = any("章" in label for section in shown for label in section.labels)
        self._sealed = bool(form.seal) and not stamped
        self._seal = self._seal_shape()
        self._cut = Shape(minimum=22, cut=True, keep=True)

    @staticmethod
    def _head_shapes(box: Box, title: str) -> tuple[Shape, ...]:
        style = box.style
        office = Shape((), (box.full(style.title - 4, "center"),), minimum=style.title + 2, pad=0, keep=True)
        place = replace(box.full(style.title, "center"), bold=True)
        lines = fonts.break_lines(title, style.title, box.room)
        name = label_row(Shape((Label(place, lines),), minimum=style.title * 1.7, keep=True))
        line = Shape(
            (),
            (box.full(style.line), box.full(style.line, "right")),
            minimum=style.line * 2,
            pad=0,
            keep=True,
        )
        return office, name, line

    def _seal_shape(self) -> Shape:
        size = self._box.style.text
        wide = min(self._box.room, max(85 * MM, size * 22))  # an office with a long name keeps to one line
        x = self._box.right - wide
        return Shape(
            (), (Place(x, wide, size, "center", high="top", drop=size * 1.6, reserve=size * 1.8),
                 Place(x, wide, size, "center", high="bottom")),
            minimum=size * 5.2,
        )  # fmt: skip

    def _head_rows(self, head: Head) -> Iterator[Row]:
        office, title, line = self._head
        yield from row_of(office, (head.office,))
        yield Row(title, title.minimum)
        if head.mark:
            yield from row_of(office, (head.mark,))
        printed = f"印制：{head.issued_on}" if head.issued_on else ""
        yield from row_of(line, (f"编号：{head.number}", printed))

    def _seal_rows(self, head: Head) -> Iterator[Row]:
        if self._sealed:
            yield from row_of(self._seal, (f"{head.seal}（盖章）", head.sealed_on or BLANK_DATE))

    def rows(self, content: Content) -> list[Row]:
        """All rows of one paper in order."""
        rows = list(self._head_rows(content.head))
        before: bool | None = None
        sealed = False
        for index, ((_, boxed, cut), part) in enumerate(zip(self._makers, content.parts, strict=True)):
            if cut:
                rows += self._seal_rows(content.head)
                sealed = True
                rows.append(Row(self._cut, self._cut.minimum))
            elif before is not None and before != boxed:
                rows.append(_GAP)
            made = self._rows_of(index, part)
            rows += made
            before = None if cut and not made else boxed
        if not sealed:
            rows += self._seal_rows(content.head)
        return rows

    def _rows_of(self, index: int, part: Part) -> list[Row]:
        maker = self._makers[index][0]
        if not self._same[index]:
            return list(maker(part))
        if index not in self._still:
            self._still[index] = [replace(row, still=True) for row in maker(part)]
        return self._still[index]
