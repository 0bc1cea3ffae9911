"""补正: a form opened days ago and typed on, over what colleagues saved meanwhile about the household and its people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jiuzhu.domain import application as app
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.merging import Shown
from jiuzhu.errors import Conflict, Difference, Refused
from jiuzhu.services.casework import files
from jiuzhu.services.counter.recording import APPLICATION_FIELDS, HOUSEHOLD_FACTS, PERSON_FIELDS
from jiuzhu.services.office.merging import merged_values
from jiuzhu.storage.unit import Unit

_TOGETHER = (("household.bank", "household.account_name", "household.account_number"),)


@dataclass(frozen=True, slots=True)
class _Facts:
    """A part of the form, and the row its fields are of."""

    path: str
    part: Any
    table: str
    row_id: str
    names: tuple[str, ...]

    def values(self) -> Shown:
        return {f"{self.path}.{name}": _plain(getattr(self.part, name)) for name in self.names}


def _plain(value: Any) -> Any:
    return " ".join(value) if isinstance(value, list) else value


def _facts(dossier: Dossier) -> Iterator[_Facts]:
    home = dossier.household.id
    yield _Facts(
        "application", dossier.application, "application", dossier.application.id, APPLICATION_FIELDS
    )
    yield _Facts("application", dossier.application, "household", home, ("cause",))
    yield _Facts("household", dossier.household, "household", home, HOUSEHOLD_FACTS)
    for member in dossier.members:
        yield _Facts(f"members.{member.id}", member, "person", member.id, PERSON_FIELDS)


def shown(dossier: Dossier) -> Shown:
    """What the form of a file shows of its application, household and people before anybody types."""
    return {name: value for facts in _facts(dossier) for name, value in facts.values().items()}


def put(dossier: Dossier, values: Mapping[str, Any]) -> None:
    """Write values of these fields into the form; a person who is not on it is passed over."""
    for facts in _facts(dossier):
        for name in facts.names:
            value = values.get(f"{facts.path}.{name}", facts)
            if value is not facts:
                setattr(
                    facts.part, name, value.split() if isinstance(getattr(facts.part, name), list) else value
                )


def merge(
    unit: Unit, application: app.Application, dossier: Dossier, before: Mapping[str, Any] | None
) -> None:
    """Bring into the typed form what was saved since it was opened; raises `Conflict` with every field both changed.

    Refused when somebody joined or left the household meanwhile. `before` None: no form was opened.
    """
    if before is None:
        return
    stored = files.dossier(unit, application.id)
    now = shown(stored)
    if now.keys() != before.keys():
        raise Refused(
            "这份申请打开以后，家庭成员有变动，没有受理。填写的内容仍在；请记下新填的内容，回到工作台“待补正”重新打开这份申请。"
        )
    about = (application.id, application.household_id, *(member.id for member in stored.members))
    differences: list[Difference] = []
    for facts in _facts(dossier):
        typed = {name: value for name, value in facts.values().items() if name in before}
        try:
            values = merged_values(
                unit, (facts.table, facts.row_id), typed, before, now, about=about, together=_TOGETHER,
                columns={name: name.rpartition(".")[2] for name in typed},
            )  # fmt: skip
        except Conflict as conflict:
            differences += conflict.differences
        else:
            put(dossier, values)
    if differences:
        raise Conflict(differences)
