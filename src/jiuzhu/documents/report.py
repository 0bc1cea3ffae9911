"""A page of plain sentences under headings, A4: what a machine says of itself, to be signed and filed."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from jiuzhu.documents import fonts
from jiuzhu.documents.page_kit import A4
from jiuzhu.documents.pen import Pen

_TITLE, _TEXT, _SMALL = 18.0, 11.0, 9.0
_LEADING = 1.5


@dataclass(frozen=True, slots=True)
class Line:
    """A subject, the word that stands for its state, and the sentence."""

    subject: str
    state: str
    text: str


def page(title: str, under: str, lines: Sequence[Line], foot: Sequence[str]) -> bytes:
    """The lines below each other with the foot behind them; as many pages as they need."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415  # reportlab loads only when a paper is made

    fonts.face(fonts.REGULAR)
    fonts.face(fonts.BOLD)
    buffer = io.BytesIO()
    canvas = Canvas(
        buffer, pagesize=(A4.width, A4.height), invariant=1, lang="zh-CN", initialFontName=fonts.REGULAR
    )
    canvas.setTitle(title)
    canvas.setAuthor("")
    canvas.setCreator("救助窗")
    pen = Pen(canvas)
    y = A4.height - A4.top - _TITLE
    pen.write((A4.width - fonts.width(title, _TITLE, bold=True)) / 2, y, _TITLE, title, bold=True)
    y -= _TITLE
    pen.write((A4.width - fonts.width(under, _SMALL)) / 2, y, _SMALL, under)
    y -= 2 * _TEXT
    for line in lines:
        head = f"{line.subject}　{line.state}"
        said = fonts.break_lines(fonts.printable(line.text), _TEXT, A4.room)
        needed = (len(said) + 2) * _TEXT * _LEADING
        if y - needed < A4.bottom:
            pen.flush()
            canvas.showPage()
            y = A4.height - A4.top - _TEXT
        pen.write(A4.side, y, _TEXT, head, bold=True)
        for part in said:
            y -= _TEXT * _LEADING
            pen.write(A4.side, y, _TEXT, part)
        y -= _TEXT * _LEADING * 1.5
    y -= 2 * _TEXT
    for part in foot:
        pen.write(A4.side, y, _TEXT, part)
        y -= 2 * _TEXT * _LEADING
    pen.flush()
    canvas.save()
    return buffer.getvalue()
