"""Where a dragged visit would go: whom it takes along, and what the visits on screen say against it."""

from collections.abc import Iterable

from jiuzhu.domain.serving.clashes import TAKES_TIME, Span, clashes
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.scheduling.calendar_view import Slot
from jiuzhu.ui.calendar.layouts import Box, Place

_AGAINST = {"worker": "人员有别的安排", "person": "对象有别的服务", "vehicle": "车辆已派出"}


def dropped(slot: Slot, box: Box, place: Place, minutes: int) -> Wanted:
    """The visit at its new place; the worker of the row it was taken at gives way to the worker of the row it lies on."""
    worker, second = slot.worker_id, slot.second_worker_id
    if place.worker_id and box.worker_id == worker:
        worker = place.worker_id
    elif place.worker_id:
        second = place.worker_id
    return Wanted(
        slot.item, place.day, place.minute, place.minute + minutes, worker, second, slot.vehicle_id, slot.id
    )


def against(wanted: Wanted, service_file_id: str, slots: Iterable[Slot]) -> str:
    """What other visits on screen say against a place, "" when nothing; the service looks at everything."""
    found = clashes(
        Span(
            wanted.visit_id, wanted.day, wanted.starts, wanted.ends, service_file_id,
            frozenset(wanted.workers), wanted.vehicle_id,
        ),
        [
            Span(one.id, one.day, one.starts, one.ends, one.service_file_id,
                 frozenset(filter(None, (one.worker_id, one.second_worker_id))), one.vehicle_id)
            for one in slots
            if one.day == wanted.day and one.state in TAKES_TIME
        ],
    )  # fmt: skip
    return _AGAINST[found[0].what] if found else ""
