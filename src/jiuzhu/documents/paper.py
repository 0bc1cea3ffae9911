"""Official papers as PDF: any form over any dossier, with numbered pages, a content hash and its QR code."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from jiuzhu.documents import charts, fonts, qr
from jiuzhu.documents.blocks import FIGURE
from jiuzhu.documents.content import Content, Speaker
from jiuzhu.documents.layout import Layout
from jiuzhu.documents.page_kit import MM, Page, Place, Row, Shape, Spot, paged
from jiuzhu.documents.pen import Pen
from jiuzhu.documents.values import Codes
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.form import Form
from jiuzhu.domain.form_arrangement import as_stored

_LINE = 0.5
_PIXEL = 0.75  # points: a small photo stands as large as on the screen
_GREY = 0.35
_QR_SIDE = 18 * MM  # quiet zone included
_FOOT = 9 * MM
_MARK_SIZE, _MARK_SLANT, _MARK_GREY = 11, 30, 0.8
_MARK_GAP, _MARK_STEP = 90, 105  # points between two marks, and between their lines


@dataclass(frozen=True, slots=True)
class Paper:
    """One finished paper."""

    pdf: bytes
    pages: int
    content_hash: str


@dataclass(frozen=True, slots=True)
class _Plan:
    """The pages of papers whose rows have the same heights, and their drawn unchanging parts."""

    pages: Sequence[Page]
    names: Sequence[str]


def _foot_spot(top: float) -> Spot:
    return Spot(-1, Shape(pad=0), top, 9)


class Press:
    """Prints one form: what does not change is drawn once a document, what changes once a page."""

    def __init__(self, form: Form, codes: Codes, mark: str = "") -> None:
        self.form = form
        self._mark = mark
        self._speaker = Speaker(form, codes)
        self._layout = Layout(form)
        self._sheet = self._layout.sheet
        self._plans: dict[tuple[tuple[int, float], ...], _Plan] = {}
        self._buffer = io.BytesIO()
        self._canvas = self._new_canvas()
        self._pen = Pen(self._canvas)
        self.pages = 0

    def _new_canvas(self) -> Any:
        from reportlab import rl_config  # noqa: PLC0415  # reportlab loads only when a paper is made
        from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415  # as above

        rl_config.useA85 = (
            0  # PDF is binary anyway; the text wrapping of streams costs time and a quarter of the size
        )
        fonts.face(fonts.REGULAR)
        fonts.face(fonts.BOLD)
        canvas = Canvas(
            self._buffer,
            pagesize=(self._sheet.width, self._sheet.height),
            invariant=1,
            pageCompression=1,
            lang="zh-CN",
            initialFontName=fonts.REGULAR,
        )
        canvas.setTitle(self.form.title)
        canvas.setSubject(self.form.id)
        canvas.setAuthor("")
        canvas.setCreator("救助窗")
        return canvas

    def content(self, dossier: Dossier) -> Content:
        """The words this form prints over a dossier."""
        return self._speaker.content(dossier)

    def add(self, dossier: Dossier) -> Content:
        """One more paper at the end of the document."""
        content = self._speaker.content(dossier)
        rows = self._layout.rows(content)
        plan = self._plan(rows)
        number, digest = content.head.number, content.hash
        for page, name in zip(plan.pages, plan.names, strict=True):
            self._canvas.doForm(name)
            self._values(page, rows)
            self._foot(number, digest)
            self._canvas.showPage()
        self.pages += len(plan.pages)
        return content

    def finish(self) -> bytes:
        """The whole document."""
        self._canvas.save()
        fonts.forget()
        qr.modules.cache_clear()
        return self._buffer.getvalue()

    def _plan(self, rows: Sequence[Row]) -> _Plan:
        key = tuple([(id(row.shape), row.height) for row in rows])
        plan = self._plans.get(key)
        if plan is None:
            pages = paged([(row.shape, row.height) for row in rows], self._sheet)
            names = [f"p{len(self._plans)}-{index}" for index in range(len(pages))]
            for index, (page, name) in enumerate(zip(pages, names, strict=True), start=1):
                self._canvas.beginForm(name, 0, 0, self._sheet.width, self._sheet.height)
                self._still(page, rows, f"第 {index} 页　共 {len(pages)} 页")
                self._canvas.endForm()
            plan = self._plans[key] = _Plan(pages, names)
        return plan

    def _still(self, page: Page, rows: Sequence[Row], numbered: str) -> None:
        canvas = self._canvas
        if self._mark:
            self._water()
        canvas.setLineWidth(_LINE)
        for spot in page.spots:
            self._grid(spot.shape, spot.top, spot.height)
        for spot in page.spots:
            for label in spot.shape.labels:
                self._write(spot, label.place, label.lines)
            if spot.row >= 0 and rows[spot.row].still:
                self._row(spot, rows[spot.row])
        sheet = self._sheet
        room = sheet.room - _QR_SIDE - 4
        basis = Place(sheet.side, room, 8, grey=True, leading=10.5, high="top")
        self._pen.grey(_GREY)
        said = f"依据：{self.form.basis}" if self.form.basis else ""
        self._write(_foot_spot(_FOOT + 15.5 * MM), basis, basis.lines(said)[:3])
        place = Place(sheet.side, sheet.room, 9, "center", high="bottom")
        self._write(_foot_spot(_FOOT + 9), place, (numbered,))
        self._pen.flush()

    def _water(self) -> None:
        """The mark aslant over the page, below all else: light enough to read through, dark enough for a copy."""
        canvas, sheet = self._canvas, self._sheet
        wide = fonts.width(self._mark, _MARK_SIZE, bold=False) + _MARK_GAP
        reach = sheet.width + sheet.height
        canvas.saveState()
        canvas.rotate(_MARK_SLANT)
        self._pen.grey(_MARK_GREY)
        for row, y in enumerate(range(-int(sheet.width), int(sheet.height), _MARK_STEP)):
            x = -(row % 2) * wide / 2
            while x < reach:
                self._pen.write(x, y, _MARK_SIZE, self._mark)
                x += wide
        self._pen.grey(0)
        self._pen.flush()
        canvas.restoreState()

    def _grid(self, shape: Shape, top: float, height: float) -> None:
        canvas, foot = self._canvas, top - height
        if shape.cut:
            canvas.saveState()
            canvas.setDash(4, 3)
            canvas.line(self._sheet.side, foot + 9, self._sheet.width - self._sheet.side, foot + 9)
            canvas.restoreState()
        for x, wide, up in shape.rules:
            canvas.line(x, foot + up, x + wide, foot + up)
        if not shape.bars:
            return
        left, right = shape.bars[0], shape.bars[-1]
        if shape.fill:
            canvas.setFillGray(0.94)
            canvas.rect(left, foot, right - left, height, stroke=0, fill=1)
            canvas.setFillGray(0)
        lines = [(left, y, right, y) for y in (top, foot)] + [(x, top, x, foot) for x in shape.bars]
        canvas.lines(lines)

    def _values(self, page: Page, rows: Sequence[Row]) -> None:
        for spot in page.spots:
            if spot.row >= 0 and not rows[spot.row].still:
                self._row(spot, rows[spot.row])

    def _row(self, spot: Spot, row: Row) -> None:
        for place, picture in zip(row.shape.places, row.pictures, strict=False):  # the last one may be alone
            if picture:
                self._figure(spot, place, picture)
        if row.chart is not None:
            inset = charts.INSET
            x, wide = self._sheet.side + inset, self._sheet.room - 2 * inset
            charts.draw(self._canvas, self._pen, row.chart, x, spot.top - inset, wide)
        for place, lines in zip(row.shape.places, row.texts, strict=True):
            if lines:
                self._write(spot, place, lines)

    def _figure(self, spot: Spot, place: Place, picture: bytes) -> None:
        """A photo in the middle of the room above the words of its place: made smaller to fit, never larger."""
        from reportlab.lib.utils import ImageReader  # noqa: PLC0415  # reportlab loads only when a paper is made

        image = ImageReader(io.BytesIO(picture))
        wide, high = (pixels * _PIXEL for pixels in image.getSize())
        scale = min(1.0, place.wide / wide, FIGURE / high)
        wide, high = wide * scale, high * scale
        x = place.x + (place.wide - wide) / 2
        y = spot.top - spot.shape.pad - (FIGURE + high) / 2
        self._canvas.drawImage(image, x, y, wide, high)

    def _write(self, spot: Spot, place: Place, lines: Sequence[str]) -> None:
        y = spot.shape.first_baseline(place, spot.top, spot.height, len(lines))
        for line in lines:
            size = place.shrunk(line) if place.one_line else place.size
            x = place.x
            if place.align != "left":
                left = place.wide - fonts.width(line, size, place.bold)
                x += left if place.align == "right" else left / 2
            self._pen.write(x, y, size, line, bold=place.bold)
            y -= place.step

    def _foot(self, number: str, digest: str) -> None:
        if not number:  # a preview: it has not left, so nothing speaks for it
            self._pen.flush()
            return
        sheet = self._sheet
        spot = _foot_spot(_FOOT + 9)
        place = Place(sheet.side, sheet.room, 8, high="bottom")
        self._write(spot, place, (f"{self.form.short or self.form.title}　{number}",))
        place = Place(sheet.side, sheet.room - _QR_SIDE - 4, 8, "right", high="bottom")
        self._write(spot, place, (f"校验 {digest[:16]}",))
        self._pen.flush()
        said = qr.text(self.form.id, number, digest)
        side = qr.side(said)
        module = _QR_SIDE / (side + 2 * qr.QUIET)  # the quiet zone may reach into the margin
        self._pen.squares(
            sheet.width - sheet.side - side * module, _FOOT + side * module, module, qr.squares(said)
        )


def render(form: Form, dossier: Dossier, codes: Codes, *, copies: int = 1, mark: str = "") -> Paper:
    """One paper as PDF, `copies` times, each with its own page count; `mark` stands aslant on every page.

    Raises `UserError` naming a character no face has, a private field on a public paper, or an unknown code.
    The same form, dossier and codes give the same bytes.
    """
    press = Press(as_stored(form, [dossier]), codes, mark)
    content = press.add(dossier)
    pages = press.pages
    for _ in range(copies - 1):
        press.add(dossier)
    return Paper(press.finish(), pages, content.hash)


def render_many(form: Form, dossiers: Iterable[Dossier], codes: Codes) -> bytes:
    """One PDF with one paper a dossier, each counting its own pages."""
    papers = list(dossiers)
    press = Press(as_stored(form, papers), codes)
    for dossier in papers:
        press.add(dossier)
    return press.finish()


def content_hash(form: Form, dossier: Dossier, codes: Codes) -> str:
    """The hash a paper would carry, without drawing it: to compare a printed paper with the record."""
    return Speaker(as_stored(form, [dossier]), codes).content(dossier).hash
