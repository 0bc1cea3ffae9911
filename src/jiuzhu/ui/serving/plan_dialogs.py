"""The dialogs of 服务计划: drawn up or changed, signed, ended."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.form import FormField
from jiuzhu.services.scheduling.board import clock
from jiuzhu.services.serving import plans
from jiuzhu.services.serving.plans import Changed, Offer, Terms
from jiuzhu.ui.list_part import ListPart

_HALF_HOUR = 30
_TIMES = {str(minutes): clock(minutes) for minutes in range(6 * 60, 22 * 60 + 1, _HALF_HOUR)}
_WORKERS = {"1": "一人", "2": "两人"}


def told(plan: Any, label: Callable[[str, str], str]) -> str:
    """A plan in one line: whose, what, how often, until when."""
    items = "、".join(label("service_item", one) for one in plan.items.split())
    wishes = "、".join(
        filter(
            None,
            (
                label("sex", plan.worker_sex),
                label("language", plan.language),
                plan.worker or "",
            ),
        )
    )
    state = (
        f"{plan.ended_on} 终止：{plan.end_reason}"
        if plan.ended_on
        else f"{plan.signed_on} 签字"
        if plan.signed_on
        else "待签字"
    )
    return (
        f"计划 {plan.number}（{state}）：{plan.provider}，{items}，每月 {plan.visits_a_month} 次，"
        f"每次 {plan.minutes} 分钟，{plan.starts_on} 至 {plan.ends_on}"
        + (f"，希望{wishes}" if wishes else "")
    )


def _codes(part: ListPart, offers: Sequence[Offer]) -> Mapping[str, CodeTable]:
    labels = part.page.workspace.rules.codes["service_item"].labels
    priced = {item for one in offers for item in one.items}
    return {
        "plan_agreements": _table("plan_agreements", {one.agreement_id: one.label for one in offers}),
        "plan_items": _table("plan_items", {one: name for one, name in labels.items() if one in priced}),
        "plan_workers": _table("plan_workers", dict(pair for one in offers for pair in one.workers)),
        "plan_times": _table("plan_times", _TIMES),
        "plan_count": _table("plan_count", _WORKERS),
    }


def _table(name: str, labels: Mapping[str, str]) -> CodeTable:
    return CodeTable(name, "服务计划", "", dict(labels))


_FIELDS = (
    FormField(
        "agreement_id", "服务机构和协议", type="select_one", codes="plan_agreements", required=True, span=2
    ),
    FormField("items", "服务项目", type="select_multiple", codes="plan_items", required=True, span=2),
    FormField("starts_on", "从哪一天起", type="date", required=True),
    FormField("ends_on", "到哪一天", type="date", required=True),
    FormField("visits_a_month", "每月次数", type="integer", required=True, minimum="1", maximum="62"),
    FormField("minutes", "每次时长（分钟）", type="integer", required=True, minimum="10", maximum="720"),
    FormField("workers", "每次上门", type="select_one", codes="plan_count", required=True),
    FormField("worker_id", "希望的服务人员", type="select_one", codes="plan_workers"),
    FormField("worker_sex", "希望的性别", type="select_one", codes="sex"),
    FormField("language", "希望的语言", type="select_one", codes="language"),
    FormField("earliest", "最早几点上门", type="select_one", codes="plan_times", required=True),
    FormField("latest", "最晚几点结束", type="select_one", codes="plan_times", required=True),
    FormField("place", "服务地点", hint="不填就是本人住处"),
    FormField("signed_on", "三方签字日期", type="date", hint="还没有签字的不填，打印签字后再登记"),
    FormField("duties", "另行约定", type="long_text", max_length=500, span=2),
)


def _terms(part: Any) -> Terms:
    return Terms(
        agreement_id=part.agreement_id or "",
        items=tuple(part.items),
        visits_a_month=int(part.visits_a_month or 0),
        minutes=int(part.minutes or 0),
        starts_on=part.starts_on,
        ends_on=part.ends_on,
        workers=int(part.workers or 0),
        worker_sex=part.worker_sex or "",
        language=part.language or "",
        worker_id=part.worker_id or None,
        earliest=int(part.earliest or 0),
        latest=int(part.latest or 0),
        place=part.place or "",
        duties=part.duties or "",
    )


def ask_plan(part: ListPart, row: Any, offers: Sequence[Offer]) -> None:
    """A plan is drawn up; where one goes on already it is changed from a day on."""
    if not offers:
        part.page.say("info", "没有正在执行的服务协议，请先登记服务机构和协议。")
        return
    plan, today = row.plan, part.page.workspace.today()
    one = offers[0]
    known: dict[str, Any] = {
        "agreement_id": one.agreement_id if len(offers) == 1 else "",
        "starts_on": max(today, one.starts_on),
        "ends_on": one.ends_on,
        "visits_a_month": 2,
        "minutes": 60,
        "workers": "1",
        "earliest": "480",
        "latest": "1080",
        "signed_on": None,
    }
    if plan is not None:
        known |= {
            name: getattr(plan, name) or ""
            for name in ("agreement_id", "worker_id", "worker_sex", "language", "place", "duties")
        }
        known |= {name: getattr(plan, name) for name in ("visits_a_month", "minutes", "ends_on")}
        known |= {name: str(getattr(plan, name)) for name in ("workers", "earliest", "latest")}
        known |= {"items": plan.items.split(), "starts_on": max(today, plan.starts_on)}

    def store(answers: Any) -> tuple[Any, ...]:
        terms = _terms(answers)
        if plan is None:
            return (plans.sign_plan, row.id, terms, answers.signed_on)
        return (plans.change_plan, plan.id, plan.version, terms, answers.signed_on)

    def said(made: str | Changed) -> str:
        if isinstance(made, str):
            return f"已订立{row.name}的服务计划。"
        left = f"；原计划下已安排的服务请在日历上改排：{'；'.join(made.visits)}" if made.visits else ""
        return f"已变更为计划 {made.number}{left}。"

    part.ask(
        "plan", f"{'变更' if plan else '订立'}服务计划：{row.name}", _FIELDS, store, said, known=known,
        codes=_codes(part, offers), button="变更计划" if plan else "订立计划",
        told=f"从开始那一天起，原计划 {plan.number} 终止，由新计划接替。" if plan else "",
    )  # fmt: skip


def ask_signature(part: ListPart, row: Any) -> None:
    """The three have signed."""
    plan = row.plan
    part.ask(
        "plan_signature", f"登记签字：{row.name}",
        (FormField("signed_on", "三方签字日期", type="date", required=True, span=2),),
        lambda answers: (plans.record_signature, plan.id, plan.version, answers.signed_on),
        f"计划 {plan.number} 已签字，可以在日历上安排。",
    )  # fmt: skip


def ask_end(part: ListPart, row: Any) -> None:
    """The plan ends from a day on."""
    plan = row.plan
    part.ask(
        "plan_end", f"终止计划：{row.name}",
        (
            FormField("on", "从哪一天起终止", type="date", required=True),
            FormField("reason", "终止原因", type="long_text", required=True, max_length=300, span=2),
        ),
        lambda answers: (plans.end_plan, plan.id, plan.version, answers.on, answers.reason),
        f"计划 {plan.number} 已终止。", button="终止",
    )  # fmt: skip
