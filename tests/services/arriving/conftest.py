"""Who comes, and the family they come to."""

from datetime import date

import pytest

from jiuzhu.storage.queries.files import FileRows
from on_the_way import rows
from paid_families import care, family, posted
from town import Town


@pytest.fixture
def man(town: Town) -> FileRows:
    """A man who lives alone and is paid 护理补贴, 90 a month, to his own account."""
    return rows(town, care(town))


@pytest.fixture
def there(town: Town) -> FileRows:
    """A family that is paid 低保 by 甲's account, on 3 December."""
    found = rows(town, posted(town, family(town, "dibao")))
    town.on(date(2025, 12, 3))
    return found
