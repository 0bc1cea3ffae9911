"""批量签署: many files approved at once; one that needs its own look is left out, with the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from jiuzhu.domain import application as app
from jiuzhu.domain import dossier_json
from jiuzhu.errors import UserError
from jiuzhu.services.approval.before_signing import Case, Verdict, loaded, require_grantable
from jiuzhu.services.approval.deciding import sign_items
from jiuzhu.services.counter.claims import beside
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What was (or in a preview would be) signed, what is left out and why, and what is late all the same."""

    signed: list[str]
    excluded: list[tuple[str, str, str]]  # application id, number, why
    flagged: list[tuple[str, str, str]]  # signed though overdue: application id, number, what is late
    numbers: list[str]  # of the decisions; empty in a preview
    seen: dict[str, str]  # application id → what was said of its household, as a `Verdict` has it


def _single_handling(unit: Unit, case: Case) -> str:
    """Why a file needs a signature of its own, or nothing."""
    if beside(unit, case.rows):
        return "同期另有临时救助或者票据相似，要看过再单独签署"
    if case.opinion.result != "grant":
        return "拟不同意的要单独签署"
    programmes = {one.item.programme for one in case.found if one.grants}
    lost = [
        one.label
        for one in case.found
        if not one.grants and not (one.item.programme == "edge" and "dibao" in programmes)
    ]
    return f"有不符合的事项（{'、'.join(lost)}），要单独签署" if lost else ""


def _batch(
    unit: Unit, chosen: Sequence[tuple[str, int]], seen: Mapping[str, str], *, sign: bool
) -> BatchResult:
    unit.require("decide")
    made = BatchResult([], [], [], [], {})
    for application_id, seen_version in dict(chosen).items():
        application = unit.get(app.Application, application_id)
        verdict = Verdict(result="approved", seen_version=seen_version, seen_file=seen.get(application_id))
        try:
            case = loaded(unit, application_id, verdict)
            why = _single_handling(unit, case)
            if not why:
                require_grantable(unit, case)
        except UserError as error:
            why = error.happened
        if why:
            made.excluded.append((application_id, application.number, why))
            continue
        if application.due_on is not None and application.due_on < unit.today:
            late = f"已过 {application.due_on:%Y-%m-%d} 的时限"
            made.flagged.append((application_id, application.number, late))
        made.signed.append(application_id)
        made.seen[application_id] = dossier_json.file_read(case.dossier)
        if sign:
            made.numbers.extend(sign_items(unit, case, verdict))
    return made


def batch_preview(unit: Unit, chosen: Sequence[tuple[str, int]]) -> BatchResult:
    """What `decide_batch` would sign and leave out, for files and the versions seen. Changes nothing."""
    return _batch(unit, chosen, {}, sign=False)


def decide_batch(
    unit: Unit, chosen: Sequence[tuple[str, int]], seen: Mapping[str, str] = MappingProxyType({})
) -> BatchResult:
    """Approve many at once, in one transaction; a file that needs its own look is left out with the reason.

    `seen` is of the preview: a household told of otherwise since is left out.
    """
    return _batch(unit, chosen, seen, sign=True)
