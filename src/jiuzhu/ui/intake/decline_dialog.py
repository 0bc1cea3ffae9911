"""不予受理: the ground, the reason with its article, and what the family can do now."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.form import FormField
from jiuzhu.services.counter import declining
from jiuzhu.services.counter.declining import DeclineReceipt, Declining
from jiuzhu.ui.page import Page

FIELDS = (
    FormField("ground", "情形", type="select_one", codes="decline_ground", required=True, span=2),
    FormField("reason", "事实和理由", type="long_text", required=True, max_length=500, span=2),
    FormField(
        "clause", "依据的条款", required=True, span=2, hint="如：民发〔2021〕57号第四条（申请人户籍所在地受理）"
    ),
    FormField(
        "advice", "申请人可以怎么办", type="long_text", required=True, max_length=300, span=2,
        hint="如：向哪个窗口或部门申请、带什么材料；能转办的先转办",
    ),
)  # fmt: skip


def ask(page: Page, dossier: Dossier, draft_id: str, then: Callable[[DeclineReceipt], Any]) -> None:
    """Ask what the notice says and register it; the form stays open until it is."""

    def store(part: Any) -> tuple[Any, ...]:
        told = Declining(ground=part.ground, reason=part.reason, clause=part.clause, advice=part.advice)
        return (declining.decline, deepcopy(dossier), told, draft_id)

    page.ask(
        "decline", "不予受理", FIELDS, store, lambda receipt: f"已登记不予受理 {receipt.number}。",
        told="材料不齐的，先出具一次性补正告知。不予受理要当面说明理由，书面送达，并告知复议和诉讼的权利。",
        button="不予受理", then=then,
    )  # fmt: skip
