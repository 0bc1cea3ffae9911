"""The head signs many: plain files at once, and those with open differences come first."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain import application as app
from jiuzhu.errors import Refused
from jiuzhu.services.approval import approving
from jiuzhu.storage.unit import Unit
from on_the_way import edited, opined, rows, submitted, surveyed
from town import Town, urban_couple, urban_three


def test_a_batch_signs_the_plain_files_and_says_why_of_the_others(town: Town) -> None:
    town.on(date(2025, 10, 24))
    plain = [opined(town, urban_three(town, order)) for order in (11, 41)]
    changed = opined(town, urban_three(town, 51))
    mixed_dossier = urban_three(town, 61)
    mixed_dossier.members[1].disability_grade = "3"
    mixed = opined(town, mixed_dossier)
    for taken in (*plain, changed, mixed):
        town.checker.write(approving.post_notice, taken, "示例社区公示栏")
    refusal = surveyed(town, urban_couple(town, 71), deposit=Decimal("41000.00"))
    town.checker.write(approving.give_opinion, refusal, "refuse", "货币财产超过上限，拟不同意。")
    town.on(date(2025, 11, 3))
    for taken in (*plain, changed, mixed):
        town.checker.write(approving.close_notice, taken)
        town.checker.write(approving.submit, taken)
    queued = town.head.read(approving.queue_of, "to_sign")[0]
    assert {row.application_id for row in queued} == {*plain, changed, mixed, refusal}
    chosen = [(row.application_id, row.version) for row in queued]
    town.checker.write(edited, changed)
    town.on(date(2025, 11, 19))

    preview = town.head.read(approving.batch_preview, chosen)
    reasons = {taken: why for taken, _, why in preview.excluded}
    assert set(preview.signed) == set(plain)
    assert "看过之后有改动" in reasons[changed]
    assert "重度残疾人护理补贴" in reasons[mixed]
    assert "单独签署" in reasons[refusal]
    assert {taken for taken, _, _ in preview.flagged} == set(plain)
    assert rows(town, plain[0]).decisions == []

    signed = town.head.write(approving.decide_batch, chosen)
    assert set(signed.signed) == set(plain)
    assert len(signed.numbers) == len(set(signed.numbers)) == 6
    assert [rows(town, taken).application.state for taken in plain] == ["approved", "approved"]
    assert rows(town, refusal).application.state == "submitted"
    with pytest.raises(Refused, match="审核确认"):
        town.clerk.write(approving.decide_batch, chosen)


def test_files_with_open_differences_come_first_in_the_heads_queue(town: Town) -> None:
    early = submitted(town, urban_three(town, 11), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 3))
    late = submitted(town, urban_three(town, 41), date(2025, 11, 3), date(2025, 11, 12))

    def differ(unit: Unit) -> None:
        unit.get(app.Application, late).open_differences = 2

    town.checker.write(differ)
    rows = town.head.read(approving.queue_of, "to_sign")[0]
    assert [row.application_id for row in rows] == [late, early]
    assert [row.colour for row in rows] == ["ok", "bad"]
    assert rows[0].monthly == Decimal("1110.00")
    found, total = town.head.read(approving.queue_of, "to_sign", "甲示")
    assert (len(found), total) == (2, 2)
    assert town.head.read(approving.queue_of, "to_sign", "没有此人") == ([], 0)
    assert town.head.read(approving.counts)["to_sign"] == 2
