"""What is proposed for each item asked for, on the accepted figures: the sum, the clause, and what stands against it."""

from dataclasses import dataclass
from decimal import Decimal

from jiuzhu.domain import application as app
from jiuzhu.domain.assessment.assess import Assessment
from jiuzhu.domain.assessment.explain import deciding_line, headline
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, NOT_ENTITLED, Finding, WhyLine
from jiuzhu.domain.assessment.single import grounds_of, names_of
from jiuzhu.domain.assessment.temporary import ground_of
from jiuzhu.domain.authority import Level, decides, highest, level_of
from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.clauses import rests_on
from jiuzhu.domain.desk import Desk
from jiuzhu.domain.obligations import lower_shares
from jiuzhu.errors import Refused
from jiuzhu.services.casework import files
from jiuzhu.services.casework.assessing import monthly_of
from jiuzhu.services.casework.clashing import clashes_of
from jiuzhu.services.casework.findings import finding_for
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit

_FOLLOWS_DIBAO = "disability_living"
_NOBODY = {"disability_living": "国发〔2015〕52号", "disability_care": "国发〔2015〕52号"}


def _spelled(line: WhyLine) -> str:
    """Clause and document of a reason, as papers name them."""
    return rests_on(line.clause, line.document)


def _granting(finding: Finding) -> WhyLine | None:
    """The reason a grant rests on where it is not the last one: 边缘 is a matter of income, property only does not stand against it."""
    return next((line for line in finding.why if line.step == "edge.income.below"), None)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One item asked for with its finding, and what it gives each month."""

    item: app.Item
    label: str
    finding: Finding
    monthly: Decimal
    amount: Decimal = Decimal("0.00")  # once
    clashes: tuple[str, ...] = ()  # what stands against it
    yields: str = ""  # why nobody is left to be granted it, though the finding fits

    @property
    def conditional(self) -> str:
        """What must be confirmed before the item can be: the subsidy of a person who would enter 低保 alone.

        Needs of other entitled findings are papers that prove what the finding already took as given.
        """
        entitled = self.finding.result == ENTITLED
        return "；".join(self.finding.needs) if entitled and self.item.programme == _FOLLOWS_DIBAO else ""

    @property
    def signed_as(self) -> str:
        """The programme whose level of approval binds: 急难型 beyond the cap of 小额快救 is signed like 支出型."""
        cap = self.finding.figures.get("quick_cap")
        beyond = self.item.programme == "quick" and isinstance(cap, Decimal) and self.amount > cap
        return "temporary" if beyond else self.item.programme

    @property
    def grants(self) -> bool:
        """Whether the item can be approved."""
        return self.finding.result == ENTITLED and not self.conditional and not self.yields

    @property
    def reason(self) -> str:
        """The finding in one line, as decisions quote it."""
        if self.yields:
            return self.yields
        return f"还需：{self.conditional}" if self.conditional else headline(self.finding)

    @property
    def clause(self) -> str:
        """The clause and the standard the finding stands on, spelled for a paper."""
        if self.grants and names_of(self.finding):
            return _spelled(grounds_of(self.finding)[0])
        if self.grants and self.item.programme in {"quick", "temporary"}:
            return _spelled(ground_of(self.finding, self.amount, quick=self.item.programme == "quick"))
        line = _granting(self.finding) if self.grants else deciding_line(self.finding)
        if line is None and self.finding.why:
            line = self.finding.why[-1]
        if line is None:
            return _NOBODY.get(self.item.programme, "")
        return _spelled(line)

    @property
    def failed(self) -> str:
        """The clause of the rule the household fails, spelled; "" while it fails none, whatever is still needed."""
        if self.finding.result != NOT_ENTITLED:
            return ""
        line = deciding_line(self.finding)
        return _spelled(line) if line is not None else _NOBODY.get(self.item.programme, "")


def shares_of(finding: Finding) -> dict[str, Decimal]:
    """Person → yuan a month, for a programme that belongs to persons; empty for a household's one."""
    persons = finding.figures.get("persons")
    return {str(one["member"]): one["monthly"] for one in persons} if isinstance(persons, list) else {}


