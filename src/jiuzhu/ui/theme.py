"""The look on an application: Fusion, an explicit palette, the style sheet and the bundled fonts.

What the log-in window needs does without the `Qt` namespace: building its enums costs 15 ms of the start.
"""

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from jiuzhu import paths
from jiuzhu.ui import icons, style_sheet, tokens

# Noto Sans SC for everything, HanaMinB behind it for names with characters of the later Unicode planes.
FAMILIES = ("Noto Sans SC", "HanaMinB")
FONT_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "HanaMinB.ttf")


def load_fonts() -> None:
    """Register the bundled fonts (10 ms together: Qt maps the files and reads only their tables).

    Raises FileNotFoundError when one of them is missing: without them names would turn into boxes.
    """
    for name in FONT_FILES:
        path = paths.resources() / "fonts" / name
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FileNotFoundError(path)


def speak_chinese(application: QApplication) -> None:
    """Qt's own words (确定, 取消, context menus) in Chinese, and Chinese dates.

    Raises FileNotFoundError when Qt's translation is missing: it travels inside the wheel.
    """
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator  # noqa: PLC0415  # QLocale's enums cost 20 ms of the start

    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load("qtbase_zh_CN", folder):
        raise FileNotFoundError(f"{folder}/qtbase_zh_CN.qm")
    application.installTranslator(translator)


def font(text_percent: int = 100, points: float = tokens.BASE_POINTS) -> QFont:
    """The application's font at a text size of 100–175 %."""
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPointSizeF(points * text_percent / 100)
    return made


def palette(look: tokens.Tokens) -> QPalette:
    """An explicit palette: asking Qt for its dark scheme does nothing on several platforms."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: look.bg,
        QPalette.ColorRole.WindowText: look.text,
        QPalette.ColorRole.Base: look.card,
        QPalette.ColorRole.AlternateBase: look.bg,
        QPalette.ColorRole.Text: look.text,
        QPalette.ColorRole.PlaceholderText: look.muted,
        QPalette.ColorRole.Button: look.card,
        QPalette.ColorRole.ButtonText: look.text,
        QPalette.ColorRole.BrightText: look.bad,
        QPalette.ColorRole.Highlight: look.accent,
        QPalette.ColorRole.HighlightedText: look.on_accent,
        QPalette.ColorRole.Link: look.accent,
        QPalette.ColorRole.LinkVisited: look.accent,
        QPalette.ColorRole.ToolTipBase: look.card,
        QPalette.ColorRole.ToolTipText: look.text,
        QPalette.ColorRole.Accent: look.accent,
        QPalette.ColorRole.Light: look.card,
        QPalette.ColorRole.Midlight: look.line,
        QPalette.ColorRole.Mid: look.line,
        QPalette.ColorRole.Dark: look.field_line,
        QPalette.ColorRole.Shadow: look.field_line,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(look.muted))
    return made


def apply(application: QApplication, scheme: str = "light", text_percent: int = 100) -> None:
    """Dress the application: `scheme` is `light` or `dark`, `text_percent` 100–175; may be called again at any time.

    Every widget is polished anew, which takes seconds in a full window, so what is already worn is not put on again.
    """
    look = tokens.of(scheme)
    if application.styleSheet() and (tokens.now(), tokens.percent()) == (look, text_percent):
        return
    tokens.keep(application, look.scheme, text_percent)
    application.setStyle(QStyleFactory.create("Fusion"))
    application.setPalette(palette(look))
    base = font(text_percent)
    application.setFont(base)
    application.setStyleSheet(style_sheet.sheet(look, text_percent, QFontMetrics(base).height()))
    icons.retint(application)
