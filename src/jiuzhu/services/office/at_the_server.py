"""What whoever runs a shared server did there: nobody at a window can do it, but somebody must see that it was done."""

from dataclasses import dataclass

from jiuzhu.storage.server import upkeep
from jiuzhu.storage.unit import CHINA, Unit

LATE = {"backup": 3, "trial": 45, "pages": 14, "seals": 45, "journal": 45}
"""Days after which a duty that should have been done is worth a word; twice as many, and it is bad."""

_SUBJECTS = {upkeep.BACKED_UP: "备份", upkeep.TRIED: "试恢复", upkeep.VERIFIED: "日志核验"}


@dataclass(frozen=True, slots=True)
class Kept:
    """One duty of the server: `state` is ok, warn or bad."""

    key: str
    subject: str
    state: str
    text: str


def kept(unit: Unit) -> list[Kept]:
    """When each was done last; nothing where the data lie in a file."""
    noted, found = upkeep.noted(unit.session), []
    if noted is None:
        return []
    today = unit.now.astimezone(CHINA).date()
    for key, subject in _SUBJECTS.items():
        at = noted.get(key)
        done = None if at is None else at.astimezone(CHINA)
        state = by_days(key, None if done is None else (today - done.date()).days)
        text = f"服务器上最近一次是 {done:%Y-%m-%d %H:%M}。" if done else "服务器上还没有做过。"
        if state != "ok":
            text += "请马上告诉服务器管理员，做法见 docs/server.zh-CN.md 第 3 节。"
        found.append(Kept(key, subject, state, text))
    return found


def late(unit: Unit) -> list[str]:
    """What the first page tells who administers the office, until it is done."""
    return [f"{one.subject}：{one.text}" for one in kept(unit) if one.state != "ok"]


def by_days(key: str, days: int | None) -> str:
    """How a duty stands that was last done so many days ago, None for never."""
    if days is None or days < 0 or days > LATE[key]:
        return "bad" if days is not None and days > 2 * LATE[key] else "warn"
    return "ok"
