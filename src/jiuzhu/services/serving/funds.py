"""服务资金: the eight sources, their ceilings, what is promised and paid out of them; nothing beyond is promised."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from jiuzhu.domain.merging import Shown
from jiuzhu.domain.money import ZERO, shown
from jiuzhu.domain.serving.spending import SHARED, Balance, balance, cost
from jiuzhu.domain.serving.supply import Fund
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.office import merging
from jiuzhu.services.serving.whole import require_whole
from jiuzhu.storage.queries import spending as queries
from jiuzhu.storage.unit import Unit

_YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class FundRow:
    """A fund in the list, with how much of it is spoken for; `colour`: ok, warn from the policy's share on, bad when full."""

    id: str
    version: int
    source: str
    label: str
    year: int
    base: Decimal
    document: str
    balance: Balance
    colour: str
    agreements: int


def open_fund(
    unit: Unit, source: str, year: int, ceiling: Decimal, *, base: Decimal = ZERO, document: str
) -> str:
    """登记资金来源: one source in one year with its ceiling; returns its id. `base`: what the work fund takes its share of."""
    unit.require("fund")
    problems = []
    if source not in unit.desk.codes["fund_source"].labels:
        problems.append(Problem("source", "请选择资金来源。"))
    if year not in _YEARS:
        problems.append(Problem("year", "请填写四位数的年度。"))
    problems += _problems(source, ceiling, base)
    if problems:
        raise InvalidInput(problems)
    if queries.of_source(unit.session, source, year) is not None:
        label = unit.desk.label("fund_source", source)
        raise Refused(f"{year} 年的“{label}”已经登记过。没有再登记一次；要改额度请选中它点“调整额度”。")
    made = Fund(
        source=source,
        year=year,
        ceiling=ceiling,
        base=base if source == SHARED else ZERO,
        document=written(document, "资金文件", "document"),
    )
    unit.about(unit.add(made).id)
    return made.id


def _problems(source: str, ceiling: Decimal, base: Decimal) -> Iterable[Problem]:
    if ceiling is None or ceiling <= ZERO:
        yield Problem("ceiling", "请填写年度额度，要大于零。")
    if source == SHARED and (base is None or base <= ZERO):
        yield Problem(
            "base", "社会救助工作（专项）经费不得超过本地统筹安排的救助资金总额的规定比例，请填写总额。"
        )


def change_fund(
    unit: Unit, fund_id: str, ceiling: Decimal, base: Decimal, document: str, *, before: Shown | None = None
) -> None:
    """调整额度, with the paper it goes by; never below what is promised and paid already."""
    unit.require("fund")
    fund = unit.get(Fund, fund_id)
    typed = {"ceiling": ceiling, "base": base, "document": written(document, "资金文件", "document")}
    made = merging.merged(unit, fund, typed, before, about=[fund.id])
    problems = list(_problems(fund.source, made["ceiling"], made["base"]))
    if problems:
        raise InvalidInput(problems)
    fund.ceiling, fund.document = made["ceiling"], made["document"]
    fund.base = made["base"] if fund.source == SHARED else ZERO
    found = balance_of(unit, fund)
    if found.left < ZERO:
        raise InvalidInput(
            [
                Problem(
                    "ceiling",
                    f"已支出和已安排 {shown(found.used)} 元，可用额度不能低于这个数。没有改动任何内容。",
                )
            ]
        )
    unit.about(fund.id)


def balance_of(unit: Unit, fund: Fund) -> Balance:
    """What a fund has promised, paid and left."""
    visits = [*queries.booked(unit.session, fund.id), *queries.to_settle(unit.session, fund.id)]
    committed = sum((cost(kind, rate, minutes) * times for kind, rate, minutes, times in visits), ZERO)
    committed += sum(queries.subsidies(unit.session, fund.id, "proposed"), ZERO)
    spent = sum(queries.signed_settlements(unit.session, fund.id), ZERO)
    spent += sum(queries.subsidies(unit.session, fund.id, "approved"), ZERO)
    return balance(fund, _percent(unit, "fund.work_percent"), committed, spent)


def require_room(unit: Unit, fund_id: str, more: Decimal, field: str = "amount") -> None:
    """Refuse to promise or pay `more` yuan than a fund has left; what is promised already counts as taken.

    Who pays what was promised asks for the difference only. Raises `InvalidInput` beside the field.
    """
    unit.session.flush()
    fund = unit.get(Fund, fund_id)
    found = balance_of(unit, fund)
    if more > ZERO and more > found.left:
        raise InvalidInput([Problem(field, short(unit, fund, found.left, more))])


def short(unit: Unit, fund: Fund, left: Decimal, more: Decimal) -> str:
    """The sentence that says that a fund does not reach."""
    label = unit.desk.label("fund_source", fund.source)
    capped = "（按救助资金总额的规定比例封顶）" if fund.source == SHARED else ""
    return (
        f"{fund.year} 年“{label}”{capped}只剩 {shown(max(left, ZERO))} 元，不够这笔 {shown(more)} 元；"
        "请与统计岗位核对额度，或换资金来源。"
    )


def funds(unit: Unit) -> list[FundRow]:
    """Every fund, the newest year first, the fuller before the emptier."""
    unit.require("read")
    require_whole(unit, "服务资金")
    warn = _percent(unit, "fund.warn_percent")
    found = []
    for one in queries.funds(unit.session):
        now = balance_of(unit, one)
        found.append(
            FundRow(
                one.id,
                one.version,
                one.source,
                unit.desk.label("fund_source", one.source),
                one.year,
                one.base,
                one.document,
                now,
                now.colour(warn),
                queries.agreements_of(unit.session, one.id),
            )
        )
    return sorted(found, key=lambda one: (-one.year, -one.balance.percent, one.source))


def _percent(unit: Unit, key: str) -> Decimal:
    return unit.desk.policy.in_force(unit.desk.office.district, unit.today).amount(key)
