"""The manual's diagrams are those of the tables the window obeys."""

import importlib.util
from types import ModuleType

import pytest

from jiuzhu import paths
from jiuzhu.domain.clock_rules import CLOCK_RULES
from jiuzhu.domain.ways import WAYS

ROOT = paths.forms().parent


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """`packaging/manual.py`, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("manual", ROOT / "packaging" / "manual.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_the_page_is_what_the_tables_say(maker: ModuleType) -> None:
    page = (ROOT / "docs" / "workflows.md").read_text("utf-8")
    assert page == maker.manual(), "run packaging/manual.py"


def test_every_way_and_every_move_is_drawn(maker: ModuleType) -> None:
    told = maker.manual()
    for way in WAYS.values():
        assert way.title in told
        for move in way.moves:
            assert f": {move.label}\n" in told


def test_every_clock_is_told_with_its_setting(maker: ModuleType) -> None:
    told = maker.manual()
    for way in WAYS:
        for rule in CLOCK_RULES[way]:
            assert f"| {rule.title} |" in told
    assert "`county.wd`" in told
