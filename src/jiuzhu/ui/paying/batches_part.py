"""集中发放: 临时价格补贴 of a month and 冬春救助 of a season, listed, looked through, confirmed by another person."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.form import FormField, Relevant
from jiuzhu.services.granting import batches
from jiuzhu.services.ledger import exporting
from jiuzhu.services.paper import relief_papers
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column

_WINTER = Relevant("kind", ("winter_spring",))


class BatchesPart(ListPart):
    """Enter on a batch shows its list."""

    name: ClassVar[str] = "batches"
    watches: ClassVar[frozenset[str]] = frozenset({"grant_batch", "grant_line"})
    next_step: ClassVar[str] = (
        "按文件新建一批，逐户看清单，不应发的写明理由，由审批岗位的同事确认后打印花名册"
    )
    queues: ClassVar[Sequence[Queue]] = (
        Queue(
            "batches",
            "各批",
            (
                Column("编号", "number", kind="strong", width=15),
                Column("种类", "kind_label", width=7),
                Column("月份", "month", width=5),
                Column("每人金额", "rates", width=10),
                Column("人数", "heads", kind="number", width=5),
                Column("合计（元）", "total", kind="money", width=8),
                Column("状态", "state_label", width=5),
                Column("依据", "notice", width=7, stretch=True),
            ),
            "还没有集中发放。点“新建一批”，按文件列出应发的户。",
        ),
        Queue(
            "lines",
            "清单",
            (
                Column("户主", "name", kind="strong", width=5),
                Column("村（居）", "village", width=7),
                Column("救助事项", "programme", width=7),
                Column("人数", "heads", kind="number", width=4),
                Column("金额（元）", "amount", kind="money", width=6),
                Column("不列入的原因", "excluded", width=12, stretch=True),
                Column("户编号", "household_number", width=15),
            ),
            "先在“各批”里选一批。",
        ),
    )

    def offers(self) -> Sequence[Action]:
        """A new batch, its list, its end."""
        return (
            Action("new", "新建一批…", self._new, "pay", on_row=False, icon="add", primary=True),
            Action("list", "看清单", self._list, queues=("batches",)),
            Action("confirm", "确认", self._confirm, "decide", queues=("batches",)),
            Action("withdraw", "作废", self._withdraw, "pay", queues=("batches",)),
            Action("paper", "打印花名册…", self._paper, "print", queues=("batches",)),
            Action("exclude", "不列入…", self._exclude, "pay", queues=("lines",), primary=True),
            Action("back", "重新列入", self._back, "pay", queues=("lines",)),
            Action("include", "增列一户…", self._include, "pay", on_row=False, queues=("lines",)),
        )

    _batch = ""

    def load(self, key: str, text: str) -> None:
        """Batches, or the list of the one looked at."""
        if key == "batches":
            self.page.tasks.read(batches.batches, then=self.show_rows, owner=self, key="batches")
        elif self._batch:

            def show(rows: list[Any]) -> None:
                wanted = text.strip()
                kept = [row for row in rows if wanted in f"{row.name}{row.village}{row.household_number}"]
                counted = [row for row in rows if not row.excluded]
                total = sum((row.amount for row in counted), Decimal(0))
                self.show_rows(
                    kept, f"{len(counted)} 户　{sum(row.heads for row in counted)} 人　合计 {total:,.2f} 元"
                )

            self.page.tasks.read(batches.lines, self._batch, then=show, owner=self, key="batches")
        else:
            self.show_rows([])

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """A batch or one household's line."""
        if key == "lines":
            out = f"\n不列入：{row.excluded}" if row.excluded else ""
            return (
                row.name,
                f"{row.household_number}　{row.village}\n{row.heads} 人　{row.amount:,.2f} 元{out}",
            )
        return (
            f"{row.kind_label} {row.month}",
            f"{row.number}　{row.state_label}\n{row.notice}\n{row.rates}\n{row.heads} 人，合计 {row.total:,.2f} 元\n{row.beside}\n制表 {row.maker}　确认 {row.confirmer or '等待'}",
        )

    def _new(self) -> None:
        fields = (
            FormField("kind", "种类", type="select_one", codes="batch_kind", required=True),
            FormField("month", "所属月份", type="month", required=True),
            FormField("notice", "依据的文件", required=True, span=2, hint="文号，例如 渝发改〔2025〕88号"),
            *(
                FormField(
                    code,
                    f"{self._label(code)}（元/人）",
                    type="money",
                    hint="不发给这类对象的留空",
                    relevant=None if code in batches.PROGRAMMES["price"] else _WINTER,
                )
                for code in batches.PROGRAMMES["winter_spring"]
            ),
        )

        def store(part: Any) -> tuple[Any, ...]:
            amounts = {code: getattr(part, code) for code in batches.PROGRAMMES["winter_spring"]}
            if part.kind != "winter_spring":
                amounts = {code: amounts[code] for code in batches.PROGRAMMES["price"]}
            rates = {code: amount for code, amount in amounts.items() if amount is not None}
            return (
                batches.draft_batch,
                part.kind,
                {"notice": part.notice, "month": part.month, "rates": rates},
            )

        def looked(made: Any) -> None:
            self._batch = made.id
            self.choose_queue("lines")

        self.ask(
            "batch", "新建一批", fields, store,
            lambda made: f"{made.number}：{made.heads} 人，合计 {made.total:,.2f} 元。请逐户看清单。",
            known={"month": month_of(self.page.workspace.today())}, then=looked, button="生成清单",
            told="按所属月份在享的待遇列出清单，一人只算一次，按金额高的一类；同一文件同一月份发过的户自动不列入。",
        )  # fmt: skip

    def _label(self, code: str) -> str:
        labels: Mapping[str, str] = self.page.workspace.rules.codes["item"].labels
        return labels[code] if code in labels and code != "disaster" else "因灾倒损住房家庭"

    def _list(self, row: Any) -> None:
        self._batch = row.id
        self.choose_queue("lines")

    def _confirm(self, row: Any) -> None:
        self.do(f"{row.number} 已确认。", batches.confirm_batch, row.id, seen=row.version)

    def _withdraw(self, row: Any) -> None:
        self.do(f"{row.number} 已作废。", batches.withdraw_batch, row.id)

    def _exclude(self, row: Any) -> None:
        fields = (
            FormField("reason", "不列入的原因", type="long_text", required=True, max_length=200, span=2),
        )
        self.ask(
            "exclude_line", f"不列入：{row.name}", fields, lambda part: (batches.exclude_line, row.id, part.reason),
            "已不列入，清单上保留这一行。", button="不列入",
        )  # fmt: skip

    def _back(self, row: Any) -> None:
        self.do(f"{row.name}已重新列入。", batches.put_line_back, row.id)

    def _include(self) -> None:
        fields = (FormField("number", "户编号", required=True, span=2),)
        self.ask(
            "include_household", "增列一户", fields, lambda part: (batches.include_household, self._batch, part.number),
            "已增列。", told="冬春救助调查新发现的困难户，按户编号加入清单。", button="增列",
        )  # fmt: skip

    def _paper(self, row: Any) -> None:
        self.print_list(
            exporting.rows_of("pdf", "grants", {"batch": row.id}), relief_papers.issue_batch, row.id
        )
