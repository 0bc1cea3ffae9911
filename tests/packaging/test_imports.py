"""Whichever module of the program is imported first, all it needs is there: no module leads back to itself."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"


def modules() -> dict[str, Path]:
    """Name of each module → its file."""
    return {
        ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): path
        for path in SOURCE.rglob("*.py")
    }


def named(path: Path) -> Iterator[str]:
    """What a module imports while it is loaded itself: nothing within functions, nothing for type checkers alone."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def test_no_module_leads_back_to_itself() -> None:
    known = modules()
    packages = {name for name, path in known.items() if path.name == "__init__.py"}
    graph = {
        name: {one for one in named(path) if one in known.keys() - packages} for name, path in known.items()
    }
    assert len(graph) > 500
    TopologicalSorter(graph).prepare()  # CycleError names the way round
