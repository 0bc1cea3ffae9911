"""The sections of a form as rows of cells: grids, tables, running text, places to sign."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from jiuzhu.documents import charts, fonts
from jiuzhu.documents.content import CUT, Part, printed
from jiuzhu.documents.page_kit import (
    MM,
    NORMAL,
    Align,
    Label,
    Place,
    Row,
    Shape,
    Sheet,
    Style,
    label_row,
)
from jiuzhu.domain.form import FormField, Section

BLANK_DATE = "　　　年　　月　　日"
_MOST_LINES = 34  # of one cell on one page; a longer text goes on in a row below
_NUMBERS = frozenset({"integer", "decimal", "money", "date", "month", "id_number", "phone", "account"})
_CENTRED = frozenset({"integer", "date", "month", "id_number", "yes_no", "phone", "account", "person"})
_SHARE = {
    "long_text": 3.0,
    "text": 1.6,
    "select_multiple": 1.6,
    "id_number": 2.4,
    "account": 2.2,
    "date": 1.6,
}

Maker = Callable[[Part], Iterable[Row]]


def row_of(shape: Shape, values: Iterable[str]) -> Iterator[Row]:
    """One row, or several when a text is longer than a page can hold."""
    texts = tuple(
        [
            tuple(place.lines(value)) if value else ()
            for place, value in zip(shape.places, values, strict=True)
        ]
    )
    if any(len(lines) > _MOST_LINES for lines in texts):
        for start in range(0, max(map(len, texts)), _MOST_LINES):
            part = tuple(lines[start : start + _MOST_LINES] for lines in texts)
            yield Row(shape, shape.height(part), part)
    else:
        yield Row(shape, shape.height(texts), texts)


@dataclass(frozen=True, slots=True)
class Box:
    """The sheet's room and type sizes while one part of the form is shaped."""

    sheet: Sheet
    style: Style
    label_room: float = 24 * MM  # width of the label columns, one for the whole form

    @property
    def left(self) -> float:
        """Left margin."""
        return self.sheet.side

    @property
    def right(self) -> float:
        """Right margin."""
        return self.sheet.width - self.sheet.side

    @property
    def room(self) -> float:
        """Width between the margins."""
        return self.sheet.room

    def full(self, size: float, align: Align = "left", inset: float = 0) -> Place:
        """A place as wide as the room."""
        return Place(self.left + inset, self.room - 2 * inset, size, align)

    def title_row(self, title: str) -> Shape:
        """The heading of a boxed section."""
        place = replace(self.full(self.style.body, "center", self.style.pad), bold=True)
        return label_row(
            Shape((Label(place, (title,)),), minimum=21, bars=(self.left, self.right), fill=True, keep=True)
        )

    def label(self, text: str, x: float, wide: float, size: float, *, bold: bool = False) -> Label:
        """A label in the middle of its cell."""
        pad = self.style.pad
        place = Place(x + pad / 2, wide - pad, size, "center", bold)
        return Label(place, tuple(fonts.label_lines(text, size, wide - pad, bold=bold)))


def label_room_of(sections: Iterable[Section], style: Style) -> float:
    """One label width for all label/value grids of a form, so that their lines stand under each other."""
    labels = [field.label for section in sections if section.kind == "fields" for field in printed(section)]
    natural = max((fonts.width(label, style.body) for label in labels), default=0) + 3 * style.pad
    return min(max(natural, 22 * MM), 36 * MM if style is NORMAL else 58 * MM)


def _fields(box: Box, section: Section) -> Maker:
    style, fields = box.style, printed(section)
    columns = max(section.columns, 1)
    unit = box.room / columns
    name = min(box.label_room, unit * 0.5)
    lines: list[list[FormField]] = [[]]
    for field in fields:
        if sum(min(other.span, columns) for other in lines[-1]) + min(field.span, columns) > columns:
            lines.append([])
        lines[-1].append(field)
    shapes: list[tuple[Shape, int]] = []
    for line in lines:
        labels: list[Label] = []
        places: list[Place] = []
        bars = [box.left]
        x = box.left
        for position, field in enumerate(line):
            end = box.right if position == len(line) - 1 else x + unit * min(field.span, columns)
            labels.append(box.label(field.label, x, name, style.body))
            places.append(_place(field, x + name, end - x - name, size=style.body, pad=style.pad))
            bars += [x + name, end]
            x = end
        minimum = style.body * 2.1 * (2 if any(field.type == "long_text" for field in line) else 1)
        shapes.append(
            (label_row(Shape(tuple(labels), tuple(places), minimum, style.pad, tuple(bars))), len(line))
        )
    title = box.title_row(section.title) if section.title else None

    def make(part: Part) -> Iterator[Row]:
        if title:
            yield Row(title, title.minimum)
        values, start = part.rows[0], 0
        for shape, count in shapes:
            yield from row_of(shape, values[start : start + count])
            start += count

    return make


