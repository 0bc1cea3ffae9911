"""回避: nobody surveys, judges, signs or hands over money for a household of their own family [57 Art 11; TL Art 33]."""

from collections.abc import Collection

from jiuzhu.domain.application import Application
from jiuzhu.domain.rights import RIGHT_LABELS
from jiuzhu.domain.workflow import Move
from jiuzhu.errors import Refused
from jiuzhu.storage.queries import relatives as queries
from jiuzhu.storage.queries.arriving import counted_last
from jiuzhu.storage.queries.files import operator_names
from jiuzhu.storage.unit import Unit

_JUDGING = frozenset({"check", "opine", "decide"})
_TAKEN_DOWN = "object_to_notice"
"""What others bring against a posting is taken down by whoever is at the window."""


def judges(move: Move) -> bool:
    """Whether a move rests on the judgement of whoever makes it; taking, withdrawing and passing on do not."""
    return move.right in _JUDGING and move.name != _TAKEN_DOWN


def own_households(unit: Unit) -> set[str]:
    """Households that name this colleague in 近亲属备案, by whichever of their applications."""
    me, name = unit.actor.operator_id, unit.actor.name
    return {household for household, row in queries.registered(unit.session) if row.concerns(me, name)}


def near_among(unit: Unit, household_id: str, people: Collection[str]) -> str:
    """Who of these people, written with or without their office, stands in the household's register; "" when nobody does."""
    names = operator_names(unit.session)
    for home, row in queries.registered(unit.session):
        if home == household_id:
            for known in filter(None, (names.get(row.operator_id or "", ""), row.staff_name)):
                for one in people:
                    if known in one or one in known:
                        return known
    return ""


def require_unrelated(unit: Unit, household_id: str, person_id: str | None = None) -> None:
    """Refuse the signature of a relative: of the household paid, or of the one that counts whose money it is, or did last."""
    homes = {household_id, counted_last(unit.session, person_id) if person_id else None}
    if homes & own_households(unit):
        raise Refused("您在这户的近亲属备案中，应当回避。没有改动任何内容；请由另一位同事签署。")


def kept_out(unit: Unit, application: Application, right: str) -> str:
    """Why this colleague may not work on the household's application, and who does it instead; "" when they may."""
    if application.household_id not in own_households(unit):
        return ""
    return f"您在这户的近亲属备案中，应当回避，请由另一位能{RIGHT_LABELS[right]}的同事办理"


def require_apart(unit: Unit, application: Application, right: str) -> None:
    """Refuse the survey, the figure or the opinion of a relative."""
    if kept_out(unit, application, right):
        raise Refused(
            "您在这户的近亲属备案中，应当回避。没有改动任何内容；"
            f"请由另一位能{RIGHT_LABELS[right]}的同事办理这一步。"
        )


def require_none_related(unit: Unit, household_ids: Collection[str], way_out: str) -> None:
    """Refuse the signature under a list that holds a relative; `way_out` says how it is taken off the list."""
    if own_households(unit).intersection(household_ids):
        raise Refused(
            f"清单里有您近亲属备案中的家庭，应当回避。没有改动任何内容；请由另一位同事签署，或{way_out}。"
        )
