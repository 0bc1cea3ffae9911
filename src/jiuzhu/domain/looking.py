"""查阅记录: that somebody looked at a household, at most once in ten minutes."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from jiuzhu.domain.ids import new_id

AGAIN = timedelta(minutes=10)
"""Looks of one person at one household closer together than this are one look."""

WHAT = {"opened": "打开", "searched": "按证件号码查找", "refused": "无权，未给看"}


@dataclass(kw_only=True, eq=False)
class Look:
    """One look; never changed. What was printed, exported, revealed or changed has records of its own."""

    id: str = field(default_factory=new_id)
    at: datetime
    operator_id: str
    what: str  # a key of WHAT
    subject: str  # table of the record that was asked for
    subject_id: str
    household_id: str | None = None  # whose it is; None for a lead or a person without a household
    version: int = 1