def _place(
    field: FormField, x: float, wide: float, *, size: float, pad: float, align: Align = "left"
) -> Place:
    whole = field.type in _NUMBERS or field.name.endswith("number")
    return Place(x + pad, wide - 2 * pad, size, align, one_line=whole)


def _widths(box: Box, fields: tuple[FormField, ...]) -> list[float]:
    fixed = [field.width * MM for field in fields]
    shares = [0 if field.width else _SHARE.get(field.type, 1.0) for field in fields]
    left = box.room - sum(fixed)
    if left < sum(shares) * 8 * MM:  # too much was asked for: everything gives way alike
        fixed = [wide or share * 10 * MM for wide, share in zip(fixed, shares, strict=True)]
        return [wide * box.room / sum(fixed) for wide in fixed]
    if not any(shares):
        return [wide * box.room / sum(fixed) for wide in fixed]
    return [wide or left * share / sum(shares) for wide, share in zip(fixed, shares, strict=True)]


def _table(box: Box, section: Section) -> Maker:
    fields = printed(section)
    widths = _widths(box, fields)
    size = box.style.table if box.room / len(fields) >= 17 * MM else box.style.table - 1
    pad = 3.5
    labels: list[Label] = []
    places: list[Place] = []
    bars = [box.left]
    for field, wide in zip(fields, widths, strict=True):
        x = bars[-1]
        labels.append(box.label(field.short or field.label, x, wide, size, bold=True))
        align: Align = "left"
        if field.type in {"money", "decimal"}:
            align = "right"
        elif field.type in _CENTRED or field.type.startswith("select") or wide <= 40 * MM:
            align = "center"
        places.append(_place(field, x, wide, size=size, pad=pad, align=align))
        bars.append(x + wide)
    bars[-1] = box.right
    head = label_row(Shape(tuple(labels), minimum=size * 2, pad=pad, bars=tuple(bars), fill=True, keep=True))
    shape = Shape((), tuple(places), size * 2, pad, tuple(bars), head=head, head_height=head.minimum)
    title = box.title_row(section.title) if section.title else None

    def make(part: Part) -> Iterator[Row]:
        if not part.rows:  # left out: its list is shorter than the form wants it
            return
        if title:
            yield Row(title, title.minimum)
        yield Row(head, head.minimum)
        for values in part.rows:
            yield from row_of(shape, values)

    return make


def _text(box: Box, section: Section) -> Maker:
    """Running text, free on the page or, under a title, in a box."""
    small = section.kind == "lines"
    boxed = bool(section.title)
    size = box.style.line if small else box.style.body if boxed else box.style.text
    leading = size * (1.45 if boxed or small else 1.65)
    inset = 6.0 if boxed else 0.0
    place = replace(box.full(size, inset=inset), leading=leading)
    title = box.title_row(section.title) if boxed else None
    shape = (
        Shape((), (replace(place, high="top"),), minimum=leading + 10, pad=5, bars=(box.left, box.right))
        if boxed
        else Shape((), (place,), minimum=leading, pad=0)
    )

    def make(part: Part) -> Iterator[Row]:
        paragraphs = [label for label in part.labels if label != CUT] if small else list(part.text)
        said = [
            text
            if small or (index == 0 and text.endswith("："))
            else f"　　{text}"  # nobody is addressed indented
            for index, text in enumerate(paragraphs)
        ]
        if title:
            yield Row(title, title.minimum)
            yield from row_of(shape, ("\n".join(said),))
            return
        for text in said:
            for line in place.lines(text):
                yield Row(shape, leading, ((line,),))

    return make


@dataclass(frozen=True, slots=True)
class _Signature:
    """One place to sign: whether a day is written below it, and the room it takes."""

    day: bool
    height: float


DAY = "日期"


def _signature(raw: str, style: Style, dated: bool) -> _Signature:
    """`label|day` names the day, `label|` wants none; a place of its own for the day frees the others of theirs."""
    label, mark, day = raw.partition("|")
    if label == DAY:
        return _Signature(False, style.body * 2.2)
    wants_day = bool(day) if mark else not dated and ("签" in label or "章" in label)
    return _Signature(wants_day, style.body * (4.6 if "章" in label else 3.6 if wants_day else 2.2))


