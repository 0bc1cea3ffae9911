"""A short form of the two months of services: few people, the same desks, counted by hand."""

import random
from datetime import date
from pathlib import Path

import torture_months
from sqlalchemy import select
from two_months import Play, Result

import serving_town
from jiuzhu.domain.serving.settling import Settlement
from jiuzhu.storage.unit import Unit


def test_what_is_settled_is_what_is_counted_by_hand(tmp_path: Path) -> None:
    result = torture_months.torture(3, 2026, tmp_path)
    assert result.differences == []
    assert result.holds
    assert result.corrections == 1
    assert result.providers == 4


def test_one_cent_in_one_settlement_is_found(tmp_path: Path) -> None:
    def spoil(unit: Unit) -> None:
        unit.session.scalars(select(Settlement)).first().amount += 1  # type: ignore[union-attr]  # there is one

    with serving_town.opened(tmp_path / "office", date(2025, 9, 29)) as at:
        result = Result(rounds=1)
        Play(at, random.Random(1), result).live(1)
        at.town.clerk.write(spoil)
        torture_months.count(at.payer, result)
    assert any("yuan settled" in one for one in result.differences)
    assert any("结算单合计金额" in one for one in result.differences)
