"""卡折代管: whose bank card is kept by whom; filed with the county, looked at every year, given back."""

from collections.abc import Sequence
from typing import Any, ClassVar

from jiuzhu.domain.form import FormField
from jiuzhu.services.monitoring import custody
from jiuzhu.services.monitoring.custody import RULES, Keeping, KnownHome
from jiuzhu.services.paper import care_papers
from jiuzhu.ui.home_part import HOME, HomePart, home_queue
from jiuzhu.ui.list_part import Action, Queue
from jiuzhu.ui.rows_model import Column

_KEPT = (
    Column("持卡人", "name", kind="strong", width=5),
    Column("卡折后四位", "card_tail", width=6),
    Column("代管人", "keeper", width=5),
    Column("单位", "keeper_unit", width=10),
    Column("要办的事", lambda row: (row.colour, row.told), kind="due", width=16, stretch=True),
    Column("备案编号", "number", width=15),
)
_ENDED = (
    Column("持卡人", "name", kind="strong", width=5),
    Column("卡折后四位", "card_tail", width=6),
    Column("代管人", "keeper", width=5),
    Column("开始", "starts_on", kind="date", width=7),
    Column("注销", "revoked_on", kind="date", width=7),
    Column("注销原因", "revoked_reason", width=12, stretch=True),
    Column("备案编号", "number", width=15),
)
_FIELDS = (
    FormField("holder_id", "持卡人", type="person", required=True),
    FormField("card_tail", "卡（折）号后四位", required=True, max_length=4),
    FormField("bank", "开户银行"),
    FormField("keeper", "代管人", required=True),
    FormField("keeper_unit", "代管人单位", required=True),
    FormField("keeper_post", "代管人职务"),
    FormField("keeper_phone", "代管人电话", type="phone"),
    FormField("starts_on", "代管开始日期", type="date", required=True),
    FormField("ends_on", "约定截止日期", type="date", hint="没有约定的不填"),
    FormField(
        "reason", "代管的原因", type="long_text", required=True, max_length=200, span=2,
        hint="如：独居，卧床不能出门取款，没有家人照料",
    ),
    FormField("rules", "使用规则", type="long_text", required=True, max_length=800, span=2),
)  # fmt: skip


class CustodyPart(HomePart):
    """What is to be done comes first."""

    name: ClassVar[str] = "custody"
    watches: ClassVar[frozenset[str]] = frozenset({"custody"})
    next_step: ClassVar[str] = (
        "登记后打印协议书和备案表，双方签字，报区县备案；每年核查一次，收回卡折当日注销"
    )
    queues: ClassVar[Sequence[Queue]] = (
        Queue("due", "待办", _KEPT, "没有要备案、核查或期满的代管。"),
        Queue("open", "代管中", _KEPT, "没有代管的卡折。点“找户登记”，找到这户再登记。"),
        Queue("ended", "已注销", _ENDED, "没有注销过的代管。"),
        home_queue("找户登记", "持卡人的户"),
    )

    def offers(self) -> Sequence[Action]:
        """Keep, file, look, give back, print."""
        kept = ("due", "open")
        return (
            Action("record", "登记代管…", self._record, "monitor", queues=(HOME,), primary=True),
            Action("check", "年度核查…", self._check, "monitor", queues=kept, primary=True),
            Action("filed", "报区县备案…", self._file, "monitor", queues=kept),
            Action("revoke", "注销…", self._revoke, "monitor", queues=kept),
            Action(
                "agreement",
                "打印协议书…",
                lambda row: self._print("F22A", row),
                "print",
                queues=(*kept, "ended"),
            ),
            Action(
                "paper", "打印备案表…", lambda row: self._print("F22", row), "print", queues=(*kept, "ended")
            ),
        )

    def load(self, key: str, text: str) -> None:
        """Custodies, or people a text may mean."""
        if key != HOME:
            self.page.tasks.read(custody.custodies, key, text, then=self.show_rows, owner=self, key="custody")
        else:
            super().load(key, text)

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """Who keeps what, and what is to be done."""
        if key == HOME:
            return super().tell_row(key, row)
        until = f"至 {row.ends_on}" if row.ends_on else "起，没有约定截止日期"
        words = [
            f"{row.number}\n{row.household_number}　{row.village}",
            f"{row.bank}　****{row.card_tail}\n{row.starts_on} {until}",
            f"代管人：{row.keeper}　{row.keeper_unit}{row.keeper_post}　{row.keeper_phone}",
            f"原因：{row.reason}",
            f"备案：{row.filed_on or '还没有报'}",
            f"核查：{row.checked_on}　{row.check_found}"
            if row.checked_on
            else f"核查：{row.check_due_on} 前",
        ]
        if row.revoked_on:
            words.append(f"{row.revoked_on} 注销：{row.revoked_reason}")
        elif row.told:
            words.append(row.told)
        return f"{row.name}的卡折由{row.keeper}代管", "\n".join(words)

    def _record(self, row: Any) -> None:
        def known(home: KnownHome) -> None:
            self.ask(
                "keep_card", f"登记代管：{row.name}　{row.household_number}", _FIELDS,
                lambda part: (
                    custody.keep_card, row.household_id,
                    Keeping(**{field.name: getattr(part, field.name) for field in _FIELDS}),
                ),
                lambda made: f"已登记 {made.number}。请打印协议书和备案表，双方签字后报区县备案。",
                people=home.people,
                known={
                    "holder_id": row.person_id, "card_tail": home.card_tail, "bank": home.bank, "rules": RULES,
                    "ends_on": None,
                },
            )  # fmt: skip

        self.page.tasks.read(custody.home_of, row.household_id, then=known, failed=self.page.tell, owner=self)

    def _check(self, row: Any) -> None:
        fields = (
            FormField("on", "核查日期", type="date", required=True),
            FormField(
                "found", "核查的情况", type="long_text", required=True, max_length=300, span=2,
                hint="取款记录、余额、本人怎么说",
            ),
        )  # fmt: skip
        before = {"on": row.checked_on, "found": row.check_found}
        self.ask(
            "check_custody", f"年度核查：{row.name}（{row.number}）", fields,
            lambda part: (custody.check_custody, row.id, part.on, part.found, {"before": before}), "核查已登记。",
        )  # fmt: skip

    def _file(self, row: Any) -> None:
        fields = (FormField("on", "报备日期", type="date", required=True),)
        before = {"on": row.filed_on}
        self.ask(
            "file_custody", f"报区县备案：{row.name}（{row.number}）", fields,
            lambda part: (custody.file_custody, row.id, part.on, {"before": before}), "备案日期已登记。",
        )  # fmt: skip

    def _revoke(self, row: Any) -> None:
        fields = (
            FormField("on", "注销日期", type="date", required=True),
            FormField("reason", "注销的原因", type="long_text", required=True, max_length=200, span=2),
        )
        self.ask(
            "revoke_custody", f"注销代管：{row.name}（{row.number}）", fields,
            lambda part: (custody.revoke_custody, row.id, part.on, part.reason),
            "已注销。协议书下面的交还记录请双方签字。", button="注销", told="卡折已交还本人后再注销。",
        )  # fmt: skip

    def _print(self, form: str, row: Any) -> None:
        self.print_to(care_papers.issue_care, form, row.id)
