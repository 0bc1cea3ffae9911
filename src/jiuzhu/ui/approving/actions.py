"""From a button's word to the service it stands for, with its arguments and the sentence of success."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from jiuzhu.domain.ways import WAYS
from jiuzhu.errors import InvalidInput, Problem
from jiuzhu.services import approving, proposing, quick_relief
from jiuzhu.services.approving import Verdict
from jiuzhu.services.reviewing import FileView


@dataclass(frozen=True, slots=True)
class Action:
    """A service call: what runs, with what, and what is said afterwards (`{}` takes the result)."""

    service: Callable[..., Any]
    arguments: tuple[Any, ...]
    done: str


def _verdict(view: FileView, values: dict[str, Any], result: str) -> Action:
    refused = result == "refused"
    verdict = Verdict(
        result=result,
        seen_version=view.version,
        reason=values["reason"] if refused else "",
        clause=values["clause"] if refused else "",
    )
    return Action(approving.decide, (view.application_id, verdict), "已签署决定 {}。")


def _yuan(typed: str) -> Decimal:
    try:
        return Decimal(typed.strip().replace(",", "")).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise InvalidInput([Problem("amount", "请填写救助金额，例如 3000。")]) from None


def action_of(word: str, view: FileView, values: dict[str, Any]) -> Action:
    """The service behind a button of `panels`; an unknown word is a bug (`KeyError`)."""
    taken = view.application_id

    def make(service: Callable[..., Any], done: str, *names: str, first: tuple[Any, ...] = ()) -> Action:
        return Action(service, (taken, *first, *(values[name] for name in names)), done)

    makers: dict[str, Callable[[], Action]] = {
        "approve": lambda: _verdict(view, values, "approved"),
        "refuse": lambda: _verdict(view, values, "refused"),
        "return": lambda: make(approving.return_file, "已退回调查，理由记入经过。", "reason"),
        "county_visit": lambda: make(
            approving.record_county_visit, "已登记审批机关入户核查。", "visitors", "found"
        ),
        "grant": lambda: make(
            approving.give_opinion,
            "初审意见已提出，下一步张榜公示。"
            if WAYS[view.way].posted
            else "初审意见已提出，下一步见左边的队列。",
            "text",
            first=("grant",),
        ),
        "quick": lambda: Action(
            quick_relief.propose_quick,
            (taken, _yuan(values["amount"]), values["evidence"]),
            "已提出小额快救，等待签署。",
        ),
        "review_passed": lambda: Action(
            proposing.record_review, (taken, True, values["note"]), "已登记残联审核通过，上报审核确认。"
        ),
        "review_failed": lambda: Action(
            proposing.record_review, (taken, False, values["note"]), "已登记残联审核不通过，回到窗口。"
        ),
        "make_up": lambda: make(quick_relief.make_up, "手续已补齐。", "note"),
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
    if word in {"dismissed", "upheld"}:
        return Action(found.service, (*found.arguments, word), found.done)
    return found
