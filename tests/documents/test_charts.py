"""A chart on a paper: its axis begins at nothing, its bars are as long as its figures, and every figure is printed."""

import io
import re
from decimal import Decimal

import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from jiuzhu.documents import charts, fonts
from jiuzhu.documents.pen import Pen
from jiuzhu.domain.chart import Bar, Chart


def chart_of(*values: tuple[float, ...], names: tuple[str, ...] = ("本期", "上期")) -> Chart:
    bars = tuple(
        Bar(f"项目{place}", tuple(Decimal(str(one)) for one in row), tuple(f"{one:,g} 元" for one in row))
        for place, row in enumerate(values)
    )
    return Chart("结算（元）", names[: len(values[0])], bars)


def drawn(chart: Chart) -> PdfReader:
    held = io.BytesIO()
    fonts.face(fonts.REGULAR)
    fonts.face(fonts.BOLD)
    canvas = Canvas(held, pageCompression=0)
    charts.draw(canvas, Pen(canvas), chart, 50, 800, 480)
    canvas.save()
    return PdfReader(held)


@pytest.mark.parametrize(
    ("values", "low", "high", "tick"),
    [
        (((7, 3), (1, 0)), 0, 8, 2),
        (((101.5,),), 0, 150, 50),
        (((0.3,),), 0, 0.3, 0.1),
        (((0,),), 0, 1, 1),
        (((-30, 100),), -40, 100, 20),
        (((-5,),), -5, 1, 1),
        (((50000,),), 0, 50000, 10000),
    ],
)
def test_the_axis_is_round_and_holds_nothing(values: tuple[tuple[float, ...], ...], low: float, high: float, tick: float) -> None:  # fmt: skip
    assert charts.bounds(chart_of(*values)) == pytest.approx((low, high, tick))


def test_every_figure_and_name_is_printed_rare_ones_too() -> None:
    chart = chart_of((7, 3), (1, 0))
    rare = Chart(
        chart.title,
        chart.series,
        (*chart.bars, Bar("𠮷村护理站", (Decimal(2), Decimal(5)), ("2 元", "5 元"))),
    )
    text = "".join(drawn(rare).pages[0].extract_text().split())
    for word in rare.said:
        assert "".join(word.split()) in text, word


def test_bars_are_as_long_as_their_figures() -> None:
    content = drawn(chart_of((8, 4), (2, 0))).pages[0].get_contents()
    assert content is not None
    rectangles = re.findall(
        r"n ([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re B", content.get_data().decode("latin-1")
    )
    bars = [(float(x), float(y), float(wide)) for x, y, wide, high in rectangles if high == "10"]
    assert len({x for x, _, _ in bars}) == 1, "they begin at one line"
    lengths = [wide for _, _, wide in sorted(bars, key=lambda one: -one[1])]
    assert [round(wide / lengths[0], 4) for wide in lengths] == [1, 0.5, 0.25], (
        "8, 4 and 2, from above; 0 is none"
    )
