"""A bar chart on a paper: bars from nothing, every figure printed behind its bar, dark and light told apart in black and white.

The library draws bars, axis and grid; names are written by the paper's own pen, because a name may hold a character
only the rare face has.
"""

from math import ceil, floor, log10
from typing import Any

from jiuzhu.documents import fonts
from jiuzhu.documents.pen import Pen
from jiuzhu.domain.chart import Chart

INSET = 6.0
"""Points between the line around a chart and the chart."""
_FILLS = ("#1F5FBF", "#DDE3EA")
_EDGE = "#5B6875"
_GRID = "#DDE3EA"
_TITLE, _TEXT = 10.5, 8.5
_BAR, _GAP = 10.0, 6.0  # one bar, and the room between two groups
_HEAD, _AXIS = 20.0, 14.0
_NAMES, _WORDS = 0.24, 0.2  # shares of the width: names at the left, figures behind the longest bar
_TICKS = 5


def height(chart: Chart) -> float:
    """Points a chart needs."""
    return _HEAD + _plot(chart) + _AXIS + 2 * INSET


def _plot(chart: Chart) -> float:
    return len(chart.bars) * (len(chart.series) * _BAR + _GAP)


def step(span: float) -> float:
    """A round distance of ticks, 1, 2 or 5 of a power of ten, so that at most five lie in `span`."""
    raw = span / _TICKS
    power = 10.0 ** floor(log10(raw))
    return float(next(factor for factor in (1, 2, 5, 10) if factor * power >= raw * 0.999999)) * power


def bounds(chart: Chart) -> tuple[float, float, float]:
    """Lowest and highest value of the axis, and the distance of its ticks; nothing always lies on it."""
    values = [float(value) for bar in chart.bars for value in bar.values]
    low, high = min(0.0, *values), max(0.0, *values)
    tick = step(max(high, -low) or 1.0)
    if all(value.is_integer() for value in values):  # half a person is no tick
        tick = max(tick, 1.0)
    return tick * floor(low / tick), tick * ceil(high / tick) or tick, tick


def draw(canvas: Any, pen: Pen, chart: Chart, x: float, top: float, wide: float) -> None:  # noqa: PLR0917  # what is drawn, and where
    """Draw a chart hanging from `top`, `wide` points."""
    from reportlab.graphics import renderPDF  # noqa: PLC0415  # reportlab loads only when a paper is made
    from reportlab.graphics.charts.barcharts import HorizontalBarChart  # noqa: PLC0415  # as above
    from reportlab.graphics.shapes import Drawing  # noqa: PLC0415  # as above
    from reportlab.lib.colors import HexColor  # noqa: PLC0415  # as above

    plot, room, names = _plot(chart), wide * (1 - _NAMES - _WORDS), wide * _NAMES
    low, high, tick = bounds(chart)
    made = HorizontalBarChart()
    made.x, made.y, made.width, made.height = names, _AXIS, room, plot
    backwards = range(len(chart.series))[::-1]  # the library stacks the bars of a group upwards
    made.data = [[float(bar.values[place]) for bar in chart.bars] for place in backwards]
    made.barWidth, made.groupSpacing, made.barSpacing, made.useAbsolute = _BAR, _GAP, 0, 1
    made.categoryAxis.categoryNames = ["" for _ in chart.bars]
    made.categoryAxis.reverseDirection = 1
    made.categoryAxis.visibleTicks = 0
    made.categoryAxis.strokeColor = HexColor(_EDGE)
    axis = made.valueAxis
    axis.valueMin, axis.valueMax, axis.valueStep = low, high, tick
    axis.visibleAxis, axis.visibleTicks, axis.visibleGrid = 0, 0, 1
    axis.gridStrokeColor, axis.gridStrokeWidth = HexColor(_GRID), 0.5
    axis.labels.fontName, axis.labels.fontSize = fonts.REGULAR, _TEXT - 1
    axis.labelTextFormat = lambda value: f"{value:,g}"
    for place, series in enumerate(backwards):
        made.bars[place].fillColor = HexColor(_FILLS[series])
        made.bars[place].strokeColor = HexColor(_EDGE)
        made.bars[place].strokeWidth = 0.4
    drawing = Drawing(wide, plot + _AXIS)
    drawing.add(made)
    foot = top - _HEAD - plot - _AXIS
    renderPDF.draw(drawing, canvas, x, foot)
    _legend(canvas, pen, chart, x, top, wide)
    upper = top - _HEAD
    for group, bar in enumerate(chart.bars):
        middle = upper - (group + 0.5) * plot / len(chart.bars)
        lines = fonts.break_lines(bar.label, _TEXT, names - 6)[:2]
        for place, text in enumerate(lines):
            y = middle + (len(lines) / 2 - place - 1) * _TEXT * 1.1 + _TEXT * 0.2
            pen.write(x + names - 6 - fonts.width(text, _TEXT), y, _TEXT, text)
        for place, (value, words) in enumerate(zip(bar.values, bar.words, strict=True)):
            y = middle + (len(chart.series) / 2 - place - 0.5) * _BAR - _TEXT * 0.35
            reach = room * (max(float(value), 0) - low) / (high - low)
            pen.write(x + names + reach + 3, y, _TEXT, words)
    pen.flush()


def _legend(canvas: Any, pen: Pen, chart: Chart, x: float, top: float, wide: float) -> None:  # noqa: PLR0917  # as above
    from reportlab.lib.colors import HexColor  # noqa: PLC0415  # as above

    pen.write(x, top - _TITLE - 2, _TITLE, chart.title, bold=True)
    right = x + wide
    for name, fill in reversed(list(zip(chart.series, _FILLS, strict=False))):
        right -= fonts.width(name, _TEXT)
        pen.write(right, top - _TITLE - 2, _TEXT, name)
        right -= _TEXT + 3
        canvas.saveState()
        canvas.setFillColor(HexColor(fill))
        canvas.setStrokeColor(HexColor(_EDGE))
        canvas.setLineWidth(0.4)
        canvas.rect(right, top - _TITLE - 2.5, _TEXT, _TEXT, stroke=1, fill=1)
        canvas.restoreState()
        right -= 10
