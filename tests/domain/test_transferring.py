"""Where a form stands by its matters and slips."""

from datetime import date

import pytest

from jiuzhu.domain.application import Item
from jiuzhu.domain.transferring import Transfer, file_state, waiting

DAY = date(2025, 10, 13)


def matters(count: int) -> list[Item]:
    return [Item(application_id="a", programme=f"p{place}") for place in range(count)]


def slip(item: Item, state: str) -> Transfer:
    return Transfer(
        number="n",
        application_id="a",
        item_id=item.id,
        programme=item.programme,
        department="d",
        need="",
        state=state,
        sent_by="o",
        sent_on=DAY,
        due_on=DAY,
    )


@pytest.mark.parametrize(
    ("states", "stands"),
    [
        (("", ""), "accepted"),
        (("sent", ""), "accepted"),
        (("answered", "rejected"), "accepted"),
        (("ruled", "disputed"), "accepted"),
        (("disputed", "sent"), "disputed"),
        (("answered", "disputed"), "disputed"),
        (("closed", "accepted"), "referred"),
        (("closed", "answered"), "answered"),
        (("closed", "closed"), "closed"),
    ],
)
def test_the_form_stands_where_the_office_has_most_to_do(states: tuple[str, str], stands: str) -> None:
    items = matters(2)
    slips = [slip(item, state) for item, state in zip(items, states, strict=True) if state]
    assert file_state(items, slips) == stands


@pytest.mark.parametrize("state", ["sent", "accepted", "disputed", "answered", "closed"])
def test_a_matter_with_a_slip_that_settles_it_waits_no_more(state: str) -> None:
    (item,) = matters(1)
    assert waiting([item], [slip(item, "rejected"), slip(item, state)]) == []


@pytest.mark.parametrize("state", ["rejected", "ruled", "recalled"])
def test_a_matter_that_came_back_waits_again_while_it_is_open(state: str) -> None:
    (item,) = matters(1)
    assert waiting([item], [slip(item, state)]) == [item]
    item.state = "withdrawn"
    assert waiting([item], [slip(item, state)]) == []
