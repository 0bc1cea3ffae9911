"""From a button's word to the service it stands for, with its arguments and the sentence of success."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from jiuzhu.domain import money
from jiuzhu.domain.dossier_json import file_read
from jiuzhu.domain.ways import WAYS
from jiuzhu.errors import InvalidInput, Problem, UserError
from jiuzhu.services.approval import approving
from jiuzhu.services.approval.approving import Verdict
from jiuzhu.services.approval.reviewing import FileView


@dataclass(frozen=True, slots=True)
class Action:
    """A service call: what runs, with what, and what is said afterwards (`{}` takes the result)."""

    service: Callable[..., Any]
    arguments: tuple[Any, ...]
    done: str
    named: dict[str, Any] = field(default_factory=dict)


_JUDGING = frozenset({"grant", "refuse_opinion", "reviewed", "review_returned", "propose", "propose_beyond"})
"""What is said about the file as it was read, and about no other."""


def _verdict(view: FileView, values: dict[str, Any], result: str) -> Action:
    refused = result == "refused"
    verdict = Verdict(
        result=result,
        seen_version=view.version,
        seen_file=file_read(view.dossier),
        reason=values["reason"] if refused else "",
        clause=values["clause"] if refused else "",
    )
    return Action(approving.decide, (view.application_id, verdict), "已签署决定 {}。")


def _after_grant(view: FileView) -> str:
    if WAYS[view.way].posted:
        return "，下一步张榜公示"
    return "，下一步上报" if view.way == "child" else "，已转审核"


def _yuan(text: str) -> Decimal:
    """What was typed as yuan; `InvalidInput` beside the field when it is no amount."""
    try:
        return money.parse(text)
    except UserError as error:
        raise InvalidInput([Problem("amount", error.message)]) from error


def action_of(word: str, view: FileView, values: dict[str, Any]) -> Action:
    """The service behind a button of `panels`; an unknown word is a bug (`KeyError`)."""
    taken = view.application_id

    def make(service: Callable[..., Any], done: str, *names: str, first: tuple[Any, ...] = ()) -> Action:
        return Action(service, (taken, *first, *(values[name] for name in names)), done)

    def amount_and_evidence() -> tuple[Any, ...]:
        return taken, _yuan(values["amount"]), values["evidence"]

    makers: dict[str, Callable[[], Action]] = {
        "approve": lambda: _verdict(view, values, "approved"),
        "refuse": lambda: _verdict(view, values, "refused"),
        "return": lambda: make(approving.return_file, "已退回，理由记入经过。", "reason"),
        "county_visit": lambda: make(
            approving.record_county_visit, "已登记审批机关入户核查。", "visitors", "found", "on"
        ),
        "grant": lambda: make(
            approving.give_opinion, f"初审意见已提出{_after_grant(view)}。", "text", first=("grant",)
        ),
        "reviewed": lambda: make(
            approving.record_review, "残联审核已登记，等待审定签署。", "note", first=(True,)
        ),
        "review_returned": lambda: make(
            approving.record_review, "残联退回已登记，请补充后再提意见。", "note", first=(False,)
        ),
        "propose": lambda: Action(approving.propose_quick, amount_and_evidence(), "已上报，等待签署。"),
        "propose_beyond": lambda: Action(
            approving.propose_quick, amount_and_evidence(), "已按急难型上报，等待签署。", {"beyond": True}
        ),
        "make_up": lambda: Action(approving.make_up, (taken, values["note"], values), "手续已补齐，办结。"),
        "look_again": lambda: make(approving.look_again, "已退回调查，要查清的记入经过。", "reason"),
        "refuse_opinion": lambda: make(
            approving.give_opinion, "初审意见已提出并上报，不公示。", "text", first=("refuse",)
        ),
        "post": lambda: make(approving.post_notice, "已张榜，公示编号 {}。", "place"),
        "close": lambda: make(approving.close_notice, "公示期满，可以上报。"),
        "object": lambda: make(
            approving.object_to_notice, "异议已登记，办理时限改按有异议计算。", "objector", "content"
        ),
        "dismissed": lambda: make(
            approving.settle_objection,
            "复查结论已登记，下一步再次公示。",
            "investigation",
            "reply",
            first=(),
        ),
        "upheld": lambda: make(
            approving.settle_objection, "复查结论已登记，回到核查。", "investigation", "reply"
        ),
        "submit": lambda: make(approving.submit, "已上报审核确认。"),
        "deliver": lambda: make(approving.deliver_notice, "送达已登记。", "way", "on"),
    }
    found = makers[word]()
    if word in _JUDGING:
        found.named["seen_file"] = file_read(view.dossier)
    if word in {"dismissed", "upheld"}:
        return Action(found.service, (*found.arguments, word), found.done)
    return found
