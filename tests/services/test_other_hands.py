"""Whoever took a matter, proposed it or stands in its register does not sign it, in every way; and 受灾 to its decision."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from other_desk import desk_of

from jiuzhu.domain import application as app
from jiuzhu.domain.approving import Deliberation, Opinion
from jiuzhu.domain.office import RelativeOfStaff
from jiuzhu.domain.ways import WAYS
from jiuzhu.errors import Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.relief import disaster
from jiuzhu.services.relief.disaster import Damage
from jiuzhu.services.survey import checking
from jiuzhu.storage.unit import Unit
from on_the_way import accept, approve, rows, single, surveyed
from town import Town

ASKED = {
    "household": "dibao", "tekun": "tekun", "child": "orphan", "subsidy": "elder_allowance", "temporary": "temporary",
    "quick": "quick", "disaster": "disaster",
}  # fmt: skip


def sent(town: Town, way: str, proposed_by: str) -> str:
    """A matter that waits for the signature, proposed by somebody."""
    taken = accept(town, single(town, ASKED[way])).application_id

    def submit(unit: Unit) -> None:
        unit.get(app.Application, taken).state = "submitted"
        unit.add(
            Opinion(
                application_id=taken, result="refuse", text="拟不同意", given_by=proposed_by, given_on=unit.today
            )
        )  # fmt: skip
        unit.about(taken)

    town.clerk.write(submit)
    return taken


def refuse(desk: Workspace, town: Town, taken: str) -> None:
    seen = rows(town, taken).application.version
    verdict = approving.Verdict(
        result="refused", seen_version=seen, reason="不符合条件", clause="本办法第八条"
    )
    desk.write(approving.decide, taken, verdict)


@pytest.mark.parametrize("way", [way for way in WAYS if way != "transfer"])
def test_nobody_signs_what_passed_through_their_own_hands(town: Town, way: str) -> None:
    both = frozenset({"clerk", "checker", "approver"})
    clerk = desk_of(town.clerk, replace(town.clerk.actor, roles=both))
    checker = desk_of(town.checker, replace(town.checker.actor, roles=both))
    taken = sent(town, way, town.checker.actor.operator_id)
    with pytest.raises(Refused, match="是您受理的"):
        refuse(clerk, town, taken)
    with pytest.raises(Refused, match="初审意见是您提出的"):
        refuse(checker, town, taken)

    def register(unit: Unit) -> None:
        unit.add(
            RelativeOfStaff(
                application_id=taken, staff_name="王主任", relation="申请人之兄", filed_on=unit.today
            )
        )

    town.clerk.write(register)
    with pytest.raises(Refused, match="近亲属备案"):
        refuse(town.head, town, taken)
    with pytest.raises(Refused):
        refuse(town.auditor, town, taken)
    assert rows(town, taken).decisions == []


def test_fallen_rooms_from_the_counter_to_the_decision(town: Town) -> None:
    taken = surveyed(town, single(town, "disaster"))
    flood = Damage(disaster="flood", happened_on=date(2025, 9, 1), collapsed=2, severe=1)
    assert town.checker.write(disaster.register_damage, taken, flood) == Decimal("15000.00")
    held = Deliberation(
        application_id=taken, held_on=date(2025, 10, 13), place="村委会", host="村主任", recorder="文书",
        attendees="甲 代表", participants=9, representatives=6, subject="受灾救助", statements="房屋确已倒塌，情况属实",
        agree=9, conclusion="agreed",
    )  # fmt: skip
    town.checker.write(disaster.record_deliberation, taken, held)
    text = town.checker.read(approving.opinion_draft, taken)
    assert "一次性 15,000.00 元" in text
    town.checker.write(approving.give_opinion, taken, "grant", text)
    town.checker.write(approving.post_notice, taken, "示例村公示栏")
    posted = rows(town, taken).notices[-1]
    assert (posted.amount, posted.monthly) == (Decimal("15000.00"), Decimal(0))
    town.on(date(2025, 10, 21))
    town.checker.write(approving.close_notice, taken)
    town.checker.write(approving.submit, taken)
    approve(town, taken)
    found = rows(town, taken)
    (decision,) = found.decisions
    assert (decision.amount, decision.first_month, decision.authority) == (Decimal("15000.00"), "", "county")
    assert found.application.state == "approved"
    assert not found.entitlements
    assert town.checker.read(checking.queue_total) == 0
