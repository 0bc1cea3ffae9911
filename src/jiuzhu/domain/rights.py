"""Roles and the rights they carry, read from one declaration; services ask, nobody else decides.

`resources/rights.toml` is the only place where a right is given. From it come the checks of the services, the grants
and row policies of a shared server, and the matrix a person reads and signs.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from jiuzhu import paths

ALL = "*"
"""Every column of a table, but for those of signatures."""

EMPTIED = "-"
"""Before a column that a right may only empty, or sign to take back what one made."""

_DECLARED = tomllib.loads((paths.resources() / "rights.toml").read_text("utf-8"))

ROLE_LABELS: dict[str, str] = dict(_DECLARED["roles"])

RIGHTS: dict[str, frozenset[str]] = {
    right: frozenset(told["roles"]) for right, told in _DECLARED["rights"].items()
}
"""Right → the roles that carry it. A right not listed here is nobody's."""

RIGHT_LABELS: dict[str, str] = {right: told["label"] for right, told in _DECLARED["rights"].items()}

AGAIN: frozenset[str] = frozenset(
    right for right, told in _DECLARED["rights"].items() if told.get("again", False)
)
"""Rights that ask the own password once more at a window."""

APART: tuple[frozenset[str], ...] = tuple(frozenset(pair) for pair in _DECLARED["apart"])
"""Roles nobody may hold together where several people share a server."""

ADMINISTRATORS: frozenset[str] = frozenset(_DECLARED["administrators"])
"""Roles whose passwords nobody else of the office sets."""

KEEPS_TO_VILLAGES: str = _DECLARED["keeps_to_villages"]
"""The only role whose holders may be bound to villages, and only who holds no other."""


SEE_NO_FAMILY: frozenset[str] = frozenset(_DECLARED["sees_no_family"])
"""Roles that see none of the rows that hang on a household."""

FAMILIES = "families"
"""Stands among the rights of `see` for every role but those."""


@dataclass(frozen=True, slots=True)
class TableRights:
    """Who adds and changes rows of one table, and which rows a person sees.

    `area` is the column that leads to the row this one belongs to, up to the household in its village; or one of
    the words `village` (the household itself), `home` (a person: by the household they live in), `township`
    (everybody of the township), `office` (those not bound to villages), `district` (everybody). `alone`: who of those
    bound to villages sees a row whose `area` leads nowhere: `village`, and columns that name a person.
    """

    table: str
    area: str
    add: frozenset[str]
    change: Mapping[str, frozenset[str]]  # right → columns, or ALL of them
    see: frozenset[str] = frozenset()  # rights; none declared: everybody, or all who may see families
    alone: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()  # columns that hold the name of who signs: their own
    second: str = ""  # whoever is named there does not sign,
    taken_back: str = ""  # unless the row comes into this state
    brought: tuple[str, ...] = ()  # states it comes into by a signature alone

    def seers(self) -> frozenset[str] | None:
        """The roles that see rows of others, None for everybody; the others see what is theirs."""
        if not self.see and self.area in {"township", "district"}:
            return None
        families = frozenset(ROLE_LABELS) - SEE_NO_FAMILY
        return frozenset().union(*(RIGHTS.get(right, families) for right in self.see or (FAMILIES,)))

    def adders(self) -> frozenset[str]:
        """The roles that may add rows."""
        return frozenset().union(*(RIGHTS[right] for right in self.add))

    def changers(self) -> dict[str, frozenset[str]]:
        """Role → the columns it may change."""
        found: dict[str, frozenset[str]] = {}
        for right, columns in self.change.items():
            for role in RIGHTS[right]:
                found[role] = found.get(role, frozenset()) | {name.removeprefix(EMPTIED) for name in columns}
        return found

    def signers(self, column: str) -> frozenset[str]:
        """The roles whose holders write their name there."""
        return self._with(column)

    def takers_back(self, column: str) -> frozenset[str]:
        """The roles whose holders may only empty it, or take back."""
        return self._with(EMPTIED + column)

    def _with(self, named: str) -> frozenset[str]:
        rights = (RIGHTS[right] for right, columns in self.change.items() if named in columns)
        return frozenset().union(*rights)


TABLE_RIGHTS: dict[str, TableRights] = {
    table: TableRights(
        table,
        told["area"],
        frozenset(told.get("add", ())),
        {right: frozenset(columns) for right, columns in told.get("change", {}).items()},
        frozenset(told.get("see", ())),
        tuple(told.get("alone", ())),
        tuple(told.get("signed", ())),
        told.get("second", ""),
        told.get("taken_back", ""),
        tuple(told.get("brought", ())),
    )
    for table, told in _DECLARED["tables"].items()
}
"""Every table of the database. One that is not listed is seen and written by nobody on a server."""


def matrix() -> list[tuple[str, ...]]:
    """The rights by role as a table to read and sign: a heading, then one row a right, ● where the role carries it."""
    heading = ("权限", *ROLE_LABELS.values())
    return [
        heading,
        *(
            (RIGHT_LABELS[right], *("●" if role in holders else "" for role in ROLE_LABELS))
            for right, holders in RIGHTS.items()
        ),
    ]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, from which desk."""

    operator_id: str
    login: str
    name: str
    roles: frozenset[str]
    station_id: str
    window: str
    villages: frozenset[str] = frozenset()  # the only ones they see; none for the whole township

    def may(self, right: str) -> bool:
        """Whether one of the actor's roles carries the right."""
        return bool(RIGHTS.get(right, frozenset()) & self.roles)

    def sees(self, table: str) -> bool:
        """Whether one of the actor's roles sees rows of others there."""
        seers = TABLE_RIGHTS[table].seers()
        return seers is None or bool(seers & self.roles)
