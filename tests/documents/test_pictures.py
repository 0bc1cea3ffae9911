"""Photos on a paper: turned upright, no larger than they are printed, never enlarged, at most four a page."""

import io
import re
from dataclasses import replace
from itertools import chain

import pytest
from PIL import Image
from pypdf import PageObject, PdfReader

from jiuzhu.documents import pictures
from jiuzhu.documents.page_kit import MM
from jiuzhu.documents.paper import render
from jiuzhu.documents.values import Codes
from jiuzhu.domain.dossier_course import PicturePart
from jiuzhu.domain.form import Form, Section

from . import sample

FORM = Form(
    "T01",
    "测试文书",
    "测试",
    "某办法第一条",
    (Section("photos", "pictures", title="照片", repeat="pictures"),),
)
_DRAWN = re.compile(rb"([\d.]+) 0 0 ([\d.]+) ([\d.]+) ([\d.]+) cm\s+/FormXob")


def photo(width: int, height: int, kind: str = "JPEG", mode: str = "RGB", **more: object) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, (width, height), "darkgreen").save(buffer, kind, **more)
    return buffer.getvalue()


def drawn_on(page: PageObject) -> list[tuple[float, ...]]:
    """Width, height and place of every photo on a page, in points; what never changes is drawn at one to one."""
    contents = page.get_contents()
    assert contents is not None
    found = [tuple(map(float, one)) for one in _DRAWN.findall(contents.get_data())]
    return [one for one in found if one[:2] != (1.0, 1.0)]


def size(content: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(content)).size


@pytest.mark.parametrize(
    ("width", "height", "made"),
    [(4000, 3000, (640, 480)), (300, 1200, (160, 640)), (64, 32, (64, 32)), (640, 640, (640, 640))],
)
def test_a_photo_is_made_as_small_as_it_is_printed(width: int, height: int, made: tuple[int, int]) -> None:
    for kind in ("JPEG", "PNG"):
        found = pictures.prepared(photo(width, height, kind))
        assert size(found) == made
        assert found.startswith(b"\xff\xd8\xff")
        assert len(found) < 100_000


def test_a_photo_taken_with_the_phone_on_its_side_stands_upright() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    assert size(pictures.prepared(photo(400, 200, exif=turned))) == (200, 400)


def test_what_shows_through_is_white() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(buffer, "PNG")
    made = Image.open(io.BytesIO(pictures.prepared(buffer.getvalue())))
    assert made.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8\xff broken",
        photo(400, 300)[:400],
        photo(40, 30, "PNG")[:60],
        photo(9000, 9000, "PNG", "1"),  # would take hundreds of megabytes to open
    ],
)
def test_what_cannot_be_opened_is_nothing(content: bytes) -> None:
    assert pictures.prepared(content) == b""


def test_four_a_page_in_their_cells_and_never_enlarged(codes: Codes) -> None:
    dossier = sample.dossier()
    sizes = [(640, 480), (160, 640), (64, 32), (640, 640), (640, 100)]
    dossier.pictures = [
        PicturePart(caption=f"照片{number}　屋外（家庭同意拍摄）", content=photo(*one))
        for number, one in enumerate(sizes, start=1)
    ]
    dossier.pictures.append(PicturePart(caption="照片6　屋内（打不开，没有印出）"))
    made = render(FORM, dossier, codes)
    pages = PdfReader(io.BytesIO(made.pdf)).pages
    drawn = [drawn_on(page) for page in pages]
    assert [len(one) for one in drawn] == [4, 1]
    for (wide, high, x, y), (width, height) in zip(chain(*drawn), sizes, strict=True):
        assert wide <= width * 0.75 + 0.01
        assert wide / high == pytest.approx(width / height, rel=0.01)
        assert wide <= 85 * MM
        assert high <= 80 * MM + 0.01
        assert 20 * MM <= x <= 190 * MM - wide
        assert y >= 29 * MM
    assert drawn[0][2][:2] == pytest.approx((48.0, 24.0))  # as small as it is
    said = [re.sub(r"\s", "", page.extract_text()) for page in pages]
    assert all(f"照片{number}屋外（家庭同意拍摄）" in said[0] for number in (1, 2, 3, 4))
    assert "照片5屋外" in said[1]
    assert "照片6屋内（打不开，没有印出）" in said[1]
    other = replace(dossier, pictures=dossier.pictures[:-1])
    assert render(FORM, other, codes).content_hash != made.content_hash
    assert render(FORM, dossier, codes).pdf == made.pdf


def test_without_photos_there_is_no_heading(codes: Codes) -> None:
    made = render(FORM, replace(sample.dossier(), pictures=[]), codes)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made.pdf)).pages)
    assert "照片" not in text
    assert made.pages == 1
