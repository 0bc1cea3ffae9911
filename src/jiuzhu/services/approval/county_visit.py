"""审批机关入户核查: when the authority must visit a home itself before it decides, and whether it has."""

from jiuzhu.errors import Refused
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.queries.spot_checks import VISITED

COUNTY_VISIT = VISITED


def needs_county_visit(rows: FileRows) -> bool:
    """Whether the authority must visit itself: relatives of staff, or a dispute [57 Art 20; TL Art 33]."""
    return bool(rows.relatives or rows.objections)


def county_visit_due(rows: FileRows) -> bool:
    """Whether that visit is still to be made: once for every entry of 近亲属备案, once for a dispute."""
    unseen = any(row.visited_on is None for row in rows.relatives)
    return unseen or (needs_county_visit(rows) and not any(row.move == COUNTY_VISIT for row in rows.steps))


def require_county_visit(rows: FileRows) -> None:
    """Refuse a signature while that visit is still to be made."""
    if county_visit_due(rows):
        why = "近亲属备案" if rows.relatives else "公示有异议"
        raise Refused(
            f"这户{why}，审核确认前必须由审批机关入户核查，卷宗里还没有记录。没有改动任何内容；请先登记入户核查。"
        )
