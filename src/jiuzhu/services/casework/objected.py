"""A 公示异议 as papers tell it: against which posting, and the second one that followed."""

from collections.abc import Sequence

from jiuzhu.domain.approving import Objection, PublicNotice
from jiuzhu.domain.dossier_course import ObjectionPart


def objection_part(row: Objection, notices: Sequence[PublicNotice]) -> ObjectionPart:
    """`notices` of the application, the oldest first; 再次公示 is the first one after the objection was settled."""
    raised = next(one for one in notices if one.id == row.notice_id)
    again = next(
        (one for one in notices if one.repost and row.settled_on and one.posted_on >= row.settled_on), None
    )
    return ObjectionPart(
        notice_number=raised.number,
        posted_on=raised.posted_on,
        objector=row.objector or "匿名",
        received_on=row.received_on,
        content=row.content,
        investigation=row.investigation,
        reply=row.reply,
        outcome=row.outcome,
        settled_on=row.settled_on,
        reposted_on=again.posted_on if again else None,
        repost_ends_on=again.ends_on if again else None,
    )
