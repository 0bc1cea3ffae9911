"""Which paper of an application can be printed yet, and in which words the others say why not."""

from collections.abc import Callable

from jiuzhu.domain.dossier import Dossier
from jiuzhu.services.paper.kind_papers import SUBSIDY_OF

Condition = Callable[[Dossier], str]


def _needs(there: Callable[[Dossier], object], lacking: str) -> Condition:
    """Say what is `lacking` as long as what a paper tells of is not `there`."""
    return lambda dossier: "" if there(dossier) else lacking


def _assessed(dossier: Dossier) -> bool:
    return any(member.counted and member.self_care_on for member in dossier.members)


_always = _needs(lambda _: True, "")
_visit = _needs(lambda d: d.visit.visited_on, "还没有入户调查记录。")
_opinion = _needs(lambda d: d.opinion.given_on, "还没有初审意见。")

READY: dict[str, Condition] = {
    "F01": _always,
    "F02": _always,
    "F03": _always,
    "F04": _needs(lambda d: d.application.accepted_on, "还没有受理：材料补齐并受理以后才有受理通知书。"),
    "F05": _needs(lambda d: d.correction.number, "这份申请没有出具过补正告知。"),
    "F06": _needs(lambda d: d.declined.number, "这份申请没有不予受理。"),
    "F07": _needs(lambda d: d.relatives, "这份申请没有近亲属备案。"),
    "F08": _needs(lambda d: d.check.number, "还没有发出核对委托。"),
    "F09": _visit,
    "F10": _visit,
    "F11": _needs(lambda d: d.neighbours, "还没有邻里访问记录。"),
    "F12": _needs(lambda d: d.deliberation.held_on, "还没有登记民主评议。"),
    "F13": _needs(lambda d: d.notice.number, "还没有张榜公示：提出拟同意的初审意见并张榜以后才有公示单。"),
    "F14": _needs(lambda d: d.objections, "公示期间没有登记过异议。"),
    "F15": _opinion,
    "F25": _needs(lambda d: d.incident.kind, "还没有登记急难情形。"),
    "WHY": _needs(lambda d: d.application.accepted_on, "还没有受理，没有可以说明的认定。"),
    "F23A": _always,
    "F23B": _visit,
    "F23C": _opinion,
    "F23D": _needs(_assessed, "还没有生活自理能力评估。"),
    "F24A": _always,
    "F24B": _opinion,
    "F24C": _needs(lambda d: d.bills or d.expenses, "还没有登记刚性支出和票据。"),
    **dict.fromkeys(SUBSIDY_OF, _always),
}
"""Paper → why it cannot be printed yet, "" when it can."""
