"""The figures the formulas use, read once from the standards in force and kept ready for many households."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from jiuzhu.domain.money import cents
from jiuzhu.domain.policy import Figure, Standards

CARE_LEVELS = ("none", "half", "full")
CONSUMPTION_RULES = ("new_home", "high_bills", "study_abroad", "hired_workers", "luxury", "vehicle_use")


@dataclass(frozen=True, slots=True)
class Addon:
    """One item of 分类重点救助 (yuan a person a month)."""

    code: str
    label: str
    amount: Decimal
    paper: Figure


class TekunTerms(NamedTuple):
    """The figures of 特困 in force for a district and kind; money in yuan a month a person, `money_limit` in all."""

    base: Decimal
    base_figure: Figure
    care: dict[str, Decimal]
    care_figures: dict[str, Figure]
    monthly: dict[str, Decimal]  # by level of care, both sums together
    minor_below: int
    minor_figure: Figure
    money_limit: Decimal
    money_figure: Figure
    disposable_month: Decimal
    disposable_figure: Figure


@dataclass(frozen=True, slots=True)
class Terms:
    """Numbers of one district, kind and period; `*_figure` carries the paper behind a number."""

    kind: str
    standard: Decimal
    standard_figure: Figure
    edge_figure: Figure
    edge_limit: Decimal
    parental_figure: Figure
    parental_limit: Decimal
    money_figure: Figure
    money_limit: Decimal
    illness_figure: Figure
    illness_cap: Decimal
    vehicle_figure: Figure
    vehicle_exempt: Decimal
    housing_multiple: Figure
    housing_area: Figure
    housing_limit: Decimal
    average_area: Figure
    average_limit: Decimal
    premises: str
    premises_figure: Figure
    consumption: dict[str, Figure]
    base_pension_figure: Figure
    base_pension_excluded: bool
    deduct_medical: bool
    deduct_medical_figure: Figure
    count_family_support: bool
    support_formula: str
    support_figure: Figure
    support_rate_few: Decimal
    support_rate_many: Decimal
    disabled: Addon
    severe: Addon
    illness: Addon
    age70: Addon
    preschool: Addon
    student: Addon
    preschool_below: int
    living: Figure
    living_amount: Decimal
    living_edge: bool
    living_orphan: Figure  # a word: manual, paid or not_paid
    care: dict[str, tuple[Decimal, Figure]]
    elder_care: Decimal
    grant_start: str
    standards: Standards
    clergy_years: int
    clergy_figure: Figure
    unemployed: str
    unemployed_figure: Figure
    soldier: str
    soldier_figure: Figure
    tekun: TekunTerms


_SETTINGS_USED = (
    "authority.dibao",
    "disability.living.edge",
    "edge.multiple",
    "grant.start",
    "income.deduct.medical",
    "income.exclude.base_pension",
    "property.housing.min_area",
    "property.illness.cap",
    "property.money.multiple",
    "property.premises",
    "property.vehicle.exempt",
    "single.count_family_support",
    "single.parental.multiple",
    "support.formula",
    "total.wd.normal",
    "total.wd.special",
)


@lru_cache(
    maxsize=1024
)  # pure, and standards are themselves cached, so a batch builds this once per district and kind
def terms_for(standards: Standards, kind: str) -> Terms:
    """The terms of `urban` or `rural` households under these standards."""
    amount = standards.amount
    key = "std.dibao.urban" if standards.flag("district.unified_standard") else f"std.dibao.{kind}"
    standard = amount(key)
    return Terms(
        kind=kind,
        standard=standard,
        standard_figure=standards[key],
        edge_figure=standards["edge.multiple"],
        edge_limit=standard * amount("edge.multiple"),
        parental_figure=standards["single.parental.multiple"],
        parental_limit=standard * amount("single.parental.multiple"),
        money_figure=standards["property.money.multiple"],
        money_limit=standard * amount("property.money.multiple"),
        illness_figure=standards["property.illness.cap"],
        illness_cap=amount("property.illness.cap"),
        vehicle_figure=standards["property.vehicle.exempt"],
        vehicle_exempt=amount("property.vehicle.exempt"),
        housing_multiple=standards["property.housing.multiple"],
        housing_area=standards["property.housing.min_area"],
        housing_limit=amount("property.housing.multiple") * amount("property.housing.min_area"),
        average_area=standards["property.housing.average_area"],
        average_limit=amount("property.housing.average_area") * amount("property.housing.average_multiple"),
        premises=standards.word("property.premises", ("off", "manual", "fail")),
        premises_figure=standards["property.premises"],
        consumption={
            rule: standards[f"consumption.{rule}"]
            for rule in CONSUMPTION_RULES
            if standards.flag(f"consumption.{rule}")
        },
        base_pension_figure=standards["income.exclude.base_pension"],
        base_pension_excluded=standards.flag("income.exclude.base_pension"),
        deduct_medical=standards.flag("income.deduct.medical"),
        deduct_medical_figure=standards["income.deduct.medical"],
        count_family_support=standards.flag("single.count_family_support"),
        support_formula=standards.word("support.formula", ("none", "surplus")),
        support_figure=standards["support.formula"],
        support_rate_few=amount("support.rate.few"),
        support_rate_many=amount("support.rate.many"),
        disabled=_addon(standards, "disabled", "残疾人员"),
        severe=_addon(standards, "severe", "一至二级重残"),
        illness=_addon(standards, "illness", "重大疾病"),
        age70=_addon(standards, "age70", "七十周岁以上"),
        preschool=_addon(standards, "preschool", "学龄前儿童"),
        student=_addon(standards, "student", "在校学生"),
        preschool_below=standards.number("dibao.addon.preschool.below_age"),
        living=standards["disability.living"],
        living_amount=amount("disability.living"),
        living_edge=standards.flag("disability.living.edge"),
        living_orphan=standards["disability.living.orphan"],
        care={
            grade: (amount(f"disability.care.{grade}"), standards[f"disability.care.{grade}"])
            for grade in "12"
        },
        elder_care=amount("elder.care"),
        grant_start=standards.word("grant.start", ("next", "same")),
        standards=standards,
        clergy_years=standards.number("single.clergy.years"),
        clergy_figure=standards["single.clergy.years"],
        unemployed=standards.word("single.unemployed", ("off", "manual", "on")),
        unemployed_figure=standards["single.unemployed"],
        soldier=standards.word("member.soldier", ("manual", "counted", "left_out")),
        soldier_figure=standards["member.soldier"],
        tekun=_tekun(standards, standard),
    )


def _tekun(standards: Standards, standard: Decimal) -> TekunTerms:
    """The figures under these standards, `standard` being the 低保 one of the household's kind."""
    figures = {level: standards[f"tekun.care.{level}"] for level in CARE_LEVELS}
    base = standards.amount("std.tekun.base")
    care = {level: standards.amount(f"tekun.care.{level}") for level in CARE_LEVELS}
    return TekunTerms(
        base=base,
        base_figure=standards["std.tekun.base"],
        care=care,
        care_figures=figures,
        monthly={level: cents(base + extra) for level, extra in care.items()},
        minor_below=standards.number("tekun.minor.age"),
        minor_figure=standards["tekun.minor.age"],
        money_limit=standards.amount("tekun.property.multiple") * standard,
        money_figure=standards["tekun.property.multiple"],
        disposable_month=standards.amount("disposable.year") / 12,
        disposable_figure=standards["disposable.year"],
    )


def _addon(standards: Standards, code: str, label: str) -> Addon:
    key = f"dibao.addon.{code}"
    return Addon(code, label, standards.amount(key), standards[key])


@lru_cache(maxsize=4096)  # the same few sets of keys for every household of a district
def settings_used(standards: Standards, more: tuple[str, ...]) -> dict[str, str]:
    """The settings every finding may stand on, and the further ones a case has used, as words."""
    return {key: _shown(standards[key]) for key in sorted({*_SETTINGS_USED, *more})}


def _shown(figure: Figure) -> str:
    if isinstance(figure.value, bool):
        return "true" if figure.value else "false"
    return str(figure.value)
