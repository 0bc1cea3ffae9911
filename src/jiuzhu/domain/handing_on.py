"""工作移交: what a colleague leaves open goes to colleagues who stay, item by item, with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from jiuzhu.domain.ids import new_id

KINDS = {
    "application": "申请",
    "draft": "没填完的申请表",
    "transfer": "转办",
    "lead": "线索",
    "alert": "预警",
    "event": "户情变动",
    "recheck": "到期复核",
    "visit": "约定的走访",
    "custody": "代管年度核查",
    "meeting": "议定事项",
    "proposal": "等他人签署",
    "batch": "制作中的批次",
    "escalation": "上报的督办",
    "supervisor": "督办负责人",
    "signature": "待本岗位签署",
}
"""Kind of an open item → its word, in the order they are listed."""

PAGES = {
    "draft": "受理",
    "transfer": "转办",
    "lead": "转办—线索",
    "alert": "监测—预警",
    "event": "监测—户情变动",
    "recheck": "监测—复核",
    "visit": "监测—走访",
    "custody": "监测—卡折代管",
    "meeting": "转办—联席会议",
    "proposal": "监测—待遇调整、发放",
    "batch": "发放",
    "escalation": "工作台—督办",
    "supervisor": "设置—督办",
}
"""Kind that is no file → the page it is worked on."""

RIGHTS_FOR: Mapping[str, str] = {
    "application": "check",
    "draft": "take",
    "transfer": "transfer",
    "lead": "transfer",
    "alert": "supervise",
    "event": "monitor",
    "recheck": "monitor",
    "visit": "monitor",
    "custody": "monitor",
    "meeting": "transfer",
    "proposal": "read",
    "batch": "pay",
    "escalation": "supervise",
    "supervisor": "supervise",
}
"""Kind → the right whoever goes on with it must have. What waits for a signature is everybody's of that post, and moves nowhere."""


@dataclass(kw_only=True, eq=False)
class HandOver:
    """One 移交: whose work, why, and who arranged it."""

    id: str = field(default_factory=new_id)
    from_id: str  # Operator
    reason: str
    by: str  # Operator
    on: date
    version: int = 1


@dataclass(kw_only=True, eq=False)
class HandedItem:
    """One open item of a 移交 and whose it is from then on; the newest about a subject counts."""

    id: str = field(default_factory=new_id)
    hand_over_id: str
    kind: str  # of `KINDS`
    subject_id: str
    owner_id: str  # Operator
    version: int = 1
