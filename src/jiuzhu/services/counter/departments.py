"""What the window receives and departments decide: the catalogue in the words of this desk's codes."""

from functools import cache

from jiuzhu import paths
from jiuzhu.domain.catalogue import DepartmentKind, load_catalogue
from jiuzhu.domain.desk import Desk
from jiuzhu.domain.materials import HELPED_FIRST


@cache  # a shipped file
def _shipped(programmes: tuple[str, ...], departments: tuple[str, ...]) -> dict[str, DepartmentKind]:
    return load_catalogue(paths.resources() / "catalogue.toml", programmes, departments)


def catalogue(desk: Desk) -> dict[str, DepartmentKind]:
    """What departments decide, by programme."""
    return _shipped(desk.codes["item"].codes, desk.codes["department"].codes)


def helped_first(desk: Desk) -> frozenset[str]:
    """Kinds whose papers may follow: 小额快救, and what the catalogue says needs no identity."""
    return HELPED_FIRST | {kind.programme for kind in catalogue(desk).values() if kind.identity_later}
