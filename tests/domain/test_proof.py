import json
from datetime import UTC, date, datetime

import pytest

from jiuzhu.domain import proof
from jiuzhu.domain.proof import Head

HEADS = [Head("s2", "e1", 7, "b" * 64), Head("s1", "e1", 12, "a" * 64)]
TOLD = ("office", date(2026, 11, 26), datetime(2026, 11, 26, 10, tzinfo=UTC), "day", HEADS)


def test_a_checkpoint_is_read_as_it_was_stated() -> None:
    said = proof.read(proof.stated(*TOLD))
    assert said.heads == tuple(sorted(HEADS))
    assert (said.office_id, said.day, said.why) == ("office", date(2026, 11, 26), "day")
    assert said.at == TOLD[2]


def test_the_order_of_the_chains_changes_nothing() -> None:
    assert proof.stated(*TOLD[:-1], HEADS[::-1]) == proof.stated(*TOLD)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "[" * 100_000,
        "{}",
        json.dumps({"format": 2}),
        json.dumps({"format": 1, "chains": [1]}),
        proof.stated(*TOLD).replace("2026-11-26", "26.11."),
    ],
)
def test_what_is_no_checkpoint_is_refused(content: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the text itself is the message
        proof.read(content)


def test_the_code_is_twelve_groups_of_four_digits_and_follows_every_character() -> None:
    content = proof.stated(*TOLD)
    code = proof.short_code(content)
    assert [len(group) for group in code.split()] == [4] * 12
    assert code.replace(" ", "").isdigit()
    assert proof.short_code(content + " ") != code
    assert proof.key_code("key") == " ".join(proof.short_code("key").split()[:4])
