"""Who is let into an opened database, and the workspace they get."""

from pathlib import Path

from jiuzhu.errors import UserError
from jiuzhu.services.office import founding
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.database import Database
from jiuzhu.storage.queries import offices
from jiuzhu.storage.unit import Clock


def enter(
    home: Path,
    database: Database,
    login: str,
    clock: Clock,
    window: str = "",
    *,
    copy: Database | None = None,
) -> Workspace:
    """The office of an opened database for an operator, at the window of that letter; `UserError` when they may not in.

    `copy`: what answers in its place while the database cannot be reached.
    """
    found = offices.founded(copy or database, login, window)
    if found.office is not None and found.station is None and window:
        raise UserError(
            f"服务器上没有登记 {window} 窗口。没有改动任何内容；请系统管理员先在“设置”里添加这个窗口。",
            field="window",
        )
    if found.office is None or found.station is None:
        raise UserError(
            "这份数据没有建完，里面还没有单位信息。请联系管理员从备份恢复，或清空数据文件夹重新开始。"
        )
    if found.operator is None or found.operator.ended_on is not None:
        raise UserError("这个账号已停用。请换一个账号登录，或请管理员重新启用。", field="login")
    desk = founding.shipped_desk(
        found.office, found.station, found.policy, founding.legal_day(clock), found.rules
    )
    actor = founding.actor_of(found.operator, found.station)
    database.works_for(actor)
    return Workspace(home, database, actor, desk, clock, mark=found.mark)
