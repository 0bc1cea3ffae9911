"""The figure `forms`: one-page F01 papers as one PDF, beside a raw reportlab canvas that draws the same cells.

The peer is written by hand for this one form: its unchanging part is a reportlab form object, every value goes to
a position known in advance without wrapping, measuring or choosing faces. It draws no content hash and no QR code,
which ours computes and draws on every page.
"""

import gc
import io
import random
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from measure import Figure, alternate, ratio_at_least, seconds

from jiuzhu import paths
from jiuzhu.documents import fonts
from jiuzhu.documents.content import Speaker
from jiuzhu.documents.layout import Layout
from jiuzhu.documents.page_kit import paged
from jiuzhu.documents.paper import render_many
from jiuzhu.domain.codes import CodeTable, load_codes
from jiuzhu.domain.dossier import (
    ApplicationPart,
    Dossier,
    HouseholdPart,
    MemberPart,
    OfficePart,
    PaperPart,
)
from jiuzhu.domain.form import Form, load_form

PAPERS = 1000
SURNAMES, GIVEN = "赵钱孙李周吴郑王", "明芳伟秀英娜敏静丽强磊军洋勇艳杰娟涛超"
RELATIONS = ("01", "12", "20")


def dossiers(count: int) -> list[Dossier]:
    """Invented applications of three people each, always the same ones, all fitting one page."""
    dice = random.Random(11)  # noqa: S311  # the same papers for both
    made: list[Dossier] = []
    for number in range(count):
        family = dice.choice(SURNAMES)
        members = [
            MemberPart(
                name=family + "".join(dice.choices(GIVEN, k=2)),
                id_number=f"5001121980{dice.randint(101, 1231):04}{dice.randint(0, 9999):04}",
                relation=relation,
                sex="1",
                birth=date(1980, dice.randint(1, 12), dice.randint(1, 28)),
                phone=f"139{dice.randint(0, 99_999_999):08}",
                registered_address=f"示例区示例街道{dice.randint(1, 20)}组",
            )
            for relation in RELATIONS
        ]
        made.append(
            Dossier(
                office=OfficePart(name="示例区示例街道办事处"),
                paper=PaperPart(number=f"文2025-500112999-A{number:05}-7", issued_on=date(2025, 10, 13)),
                application=ApplicationPart(
                    source="self",
                    programmes=["dibao"],
                    cause="illness",
                    reason=f"家里{dice.randint(2, 5)}口人，一人打工，收入不够生活。",
                    submitted_on=date(2025, 10, dice.randint(1, 28)),
                ),
                household=HouseholdPart(
                    village=f"示例{dice.randint(1, 9)}社区",
                    address=f"示例路{dice.randint(1, 300)}号",
                    account_name=members[0].name,
                    bank="示例农商行",
                    account_number=f"6217{number:015}",
                ),
                members=members,
            )
        )
    return made


def day(value: date) -> str:
    """As the paper writes days."""
    return f"{value.year}年{value.month}月{value.day}日"


def values(dossier: Dossier, codes: dict[str, CodeTable]) -> list[str]:
    """Every value of F01 that is not empty here, by hand, in the order of the paper."""
    applicant, household, application = dossier.members[0], dossier.household, dossier.application
    said = [
        dossier.office.name,
        f"编号：{dossier.paper.number}",
        day(dossier.paper.issued_on or date.min),
        "、".join(codes["item"].labels[code] for code in application.programmes),
        codes["household_kind"].labels[household.kind],
        codes["hardship_cause"].labels[application.cause],
        application.reason,
        applicant.name,
        applicant.id_number,
        codes["sex"].labels[applicant.sex],
        day(applicant.birth or date.min),
        applicant.phone,
        household.village,
        household.address,
        applicant.registered_address,
        household.account_name,
        household.bank,
        household.account_number,
    ]
    for member in dossier.members:
        said += [member.name, codes["relation"].labels[member.relation], member.id_number, member.phone]
    return [*said, codes["case_source"].labels[application.source], day(application.submitted_on or date.min)]


Spots = Sequence[tuple[float, float, float, str]]  # x, y, size, align


