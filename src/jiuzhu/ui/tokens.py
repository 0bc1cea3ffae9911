"""The colours and measures of the look, light and dark: the one place they are written."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

SPACE = 4  # every distance is a multiple of it
INSIDE = 8
BETWEEN = 12
AROUND = 16
SECTION = 24
RADIUS = 4
ROW = 32
ROW_DENSE = 30
RAIL = 168
HEADER = 48
SIDE_PANEL = 300
ICON = 18
BASE_POINTS = 10.0
TITLE_POINTS = 13.0
CAPTION_POINTS = 9.0
TEXT_PERCENTS = (100, 125, 150, 175)


@dataclass(frozen=True, slots=True)
class Tokens:
    """One colour scheme; every value is a `#RRGGBB` word."""

    scheme: str
    bg: str
    card: str
    line: str
    field_line: str  # border of what is typed into: 3:1 on the card
    text: str
    muted: str
    accent: str
    on_accent: str
    accent_soft: str  # selected rows
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    nav: str
    nav_soft: str  # the chosen page in the rail
    on_nav: str

    def colour(self, role: str) -> str:
        """The colour of a role word (`text`, `muted`, `accent`, `ok`, `warn`, `bad`, …); `info` is the accent."""
        value: str = getattr(self, "accent" if role == "info" else role)
        return value

    def soft(self, level: str) -> str:
        """The quiet background that belongs to a message level."""
        return self.colour("accent_soft" if level == "info" else f"{level}_soft")


LIGHT = Tokens(
    scheme="light",
    bg="#F4F6F9",
    card="#FFFFFF",
    line="#DDE3EA",
    field_line="#7F8C9A",
    text="#1F2933",
    muted="#5B6875",
    accent="#1F5FBF",
    on_accent="#FFFFFF",
    accent_soft="#EEF4FE",
    ok="#1B7F4B",
    ok_soft="#EEF8F2",
    warn="#9A5B00",
    warn_soft="#FCF4E6",
    bad="#B42318",
    bad_soft="#FDEEEC",
    nav="#16325C",
    nav_soft="#26497F",
    on_nav="#DCE6F5",
)
DARK = Tokens(
    scheme="dark",
    bg="#14191F",
    card="#1C232B",
    line="#313B46",
    field_line="#71808F",
    text="#E6EBF0",
    muted="#9AA7B4",
    accent="#7FB0FF",
    on_accent="#10161D",
    accent_soft="#24364F",
    ok="#5CC88C",
    ok_soft="#1A2F26",
    warn="#F0B45A",
    warn_soft="#332A1B",
    bad="#FF8A7A",
    bad_soft="#3A2423",
    nav="#10161D",
    nav_soft="#24364F",
    on_nav="#C9D6E6",
)

_SCHEME = "jiuzhu_scheme"
_PERCENT = "jiuzhu_text_percent"


def of(scheme: str) -> Tokens:
    """The tokens of `light` or `dark`."""
    return DARK if scheme == "dark" else LIGHT


def keep(application: QCoreApplication, scheme: str, text_percent: int) -> None:
    """Note on the application which scheme and text size are in force."""
    application.setProperty(_SCHEME, scheme)
    application.setProperty(_PERCENT, text_percent)


def now() -> Tokens:
    """The tokens in force; light before any were applied."""
    application = QCoreApplication.instance()
    return of(str(application.property(_SCHEME))) if application else LIGHT


def percent() -> int:
    """The text size in force, 100–175."""
    application = QCoreApplication.instance()
    value = application.property(_PERCENT) if application else None
    return value if isinstance(value, int) else 100


def scaled(pixels: int) -> int:
    """A measure that grows with the text size, in device-independent pixels."""
    return round(pixels * percent() / 100)
