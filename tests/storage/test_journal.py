import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from family import household, move
from jiuzhu.storage import journal
from jiuzhu.storage.unit import Unit
from once import once
from town import Town


def verified(town: Town) -> journal.Verified:
    return town.clerk.read(lambda unit: journal.verify(unit.session.connection()))


def tamper(town: Town, *statements: str) -> None:
    """What somebody with the key and a database tool would do."""
    raw = town.clerk.file.raw()
    raw.create_function("current_unit", 0, lambda: "tamper")
    try:
        for verb in ("update", "delete"):
            raw.execute(f"DROP TRIGGER guard_journal_entry_{verb}")
        for statement in statements:
            raw.execute(statement)
    finally:
        raw.close()


@pytest.fixture
@once
def worked(town: Town) -> Town:
    for _ in range(4):
        home = town.clerk.write(household)
        town.clerk.write(move, home)
    return town


def test_entries_are_numbered_and_chained(worked: Town) -> None:
    found = verified(worked)
    assert found.problems == ()
    assert found.chains == 1
    assert found.entries == 1 + 3 + 8  # founding, three colleagues, four times two saves
    assert len(found.heads[0].hash) == 64


def test_a_unit_that_fails_leaves_no_gap(worked: Town) -> None:
    def fails(unit: Unit) -> None:
        household(unit)
        unit.session.flush()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        worked.clerk.write(fails)
    worked.clerk.write(household)
    assert verified(worked).problems == ()


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (
            "UPDATE journal_entry SET changes = replace(changes, '新村', '旧村') WHERE seq = 8",
            "第 8 条：内容与校验值不符",
        ),
        ("UPDATE journal_entry SET operator_id = subject_id WHERE seq = 8", "第 8 条：内容与校验值不符"),
        (
            "UPDATE journal_entry SET at = '2020-01-01T00:00:00+00:00' WHERE seq = 8",
            "第 8 条：内容与校验值不符",
        ),
        (
            "UPDATE journal_entry SET hash = substr(hash, 2) || substr(hash, 1, 1) WHERE seq = 8",
            "第 9 条：与前一条接不上",
        ),
        ("DELETE FROM journal_entry WHERE seq = 8", "第 9 条：编号不连续，应为第 8 条"),
        ("DELETE FROM journal_entry WHERE seq <= 2", "第 3 条：编号不连续，应为第 1 条"),
        ("UPDATE journal_entry SET seq = seq + 100 WHERE seq > 8", "第 109 条：编号不连续，应为第 9 条"),
    ],
)
def test_a_rewritten_entry_shows(worked: Town, statement: str, problem: str) -> None:
    tamper(worked, statement)
    assert any(problem in line for line in verified(worked).problems)


def test_a_row_changed_past_the_journal_shows(worked: Town) -> None:
    tamper(worked, "UPDATE household SET village = '别村' WHERE number = (SELECT min(number) FROM household)")

    def unexplained(unit: Unit) -> list[str]:
        return journal.unexplained(unit.session.connection())

    (problem,) = worked.clerk.read(unexplained)
    assert "表 household 的 village 与日志不符" in problem
    assert "别村" not in problem


def test_replaying_gives_every_row_as_it_is(worked: Town) -> None:
    def both(unit: Unit) -> tuple[dict[str, Any], list[str]]:
        told = journal.replayed(unit.session.connection())
        stored = list(unit.session.scalars(text("SELECT village FROM household")))
        return {key[1]: row for key, row in told.items() if key[0] == "household"}, stored

    told, stored = worked.clerk.read(both)
    assert [row["village"] for row in told.values()] == stored == ["新村"] * 4
    assert worked.clerk.read(lambda unit: journal.unexplained(unit.session.connection())) == []


def test_the_head_moves_with_every_entry(worked: Town) -> None:
    before = verified(worked).heads
    worked.clerk.write(household)
    assert verified(worked).heads != before


def test_values_are_kept_as_text_that_replays() -> None:
    assert [
        journal.plain(value)
        for value in (
            None,
            "",
            "字",
            5,
            True,
            Decimal(950),
            date(2026, 1, 2),
            datetime(2026, 1, 2, tzinfo=UTC),
        )
    ] == [None, "", "字", 5, True, "950.00", "2026-01-02", "2026-01-02T00:00:00+00:00"]
    assert journal.plain(b"picture").startswith("sha256:")
    with pytest.raises(TypeError):
        journal.plain(1.5)


def test_the_hash_covers_every_field() -> None:
    entry: dict[str, Any] = {
        "previous": journal.FIRST, "station_id": "s", "epoch": "e", "seq": 1, "at": "t", "operator_id": "o",
        "service": "v", "subject_id": None, "changes": json.dumps([]),
    }  # fmt: skip
    hashes = {journal.entry_hash(entry)}
    for key in entry:
        hashes.add(journal.entry_hash({**entry, key: 2 if key == "seq" else "other"}))
    assert len(hashes) == 1 + len(entry)
