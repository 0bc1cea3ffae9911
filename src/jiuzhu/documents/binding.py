"""Several papers bound into one PDF: an outline to jump by, and the number of each page of the whole at its head."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from jiuzhu.documents import fonts
from jiuzhu.documents.pen import Pen

_SIZE, _FROM_TOP, _FROM_SIDE = 9, 22, 34  # points


@dataclass(frozen=True, slots=True)
class Bound:
    """One paper of a binding."""

    title: str
    pdf: bytes
    pages: int


def bind(papers: Sequence[Bound], word: str) -> bytes:
    """The papers in their order; `word` stands before the number of every page ("档 3 / 12")."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415  # only when something is bound

    writer = PdfWriter()
    total = sum(one.pages for one in papers)
    number = 0
    for one in papers:
        first = number
        for page in PdfReader(io.BytesIO(one.pdf)).pages:
            number += 1
            wide, high = float(page.mediabox.width), float(page.mediabox.height)
            mark = PdfReader(_mark(f"{word} {number} / {total}", wide, high)).pages[0]
            writer.add_page(page).merge_page(mark)
        writer.add_outline_item(title=one.title, page_number=first)
    writer.add_metadata({"/Creator": "救助窗"})
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _mark(text: str, wide: float, high: float) -> io.BytesIO:
    """A page with nothing but its number."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415  # reportlab loads only when a paper is made

    fonts.face(fonts.REGULAR)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(wide, high), invariant=1, initialFontName=fonts.REGULAR)
    pen = Pen(canvas)
    pen.write(wide - _FROM_SIDE - fonts.width(text, _SIZE), high - _FROM_TOP, _SIZE, text)
    pen.flush()
    canvas.showPage()
    canvas.save()
    buffer.seek(0)
    return buffer
