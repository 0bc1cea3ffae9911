"""Pages of an official paper: sizes, the shapes of rows, and flowing rows over pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from jiuzhu.documents import fonts
from jiuzhu.domain.chart import Chart

MM = 72 / 25.4
ASCENT = 0.88  # of the em, above the baseline
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet and its margins, in points; y counts from the lower edge."""

    width: float
    height: float
    side: float
    top: float
    bottom: float

    @property
    def room(self) -> float:
        """Width between the margins."""
        return self.width - 2 * self.side


A4 = Sheet(210 * MM, 297 * MM, 20 * MM, 16 * MM, 29 * MM)
A4_LANDSCAPE = Sheet(297 * MM, 210 * MM, 15 * MM, 14 * MM, 29 * MM)


@dataclass(frozen=True, slots=True)
class Style:
    """Type sizes of a paper in points."""

    body: float = 10.5  # label/value grids
    table: float = 10
    text: float = 12  # running text
    line: float = 10
    title: float = 18  # 小二
    pad: float = 5  # between a cell's line and its text


NORMAL = Style()
LARGE = Style(body=16, table=16, text=16, line=14, title=22)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands in a row: from `x`, `wide` points; several lines keep `leading`."""

    x: float
    wide: float
    size: float
    align: Align = "left"
    bold: bool = False
    leading: float = 0
    high: Literal["middle", "top", "bottom"] = "middle"
    one_line: bool = False  # a number: made smaller rather than broken
    grey: bool = False
    drop: float = 0  # away from the edge it hangs on, for the second of two texts at one side
    reserve: float = 0  # room kept free below it in the same cell

    @property
    def step(self) -> float:
        """Points from line to line."""
        return self.leading or self.size * 1.32

    def shrunk(self, text: str) -> float:
        """The size at which a number still goes on one line, not under seven tenths of the place's own."""
        wide = fonts.width(text, self.size, self.bold)
        if wide <= self.wide:
            return self.size
        return max(7.0, self.size * 0.7, int(self.size * self.wide / wide * 10) / 10)

    def lines(self, text: str) -> tuple[str, ...]:
        """The text as lines of this place's width."""
        if not text:
            return ()
        if self.one_line and fonts.width(text, self.shrunk(text), self.bold) <= self.wide:
            return (text,)
        return fonts.break_lines(text, self.size, self.wide)

    def block(self, count: int) -> float:
        """Height of so many lines."""
        return count * self.step


@dataclass(frozen=True, slots=True)
class Label:
    """A printed text that never changes with the data."""

    place: Place
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """The unchanging part of a row: labels, places for values, rules. Rows of one shape differ in height only."""

    labels: tuple[Label, ...] = ()
    places: tuple[Place, ...] = ()
    minimum: float = 0
    pad: float = 4
    bars: tuple[float, ...] = ()  # x of the upright lines; empty: not a grid row
    fill: bool = False
    rules: tuple[
        tuple[float, float, float], ...
    ] = ()  # x, length and height above the row's foot of single lines
    cut: bool = False  # the dashed line above a slip
    keep: bool = False  # stays with the next row
    head: "Shape | None" = None  # repeated on the next page when this row begins it
    head_height: float = 0

    def height(self, texts: Sequence[Sequence[str]]) -> float:
        """Points this row needs for these lines."""
        need = self.minimum
        for place, lines in zip(self.places, texts, strict=True):
            if len(lines) > 1 or place.reserve:
                need = max(need, place.block(len(lines)) + 2 * self.pad + place.drop + place.reserve)
        return need

    def first_baseline(self, place: Place, top: float, height: float, count: int) -> float:
        """Where the first of `count` lines of a place stands in a row."""
        block = place.block(count)
        if place.high == "top":
            upper = top - self.pad - place.drop
        elif place.high == "bottom":
            upper = top - height + self.pad + place.drop + block
        else:
            upper = top - (height - block) / 2 - place.drop
        return upper - (place.step - place.size) / 2 - ASCENT * place.size


def label_row(shape: Shape) -> Shape:
    """The shape with room for its own labels."""
    need = max((label.place.block(len(label.lines)) + label.place.drop for label in shape.labels), default=0)
    return replace(shape, minimum=max(shape.minimum, need + 2 * shape.pad))


@dataclass(frozen=True, slots=True)
class Row:
    """A shape with its height and the lines of its values."""

    shape: Shape
    height: float
    texts: tuple[tuple[str, ...], ...] = ()
    still: bool = False  # the same words on every paper of this form
    pictures: tuple[bytes, ...] = ()  # a JPG above the words of each place, empty for none
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a row came to stand: its index among the paper's rows (-1: a repeated head), and its upper edge."""

    row: int
    shape: Shape
    top: float
    height: float


@dataclass(slots=True)
class Page:
    """The rows of one page."""

    spots: list[Spot] = field(default_factory=list)


def tightened(rows: Sequence[tuple[Shape, float]], factor: float) -> list[tuple[Shape, float]]:
    """The same rows lower where only air is lost, for a paper that would run over by a few lines."""
    made: list[tuple[Shape, float]] = []
    for shape, height in rows:
        if not shape.bars or height > shape.minimum or any(place.reserve for place in shape.places):
            made.append((shape, height))
            continue
        ink = max((label.place.block(len(label.lines)) for label in shape.labels), default=0)
        ink = max([ink, *(place.step for place in shape.places)])
        made.append((shape, max(height * factor, ink + 2)))
    return made


def _unit(rows: Sequence[tuple[Shape, float]], start: int) -> float:
    """Height of the rows that must stay together from here."""
    total, index = rows[start][1], start
    while rows[index][0].keep and index + 1 < len(rows):
        index += 1
        total += rows[index][1]
    return total


def flow(rows: Sequence[tuple[Shape, float]], sheet: Sheet) -> list[Page]:
    """Rows onto pages: what keeps together stays together, table heads repeat, a slip goes to the foot of its page."""
    pages = [Page()]
    y = sheet.height - sheet.top
    kept = False
    for index, (shape, height) in enumerate(rows):
        need = height if kept else min(_unit(rows, index), sheet.height - sheet.top - sheet.bottom)
        if shape.cut:
            need = sum(height for _, height in rows[index:])
            if y - need >= sheet.bottom:
                y = sheet.bottom + need
        if y - need < sheet.bottom - 0.01 and pages[-1].spots:
            pages.append(Page())
            y = sheet.height - sheet.top
            if shape.head is not None:
                pages[-1].spots.append(Spot(-1, shape.head, y, shape.head_height))
                y -= shape.head_height
            if shape.cut:
                y = max(y, sheet.bottom + need)
        pages[-1].spots.append(Spot(index, shape, y, height))
        y -= height
        kept = shape.keep
    return pages


def paged(rows: Sequence[tuple[Shape, float]], sheet: Sheet) -> list[Page]:
    """The rows on pages; lower rows where that saves a page."""
    pages = flow(rows, sheet)
    for factor in (0.94, 0.88, 0.82):
        if len(pages) > 1:
            fewer = flow(tightened(rows, factor), sheet)
            if len(fewer) < len(pages):
                return fewer
    return pages
