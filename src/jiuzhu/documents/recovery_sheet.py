"""The recovery key on one A4 page: twelve characters to type, a QR code to scan, and what to do with the paper."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from jiuzhu.documents import fonts, qr
from jiuzhu.documents.page_kit import A4, MM
from jiuzhu.documents.pen import Pen

_ACROSS = 4
_BOX = 30 * MM
_QR = 42 * MM


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What stands on it."""

    office: str
    made: str  # day and who
    words: str
    code: str


def print_sheet(sheet: RecoverySheet) -> bytes:
    """The page as PDF."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415  # reportlab loads only when a paper is made

    fonts.face(fonts.REGULAR)
    fonts.face(fonts.BOLD)
    buffer = io.BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=(A4.width, A4.height),
        invariant=1,
        pageCompression=1,
        lang="zh-CN",
        initialFontName=fonts.REGULAR,
    )
    canvas.setTitle("恢复密钥")
    canvas.setAuthor("")
    canvas.setCreator("救助窗")
    pen = Pen(canvas)
    top = A4.height - A4.top - 24
    title = "恢复密钥"
    pen.write((A4.width - fonts.width(title, 22, bold=True)) / 2, top, 22, title, bold=True)
    top = _paragraph(pen, top - 34, 12, [sheet.office, sheet.made])
    top = _paragraph(
        pen,
        top - 6,
        11,
        [
            "所有人都忘记密码时，只有这张纸能打开本单位的数据。谁拿到它，谁就能打开全部数据，请像公章一样保管。",
            "程序里和电脑上都不存它；弄丢了，请系统管理员在“设置—锁定与恢复密钥”里重新制作，旧的一份随即作废。",
        ],
    )
    top = _boxes(canvas, pen, top - 10, sheet.words)
    top = _code(pen, top - 14, sheet.code)
    _keeping(canvas, pen, top - 20)
    pen.flush()
    canvas.showPage()
    canvas.save()
    fonts.forget()
    return buffer.getvalue()


def _paragraph(pen: Pen, top: float, size: float, texts: Sequence[str], *, side: float = A4.side) -> float:
    for text in texts:
        for line in fonts.break_lines(text, size, A4.width - A4.side - side):
            pen.write(side, top, size, line)
            top -= size * 1.6
    return top


def _boxes(canvas: object, pen: Pen, top: float, words: str) -> float:
    left = (A4.width - _ACROSS * _BOX) / 2
    for place, sign in enumerate(words):
        row, column = divmod(place, _ACROSS)
        x, y = left + column * _BOX, top - (row + 1) * _BOX * 0.72
        canvas.rect(x, y, _BOX, _BOX * 0.72)  # type: ignore[attr-defined]  # reportlab has no hints
        pen.write(x + 5, y + _BOX * 0.72 - 13, 9, str(place + 1))
        pen.write(x + (_BOX - 34) / 2, y + 17, 34, sign)
    return top - (len(words) // _ACROSS) * _BOX * 0.72


def _code(pen: Pen, top: float, code: str) -> float:
    modules = qr.side(code)
    module = _QR / (modules + 2 * qr.QUIET)
    left = A4.side + module * qr.QUIET
    pen.flush()
    pen.squares(left, top - module * qr.QUIET, module, qr.squares(code))
    side = A4.side + _QR + 14
    groups = code.split("-")
    lines = [
        "怎么用：登录窗口点“用恢复密钥打开”，按顺序输入上面的 12 个字，或用扫码枪扫左边的二维码，",
        "再给一个账号设新密码。打不了汉字时输入下面的代码：",
    ]
    below = _paragraph(pen, top - 20, 11, ["".join(lines)], side=side)
    for start in range(0, len(groups), 5):
        pen.write(
            side,
            below - 6,
            14,
            "-".join(groups[start : start + 5]) + ("-" if start + 5 < len(groups) else ""),
        )
        below -= 22
    return min(top - _QR, below)


def _keeping(canvas: object, pen: Pen, top: float) -> None:
    top = _paragraph(
        pen,
        top,
        11,
        [
            "怎么放：装进信封封好、骑缝签名，锁在保险柜里，由单位负责人保管；启封要两个人在场，用过以后重新制作。",
            "不要拍照，不要存在电脑、手机或网上。打印后把电脑上的 PDF 删掉。",
        ],
    )
    for labels in (("保管人", "封存日期"), ("启封人", "在场人"), ("启封日期", "启封原因")):
        top -= 26
        for place, label in enumerate(labels):
            x = A4.side + place * A4.room / 2
            pen.write(x, top, 11, label)
            start = x + fonts.width(label, 11) + 6
            canvas.line(start, top - 3, x + A4.room / 2 - 16, top - 3)  # type: ignore[attr-defined]  # as above
