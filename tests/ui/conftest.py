"""What the tests of pages of parts share: desks that are left when the test is over."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from jiuzhu.services.office.workspace import Workspace
from part_hands import Desks, Hands


@pytest.fixture
def desks(qtbot: QtBot, qapp: object) -> Iterator[Desks]:  # noqa: ARG001  # the application must exist
    """Sit down at a page as somebody, before one of its parts; as often as a test wants."""
    made: list[Hands] = []

    def sit(page: type, workspace: Workspace, part: str) -> Hands:
        made.append(Hands(qtbot, page, workspace, part))
        return made[-1]

    yield sit
    for one in made:
        one.close()