class Peer:
    """The same page drawn straight on the canvas, at positions written down once."""

    def __init__(self, form: Form, codes: dict[str, CodeTable], model: Dossier) -> None:
        layout = Layout(form)
        self.codes = codes
        self.size = (layout.sheet.width, layout.sheet.height)
        rows = layout.rows(Speaker(form, codes).content(model))
        pages = paged([(row.shape, row.height) for row in rows], layout.sheet)
        self.lines: list[tuple[float, float, float, float]] = []
        self.fills: list[tuple[float, float, float, float]] = []
        self.labels: list[tuple[float, float, float, bool, str]] = []
        spots: list[tuple[float, float, float, str]] = []
        fixed: list[tuple[float, float, float, bool, str]] = []
        wanted = values(model, codes)
        for spot in pages[0].spots:
            shape, row = spot.shape, rows[spot.row]
            foot = spot.top - spot.height
            if shape.bars:
                left, right = shape.bars[0], shape.bars[-1]
                self.lines += [(left, y, right, y) for y in (spot.top, foot)]
                self.lines += [(x, spot.top, x, foot) for x in shape.bars]
                if shape.fill:
                    self.fills.append((left, foot, right - left, spot.height))
            drawn = [(label.place, label.lines, True) for label in shape.labels]
            drawn += [(place, lines, False) for place, lines in zip(shape.places, row.texts, strict=True)]
            for place, lines, still in drawn:
                y = shape.first_baseline(place, spot.top, spot.height, len(lines))
                for line in lines:
                    room = place.wide - fonts.width(line, place.size, place.bold)
                    x = place.x + {"left": 0, "center": room / 2, "right": room}[place.align]
                    if still or len(spots) == len(wanted) or line != wanted[len(spots)]:
                        fixed.append((x, y, place.size, place.bold, line))
                    else:
                        anchor = {"left": 0, "center": place.wide / 2, "right": place.wide}[place.align]
                        spots.append((place.x + anchor, y, place.size, place.align))
                    y -= place.step
        if len(pages) != 1 or len(spots) != len(wanted):
            raise ValueError("the peer must draw the same values on one page")
        self.labels = fixed
        self.spots: Spots = spots

    def pdf(self, papers: Sequence[Dossier]) -> bytes:
        """The whole document."""
        from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415  # as the program loads it

        buffer = io.BytesIO()
        canvas: Any = Canvas(buffer, pagesize=self.size, invariant=1, pageCompression=1)
        canvas.beginForm("page", 0, 0, *self.size)
        canvas.setLineWidth(0.5)
        for box in self.fills:
            canvas.setFillGray(0.94)
            canvas.rect(*box, stroke=0, fill=1)
        canvas.setFillGray(0)
        canvas.lines(self.lines)
        for x, y, size, bold, text in self.labels:
            canvas.setFont(fonts.BOLD if bold else fonts.REGULAR, size)
            canvas.drawString(x, y, text)
        canvas.setFont(fonts.REGULAR, 9)
        canvas.drawCentredString(self.size[0] / 2, 34, "第 1 页　共 1 页")
        canvas.endForm()
        for paper in papers:
            canvas.doForm("page")
            for (x, y, size, align), text in zip(self.spots, values(paper, self.codes), strict=True):
                canvas.setFont(fonts.REGULAR, size)
                if align == "center":
                    canvas.drawCentredString(x, y, text)
                elif align == "right":
                    canvas.drawRightString(x, y, text)
                else:
                    canvas.drawString(x, y, text)
            canvas.setFont(fonts.REGULAR, 8)
            canvas.drawString(57, 34, f"申请书　{paper.paper.number}")
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()


def run(scale: float) -> list[Figure]:
    """Pages a second of both, faces loaded before, no cache of ours kept from run to run but the faces."""
    count = max(50, int(PAPERS * scale))
    papers = dossiers(count)
    codes = load_codes(paths.resources() / "codes")
    form = load_form(paths.forms() / "F01.toml", frozenset(codes))
    peer = Peer(form, codes, papers[0])

    def ours_once() -> float:
        gc.collect()
        return count / seconds(partial(render_many, form, papers, codes))

    def peer_once() -> float:
        gc.collect()
        return count / seconds(partial(peer.pdf, papers))

    render_many(form, papers[:2], codes)
    peer.pdf(papers[:2])
    ours, theirs = alternate(ours_once, peer_once)
    return [ratio_at_least("F01 papers, hash and QR only ours", ours, theirs, "pages/s", 0.6)]
