"""孤儿, 低保 and 生活补贴 on one form go two ways: the subsidy waits for what the other way decides, and each side is told."""

from decimal import Decimal

import pytest

from holding import of_grandmother
from jiuzhu.domain.dossier import Dossier
from jiuzhu.errors import Refused
from jiuzhu.services.approval import approving, interrupting
from jiuzhu.storage.queries import bundles
from on_the_way import rows, surveyed
from town import Town


def asked(town: Town) -> Dossier:
    made = of_grandmother(town, "dibao", "disability_living", "orphan")
    made.incomes[0].declared = Decimal(600)
    for parent in made.parents:
        parent.state = "dead"
    return made


def test_the_subsidy_waits_for_the_orphans_decision_and_both_sides_tell(town: Town) -> None:
    taken = surveyed(town, asked(town))
    text = town.checker.read(approving.opinion_draft, taken)
    assert "丙示例孤儿基本生活保障的认定结果" in text
    assert "丙示例符合孤儿基本生活保障，能否同时享受低保没有核到文件，待本地确认" in text
    with pytest.raises(Refused, match="丙示例孤儿基本生活保障的认定结果"):
        town.checker.write(approving.give_opinion, taken, "grant", text)

    (other,) = others(town, taken)
    assert "丙示例的家庭同时符合低保" in town.checker.read(approving.opinion_draft, other)
    town.clerk.write(interrupting.withdraw, other, "改由亲属抚养，不再申请孤儿保障")
    text = town.checker.read(approving.opinion_draft, taken)
    assert "认定结果" not in text
    town.checker.write(approving.give_opinion, taken, "grant", text)


def others(town: Town, taken: str) -> list[str]:
    own = rows(town, taken).application
    return town.clerk.read(lambda unit: [row.id for row in bundles.siblings(unit.session, own)])
