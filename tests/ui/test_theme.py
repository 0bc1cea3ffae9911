import re
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QFontMetricsF, QImage, QPainter, QRawFont
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QPushButton
from pytestqt.qtbot import QtBot

from jiuzhu import paths
from jiuzhu.ui import icons, style_sheet, theme, tokens


def contrast(one: str, other: str) -> float:
    def luminance(word: str) -> float:
        parts = (QColor(word).redF(), QColor(word).greenF(), QColor(word).blueF())
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


TEXT_PAIRS = [
    *product(("text", "muted"), ("card", "bg")),
    *product(("accent", "ok", "warn", "bad"), ("card", "bg")),
    *product(("text", "muted"), ("accent_soft",)),
    ("accent", "accent_soft"),
    *((level, f"{level}_soft") for level in ("ok", "warn", "bad")),
    *(("text", f"{level}_soft") for level in ("ok", "warn", "bad")),
    *product(("ok", "warn", "bad"), ("accent_soft",)),
    ("on_nav", "nav"),
    ("on_nav", "nav_soft"),
    ("on_accent", "accent"),
]


@pytest.mark.parametrize("look", [tokens.LIGHT, tokens.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_every_text_colour_can_be_read_on_its_ground(look: tokens.Tokens, pair: tuple[str, str]) -> None:
    assert contrast(look.colour(pair[0]), look.colour(pair[1])) >= 4.5


@pytest.mark.parametrize("look", [tokens.LIGHT, tokens.DARK], ids=["light", "dark"])
def test_borders_of_fields_can_be_seen(look: tokens.Tokens) -> None:
    assert contrast(look.field_line, look.card) >= 3
    assert contrast(look.accent, look.card) >= 3


def test_digits_are_of_one_width_in_both_weights(qapp: QApplication) -> None:
    for bold in (False, True):
        font = qapp.font()
        font.setBold(bold)
        widths = {QFontMetricsF(font).horizontalAdvance(digit) for digit in "0123456789"}
        assert len(widths) == 1


@pytest.mark.usefixtures("qapp")
def test_rare_characters_of_names_have_a_glyph() -> None:
    assert set(theme.FAMILIES) <= set(QFontDatabase.families())
    fonts = [QRawFont.fromFont(theme.font())]
    second = theme.font()
    second.setFamilies([theme.FAMILIES[1]])
    fonts.append(QRawFont.fromFont(second))
    for character in "𬎆㛃𠅤䶮犇喆𫍲●▲■":
        code = ord(character)
        # supportsCharacter takes code points beyond the first plane only as an integer
        assert any(font.supportsCharacter(code) for font in fonts), character


def test_size_and_scheme_follow_at_run_time(qapp: QApplication, qtbot: QtBot) -> None:
    button = QPushButton("保存")
    qtbot.addWidget(button)
    icons.give(button, "save")
    before = button.sizeHint().height()
    try:
        theme.apply(qapp, "dark", 150)
        assert tokens.now() is tokens.DARK
        assert tokens.scaled(32) == 48
        assert qapp.font().pointSizeF() == pytest.approx(15)
        assert button.sizeHint().height() > before
        assert _main_colour(button.icon().pixmap(27, 27).toImage()) == tokens.DARK.text.lower()
    finally:
        theme.apply(qapp)
    assert _main_colour(button.icon().pixmap(18, 18).toImage()) == tokens.LIGHT.text.lower()


@pytest.mark.usefixtures("qapp")
def test_every_icon_of_the_set_draws_something() -> None:

    names = [path.stem for path in (paths.resources() / "icons").glob("*.svg")]
    assert {"workbench", "intake", "check", "approve", "ledger", "settings", "search", "lock", "eye"} <= set(
        names
    )
    for name in names:
        image = icons.pixmap(name, "text", 18).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(18) for y in range(18)), name


@pytest.mark.usefixtures("qapp")
def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon")


@pytest.mark.usefixtures("qapp")
def test_pictures_of_the_style_sheet_exist() -> None:

    for scheme in ("light", "dark"):
        urls = re.findall(r'url\("([^"]+)"\)', style_sheet.sheet(tokens.of(scheme), 100, 18))
        assert len(urls) > 10
        for url in urls:
            assert not QImage(url).isNull(), Path(url).name


def _main_colour(image: QImage) -> str:
    solid = QImage(image.size(), QImage.Format.Format_ARGB32)
    solid.fill(0)
    painter = QPainter(solid)
    painter.drawImage(0, 0, image)
    painter.end()
    colours = [
        solid.pixelColor(x, y).name()
        for x in range(solid.width())
        for y in range(solid.height())
        if solid.pixelColor(x, y).alpha() == 255
    ]
    return max(set(colours), key=colours.count)


def test_qt_itself_speaks_chinese(qapp: QApplication) -> None:
    theme.speak_chinese(qapp)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert "取消" in box.button(QDialogButtonBox.StandardButton.Cancel).text()
    box.deleteLater()
