"""What a workbook that comes back may correct: how a family is reached and paid, remarks; never money or decisions."""

import re
import unicodedata
from collections.abc import Callable

LONGEST = 100
"""Characters of one corrected text."""

_ACCOUNT = re.compile(r"\d{8,32}", re.ASCII)
_PHONE = re.compile(r"\d{7,13}", re.ASCII)
_GAPS = re.compile(r"[\s-]+")


def _words(text: str) -> tuple[str, str]:
    told = " ".join(text.split())
    return told, f"最多 {LONGEST} 个字，现在有 {len(told)} 个" if len(told) > LONGEST else ""


def _phone(text: str) -> tuple[str, str]:
    told = "".join(unicodedata.normalize("NFKC", text).split())
    fits = _PHONE.fullmatch(_GAPS.sub("", told))
    return told, "" if fits else "请填 11 位手机号或带区号的座机号"


def _account(text: str) -> tuple[str, str]:
    told = _GAPS.sub("", unicodedata.normalize("NFKC", text))
    return told, "" if _ACCOUNT.fullmatch(told) else f"银行账号应是 8 至 32 位数字，现在是 {len(told)} 位"


Check = Callable[[str], tuple[str, str]]

CORRECTABLE: dict[str, Check] = {
    "household.village": _words,
    "household.address": _words,
    "household.bank": _words,
    "household.account_name": _words,
    "household.account_number": _account,
    "person.phone": _phone,
    "damaged_house.structure": _words,
    "damaged_house.note": _words,
    "reserve_entry.note": _words,
    "household_event.details": _words,
    "household_event.evidence": _words,
}
"""Table and field → its check. A ledger may open nothing else: no yuan, no month, no person, no result."""

ACCOUNT = frozenset({"bank", "account_name", "account_number"})
"""Fields of a household that say where its money goes: a workbook may only ask for another account."""


def checked(target: str, text: str) -> tuple[str, str]:
    """The text as it is kept and what is wrong with it, "" when nothing is; as strict as at the counter."""
    return CORRECTABLE[target](text)
