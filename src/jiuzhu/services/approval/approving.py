"""审核 公示 审批: the one door for windows; each part lives in the module of its subject."""

from dataclasses import replace

from jiuzhu.services.approval.before_signing import Verdict
from jiuzhu.services.approval.deciding import decide
from jiuzhu.services.approval.deciding_many import BatchResult, batch_preview, decide_batch
from jiuzhu.services.approval.delivering import Delivered, deliver_notice, record_county_visit
from jiuzhu.services.approval.interrupting import (
    look_again,
    pause,
    resume,
    return_file,
    terminate,
    withdraw,
)
from jiuzhu.services.approval.opinions import (
    OpinionDraft,
    drafted,
    give_opinion,
    opinion_draft,
    record_review,
)
from jiuzhu.services.approval.posting import (
    close_notice,
    object_to_notice,
    post_notice,
    settle_objection,
    submit,
)
from jiuzhu.services.approval.reviewing import FileView, view
from jiuzhu.services.casework import queue
from jiuzhu.services.casework.queue import QueueRow
from jiuzhu.services.relief.quick_relief import make_up, propose_quick
from jiuzhu.storage.queries.queues import Wanted
from jiuzhu.storage.unit import Unit

__all__ = [
    "BatchResult",
    "Delivered",
    "FileView",
    "OpinionDraft",
    "Verdict",
    "batch_preview",
    "close_notice",
    "decide",
    "decide_batch",
    "deliver_notice",
    "drafted",
    "give_opinion",
    "look_again",
    "make_up",
    "object_to_notice",
    "opinion_draft",
    "pause",
    "post_notice",
    "propose_quick",
    "record_county_visit",
    "record_review",
    "resume",
    "return_file",
    "settle_objection",
    "submit",
    "terminate",
    "view",
    "withdraw",
]

_QUEUES: dict[str, Wanted] = {
    "to_sign": Wanted(states=("submitted",)),
    "to_opine": Wanted(states=("to_opine",), also=(("subsidy", "accepted"), ("quick", "accepted"))),
    "reviewing": Wanted(states=("reviewing",)),
    "to_post": Wanted(states=("to_post",)),
    "posted": Wanted(states=("posted", "objected")),
    "to_submit": Wanted(states=("to_submit",)),
    "to_make_up": Wanted(states=("to_make_up",)),
    "to_deliver": Wanted(states=("approved", "refused", "not_accepted"), undelivered=True),
}
QUEUES = tuple(_QUEUES)
"""Keys of the queues of this page, in the order of the day."""


def queue_of(
    unit: Unit, key: str, text: str = "", *, offset: int = 0, limit: int = 200
) -> tuple[list[QueueRow], int]:
    """One page of a queue of `QUEUES` and how many it holds; to be signed: open differences first."""
    wanted = replace(_QUEUES[key], text=text)
    order = "differences" if key == "to_sign" else "due"
    return queue.chosen(unit, wanted, offset=offset, limit=limit, order=order), queue.count(unit, wanted)


def counts(unit: Unit) -> dict[str, int]:
    """How many applications wait in each queue."""
    return {key: queue.count(unit, wanted) for key, wanted in _QUEUES.items()}
