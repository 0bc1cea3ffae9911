"""What a page offers is what the table of the way allows: every state and every role, in every way."""

from datetime import date

import pytest

from jiuzhu.domain import application as app
from jiuzhu.domain.rights import RIGHTS
from jiuzhu.domain.ways import WAYS
from jiuzhu.errors import Refused
from jiuzhu.services.approval import approving, opinions, reviewing
from jiuzhu.services.casework import queue, turns
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.survey import checking
from jiuzhu.storage.unit import Unit
from on_the_way import accept, rows, single, submitted
from receiving import dies, four
from town import Town, urban_three

ASKED = {
    "household": "dibao", "tekun": "tekun", "child": "orphan", "subsidy": "disability_care", "temporary": "temporary",
    "quick": "quick", "disaster": "disaster", "transfer": "medical",
}  # fmt: skip


def desks(town: Town) -> dict[str, Workspace]:
    return {"clerk": town.clerk, "checker": town.checker, "approver": town.head, "auditor": town.auditor}


@pytest.mark.parametrize("way", WAYS)
def test_the_buttons_are_the_table(town: Town, way: str) -> None:
    taken = accept(town, single(town, ASKED[way], birth=date(2015, 5, 5))).application_id
    roles = {name: desk.actor.roles for name, desk in desks(town).items()}
    for state in WAYS[way].states:

        def put(unit: Unit, state: str = state) -> None:
            unit.get(app.Application, taken).state = state
            unit.about(taken)

        town.clerk.write(put)
        table = WAYS[way].moves_from(state)
        for name, desk in desks(town).items():
            offers = desk.read(turns.moves, taken)
            assert [offer.move for offer in offers] == [move.name for move in table]
            assert [offer.allowed for offer in offers] == [
                bool(RIGHTS[move.right] & roles[name]) for move in table
            ]
            assert all(bool(offer.why_not) != offer.allowed for offer in offers)


def test_whoever_took_it_is_not_offered_the_signature(town: Town) -> None:
    taken = accept(town, single(town, "quick")).application_id

    def both(unit: Unit) -> None:
        found = unit.get(app.Application, taken)
        found.state, found.clerk_id = "submitted", town.head.actor.operator_id
        unit.about(taken)

    town.clerk.write(both)
    offer = town.head.read(turns.moves, taken)[0]
    assert (offer.move, offer.allowed, offer.why_not) == (
        "decide",
        False,
        "受理人不能签署决定，请由另一位同事签署",
    )


@pytest.mark.parametrize(
    ("way", "place"),
    [
        ("household", "checking"), ("tekun", "checking"), ("child", "checking"), ("subsidy", "approving"),
        ("temporary", "checking"), ("quick", "approving"), ("disaster", "checking"), ("transfer", "approving"),
    ],
)  # fmt: skip
def test_what_nobody_surveys_has_no_place_among_the_surveys(town: Town, way: str, place: str) -> None:
    taken = accept(town, single(town, ASKED[way])).application_id
    assert town.clerk.read(turns.place_of, taken) == place
    shown = {row.application_id for row in town.checker.read(checking.queue)}
    assert (taken in shown) == (place == "checking")
    assert town.checker.read(checking.queue_total) == len(shown)


def test_subsidies_and_help_at_once_wait_for_an_opinion_without_a_survey(town: Town) -> None:
    made = single(town, "disability_care", birth=date(1985, 1, 1))
    made.members[0].disability_kind, made.members[0].disability_grade = "4", "1"
    taken = accept(town, made).application_id
    urgent = accept(town, single(town, "quick", order=73)).application_id
    accept(town, urban_three(town))
    waiting, total = town.checker.read(approving.queue_of, "to_opine")
    assert ({row.application_id for row in waiting}, total) == ({taken, urgent}, 2)
    town.checker.write(opinions.give_opinion, taken, "grant", "证件齐全，拟同意发放护理补贴。")
    assert town.checker.read(approving.counts)["reviewing"] == 1
    (row,), _ = town.checker.read(approving.queue_of, "reviewing")
    assert (row.application_id, str(row.monthly)) == (taken, "90.00")


def test_a_returned_subsidy_is_back_at_the_window(town: Town) -> None:
    taken = accept(town, single(town, "elder_care", birth=date(1940, 1, 1))).application_id
    town.checker.write(opinions.give_opinion, taken, "refuse", "不属于低保、特困对象，拟不同意。")
    town.head.write(approving.return_file, taken, "请核对低保身份")
    assert rows(town, taken).application.state == "accepted"


def test_a_matter_of_a_department_has_nothing_to_return(town: Town) -> None:
    taken = accept(town, single(town, "medical")).application_id
    with pytest.raises(Refused, match="现在是“已受理”"):
        town.head.write(approving.return_file, taken, "请核对低保身份")
    assert town.clerk.read(queue.rows, ("accepted",))[0].application_id == taken


def test_the_list_and_the_file_say_that_the_applicant_has_died(town: Town) -> None:
    taken = submitted(town, four(town), date(2025, 10, 24), date(2025, 11, 3))
    home = rows(town, taken)
    town.on(date(2025, 11, 5))
    dies(town, home, date(2025, 11, 4), "甲示例")
    (line,) = town.head.read(queue.rows, ["submitted"], "甲示例")
    assert line.applicant == "甲示例(故)"
    told = next(note for note in town.head.read(reviewing.view, taken).notes if note.title == "申请人")
    assert told.lines == ["甲示例已于 2025-11-04 去世；户主现在是乙示例，申请按现在的家庭办理。"]
