"""Forms, code tables and the invented household, for the tests of the papers."""

import pytest

from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.form import Form

from . import sample


@pytest.fixture(scope="session")
def codes() -> dict[str, CodeTable]:
    return sample.codes()


@pytest.fixture(scope="session")
def forms() -> dict[str, Form]:
    return sample.forms()
