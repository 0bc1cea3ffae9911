"""Every form that edits what is stored: the second of two is told both values, and what both may keep is kept."""

import ast
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jiuzhu.domain.dossier import IncidentPart
from jiuzhu.domain.monitoring import Alert
from jiuzhu.domain.transferring import Lead
from jiuzhu.errors import Conflict, Difference, Refused
from jiuzhu.services.casework import files
from jiuzhu.services.counter import intake
from jiuzhu.services.granting import adjusting
from jiuzhu.services.household import accounts
from jiuzhu.services.household.accounts import NewAccount
from jiuzhu.services.monitoring import alerting, custody, rechecking
from jiuzhu.services.monitoring.custody import Keeping
from jiuzhu.services.office import escalating
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.referral import leading
from jiuzhu.services.relief import disaster
from jiuzhu.services.relief.disaster import Damage
from jiuzhu.services.survey import relief_facts
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit
from on_the_way import rows, single
from once import once
from receiving import four, granted, person, propose, told, works
from relief_case import colleague, taken_without_papers
from town import Town, complete, urban_couple

SOURCE = Path(__file__).parents[2] / "src" / "jiuzhu"


def refused(desk: Workspace, *call: Any, **named: Any) -> dict[str, Difference]:
    with pytest.raises(Conflict) as raised:
        desk.write(*call, **named)
    assert all(one.who and one.at for one in raised.value.differences)
    return {one.field: one for one in raised.value.differences}


def told_of_somebody(town: Town) -> str:
    told = leading.Told(
        source="volunteer",
        name="壬示例",
        village="示例社区",
        content="独居，久病无人照看",
        found_on=town.clerk.today(),
    )
    town.clerk.write(leading.record_lead, told)
    return town.clerk.read(leading.leads)[0].id


@pytest.fixture
@once
def home(town: Town) -> FileRows:
    return granted(town, four(town))


def test_a_lead_whose_number_the_list_shows_by_its_ends(town: Town) -> None:
    lead = told_of_somebody(town)
    before = {"on": None, "found": ""}
    town.checker.write(leading.record_lead_visit, lead, town.clerk.today(), "敲门无人", before=before)
    found = refused(
        town.clerk, leading.record_lead_visit, lead, town.clerk.today(), "见到本人", before=before
    )
    assert (found["found"].mine, found["found"].theirs) == ("见到本人", "敲门无人")
    shown = {"name": "壬示例", "id_number": "", "village": "示例社区"}
    number = urban_couple(town).members[0].id_number
    town.checker.write(leading.correct_lead, lead, **shown | {"id_number": number}, before=shown)
    town.clerk.write(leading.correct_lead, lead, **shown | {"village": "示例村"}, before=shown)
    row = town.clerk.read(lambda unit: unit.get(Lead, lead))
    assert (row.id_number, row.village) == (number, "示例村")
    masked = next(one.id_masked for one in town.clerk.read(leading.leads))
    assert masked != number
    shown = {"name": "壬示例", "id_number": masked, "village": "示例村"}
    town.clerk.write(leading.correct_lead, lead, name="壬某", id_number="", village="示例村", before=shown)
    assert town.clerk.read(lambda unit: unit.get(Lead, lead)).id_number == ""
    other = urban_couple(town).members[1].id_number
    found = refused(
        town.checker,
        leading.correct_lead,
        lead,
        name="壬某",
        id_number=other,
        village="示例村",
        before=shown,
    )
    assert (found["id_number"].mine, found["id_number"].theirs) == (f"****{other[-4:]}", "")


def test_who_works_a_lead_or_an_alert(town: Town, home: FileRows) -> None:
    lead = told_of_somebody(town)

    def noticed(unit: Unit) -> str:
        return unit.add(
            Alert(
                number="预1", indicator="death", household_id=home.household.id, told="已去世", raised_on=unit.today,
                due_on=unit.today, fingerprint="1",
            )
        ).id  # fmt: skip

    alert = town.clerk.write(noticed)
    checker, head = (desk.actor.operator_id for desk in (town.checker, town.head))
    third = colleague(town, "zhou", "周经办", "clerk").actor.operator_id
    owner = town.clerk.read(lambda unit: unit.get(Lead, lead)).owner_id
    before = {"to": owner or ""}
    town.head.write(leading.give_lead, lead, checker, before=before)
    town.clerk.write(alerting.give_alerts, [alert], checker, before={"to": ""})
    found = refused(town.clerk, leading.give_lead, lead, third, before=before)
    assert (found["to"].label, found["to"].theirs) == ("核实人", "李核查")
    found = refused(town.head, alerting.give_alerts, [alert], head, before={"to": ""})
    assert (found["to"].mine, found["to"].theirs) == ("王主任", "李核查")
    shown = {"evidence": "", "outcome": "", "false_alarm": ""}
    town.checker.write(alerting.note_alert, alert, "电话核实，本人接听", before=shown)
    found = refused(town.head, alerting.note_alert, alert, "上门核实，见到本人", before=shown)
    assert list(found) == ["evidence"]
    found = refused(
        town.head, alerting.close_alert, alert, "false_alarm", "上门核实，见到本人", "stale", before=shown
    )
    assert list(found) == ["evidence"]


