"""The style sheet: what Fusion and the palette leave open, written from the tokens."""

from string import Template

from jiuzhu import paths
from jiuzhu.ui import tokens
from jiuzhu.ui.tokens import Tokens

# Roles are dynamic properties: QPushButton[kind="primary"], QLabel[role="title"], QFrame[role="card"].
_SHEET = Template("""
QWidget { font-size: ${base}pt; }
QToolTip { color: $text; background: $card; border: 1px solid $field_line; padding: 4px; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${title}pt; font-weight: 700; }
QLabel[role="heading"] { font-weight: 700; }
QLabel[role="caption"] { font-size: ${caption}pt; color: $muted; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="number"] { font-size: ${number}pt; font-weight: 700; }
QLabel[role="ok"], QLabel[level="ok"] { color: $ok; }
QLabel[role="warn"], QLabel[level="warn"] { color: $warn; }
QLabel[role="bad"], QLabel[level="bad"] { color: $bad; }
QFrame[role="card"] { background: $card; border: 1px solid $line; border-radius: ${radius}px; }
QFrame[role="line"] { background: $line; border: none; max-height: 1px; min-height: 1px; }

QFrame[role="bar"] { border: 1px solid $line; border-radius: ${radius}px; background: $card; }
QFrame[role="bar"][level="ok"] { border-color: $ok; background: $ok_soft; }
QFrame[role="bar"][level="info"] { border-color: $accent; background: $accent_soft; }
QFrame[role="bar"][level="warn"] { border-color: $warn; background: $warn_soft; }
QFrame[role="bar"][level="bad"] { border-color: $bad; background: $bad_soft; }

QFrame#rail { background: $nav; border: none; }
QFrame#rail QLabel { color: $on_nav; }
QFrame#rail QPushButton { color: $on_nav; background: transparent; border: 2px solid transparent; border-radius: ${radius}px;
  text-align: left; padding: 7px 10px; min-height: 0; }
QFrame#rail QPushButton:hover { background: $nav_soft; }
QFrame#rail QPushButton:checked { background: $nav_soft; font-weight: 700; }
QFrame#rail QPushButton:focus { border-color: $on_nav; }
QFrame#header { background: $card; border: none; border-bottom: 1px solid $line; }
QFrame#search_results { background: $card; border: 1px solid $field_line; border-radius: ${radius}px; }
QFrame#page_footer { background: $card; border: none; border-top: 1px solid $line; }
QScrollArea, QScrollArea > QWidget > QWidget#page_body, QScrollArea > QWidget > QWidget#alert_words,
QWidget#alert_words > PartForm, QWidget#alert_words > PartForm > QWidget { background: transparent; border: none; }
QScrollArea:focus { border: 2px solid $accent; }

QPushButton, QToolButton { color: $text; background: $card; border: 1px solid $field_line; border-radius: ${radius}px;
  padding: 5px 13px; min-height: ${line_height}px; }
QToolButton { padding: 5px 7px; }
QPushButton:hover, QToolButton:hover { background: $accent_soft; }
QPushButton:pressed, QToolButton:pressed { background: $line; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 4px 12px; }
QToolButton:focus { padding: 4px 6px; }
QPushButton:disabled, QToolButton:disabled { color: $muted; background: $bg; border-color: $line; }
QPushButton:checked, QToolButton:checked { background: $accent_soft; border-color: $accent; }
QPushButton[kind="entry"] { background: transparent; border: 1px solid transparent; text-align: left; }
QPushButton[kind="entry"]:hover { background: $accent_soft; }
QPushButton[kind="entry"]:checked { background: $accent_soft; border-color: $accent; font-weight: 700; }
QPushButton[kind="entry"]:focus { border: 2px solid $accent; }
QPushButton[kind="primary"] { color: $on_accent; background: $accent; border-color: $accent; font-weight: 700; }
QPushButton[kind="primary"]:hover { background: $accent_strong; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { color: $muted; background: $bg; border-color: $line; }
QPushButton[kind="link"] { color: $accent; background: transparent; border: 2px solid transparent; padding: 3px 5px;
  text-decoration: underline; }
QPushButton[kind="link"]:hover { background: $accent_soft; }
QPushButton[kind="link"]:focus { border-color: $accent; padding: 3px 5px; }
QPushButton[kind="quiet"], QToolButton[kind="quiet"] { background: transparent; border: 2px solid transparent; padding: 4px 8px; }
QToolButton[kind="quiet"] { padding: 3px; min-height: 0; }
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover { background: $accent_soft; }
QPushButton[kind="quiet"]:focus, QToolButton[kind="quiet"]:focus { border-color: $accent; padding: 4px 8px; }
QToolButton[kind="quiet"]:focus { padding: 3px; }
QPushButton[kind="number"] { text-align: left; padding: 8px 12px; }
QPushButton::menu-indicator { image: url("$images/arrow-down-$scheme.svg"); width: 12px; height: 12px;
  subcontrol-origin: padding; subcontrol-position: right center; right: 4px; }
QPushButton[menu="true"] { padding-right: 22px; }

QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox { color: $text; background: $card;
  border: 1px solid $field_line; border-radius: ${radius}px; padding: 4px 7px; selection-background-color: $accent;
  selection-color: $on_accent; }
QLineEdit, QAbstractSpinBox, QComboBox { min-height: ${line_height}px; }
QLineEdit:focus, QTextEdit:focus, QPlainTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {
  border: 2px solid $accent; padding: 3px 6px; }
QLineEdit[problem="true"], QComboBox[problem="true"], QAbstractSpinBox[problem="true"], QPlainTextEdit[problem="true"] {
  border-color: $bad; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled, QTextEdit:disabled, QPlainTextEdit:disabled {
  color: $muted; background: $bg; border-color: $line; }
QLineEdit:read-only { background: $bg; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: none; padding: 0; min-height: 0; background: transparent; }
QLineEdit > QToolButton, QLineEdit > QToolButton:focus { border: none; padding: 0; min-height: 0; background: transparent; }
QLabel[role="problem"] { color: $bad; font-size: ${caption}pt; }
QLabel[role="error"] { color: $bad; }
QComboBox::drop-down, QDateEdit::drop-down { subcontrol-origin: border; subcontrol-position: center right; width: 24px; border: none; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("$images/arrow-down-$scheme.svg"); width: 14px; height: 14px; }
QComboBox::down-arrow:disabled, QDateEdit::down-arrow:disabled { image: url("$images/arrow-down-off-$scheme.svg"); }
QComboBox QAbstractItemView { color: $text; background: $card; border: 1px solid $field_line; outline: none;
  selection-background-color: $accent_soft; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: ${dense}px; padding: 0 6px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { subcontrol-origin: border; width: 20px; border: none; background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-arrow { image: url("$images/arrow-up-$scheme.svg"); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url("$images/arrow-down-$scheme.svg"); width: 10px; height: 10px; }
QAbstractSpinBox::up-arrow:off, QAbstractSpinBox::up-arrow:disabled { image: url("$images/arrow-up-off-$scheme.svg"); }
QAbstractSpinBox::down-arrow:off, QAbstractSpinBox::down-arrow:disabled { image: url("$images/arrow-down-off-$scheme.svg"); }

QCheckBox, QRadioButton { spacing: 8px; border: 2px solid transparent; border-radius: ${radius}px; padding: 2px; background: transparent; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $muted; }
QCheckBox::indicator, QRadioButton::indicator, QGroupBox::indicator { width: ${indicator}px; height: ${indicator}px;
  border: 1px solid $field_line; background: $card; }
QCheckBox::indicator, QGroupBox::indicator { border-radius: 3px; }
QRadioButton::indicator { border-radius: ${round}px; }
QCheckBox::indicator:checked, QGroupBox::indicator:checked { image: url("$images/mark-$scheme.svg"); background: $accent; border-color: $accent; }
QCheckBox::indicator:indeterminate { image: url("$images/partly-$scheme.svg"); background: $accent; border-color: $accent; }
QRadioButton::indicator:checked { image: url("$images/dot-$scheme.svg"); background: $accent; border-color: $accent; }
QCheckBox::indicator:checked:disabled { image: url("$images/mark-off-$scheme.svg"); background: $bg; border-color: $line; }

QAbstractItemView { color: $text; background: $card; alternate-background-color: $bg; border: 1px solid $line; border-radius: ${radius}px;
  gridline-color: $line; selection-background-color: $accent_soft; selection-color: $text; outline: none; }
QAbstractItemView:focus { border: 2px solid $accent; }
QHeaderView { background: $bg; border: none; }
QHeaderView::section { color: $muted; background: $bg; border: none; border-bottom: 1px solid $line; padding: 4px 8px; font-weight: 400; }
QHeaderView::section:hover { color: $text; }
QHeaderView::up-arrow { image: url("$images/arrow-up-$scheme.svg"); width: 12px; height: 12px; subcontrol-position: center right; right: 4px; }
QHeaderView::down-arrow { image: url("$images/arrow-down-$scheme.svg"); width: 12px; height: 12px; subcontrol-position: center right; right: 4px; }
QTableCornerButton::section { background: $bg; border: none; }

QMenu { color: $text; background: $card; border: 1px solid $field_line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 10px; border-radius: ${radius}px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px; }
QTabWidget::pane { border: 1px solid $line; background: $card; border-radius: ${radius}px; }
QTabBar::tab { color: $muted; background: transparent; border: 2px solid transparent; padding: 6px 12px; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; font-weight: 700; }
QTabBar::tab:focus { border-color: $accent; }
QGroupBox { border: 1px solid $line; border-radius: ${radius}px; margin-top: ${half_line}px; padding: 12px 8px 8px 8px; background: $card; }
QGroupBox::title { subcontrol-origin: margin; left: 8px; padding: 0 4px; color: $muted; }
QProgressBar { color: $text; background: $bg; border: 1px solid $field_line; border-radius: ${radius}px; text-align: center; }
QProgressBar::chunk { background: $accent_soft; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; margin: 0 5px; }
QSplitter::handle:vertical { height: 1px; margin: 5px 0; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $field_line; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QCalendarWidget QToolButton { border: none; background: transparent; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $bg; }
QCalendarWidget #qt_calendar_prevmonth { qproperty-icon: url("$images/arrow-left-$scheme.svg"); }
QCalendarWidget #qt_calendar_nextmonth { qproperty-icon: url("$images/arrow-right-$scheme.svg"); }
""")


def sheet(look: Tokens, text_percent: int, line_height: int) -> str:
    """The whole sheet; `line_height` is the height in pixels one line of the base font needs."""
    factor = text_percent / 100
    values = {name: getattr(look, name) for name in look.__slots__}
    return _SHEET.substitute(
        values,
        accent_strong=look.nav_soft if look.scheme == "light" else look.on_nav,
        base=f"{tokens.BASE_POINTS * factor:g}",
        title=f"{tokens.TITLE_POINTS * factor:g}",
        caption=f"{tokens.CAPTION_POINTS * factor:g}",
        number=f"{tokens.TITLE_POINTS * 1.5 * factor:g}",
        radius=tokens.RADIUS,
        line_height=line_height,
        half_line=line_height // 2 + 2,
        dense=round(tokens.ROW_DENSE * factor),
        indicator=round(16 * factor),
        round=round(16 * factor) // 2 + 1,
        images=(paths.resources() / "icons" / "style").as_posix(),
    )
