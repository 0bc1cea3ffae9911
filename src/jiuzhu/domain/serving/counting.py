"""What a record of a visit counts for: written once, reversed by another, verified by somebody else."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from jiuzhu.domain.serving.visits import Verification, VisitRecord

STANDINGS = {
    "recorded": "待核实",
    "verified": "已核实",
    "disputed": "有争议",
    "refused": "不予认可",
    "reversed": "已冲销",
}
"""How a record stands → its word."""


class Counted(NamedTuple):
    """A record and how it stands; `reason` is the newest verifier's, or of the reversal."""

    record: VisitRecord
    standing: str
    reason: str = ""

    @property
    def minutes(self) -> int:
        """How long the visit was."""
        return self.record.ends - self.record.starts


def counted(records: Iterable[VisitRecord], verifications: Iterable[Verification]) -> list[Counted]:
    """Every record of a visit that was made, in the order of the records; reversals themselves are none.

    The newest verification of a record counts; a record that was reversed counts for nothing, whatever it was before.
    """
    there = list(records)
    reversals: Mapping[str, VisitRecord] = {
        one.reverses_id: one for one in there if one.reverses_id is not None
    }
    newest: dict[str, Verification] = {}
    for one in verifications:
        before = newest.get(one.visit_record_id)
        if before is None or (one.at, one.id) > (before.at, before.id):
            newest[one.visit_record_id] = one
    return [_standing(one, reversals, newest) for one in there if one.reverses_id is None]


def _standing(
    record: VisitRecord, reversals: Mapping[str, VisitRecord], newest: Mapping[str, Verification]
) -> Counted:
    if record.id in reversals:
        return Counted(record, "reversed", reversals[record.id].reason)
    told = newest.get(record.id)
    return Counted(record, told.result, told.reason) if told else Counted(record, "recorded")