def test_what_struck_a_family(town: Town) -> None:
    taken = taken_without_papers(town, single(town, "quick"))
    part = town.clerk.read(files.dossier, taken).incident
    names = (
        "kind",
        "happened_on",
        "person",
        "persons",
        "place",
        "cause",
        "self_paid",
        "proposed",
        "evidence",
        "again_reason",
    )
    before = {name: getattr(part, name) for name in names}

    def told(**mine: Any) -> IncidentPart:
        return IncidentPart(**before | mine)

    town.checker.write(relief_facts.record_incident, taken, told(place="示例路"), before=before)
    town.clerk.write(relief_facts.record_incident, taken, told(evidence="消防证明"), before=before)
    row = rows(town, taken).incidents[-1]
    assert (row.place, row.evidence) == ("示例路", "消防证明")
    found = refused(
        town.clerk,
        relief_facts.record_incident,
        taken,
        told(place="示例桥", proposed=Decimal(900)),
        before=before,
    )
    assert (found["place"].mine, found["place"].theirs) == ("示例桥", "示例路")
    assert list(found) == ["place"]


def test_rooms_that_fell(town: Town) -> None:
    dossier = single(town, "disaster")
    taken = town.accept(complete(dossier, town.clerk.today())).application_id
    first = Damage(disaster="flood", happened_on=date(2025, 10, 1), collapsed=2)
    assert town.clerk.read(disaster.damage_of, taken) is None
    before = {name: getattr(Damage(disaster="", happened_on=date.min), name) for name in vars_of(first)}
    town.checker.write(disaster.register_damage, taken, first, before=before)
    mine = Damage(disaster="flood", happened_on=date(2025, 10, 1), collapsed=3)
    found = refused(town.clerk, disaster.register_damage, taken, mine, before=before)
    assert (found["collapsed"].mine, found["collapsed"].theirs) == ("3", "2")
    assert town.clerk.read(disaster.damage_of, taken) == first
    shown = vars_of(first)
    town.checker.write(disaster.register_damage, taken, Damage(**shown | {"collapsed": 1}), before=shown)
    amount = town.clerk.write(disaster.register_damage, taken, Damage(**shown | {"severe": 1}), before=shown)
    stored = town.clerk.read(disaster.damage_of, taken)
    assert stored is not None
    assert (stored.collapsed, stored.severe) == (1, 1)
    assert amount == rows(town, taken).damaged[-1].amount


def vars_of(damage: Damage) -> dict[str, Any]:
    return {name: getattr(damage, name) for name in Damage.__dataclass_fields__}


def test_an_account_changed_while_another_is_typed(town: Town, home: FileRows) -> None:
    before = town.checker.read(accounts.account_of, home.household.id)

    def wanted(number: str) -> NewAccount:
        return NewAccount(
            bank="示例农商银行", account_name="乙示例", account_number=number, reason="原账户已销户"
        )

    change = town.clerk.write(
        accounts.propose_account, home.household.id, wanted("6200 0000 0000 0000 077"), before=before
    )
    town.head.write(accounts.decide_account, change, confirmed=True)
    found = refused(
        town.checker,
        accounts.propose_account,
        home.household.id,
        wanted("6200000000000000088"),
        before=before,
    )
    assert (found["account_number"].mine, found["account_number"].theirs) == ("****0088", "****0077")
    assert found["account_number"].who == "王主任"


