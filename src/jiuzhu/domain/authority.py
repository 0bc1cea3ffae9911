"""Who signs, by kind and amount: the county, or the township where it is entrusted [57 Art 3; 43 Art 3; 民发〔2018〕23号]."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from jiuzhu.domain.money import shown
from jiuzhu.domain.policy import AWAITS_CONFIRMATION, OWN_SETTING, Standards

COUNTY, TOWNSHIP = "county", "township"
LABELS = {COUNTY: "区县", TOWNSHIP: "乡镇（街道）"}

_SETTINGS: Mapping[str, str] = {
    **dict.fromkeys(("dibao", "edge", "rigid"), "authority.dibao"),
    "tekun": "authority.tekun",
    **dict.fromkeys(("orphan", "unsupported_child"), "authority.child"),
    **dict.fromkeys(
        ("disability_living", "disability_care", "elder_allowance", "elder_care"), "authority.subsidy"
    ),
    "temporary": "authority.temporary",
    "quick": "authority.quick",
    "disaster": "authority.disaster",
}
"""Programme → the setting that says who confirms it; a department's own decision has none."""

_LIMIT = "reserve.limit"
"""Yuan up to which the township decides 临时救助 itself; 0 while the district has set none."""


class Level(NamedTuple):
    """Who signs an item, and the sentence that says why."""

    authority: str  # county | township
    why: str


def decides(programme: str) -> bool:
    """Whether the office's own line decides it; what departments decide is handed on."""
    return programme in _SETTINGS


def level_of(standards: Standards, programme: str, amount: Decimal = Decimal(0)) -> Level:
    """Who confirms one item; `amount` is what is given once."""
    key = _SETTINGS[programme]
    if standards.word(key, (COUNTY, TOWNSHIP)) == TOWNSHIP:
        return Level(TOWNSHIP, _said(standards, key, "已委托乡镇（街道）审核确认"))
    limit = standards.amount(_LIMIT)
    if programme == "temporary" and 0 < amount <= limit:
        return Level(TOWNSHIP, _said(standards, _LIMIT, f"不超过 {shown(limit)} 元的由乡镇（街道）审核确认"))
    return Level(COUNTY, _said(standards, key, "由区县审核确认"))


def may_sign(roles: Iterable[str], level: Level | None) -> bool:
    """Whether an approver reaches that far: the township's signs what is entrusted to it, the county's signs all.

    Entrusting takes nothing from the county [57 Art 3]; a township may never sign what is the county's.
    """
    held = set(roles)
    entrusted = level is None or level.authority == TOWNSHIP
    return "approver" in held or (entrusted and "township_approver" in held)


def _said(standards: Standards, key: str, words: str) -> str:
    figure = standards[key]
    if figure.document == OWN_SETTING:
        return f"{words}（本窗口设置）"
    return f"{words}（{figure.document if figure.confirmed else AWAITS_CONFIRMATION}）"


def highest(levels: Iterable[Level]) -> Level | None:
    """Who signs a file: the county as soon as one of its items is the county's; None when nothing is to be signed."""
    found = list(levels)
    return next((one for one in found if one.authority == COUNTY), found[0] if found else None)
