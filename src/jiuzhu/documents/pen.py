"""Writes text and squares into a reportlab page as PDF operators: the canvas's own calls cost most of a form's time."""

from typing import Any

from jiuzhu.documents import fonts


class Pen:
    """One document's writer; a text drawn before costs a look-up."""

    def __init__(self, canvas: Any) -> None:
        from reportlab.pdfbase.pdfmetrics import getFont  # noqa: PLC0415  # reportlab loads only when a paper is made

        self._canvas = canvas
        self._document = canvas._doc  # noqa: SLF001  # faces hand out their subsets per document, and only this names it
        self._font = getFont
        self._codes: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self._operators: list[str] = []
        self._now = ("", 0.0)

    def _coded(self, name: str, part: str) -> list[tuple[str, str]]:
        """The text as (font of the document, hexadecimal character codes)."""
        key = (name, part)
        coded = self._codes.get(key)
        if coded is None:
            font = self._font(name)
            coded = [
                (font.getSubsetInternalName(subset, self._document), codes.hex())
                for subset, codes in font.splitString(part, self._document)
            ]
            self._codes[key] = coded
        return coded

    def write(self, x: float, y: float, size: float, text: str, *, bold: bool = False) -> None:
        """One line of text from a point on its baseline."""
        operators = self._operators
        operators.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
        for name, part in fonts.runs(text, bold):
            for face, codes in self._coded(name, part):
                if self._now != (face, size):
                    self._now = (face, size)
                    operators.append(f"{face} {size:g} Tf")
                operators.append(f"<{codes}> Tj")

    def grey(self, level: float) -> None:
        """The ink of what follows on this page part, 0 black to 1 white."""
        self._operators.append(f"{level:g} g")

    def flush(self) -> None:
        """What was written goes into the page."""
        if self._operators:
            self._canvas.addLiteral(f"BT\n{chr(10).join(self._operators)}\nET")
        self._operators = []
        self._now = ("", 0.0)

    def squares(self, x: float, y: float, module: float, rectangles: str) -> None:
        """Rectangles in modules, hanging from the point (x, y)."""
        self._canvas.addLiteral(f"q {module:.4f} 0 0 {-module:.4f} {x:.2f} {y:.2f} cm {rectangles} f Q")
