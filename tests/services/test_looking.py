"""Who looked at whom is kept: every service of every page that is asked about somebody, walked by introspection."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from other_desk import desk_of
from sqlalchemy import func, select

from jiuzhu import services
from jiuzhu.domain.application import Application
from jiuzhu.domain.looking import AGAIN, Look
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.approval import interrupting
from jiuzhu.services.casework import files
from jiuzhu.services.counter import duplicates
from jiuzhu.services.granting import consequences
from jiuzhu.services.office import history, looking, proving, searching, workspace
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.queries import looks as queries
from jiuzhu.storage.tables import TABLES, journal_entry
from jiuzhu.storage.unit import Unit
from on_the_way import approve, submitted
from once import once
from tampering import tampering
from town import Town, urban_couple, urban_three

NOBODY = {
    "approver_id", "batch_id", "bundle_id", "checkpoint_id", "closing_id", "comparison_id", "draft_id", "entry_id",
    "escalation_id", "export_id", "form_id", "import_id", "ledger_id", "operator_id", "owner_id", "proposal_id", "request_id",
    "roster_id", "run_id", "provider_id", "worker_id", "agreement_id", "fund_id", "vehicle_id", "shift_id", "absence_id",
    "tariff_id", "qualification_id", "directory_entry_id", "spot_check_id", "settlement_id", "service_roster_id", "earlier_roster_id", "later_roster_id",
    "service_posting_id",
}  # fmt: skip
"""Parameters that name no household, application or person: lists, runs, drafts, colleagues, who serves."""


@cache
def every_service() -> tuple[Callable[..., Any], ...]:
    """Every verb of the office: a public function whose first parameter is a unit."""
    found = []
    for module in pkgutil.walk_packages(services.__path__, f"{services.__name__}."):
        here = importlib.import_module(module.name)
        for name, one in vars(here).items():
            if inspect.isfunction(one) and one.__module__ == here.__name__ and not name.startswith("_"):
                parameters = list(inspect.signature(one).parameters.values())
                if parameters and parameters[0].annotation is Unit:
                    found.append(one)
    return tuple(found)


def about_somebody() -> list[Callable[..., Any]]:
    return [service for service in every_service() if looking.subjects_of(service)]


def looks(town: Town) -> list[Look]:
    return town.clerk.read(
        lambda unit: queries.between(unit.session, unit.now - timedelta(9), unit.now + timedelta(9))
    )


def entries(town: Town) -> int:
    return town.clerk.read(
        lambda unit: unit.session.scalar(select(func.count()).select_from(journal_entry)) or 0
    )


def kept(town: Town, workspace: Workspace) -> list[tuple[str, str, str]]:
    workspace.write_looks()
    return [(look.what, look.subject, look.operator_id) for look in looks_today(town)]


@pytest.fixture
@once
def taken(town: Town) -> str:
    made = submitted(town, urban_three(town), date(2025, 10, 13), date(2025, 10, 21))
    approve(town, made)
    return made


@pytest.fixture
def known(town: Town, taken: str) -> dict[str, str]:
    """A record of every table that has one."""
    assert taken

    def one_of_each(unit: Unit) -> dict[str, str]:
        found = {}
        for table in TABLES.values():
            row = unit.session.execute(select(table.c.id).limit(1)).first()
            if row is not None:
                found[table.name] = str(row[0])
        return found

    return town.clerk.read(one_of_each)


def test_every_name_of_a_record_is_known() -> None:
    names = {
        name
        for service in every_service()
        for name in inspect.signature(service).parameters
        if name.endswith("_id")
    }
    unknown = {name for name in names if not looking.tables_of(name)} - NOBODY
    assert not unknown
    assert len(about_somebody()) > 150


@pytest.mark.parametrize("writes", [False, True], ids=["read", "written"])
def test_whatever_is_asked_about_somebody_leaves_a_record(
    town: Town, known: dict[str, str], *, writes: bool
) -> None:
    """T26: each service is really asked, about somebody who is there; what answers has left a look or a change.

    Arguments beside the records are invented by their type, so many services refuse: they have shown and changed
    nothing. What is refused for want of a right leaves a record as well.
    """
    answered = refused = 0
    desk = town.clerk
    for service in about_somebody():
        town.moment[0] += AGAIN  # each look is a new one
        desk.write_looks()
        arguments = _arguments(service, known)
        if arguments is None:
            continue
        before = looks(town), entries(town)
        door = desk.write if writes else desk.read
        try:
            door(service, **arguments)
            answered += 1
        except Refused:
            refused += 1
        except Exception:  # noqa: BLE001, S112  # what the invented arguments do to a service is not the matter here
            continue
        desk.write_looks()
        assert (len(looks(town)), entries(town)) > (len(before[0]), before[1]), service
    assert answered > (20 if writes else 40)
    assert refused > 10
    assert town.auditor.read(proving.verify_journal).problems == ()


def _arguments(service: Callable[..., Any], known: dict[str, str]) -> dict[str, Any] | None:
    """A record for each parameter that names one, else something of the parameter's type; None where none is there."""
    made: dict[str, Any] = {}
    for parameter in list(inspect.signature(service).parameters.values())[1:]:
        tables = looking.tables_of(parameter.name)
        if tables:
            found = next((known[name] for name in tables if name in known), None)
            if found is None:
                return None
            made[parameter.name] = found
        elif parameter.default is parameter.empty:
            made[parameter.name] = _invented(parameter.annotation)
    return made


