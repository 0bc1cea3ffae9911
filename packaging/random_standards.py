"""Steps of random days around a new standard: the figure set and confirmed, the list made, signed, thrown away, carried out in parts."""

from datetime import date
from typing import TYPE_CHECKING

from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.services.granting import carrying_out, reassessing
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.services.office_rules import rule_admin
from jiuzhu.services.office_rules.rule_admin import NewFigure, Seen

if TYPE_CHECKING:
    from random_days import Days

_KEY, _DOCUMENT = "std.dibao.urban", "示例规〔2025〕99号"
_STOPPED, _THROWN_AWAY = 0.4, 0.15


def bring_in(days: "Days", one: str) -> str:  # noqa: ARG001  # of everybody
    """Another standard, set by one person and confirmed by another; its list made, and signed or thrown away."""
    value, starts = str(days.chance.randrange(600, 1000, 10)), date(2025, days.chance.randrange(9, 13), 1)
    rule_admin.set_figure(days.town.clerk, NewFigure(_KEY, value, starts, _DOCUMENT, replaces=True))
    rule_admin.confirm_figure(days.town.head, Seen(_KEY, value, starts), _DOCUMENT)
    return f"{value} {starts}: {_list(days, 'standard')}"


def look_again(days: "Days", one: str) -> str:  # noqa: ARG001  # as above
    """The yearly look, by the standards there are."""
    return _list(days, "yearly")


def carry_out(days: "Days", one: str) -> list[str]:  # noqa: ARG001  # as above
    """What is signed, or was stopped on its way, is carried out; often only in part."""
    return [
        carrying_out.apply(days.payer, run.id, cancelled=lambda: days.chance.random() < _STOPPED).told
        for run in days.payer.read(reassessing.runs)
        if run.state in {"signed", "applying"}
    ]


def _list(days: "Days", cause: str) -> str:
    month = month_of(days.day)
    wanted = Wanted(
        title="示例调整",
        standards_on=days.day,
        from_month=days.chance.choice((month, month_after(month))),
        document=_DOCUMENT,
        cause=cause,
    )
    run = reassessing.draft(days.payer, wanted)
    told = "\n".join(map(repr, days.payer.read(reassessing.lines, run)))
    if days.chance.random() < _THROWN_AWAY:
        days.payer.write(reassessing.discard, run)
    else:
        days.town.head.write(reassessing.sign, run)
    return told
