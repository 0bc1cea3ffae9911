"""Whether two bills are one: how a number is compared however it is spelled, and what merely looks alike."""

import unicodedata
from datetime import date
from decimal import Decimal
from typing import NamedTuple

USED, NUMBER, SUM, OTHER = "used", "number", "sum", ""
"""The same bill; another one numbered alike; another number for the same day and sum; another bill."""


def spelling_key(text: str) -> str:
    """Letters and digits alone, in one width and case: `结算－１` and `结算 - 1` are `结算1`."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in plain if sign.isalnum()) or plain.strip()


class BillSeen(NamedTuple):
    """What stands on a bill and tells it from others; `total` in yuan."""

    number: str
    issuer: str
    issued_on: date
    total: Decimal


def likeness(one: BillSeen, other: BillSeen) -> str:
    """`USED`, `NUMBER`, `SUM` or `OTHER`.

    A number is an issuer's own, and people spell the same hospital in many ways: with the same number, the same issuer, day
    or sum makes it the same bill.
    """
    same_day, same_sum = one.issued_on == other.issued_on, one.total == other.total
    if spelling_key(one.number) == spelling_key(other.number):
        same_issuer = spelling_key(one.issuer) == spelling_key(other.issuer)
        return USED if same_issuer or same_day or same_sum else NUMBER
    return SUM if same_day and same_sum else OTHER
