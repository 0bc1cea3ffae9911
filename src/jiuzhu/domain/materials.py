"""The checklist of papers: which an application needs, and which the government already has and must not ask for.

民发〔2021〕57号 Art 10: what can be had from government platforms is not asked of the applicant.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from jiuzhu.domain.catalogue import DepartmentKind
from jiuzhu.domain.dossier import Dossier, MaterialPart

_MEANS = frozenset({"dibao", "edge", "rigid", "tekun", "temporary"})
"""Kinds for which income and property are declared and checked."""
_PAID = frozenset({
    "dibao", "tekun", "disability_living", "disability_care", "orphan", "unsupported_child", "elder_allowance",
    "elder_care", "temporary", "disaster",
})  # fmt: skip
"""Kinds that are paid into an account; 快救 may be handed over."""
_CHILDREN = frozenset({"orphan", "unsupported_child"})
_BILLED = frozenset({"rigid", "temporary"})
_STRUCK = frozenset({"quick", "temporary"})
HELPED_FIRST = frozenset({"quick"})
"""Kinds that help first: papers and numbers may follow [民发〔2018〕23号]; the catalogue adds those of departments."""
_BY_STANDING = frozenset({"disability_living", "elder_care", "temporary"})
_LOST = frozenset({"unreachable", "not_found"})
_ACCIDENTS = frozenset({"fire", "traffic", "accident", "disaster"})


@dataclass(frozen=True, slots=True)
class MaterialRule:
    """One paper: the kinds it is for (empty: all), when it is needed, and whether it comes by data instead of paper."""

    code: str
    name: str
    applies: Callable[[Dossier], bool]
    kinds: frozenset[str] = frozenset()
    by_data: bool = False

    def holds(self, dossier: Dossier) -> bool:
        """Whether this application needs it."""
        meant = not self.kinds or bool(self.kinds & set(dossier.application.programmes))
        return meant and self.applies(dossier)


def _always(dossier: Dossier) -> bool:  # noqa: ARG001  # one signature for every rule
    return True


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


def _parent_ill(dossier: Dossier) -> bool:
    return any(parent.state == "major_illness" for parent in dossier.parents)


def _parent_lost(dossier: Dossier) -> bool:
    return any(parent.state in _LOST for parent in dossier.parents)


def _struck_by_accident(dossier: Dossier) -> bool:
    return dossier.incident.kind in _ACCIDENTS


def _struck_by_illness(dossier: Dossier) -> bool:
    return dossier.incident.kind in {"illness", "long_treatment"} and not _somebody_ill(dossier)


def _spending(dossier: Dossier) -> bool:
    spent = dossier.incident.kind in {"illness", "long_treatment", "education"} or bool(dossier.bills)
    return spent or "rigid" in dossier.application.programmes


RULES: tuple[MaterialRule, ...] = (
    MaterialRule("application_form", "社会救助申请书（签字）", _always),
    MaterialRule("declaration_form", "家庭成员及经济状况申报表（签字）", _always, _MEANS),
    MaterialRule("identity_card", "全体家庭成员身份证（看原件）", _always),
    MaterialRule("guardian", "监护人身份证和监护关系证明", _always, _CHILDREN),
    MaterialRule("bank_card", "收款银行卡或存折（看原件）", _always, _PAID),
    MaterialRule("proxy_letter", "代办委托书和代办人身份证", _by_proxy),
    MaterialRule(
        "tekun_statement", "劳动能力、生活来源、财产和赡养情况书面说明", _always, frozenset({"tekun"})
    ),
    MaterialRule("diagnosis", "疾病诊断证明或病历", _somebody_ill, _MEANS),
    MaterialRule("incident_diagnosis", "本次患病的诊断证明", _struck_by_illness, _STRUCK),
    MaterialRule("incident_proof", "火灾、事故等情形的证明或现场照片", _struck_by_accident, _STRUCK),
    MaterialRule("bills", "医疗、教育、康复等支出票据（看原件）", _spending, _BILLED),
    MaterialRule("school_letter", "在校证明", _somebody_studies_beyond_school, _MEANS),
    MaterialRule("wage_slip", "工资收入证明或流水", _somebody_earns, _MEANS),
    MaterialRule("vehicle_value", "车辆价值证明", _value_of_vehicle, _MEANS),
    MaterialRule("parent_diagnosis", "父母重病的诊断证明", _parent_ill, _CHILDREN),
    MaterialRule("parent_lost", "父母失联或查找不到的说明（公安机关或村居出具）", _parent_lost, _CHILDREN),
    MaterialRule("damage_photos", "受损房屋照片", _always, frozenset({"disaster"})),
    MaterialRule("household_register", "户口信息", _always, by_data=True),
    MaterialRule("marriage", "婚姻登记信息", _always, _MEANS, by_data=True),
    MaterialRule("disability_card", "残疾人证信息", _somebody_disabled, by_data=True),
    MaterialRule("standing", "低保、特困等救助身份信息", _always, _BY_STANDING, by_data=True),
    MaterialRule("parents_state", "父母死亡、服刑、残疾等信息", _always, _CHILDREN, by_data=True),
    MaterialRule("property_register", "不动产、车辆、工商登记信息", _always, _MEANS, by_data=True),
    MaterialRule("house_title", "房屋权属信息", _always, frozenset({"disaster"}), by_data=True),
)
"""In the order the clerk asks for them; those obtained by data come last."""


BY_DATA = "由数据获取，不用提交"
"""What the receipt says about a paper nobody has to bring."""


_OF_DEPARTMENT = "."
"""Between the programme and the number of one of its department's papers."""


def _department_papers(
    dossier: Dossier, catalogue: Mapping[str, DepartmentKind] | None, known: Mapping[str, MaterialPart]
) -> list[MaterialPart]:
    """What departments ask for beside it [649 Art 60]; without a catalogue, those the form lists already."""
    asked = dossier.application.programmes
    if catalogue is None:
        return [
            replace(part)
            for part in dossier.materials
            if _OF_DEPARTMENT in part.code and part.code.partition(_OF_DEPARTMENT)[0] in asked
        ]
    made = []
    for programme in (one for one in asked if one in catalogue):
        for place, name in enumerate(catalogue[programme].papers, start=1):
            code = f"{programme}{_OF_DEPARTMENT}{place}"
            made.append(
                replace(known[code], name=name) if code in known else MaterialPart(code=code, name=name)
            )
    return made


def checklist(dossier: Dossier, catalogue: Mapping[str, DepartmentKind] | None = None) -> list[MaterialPart]:
    """The papers this application needs now; what was ticked before stays ticked.

    `catalogue` names the papers of departments for what they decide; without it those listed already stay listed.
    """
    known = {part.code: part for part in dossier.materials}
    made = []
    of_departments = _department_papers(dossier, catalogue, known)
    for rule in RULES:
        if rule.holds(dossier):
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
    brought = sum(not part.by_data for part in made)  # those obtained by data come last
    return made[:brought] + of_departments + made[brought:]


def missing(dossier: Dossier) -> list[str]:
    """Names of papers still to be brought."""
    return [part.name for part in checklist(dossier) if not part.by_data and part.received_on is None]


def before_acceptance(dossier: Dossier, helped_first: Collection[str] = HELPED_FIRST) -> list[str]:
    """Names of papers that must be there before anything is taken; who is helped at once brings them afterwards.

    民发〔2018〕23号: help first, make up the papers.
    """
    others = [kind for kind in dossier.application.programmes if kind not in helped_first]
    if not others:
        return []
    return missing(replace(dossier, application=replace(dossier.application, programmes=others)))