def test_how_often_a_family_is_looked_at(town: Town, home: FileRows) -> None:
    entitlement = home.entitlements[0]
    before = {"to": entitlement.recheck_class}
    other = {"A": "B", "B": "A"}[entitlement.recheck_class]
    town.checker.write(rechecking.change_class, entitlement.id, other, "病情有变化", before=before)
    with pytest.raises(Exception, match=f"已经是 {other} 类"):
        town.clerk.write(rechecking.change_class, entitlement.id, other, "收入有变化", before=before)


def test_a_card_somebody_keeps(town: Town, home: FileRows) -> None:
    kept = Keeping(
        holder_id=person(home, "甲示例"), keeper="癸示例", keeper_unit="示例社区", card_tail="1234", reason="卧床不能取款",
        rules="每月取一次", starts_on=town.clerk.today(), bank="", keeper_post="", keeper_phone="", ends_on=None,
    )  # fmt: skip
    made = town.clerk.write(custody.keep_card, home.household.id, kept)
    day = town.clerk.today()
    town.on(date(day.year, day.month + 1, 3))
    before = {"on": None, "found": ""}
    town.clerk.write(custody.check_custody, made.id, day, "账目清楚", before=before)
    found = refused(
        town.checker, custody.check_custody, made.id, town.clerk.today(), "少记一笔", before=before
    )
    assert (found["found"].mine, found["found"].theirs) == ("少记一笔", "账目清楚")
    assert len({one.group for one in found.values()}) == 1
    town.clerk.write(custody.file_custody, made.id, day, before={"on": None})
    found = refused(town.checker, custody.file_custody, made.id, town.clerk.today(), before={"on": None})
    assert found["on"].theirs == str(day)


def test_who_overdue_matters_go_up_to(town: Town) -> None:
    clerk, head = town.clerk.actor.operator_id, town.head.actor.operator_id
    town.clerk.write(escalating.name_person, head, before={"person": ""})
    found = refused(town.clerk, escalating.name_person, clerk, before={"person": ""})
    assert (found["person"].label, found["person"].theirs) == ("督办负责人", "王主任")
    town.clerk.write(escalating.name_person, "", before={"person": head})


def test_every_service_that_can_be_told_what_was_shown_is_told_by_its_form() -> None:
    told = {
        node.name
        for path in (SOURCE / "services").rglob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and "before" in {one.arg for one in node.args.kwonlyargs}
    }
    assert len(told) > 10
    windows = {path: path.read_text("utf-8") for path in (SOURCE / "ui").rglob("*.py")}
    for name in told:
        forms = [text for text in windows.values() if f".{name}" in text]
        assert forms, name
        assert all("before" in text and f".{name}" in text for text in forms), name


def test_two_windows_at_one_draft_never_overwrite_each_other(town: Town) -> None:
    form = urban_couple(town)
    town.clerk.write(intake.keep_draft, "a-draft", form, intake.Typing())
    mine, seen_here = town.clerk.read(intake.resume_draft, "a-draft")
    theirs, seen_there = town.clerk.read(intake.resume_draft, "a-draft")
    theirs.application.reason = "丈夫去世"
    town.clerk.write(intake.keep_draft, "a-draft", theirs, seen_there)
    theirs.application.reason = "丈夫去世，女儿上学"
    town.clerk.write(intake.keep_draft, "a-draft", theirs, seen_there)
    mine.application.reason = "失业"
    with pytest.raises(Conflict):
        town.clerk.write(intake.keep_draft, "a-draft", mine, seen_here)
    assert town.clerk.read(intake.open_draft, "a-draft").application.reason == "丈夫去世，女儿上学"


def test_what_a_family_says_to_a_cut_is_not_written_over(town: Town, home: FileRows) -> None:
    town.on(date(2025, 9, 20))
    works(town, home, date(2025, 9, 10), "900.00")
    made = propose(town, told(town, home))
    town.checker.write(adjusting.hear, made, "工作只做了三天", before={"statement": ""})
    found = refused(town.clerk, adjusting.hear, made, "没有意见", before={"statement": ""})
    assert (found["statement"].mine, found["statement"].theirs) == ("没有意见", "工作只做了三天")
    (row,) = town.head.read(adjusting.adjustments)
    town.head.write(adjusting.decide_adjustment, made, approved=True, seen=row.version)
    town.clerk.write(adjusting.deliver_adjustment, made, "mail", town.clerk.today())
    with pytest.raises(Refused, match="已登记在 2025-09-20 送达"):
        town.checker.write(adjusting.deliver_adjustment, made, "mail", town.clerk.today())
