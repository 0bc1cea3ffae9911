"""Pieces of a file as HTML a text browser shows: headings, lines, tables, colours of the theme."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from html import escape

from jiuzhu.domain.codes import CodeTable
from jiuzhu.ui import tokens

Codes = Mapping[str, CodeTable]


def label(codes: Codes, name: str, code: str) -> str:
    """The label of a code in the table of a name; the code itself where nobody knows it."""
    found = codes.get(name)
    return found.labels.get(code, code) if found else code


def money(value: Decimal | None) -> str:
    """Yuan with two decimals, a dash for nothing told."""
    return "—" if value is None else f"{value:,.2f}"


def coloured(text: str, role: str) -> str:
    """Plain text in a colour of the theme."""
    return f'<span style="color:{tokens.now().colour(role)}">{escape(text)}</span>'


def muted(text: str) -> str:
    """Plain text in the quiet colour."""
    return coloured(text, "muted")


def heading(text: str, more: str = "") -> str:
    """The heading of a section, with something quiet after it."""
    quiet = f"　<span style='font-weight:400'>{muted(more)}</span>" if more else ""
    return f'<p style="margin:18px 0 4px 0;font-weight:700">{escape(text)}{quiet}</p>'


def paragraph(text: str) -> str:
    """One line of HTML."""
    return f'<p style="margin:2px 0">{text}</p>'


def table(headers: Iterable[str], rows: Iterable[Iterable[str]], right: frozenset[int] = frozenset()) -> str:
    """Rows under headers; cells are HTML already, `right` names the columns of figures."""
    line = tokens.now().line
    style = f"border-bottom:1px solid {line};padding:4px 8px 4px 0"

    def cells(texts: Iterable[str], tag: str) -> str:
        made = ""
        for place, text in enumerate(texts):
            align = "right" if place in right else "left"
            whole = ";white-space:nowrap" if place in right else ""  # a figure is never broken
            made += (
                f'<{tag} align="{align}" valign="top" style="{style};font-weight:400{whole}">{text}</{tag}>'
            )
        return f"<tr>{made}</tr>"

    head = cells((muted(text) for text in headers), "th")
    body = "".join(cells(row, "td") for row in rows)
    return f'<table width="99%" cellspacing="0" style="border-collapse:collapse">{head}{body}</table>'
