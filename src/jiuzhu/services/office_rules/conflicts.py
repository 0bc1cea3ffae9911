"""口径冲突: which reading is in force where two texts disagree; it is set like any other figure, by a document."""

from dataclasses import dataclass
from functools import cache

from jiuzhu import paths
from jiuzhu.domain.conflicts import LawConflict, load_conflicts
from jiuzhu.services.office import admin
from jiuzhu.services.office.admin import Parameter
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One question and its answer in force today."""

    conflict: LawConflict
    figure: Parameter
    reading: str  # in words; the bare value when it is neither of the known readings
    safe: bool  # whether it is the reading to stand on while nobody decided

    @property
    def id(self) -> str:
        """The setting: one conflict may need two."""
        return self.conflict.key


@cache
def _shipped() -> tuple[LawConflict, ...]:
    return load_conflicts(paths.resources() / "conflicts.toml")


def conflicts(unit: Unit) -> list[ConflictRow]:
    """Every conflict whose setting is in force here, in order."""
    figures = {one.key: one for one in admin.parameters(unit)}
    rows = []
    for conflict in _shipped():
        figure = figures.get(conflict.key)
        if figure is not None:
            found = conflict.reading(figure.raw)
            said = found.text if found else f"{figure.value} {figure.unit}".strip()
            rows.append(ConflictRow(conflict, figure, said, safe=bool(found and found.safe)))
    return rows
