"""Dialogs about what struck a family and its bills, for every page that works on the file before it is signed."""

from decimal import Decimal
from typing import Any

from jiuzhu.domain.dossier import BillPart, Dossier, IncidentPart
from jiuzhu.domain.form import FormField
from jiuzhu.domain.money import shown
from jiuzhu.services.survey import relief_facts
from jiuzhu.ui.page import Page

LABELS = {
    "incident": "更正急难情形…",
    "bill": "登记票据…",
    "bill_out": "去掉票据…",
}
"""Dialog → what its button is called."""

_INCIDENT = (
    FormField("kind", "情形", type="select_one", codes="incident_kind", required=True),
    FormField("happened_on", "发生日期", type="date", required=True),
    FormField("person", "遇困的人", type="person"),
    FormField("persons", "遇困人数", type="integer", required=True, minimum="1", maximum="30"),
    FormField("place", "发生地点", max_length=100, span=2),
    FormField("cause", "事由和经过", type="long_text", required=True, max_length=500, span=2),
    FormField("self_paid", "自付费用（元）", type="money", hint="有票据的按票据合计"),
    FormField("proposed", "拟救助金额（元）", type="money"),
    FormField("evidence", "核实情况和证据", type="long_text", max_length=500, span=2),
    FormField(
        "again_reason", "再次救助的理由", max_length=100, span=2, hint="近期因别的情形申请过临时救助的写明"
    ),
)
_BILL = (
    FormField("person", "成员", type="person"),
    FormField("kind", "支出类别", type="select_one", codes="expense_kind", required=True),
    FormField("issuer", "开具单位", required=True),
    FormField("number", "票据号码", required=True, max_length=40),
    FormField("issued_on", "开具日期", type="date", required=True),
    FormField("total", "票据总额（元）", type="money", required=True),
    FormField("insurer_paid", "报销和救助（元）", type="money", hint="医保、大病保险、医疗救助、商业保险"),
)
_BILL_OUT = (
    FormField("bill", "哪一张", type="person", required=True, span=2),
    FormField("reason", "去掉的原因", type="long_text", required=True, max_length=200, span=2),
)


def offered(dossier: Dossier) -> tuple[str, ...]:
    """The dialogs that make sense for a file in its present state."""
    asked = set(dossier.application.programmes)
    if dossier.application.state not in relief_facts.OPEN:
        return ()
    names: tuple[str, ...] = ("incident",) if asked & {"quick", "temporary"} else ()
    if asked & {"temporary", "rigid"}:
        names += ("bill", "bill_out") if dossier.bills else ("bill",)
    return names


def ask(name: str, page: Page, dossier: Dossier) -> None:
    """Open one of `LABELS` over a page."""
    _ASKS[name](page, dossier)


def _people(dossier: Dossier) -> list[tuple[str, str]]:
    return [(member.id, member.name) for member in dossier.members]


def _ask_incident(page: Page, dossier: Dossier) -> None:
    known = {field.name: getattr(dossier.incident, field.name) for field in _INCIDENT}
    before = dict(known)

    def store(part: Any) -> tuple[Any, ...]:
        told = IncidentPart(**{name: getattr(part, name) for name in known} | {"persons": part.persons or 0})
        return (relief_facts.record_incident, dossier.application.id, told, {"before": before})

    page.ask(
        "incident", "更正急难情形", _INCIDENT, store, "急难情形已更正，记入经过。",
        known=known, people=_people(dossier), button="保存",
    )  # fmt: skip


def _ask_bill(page: Page, dossier: Dossier) -> None:
    def store(part: Any) -> tuple[Any, ...]:
        told = BillPart(**{field.name: getattr(part, field.name) for field in _BILL})
        return (relief_facts.add_bill, dossier.application.id, told)

    page.ask(
        "bill", "登记票据", _BILL, store, "票据已登记。", known={"kind": "medical", "issued_on": None},
        people=_people(dossier), told="自付金额按总额减去报销和救助计算；同一张票据十二个月内只用一次。",
    )  # fmt: skip


def _ask_bill_out(page: Page, dossier: Dossier) -> None:
    bills = [
        (bill.id, f"{bill.number}　{bill.issuer}　自付 {shown(bill.self_paid or Decimal(0))} 元")
        for bill in dossier.bills
    ]
    page.ask(
        "bill_out", "去掉票据", _BILL_OUT, lambda part: (relief_facts.leave_bill_out, part.bill, part.reason),
        "票据已去掉，不再计入。", known={"bill": bills[0][0]}, people=bills, button="去掉",
        told="去掉的票据仍留在卷宗里，只是不再计入。",
    )  # fmt: skip


_ASKS = {"incident": _ask_incident, "bill": _ask_bill, "bill_out": _ask_bill_out}
