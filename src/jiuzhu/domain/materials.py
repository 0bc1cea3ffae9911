"""The checklist of papers: which an application needs, and which the government already has and must not ask for.

民发〔2021〕57号 Art 10: what can be had from government platforms is not asked of the applicant.
"""

from collections.abc import Callable
from dataclasses import dataclass

from jiuzhu.domain.dossier import Dossier, MaterialPart


@dataclass(frozen=True, slots=True)
class MaterialRule:
    """One paper: when it is needed, and whether it comes by data instead of paper."""

    code: str
    name: str
    applies: Callable[[Dossier], bool]
    by_data: bool = False


def _always(dossier: Dossier) -> bool:  # noqa: ARG001  # one signature for every rule
    return True


def _has_account(dossier: Dossier) -> bool:
    return bool({"dibao", "disability_living", "disability_care"} & set(dossier.application.programmes))


def _by_proxy(dossier: Dossier) -> bool:
    return dossier.application.source == "proxy"


def _somebody_ill(dossier: Dossier) -> bool:
    return any(member.illness != "none" for member in dossier.members)


def _somebody_disabled(dossier: Dossier) -> bool:
    return any(member.disability_kind for member in dossier.members)


def _somebody_studies_beyond_school(dossier: Dossier) -> bool:
    return any(member.student in {"senior", "vocational", "bachelor"} for member in dossier.members)


def _somebody_earns(dossier: Dossier) -> bool:
    return any(line.kind == "wage" for line in dossier.incomes)


def _value_of_vehicle(dossier: Dossier) -> bool:
    return any(line.kind not in {"", "motorcycle", "disability_scooter"} for line in dossier.vehicles)


RULES: tuple[MaterialRule, ...] = (
    MaterialRule("application_form", "社会救助申请书（签字）", _always),
    MaterialRule("declaration_form", "家庭成员及经济状况申报表（签字）", _always),
    MaterialRule("identity_card", "全体家庭成员身份证（看原件）", _always),
    MaterialRule("bank_card", "收款银行卡或存折（看原件）", _has_account),
    MaterialRule("proxy_letter", "代办委托书和代办人身份证", _by_proxy),
    MaterialRule("diagnosis", "疾病诊断证明或病历", _somebody_ill),
    MaterialRule("school_letter", "在校证明", _somebody_studies_beyond_school),
    MaterialRule("wage_slip", "工资收入证明或流水", _somebody_earns),
    MaterialRule("vehicle_value", "车辆价值证明", _value_of_vehicle),
    MaterialRule("household_register", "户口信息", _always, by_data=True),
    MaterialRule("marriage", "婚姻登记信息", _always, by_data=True),
    MaterialRule("disability_card", "残疾人证信息", _somebody_disabled, by_data=True),
    MaterialRule("property_register", "不动产、车辆、工商登记信息", _always, by_data=True),
)
"""In the order the clerk asks for them; those obtained by data come last."""


BY_DATA = "由数据获取，不用提交"
"""What the receipt says about a paper nobody has to bring."""


def checklist(dossier: Dossier) -> list[MaterialPart]:
    """The papers this application needs now; what was ticked before stays ticked."""
    known = {part.code: part for part in dossier.materials}
    made = []
    for rule in RULES:
        if rule.applies(dossier):
            before = known.get(rule.code)
            made.append(
                MaterialPart(
                    code=rule.code,
                    name=rule.name,
                    by_data=rule.by_data,
                    received_on=before.received_on if before else None,
                    note=before.note if before and before.note else BY_DATA if rule.by_data else "",
                )
            )
    return made


def missing(dossier: Dossier) -> list[str]:
    """Names of papers still to be brought."""
    return [part.name for part in checklist(dossier) if not part.by_data and part.received_on is None]