def _signatures(box: Box, section: Section) -> Maker:
    """Places for names, days and seals: beside a title in a box with the opinion above, or free in a row."""
    style, boxed = box.style, bool(section.title)
    columns = max(1, min(section.columns, len(section.labels)))
    name = 26 * MM if style is NORMAL else 40 * MM
    start = box.left + name if boxed else box.left
    unit = (box.right - start) / columns
    dated = DAY in section.labels
    plans = [_signature(raw, style, dated) for raw in section.labels]
    grid = [range(first, min(first + columns, len(plans))) for first in range(0, len(plans), columns)]
    bands = [max(plans[index].height for index in row) for row in grid]
    total = sum(bands)
    labels = (box.label(section.title, box.left, name, style.body),) if boxed else ()
    places: list[Place] = []
    if boxed:
        text = Place(start + 6, box.right - start - 12, style.body, leading=style.body * 1.5, high="top")
        places.append(replace(text, reserve=total + 4))
    rules: list[tuple[float, float, float]] = []
    foot = total
    for row, band in zip(grid, bands, strict=True):
        foot -= band
        for index in row:
            x = start + (index % columns) * unit + 6 * boxed
            wide = unit - 12
            drop = foot + (style.body * 1.7 if plans[index].day else 2)
            places.append(Place(x, wide, style.body, high="bottom", drop=drop))
            places.append(Place(x, wide, style.body, "right", high="bottom", drop=foot))
            if not boxed and "{" not in section.labels[index] and section.labels[index] != DAY:
                used = fonts.width(section.labels[index].partition("|")[0] + "：", style.body) + 2
                rules.append((x + used, wide - used, drop + 4))
    shape = Shape(
        labels, tuple(places), total + (18 if boxed else 8), 4,
        (box.left, start, box.right) if boxed else (), rules=tuple(rules),
    )  # fmt: skip

    def make(part: Part) -> Iterator[Row]:
        values = ["\n".join(part.text)] if boxed else []
        for plan, label in zip(plans, part.labels, strict=True):
            word, _, day = label.partition("|")
            values.append(word if "：" in word else f"{word}：{BLANK_DATE if word == DAY else ''}")
            values.append((day or BLANK_DATE) if plan.day else "")
        yield Row(shape, *_fitted(shape, values))

    return make


def _fitted(shape: Shape, values: list[str]) -> tuple[float, tuple[tuple[str, ...], ...]]:
    texts = tuple(place.lines(value) for place, value in zip(shape.places, values, strict=True))
    return shape.height(texts), texts


def _blank(box: Box, section: Section) -> Maker:
    height = (section.rows or 4) * 18.0
    name = 26 * MM
    shape = (
        Shape((box.label(section.title, box.left, name, box.style.body),), minimum=height,
              bars=(box.left, box.left + name, box.right))
        if section.title
        else Shape(minimum=height)
    )  # fmt: skip

    def make(_part: Part) -> Iterator[Row]:
        yield Row(shape, height)

    return make


FIGURE = 80 * MM
"""The room a photo has above its words: two rows of two are all a page takes."""


def _pictures(box: Box, section: Section) -> Maker:
    """Two photos a row, each with its words below; without a photo nothing, not even the heading."""
    unit, pad = box.room / 2, box.style.pad
    place = Place(
        box.left + pad, unit - 2 * pad, box.style.line, "center", high="bottom", reserve=FIGURE + pad
    )
    shape = Shape(
        (), (place, replace(place, x=place.x + unit)), FIGURE + 3 * pad + place.step, pad,
        (box.left, box.left + unit, box.right),
    )  # fmt: skip
    title = box.title_row(section.title)

    def make(part: Part) -> Iterator[Row]:
        if part.rows:
            yield Row(title, title.minimum)
        for first in range(0, len(part.rows), 2):
            words = [row[0] for row in part.rows[first : first + 2]]
            for row in row_of(shape, (*words, "")[:2]):
                yield replace(row, pictures=part.pictures[first : first + 2])

    return make


def _charts(box: Box, section: Section) -> Maker:
    """One chart below another, each whole on its page."""
    title = box.title_row(section.title)
    shapes: dict[float, Shape] = {}  # a page is known by its shapes, so they must last as long as the form

    def make(part: Part) -> Iterator[Row]:
        if part.charts:
            yield Row(title, title.minimum)
        for chart in part.charts:
            high = charts.height(chart)
            shape = shapes.setdefault(
                high, Shape(bars=(box.left, box.right))
            )  # no minimum: it cannot be lower
            yield Row(shape, high, chart=chart)

    return make


MAKERS: dict[str, Callable[[Box, Section], Maker]] = {
    "fields": _fields, "table": _table, "text": _text, "lines": _text, "signatures": _signatures, "blank": _blank,
    "pictures": _pictures, "charts": _charts,
}  # fmt: skip
