"""回避: nobody signs, decides or hands over money for a household of their own family [57 Art 11; TL Art 33]."""

from collections.abc import Collection

from jiuzhu.errors import Refused
from jiuzhu.storage.queries import relatives as queries
from jiuzhu.storage.unit import Unit


def own_households(unit: Unit) -> set[str]:
    """Households that name this colleague in 近亲属备案, by whichever of their applications."""
    me, name = unit.actor.operator_id, unit.actor.name
    return {household for household, row in queries.registered(unit.session) if row.concerns(me, name)}


def require_unrelated(unit: Unit, household_id: str) -> None:
    """Refuse the signature of a relative."""
    if household_id in own_households(unit):
        raise Refused("您在这户的近亲属备案中，应当回避。没有改动任何内容；请由另一位同事签署。")


def require_none_related(unit: Unit, household_ids: Collection[str], way_out: str) -> None:
    """Refuse the signature under a list that holds a relative; `way_out` says how it is taken off the list."""
    if own_households(unit).intersection(household_ids):
        raise Refused(
            f"清单里有您近亲属备案中的家庭，应当回避。没有改动任何内容；请由另一位同事签署，或{way_out}。"
        )
