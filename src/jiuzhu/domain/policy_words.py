"""Figures that are words: which words each may be, because a formula knows no other."""

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            "authority.child", "authority.dibao", "authority.disaster", "authority.quick", "authority.subsidy",
            "authority.tekun", "authority.temporary",
        ),
        ("county", "township"),
    ),
    "disability.living.orphan": ("manual", "paid", "not_paid"),
    "fade.amount": ("keep", "half"),
    "grant.start": ("next", "same"),
    "mass_review": ("on_dispute", "always"),
    "member.soldier": ("manual", "counted", "left_out"),
    "property.premises": ("off", "manual", "fail"),
    "quick.cap_basis": ("per_case", "per_person"),
    "publicity.counts": ("days", "working_days"),
    "recheck.C": ("off", "monthly", "quarterly"),
    "rigid.living.basis": ("standard", "none"),
    "rigid.ratio.counts": ("with_living", "without_living"),
    "service.class": ("渝北",),
    "single.unemployed": ("off", "manual", "on"),
    "support.formula": ("none", "surplus"),
}  # fmt: skip
"""Key → its words, the default first where there is one."""
