"""A new monthly figure is told of until a 标准调整 has brought it in, while somebody is paid by the old one."""

from datetime import date

from holding import child, confirmed, holding, medical
from jiuzhu.services.granting import carrying_out, reassessing
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.services.office import workbench
from jiuzhu.services.office.workspace import Workspace
from town import Town, payer_of

BEGUN = "2000 元/人·月从 2026-01-01 起执行，还没有做标准调整"
WANTED = Wanted(
    title="机构儿童标准",
    standards_on=date(2026, 1, 5),
    from_month="2026-02",
    document="渝民规〔2025〕15号",
)


def told(desk: Workspace) -> list[str]:
    return [line for line in desk.read(workbench.today).warnings if "还没有做标准调整" in line]


def orphan(town: Town, *, inside: bool) -> None:
    made = child(town, "orphan", states=("dead", "dead"))
    made.members[0].in_institution = inside
    confirmed(town, made)


def test_a_shipped_figure_that_begins_is_told_of_until_it_is_brought_in(town: Town) -> None:
    payer = payer_of(town)
    orphan(town, inside=True)
    assert told(payer) == []
    town.on(date(2026, 1, 5))
    (line,) = told(payer)
    assert BEGUN in line
    assert "机构" in line
    assert told(town.head) == [line]
    assert told(town.clerk) == []
    run = reassessing.draft(payer, WANTED)
    assert told(payer) == [line]
    town.head.write(reassessing.sign, run)
    carrying_out.apply(payer, run)
    assert told(payer) == []


def test_an_orphan_at_home_is_not_paid_by_the_figure_of_institutions(town: Town) -> None:
    payer = payer_of(town)
    orphan(town, inside=False)
    town.on(date(2026, 1, 5))
    assert told(payer) == []


def test_nobody_is_told_of_a_figure_that_pays_nobody(town: Town) -> None:
    payer = payer_of(town)
    made = child(town, "unsupported_child")
    holding(town, medical(town, made), "disability_living", "80.00")
    town.on(date(2026, 1, 5))
    assert told(payer) == []


def test_who_was_granted_since_is_paid_by_the_new_one(town: Town) -> None:
    payer = payer_of(town)
    town.on(date(2026, 1, 5))
    orphan(town, inside=True)
    assert told(payer) == []