def proposals(desk: Desk, rows: FileRows, assessment: Assessment) -> list[Proposal]:
    """The items still asked for, in the order of the form; nobody gets the same twice, or the lower one of a pair."""
    asked = [item for item in rows.items if item.state == "open"]
    found = {item.programme: finding_for(rows, item, assessment) for item in asked}
    _confirm_alone(found)
    entitled = {code: shares_of(one) for code, one in found.items() if one.result == ENTITLED}
    lower = lower_shares(entitled)
    clashes = clashes_of(desk, assessment, found.keys())
    month = month_of(rows.application.accepted_on or rows.application.submitted_on)
    made = []
    for item in asked:
        finding, yields = found[item.programme], ""
        for why, gone in (
            ("已在享受", _receiving(rows, item.programme, month)),
            ("就高享受另一项补贴", {person for code, person in lower if code == item.programme}),
        ):
            finding, left = _without(finding, gone)
            yields = yields or ("" if left else why)
        label = desk.label("item", item.programme)
        yields = f"{yields}，不再确认本项" if yields else ""
        made.append(
            Proposal(
                item,
                label,
                finding,
                Decimal("0.00") if yields else monthly_of(finding),
                amount_of(finding),
                tuple(clashes.get(item.programme, ())),
                yields,
            )
        )
    return made


def _confirm_alone(found: dict[str, Finding]) -> None:
    """What waits for somebody's 单人户 waits no longer where the same signature grants it."""
    living, dibao = found.get(_FOLLOWS_DIBAO), found.get("dibao")
    if living is None or dibao is None or not names_of(dibao):
        return
    if shares_of(living).keys() <= shares_of(dibao).keys():
        found[_FOLLOWS_DIBAO] = living._replace(needs=())


def _receiving(rows: FileRows, programme: str, month: str) -> set[str]:
    """Who has the programme in force by another decision."""
    return {
        row.person_id
        for row in rows.received
        if row.programme == programme and row.person_id and (not row.last_month or row.last_month >= month)
    }


def _without(finding: Finding, gone: set[str]) -> tuple[Finding, bool]:
    """A finding without some of its persons, and whether anything is left of it."""
    persons = finding.figures.get("persons")
    if not gone or finding.result != ENTITLED or not isinstance(persons, list):
        return finding, True
    kept = [one for one in persons if one["member"] not in gone]
    return finding._replace(figures={**finding.figures, "persons": kept}), bool(kept)


def amount_of(finding: Finding) -> Decimal:
    """Yuan a finding gives once."""
    amount = finding.figures.get("amount")
    return amount if finding.result == ENTITLED and isinstance(amount, Decimal) else Decimal("0.00")


def given(found: list[Proposal]) -> Decimal:
    """Yuan given once by everything that can be approved."""
    return sum((one.amount for one in found if one.grants), Decimal("0.00"))


def level(unit: Unit, rows: FileRows, found: list[Proposal]) -> Level | None:
    """Who signs the file: by what can be granted, else by what was asked for; None for what a department decides."""
    standards = files.standards_of(unit, rows)
    signed = [one for one in found if one.grants] or found
    return highest(
        level_of(standards, one.signed_as, one.amount) for one in signed if decides(one.item.programme)
    )


def granted(found: list[Proposal]) -> Decimal:
    """Yuan a month of everything that can be approved."""
    return sum((one.monthly for one in found if one.grants), Decimal("0.00"))


def lacking(found: list[Proposal]) -> str:
    """What findings still wait for, in words; "" when all of them are settled."""
    return "；".join(
        f"{one.label}还需：{'；'.join(one.finding.needs) or '人工核定'}"
        for one in found
        if one.finding.result == MANUAL
    )


def failed(found: list[Proposal]) -> str:
    """The clause a refusal of everything would rest on: of the first rule that is failed, "" when none is."""
    return next((one.failed for one in found if one.failed), "")


def require_settled(found: list[Proposal]) -> None:
    """Refuse while a finding still waits for a person's judgement."""
    waiting = lacking(found)
    if waiting:
        raise Refused(f"{waiting}。认定还没有结果，没有改动任何内容；请先在核查中补齐。")


def require_inhabited(rows: FileRows) -> None:
    """Refuse a grant to a household in which nobody who counts is left; its file is closed in words."""
    if rows.emptied:
        raise Refused(
            f"户 {rows.household.number} 已经没有共同生活成员（死亡、迁出或并入其他户），不能同意。"
            "没有改动任何内容；请签署不同意并写明原因，或办理申请人撤回。"
        )
