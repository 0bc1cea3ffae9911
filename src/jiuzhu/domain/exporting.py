"""导出登记: which file about people left, with what in it, for whom and on what ground; kept like every record.

Providing personal data to others is recorded and the record kept at least three years [网络数据安全管理条例 Art 12];
nothing is ever deleted here, so it is kept for good.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

from jiuzhu.domain.ids import new_id
from jiuzhu.domain.ledger import Column

CLASSES = {
    "name": "姓名",
    "id_number": "证件号码",
    "account": "银行账号",
    "phone": "电话",
    "address": "住址",
    "circumstances": "健康和家庭情况",
    "money": "金额",
}
"""Class of personal data → what it is called, in the order it is told."""

LOCKABLE = frozenset({"xlsx", "pdf"})
"""Kinds of files a password can be set on."""

_CLASS_OF_KIND = {"id": "id_number", "money": "money"}
_CLASS_OF_NAME = {
    "account_number": "account", "bank": "account",
    "phone": "phone", "address": "address",
    "more_members": "id_number",
    **dict.fromkeys(("name", "applicant", "payee", "struck", "account_name"), "name"),
    **dict.fromkeys(
        (
            "reason", "told", "evidence", "followed", "note", "details", "relation", "content", "visit_found", "found",
            "need", "result_text", "text", "cause", "help", "disability_kind", "disability_grade", "items", "disaster",
            "structure", "only_home", "rebuild", "addons", "indicator", "excluded", "makeup", "sex", "service_class",
        ),
        "circumstances",
    ),
}  # fmt: skip
_MEMBER = re.compile(r"member\d+_(name|relation|id_number|protected)")
_CLASS_OF_MEMBER = {
    "name": "name",
    "relation": "circumstances",
    "id_number": "id_number",
    "protected": "circumstances",
}

PLAIN = frozenset({
    "number", "household_number", "application_number", "request_number", "batch_number", "decision_number", "voucher",
    "authorisation_number", "village", "programme", "programmes", "kind", "state", "source", "department", "outcome",
    "false_alarm", "clerk", "checkers", "approver", "writer", "receipt", "result", "recheck_class", "household_kind",
    "due_title", "group", "document", "counted", "standing", "notice", "went_to", "clock", "item", "status", "service",
})  # fmt: skip
"""Columns of text that say nothing about a person by themselves."""


def class_of(column: Column) -> str:
    """The class of personal data a column carries, "" for none."""
    member = _MEMBER.fullmatch(column.name)
    if member:
        return _CLASS_OF_MEMBER[member[1]]
    return _CLASS_OF_NAME.get(column.name) or _CLASS_OF_KIND.get(column.kind, "")


def classes_of(columns: Iterable[Column]) -> tuple[str, ...]:
    """The classes these columns carry, in the order of `CLASSES`."""
    found = {class_of(column) for column in columns}
    return tuple(name for name in CLASSES if name in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is stated before a file leaves. An empty password leaves it open; it is never stored."""

    purpose: str  # code of export_purpose
    recipient: str  # person or unit that gets the file
    basis: str  # code of export_basis
    purpose_text: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Watermark:
    """What stands on every page of a file that left: its number finds its row in the register."""

    number: str
    by: str
    unit: str
    at: datetime  # UTC

    @property
    def text(self) -> str:
        """导出人、单位、时间、编号 on one line."""
        local = self.at.astimezone(timezone(timedelta(hours=8)))
        return f"{self.by}　{self.unit}　{local:%Y-%m-%d %H:%M}　{self.number}"


@dataclass(kw_only=True, eq=False)
class Export:
    """One file with people's data that left, or that waits until a second person agrees to it."""

    id: str = field(default_factory=new_id)
    number: str
    state: str  # proposed | agreed | refused | left
    kind: str  # xlsx | pdf | ics
    subject: str  # ledger
    title: str
    about: str  # JSON: what it was narrowed to, to know the same export again
    details: str = ""  # the same in words
    rows: int
    classes: str  # of personal data, separated by blanks
    purpose: str
    purpose_text: str = ""
    recipient: str
    basis: str
    asked_by: str
    asked_at: datetime
    decided_by: str | None = None
    decided_on: date | None = None
    answer: str = ""
    left_at: datetime | None = None
    file_name: str = ""
    sha256: str = ""
    encrypted: bool = False
    people_hash: str = ""  # seal over the rows that say whom it is about
    version: int = 1

    def usable(self, on: date) -> bool:
        """Whether what was agreed to may still leave on a day."""
        return (
            self.state == "agreed"
            and self.decided_on is not None
            and on - self.decided_on <= timedelta(days=AGREED_FOR)
        )


AGREED_FOR = 3
"""Days an agreement to a large export holds; it is used up by the file that leaves."""

STATES = {"proposed": "待同意", "agreed": "已同意，待导出", "refused": "不同意", "left": "已导出"}


def about_text(about: Mapping[str, Any]) -> str:
    """What an export is narrowed to, the same text for the same narrowing."""
    return json.dumps(
        {name: str(value) for name, value in sorted(about.items()) if value}, ensure_ascii=False
    )


def people_seal(subjects: Iterable[str]) -> str:
    """The seal over whom an export is about: SHA-256 over the sorted ids."""
    return hashlib.sha256("\n".join(sorted(subjects)).encode()).hexdigest()


_SHORTEST = 10
_KINDS = (re.compile(r"[0-9]"), re.compile(r"[a-z]"), re.compile(r"[A-Z]"), re.compile(r"[^0-9A-Za-z]"))


def password_problem(password: str) -> str:
    """Why a password is too weak for a file that leaves the office, "" when it is not."""
    if len(password) < _SHORTEST:
        return f"打开密码至少 {_SHORTEST} 个字符。"
    if sum(bool(kind.search(password)) for kind in _KINDS) < 2 or len(set(password)) < _SHORTEST // 2:
        return "打开密码太简单，请混用字母和数字，不要重复同一个字符。"
    return ""


_WITHIN = frozenset({"own", "archive", "other"})
"""Purposes for which a file may stay in the office; every other one names somebody else."""


def recipient_problem(said: Said, own_unit: str) -> str:
    """Why the register would not say who got the file, "" when it does."""
    recipient = said.recipient.strip()
    if not recipient:
        return "请写明文件交给谁。"
    if recipient == own_unit.strip() and said.purpose not in _WITHIN:
        return "这个用途是把文件交给外面的，请写明交给哪个单位或哪个人。"
    return ""
