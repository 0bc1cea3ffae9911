"""临时救助给付: what is to be handed over, what is to be made up, what was paid and may come back."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from jiuzhu.domain.form import FormField, Relevant
from jiuzhu.services.counter.numbering_later import NUMBER, asked
from jiuzhu.services.paper import relief_papers
from jiuzhu.services.relief import paying_out, quick_relief
from jiuzhu.services.relief.paying_out import Collector
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column

_BY_HAND = Relevant("form", ("cash", "goods"))
_NAMES = ("name", "payee", "number", "case_number", "village", "receipt")


def found(rows: Sequence[Any], text: str, names: Sequence[str] = _NAMES) -> list[Any]:
    """The rows that say the text somewhere a person would look."""
    wanted = text.strip()
    return [row for row in rows if any(wanted in str(getattr(row, name, "")) for name in names)]


def _asked(row: Any) -> str:
    """That the family named another account on its form, which nobody has confirmed."""
    if not row.asked_account:
        return ""
    return f"\n申请时填的是另一账户 {row.asked_account}，没有确认；要付到那里的，先在“变更账户”提出并确认"


def _until(row: Any) -> tuple[str, str]:
    return row.colour, f"{row.due_on:%m-%d}" if row.due_on else ""


class ReliefPart(ListPart):
    """Money leaves once for each decision, never by the hand that signed it."""

    name: ClassVar[str] = "relief"
    search_hint: ClassVar[str] = "姓名、编号、村（居）"
    watches: ClassVar[frozenset[str]] = frozenset({"payout", "application", "decision"})
    next_step: ClassVar[str] = "给付后打印领款单；从备用金支付的同时记入台账；先行救助的在期限内补齐手续"
    queues: ClassVar[Sequence[Queue]] = (
        Queue(
            "due",
            "待给付",
            (
                Column("申请人", "name", kind="strong", width=5),
                Column("待给付（元）", "left", kind="money", width=7),
                Column("种类", "kind", width=9),
                Column("决定日期", "decided_on", kind="date", width=7),
                Column("先行救助", "to_make_up", kind="tick", width=5),
                Column("村（居）", "village", width=7, stretch=True),
                Column("受理编号", "number", width=14),
            ),
            "没有等待给付的救助。临时救助、受灾救助的决定签署以后会列在这里。",
        ),
        Queue(
            "make_up",
            "待补手续",
            (
                Column("期限", _until, kind="due", width=5),
                Column("申请人", "name", kind="strong", width=5),
                Column("还缺", "told", width=14, stretch=True),
                Column("村（居）", "village", width=7),
                Column("受理编号", "number", width=14),
            ),
            "没有等待补手续的先行救助。",
        ),
        Queue(
            "paid",
            "已给付",
            (
                Column("日期", "paid_on", kind="date", width=7),
                Column("领款人", "payee", kind="strong", width=5),
                Column("金额（元）", "amount", kind="money", width=7),
                Column("方式", "form", width=4),
                Column("来源", "source", width=6),
                Column("退回", "returned", width=7, stretch=True),
                Column("给付编号", "number", width=14),
            ),
            "近十二个月没有给付。",
        ),
    )

    def offers(self) -> Sequence[Action]:
        """Handing over, making up, the receipt, money that came back."""
        return (
            Action("pay", "给付…", self._pay, "pay", queues=("due",), primary=True),
            Action("made_up", "手续补齐…", self._make_up, "opine", queues=("make_up",), primary=True),
            Action("receipt", "打印领款单…", self._receipt, "print", queues=("paid",), primary=True),
            Action("returned", "登记退回…", self._returned, "pay", queues=("paid",)),
            Action("file", "打开卷宗", lambda row: self.page.application_chosen.emit(row.application_id)),
        )

    def load(self, key: str, text: str) -> None:
        """Rows of a queue; the search looks into what is shown."""
        services = {"due": paying_out.due, "make_up": paying_out.to_make_up, "paid": paying_out.paid}

        def show(rows: list[Any]) -> None:
            shown = found(rows, text)
            if key == "make_up":
                late = sum(row.colour == "bad" for row in shown)
                told = f"{len(shown)} 件，超期 {late} 件" if shown else ""
            else:
                amounts = [
                    row.left if key == "due" else row.amount
                    for row in shown
                    if not getattr(row, "returned", "")
                ]
                told = f"{len(amounts)} 笔，合计 {sum(amounts, Decimal(0)):,.2f} 元" if shown else ""
            self.show_rows(shown, told)

        self.page.tasks.read(services[key], then=show, owner=self, key="relief")

    def id_of(self, row: Any) -> str:
        """A payout, else its application."""
        return str(row.id if self.key == "paid" else row.application_id)

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """Who gets what."""
        if key == "paid":
            receipt = f"　领款单 {row.receipt}" if row.receipt else ""
            other = f"\n代领 {row.collector}" if row.collector else ""
            back = f"\n{row.returned}" if row.returned else ""
            return (
                row.payee,
                (
                    f"{row.amount:,.2f} 元　{row.form}　{row.source}\n{row.paid_on}　经手 {row.handler}{receipt}\n"
                    f"{row.number}\n{row.case_number}{other}{back}"
                ),
            )
        if key == "make_up":
            late = "已超期，请尽快补齐" if row.colour == "bad" else f"{row.due_on} 前补齐手续"
            return row.name, f"{row.number}　{row.village}\n{late}\n还缺：{row.told or '没有登记缺件'}"
        part = f"（共批准 {row.granted:,.2f} 元）" if row.left != row.granted else ""
        first = "\n先行救助：给付后还要补齐手续" if row.to_make_up else ""
        account = row.account or "没有收款账号，只能付现金或实物"
        return (
            row.name,
            (
                f"{row.number}　{row.village}\n{row.kind}，{row.decided_on} 决定\n待给付 {row.left:,.2f} 元{part}\n"
                f"{account}{_asked(row)}\n资金来源：{paying_out.SOURCES[row.source]}{first}"
            ),
        )

    def _pay(self, row: Any) -> None:
        fields = (
            FormField("form", "给付方式", type="select_one", codes="payout_form", required=True),
            FormField("source", "资金来源", type="select_one", codes="payout_source", required=True),
            FormField("amount", "金额（元）", type="money", required=True, hint="一次审批可以分次给付"),
            FormField("receipt", "领款单编号", relevant=_BY_HAND),
            FormField("collector_name", "代领人", relevant=_BY_HAND, hint="本人来领的不填"),
            FormField("collector_id_number", "代领人身份证号", type="id_number", relevant=_BY_HAND),
            FormField("collector_relation", "与领款人关系", relevant=_BY_HAND),
            FormField("collector_document", "看过的证件、委托书", relevant=_BY_HAND),
            FormField("note", "说明", max_length=200, span=2),
        )
        self.ask(
            "pay", f"给付：{row.name} {row.left:,.2f} 元", fields,
            lambda part: (
                paying_out.pay_out, row.application_id,
                {
                    "form": part.form, "source": part.source, "receipt": part.receipt, "note": part.note,
                    "amount": part.amount,
                    "collector": Collector(
                        part.collector_name, part.collector_id_number, part.collector_relation, part.collector_document
                    ),
                },
            ),
            lambda made: f"已给付 {made.amount:,.2f} 元，编号 {made.number}；领款单在“已给付”里打印。", button="给付",
            known={"amount": row.left, "source": row.source, "form": "transfer" if row.account else "cash"},
            told=f"{row.number}　{row.account or '没有收款账号'}{_asked(row)}",
        )  # fmt: skip

    def _make_up(self, row: Any) -> None:
        def ask(lacking: list[str]) -> None:
            numbers = [
                FormField(
                    NUMBER.format(place), f"{name}的身份证号", type="id_number", required=True, max_length=18
                )
                for place, name in enumerate(lacking)
            ]
            note = FormField(
                "note", "补齐了哪些手续", type="long_text", required=True, max_length=300, span=2
            )
            self.ask(
                "make_up", f"手续补齐：{row.name}", (*numbers, note),
                lambda part: (quick_relief.make_up, row.application_id, part.note, {"numbers": vars(part)}),
                "手续已补齐。", known={"note": row.told}, told="登记以后，缺的材料都记为今天收到。",
            )  # fmt: skip

        self.page.tasks.read(asked, row.application_id, then=ask, owner=self)

    def _returned(self, row: Any) -> None:
        fields = (FormField("reason", "退回的原因", type="long_text", required=True, max_length=200, span=2),)
        self.ask(
            "returned", f"给付退回：{row.payee} {row.amount:,.2f} 元", fields,
            lambda part: (paying_out.return_payout, row.id, part.reason), "已登记退回，这笔救助回到“待给付”。",
            told="银行退款、无人领取等。从备用金支付的，台账同时记一笔退回。",
        )  # fmt: skip

    def _receipt(self, row: Any) -> None:
        self.print_to(relief_papers.issue_receipt, row.id)