def _invented(kind: Any) -> Any:
    simple = {str: "示例内容", int: 1, bool: True, date: date(2025, 10, 21)}
    return simple.get(
        kind, () if getattr(kind, "__origin__", None) in {Sequence, list, tuple, Iterator} else None
    )


@pytest.fixture
def desk(town: Town, taken: str) -> Workspace:
    """The head, who has not looked at anybody yet today."""
    assert taken
    town.on(date(2025, 11, 3))
    return desk_of(town.head, town.head.actor)


def looks_today(town: Town) -> list[Look]:
    return town.clerk.read(
        lambda unit: queries.between(unit.session, unit.now - timedelta(1), unit.now + timedelta(1))
    )


def test_a_household_is_one_look_in_ten_minutes_whatever_of_it_is_opened(
    town: Town, desk: Workspace, taken: str
) -> None:
    home = town.clerk.read(lambda unit: unit.get(Application, taken).household_id)
    for _ in range(3):
        desk.read(history.history, taken)
        desk.write_looks()
        desk.read(files.dossier, taken)
        desk.read(consequences.consequences, home)
    assert kept(town, desk) == [("opened", "application", desk.actor.operator_id)]
    (look,) = looks_today(town)
    assert (look.household_id, look.subject_id) == (home, taken)
    town.moment[0] += timedelta(minutes=9)
    desk.read(history.history, taken)
    assert not desk.has_looks
    town.moment[0] += timedelta(minutes=2)
    desk.read(history.history, taken)
    assert len(kept(town, desk)) == 2


def test_everybody_who_looks_is_told(town: Town, taken: str) -> None:
    for one in (town.auditor, town.checker):
        one.read(history.history, taken)
        one.write_looks()
    assert {look.operator_id for look in looks_today(town)} == {
        town.auditor.actor.operator_id,
        town.checker.actor.operator_id,
    }


def test_what_is_refused_is_kept_as_refused(town: Town, taken: str) -> None:
    with pytest.raises(Refused):
        town.auditor.write(interrupting.withdraw, taken, "申请人不要了")
    assert kept(town, town.auditor) == [("refused", "application", town.auditor.actor.operator_id)]


def test_a_whole_number_is_a_question_about_one_person_and_a_name_is_not(
    town: Town, desk: Workspace, taken: str
) -> None:
    assert taken
    number = urban_three(town).members[0].id_number
    desk.read(searching.search, "示例")
    desk.read(searching.search, number[-4:])
    assert not desk.has_looks
    desk.read(searching.search, number)
    assert kept(town, desk) == [("searched", "person", desk.actor.operator_id)]


def test_a_form_that_names_a_known_family_is_a_question_about_it(
    town: Town, desk: Workspace, taken: str
) -> None:
    assert taken
    desk.read(duplicates.duplicates, urban_three(town))
    assert kept(town, desk) == [("searched", "person", desk.actor.operator_id)]
    desk.read(duplicates.duplicates, urban_couple(town))
    assert not desk.has_looks


def test_a_change_needs_no_look_beside_it(town: Town) -> None:
    town.accept(urban_three(town))
    assert not town.clerk.has_looks


def test_a_look_that_cannot_be_written_waits_and_stops_nobody(
    town: Town, desk: Workspace, taken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_named: object) -> None:
        raise UserError("磁盘已满。")

    desk.read(history.history, taken)
    with monkeypatch.context() as patch:
        patch.setattr(workspace, "write", full)
        desk.write_looks()
    assert looks_today(town) == []
    assert not desk.has_looks  # not again at once: a line that is down would stop the window each time
    town.moment[0] += timedelta(minutes=1)
    assert desk.has_looks
    assert len(kept(town, desk)) == 1


def test_a_look_whose_commit_fails_is_written_the_next_time(
    town: Town, desk: Workspace, taken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(unit: Unit, looks: looking.Looks, waiting: list[looking.Seen]) -> None:
        looking.keep_looks(unit, looks, waiting)
        raise UserError("磁盘已满。")

    desk.read(history.history, taken)
    with monkeypatch.context() as patch:
        patch.setattr(workspace, "keep_looks", full)
        desk.write_looks()
    assert looks_today(town) == []
    town.moment[0] += timedelta(minutes=1)
    assert len(kept(town, desk)) == 1


def test_leaving_writes_what_is_left(town: Town, taken: str) -> None:
    town.clerk.read(history.history, taken)
    assert town.clerk.has_looks
    town.close()
    assert not town.clerk.has_looks


def test_a_clock_set_back_hides_nothing(town: Town, desk: Workspace, taken: str) -> None:
    desk.read(history.history, taken)
    desk.write_looks()
    town.moment[0] -= timedelta(hours=3)
    desk.read(history.history, taken)
    assert len(kept(town, desk)) == 2


def test_a_look_is_proof_and_never_changed(town: Town, desk: Workspace, taken: str) -> None:
    desk.read(history.history, taken)
    desk.write_looks()
    with tampering(town) as tool:
        for statement in ("UPDATE look SET what = 'searched'", "DELETE FROM look"):
            with pytest.raises(Exception, match=r"written once|nothing is deleted|append-only"):
                tool.run(statement)
        with tool.unguarded("look"):
            tool.run("DELETE FROM look")
    assert any("表 look 少了一行" in one for one in town.auditor.read(proving.verify_journal).problems)


def test_who_looks_at_nobody_we_know_leaves_nothing(town: Town, desk: Workspace) -> None:
    desk.read(history.history, "01a2178b-925b-732a-aba1-bd614085b610")
    assert kept(town, desk) == []
