"""Roles and the rights they carry; services ask, nobody else decides."""

from dataclasses import dataclass

ROLE_LABELS = {
    "clerk": "窗口经办",
    "checker": "核查",
    "approver": "审批",
    "township_approver": "镇街审批",
    "statistician": "统计",
    "auditor": "审计",
    "administrator": "系统管理",
}

_READERS = frozenset(ROLE_LABELS)
_APPROVERS = frozenset({"approver", "township_approver"})

RIGHTS: dict[str, frozenset[str]] = {
    "read": _READERS,
    "take": frozenset({"clerk"}),  # 受理
    "check": frozenset({"checker", "clerk"}),  # 核查
    "opine": frozenset({"checker", "clerk"}),  # 初审、公示、上报
    "decide": _APPROVERS,  # 审核确认、退回、签署调整、补发追回; how far, says `authority.may_sign`
    "deliver": frozenset({"clerk", "checker"}),  # 送达
    "transfer": frozenset({"clerk", "checker"}),  # 转办、线索、联席会议
    "monitor": frozenset({"clerk", "checker"}),  # 复核、名单比对、户情变动、提出调整
    "supervise": _APPROVERS | {"clerk", "checker"},  # 上报的预警、线索、变动：核实、交办、办结
    "pay": frozenset({"statistician"}),  # 备用金、给付、批次、封存花名册
    "exchange": frozenset({"clerk", "checker", "statistician"}),  # 导入台账
    "configure": frozenset({"administrator"}),  # 标准、代码、日历、表单、台账列
    "confirm": _APPROVERS | {"administrator"},  # 核对别人设置的标准和参数
    "print": _APPROVERS | {"clerk", "checker", "statistician", "auditor"},
    "export": _APPROVERS | {"clerk", "checker", "statistician", "auditor"},
    "reveal": _APPROVERS | {"clerk", "checker", "auditor"},
    "administer": frozenset({"administrator"}),
    "checkpoint": _READERS - {"auditor"},  # 检查点; who audits changes nothing
    "audit": frozenset({"auditor", "administrator"}),
}
"""Right → the roles that carry it. A right not listed here is nobody's."""

RIGHT_LABELS = {
    "read": "查看",
    "take": "受理申请",
    "check": "核查",
    "opine": "提出初审意见",
    "decide": "审核确认",
    "deliver": "送达文书",
    "transfer": "转办",
    "monitor": "动态管理",
    "supervise": "督办处置",
    "pay": "给付",
    "exchange": "导入台账",
    "configure": "设置标准和表单",
    "confirm": "核对标准和参数",
    "print": "打印文书",
    "export": "导出台账",
    "reveal": "查看完整证件号码",
    "administer": "管理本机",
    "checkpoint": "做检查点",
    "audit": "核验日志",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, from which desk."""

    operator_id: str
    login: str
    name: str
    roles: frozenset[str]
    station_id: str
    window: str

    def may(self, right: str) -> bool:
        """Whether one of the actor's roles carries the right."""
        return bool(RIGHTS.get(right, frozenset()) & self.roles)
