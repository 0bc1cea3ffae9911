"""A signature names what was read: changed since, it is refused and shown again, and nothing is signed (T18)."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from jiuzhu.domain import application as app
from jiuzhu.domain.dossier_json import file_read
from jiuzhu.domain.household import Person
from jiuzhu.errors import ChangedSinceSeen
from jiuzhu.services.approval import approving
from jiuzhu.services.approval.approving import Verdict
from jiuzhu.services.granting import adjusting, sealing
from jiuzhu.services.household import accounts
from jiuzhu.services.household.accounts import NewAccount
from jiuzhu.storage.unit import Unit
from on_the_way import submitted, surveyed
from receiving import four, granted, propose, told, works
from town import Town, payer_of, urban_three

SOURCE = Path(__file__).parents[2] / "src" / "jiuzhu"


def test_a_figure_that_changed_between_reading_and_signing(town: Town) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    seen = town.head.read(approving.view, taken)
    read = file_read(seen.dossier)

    def wage(unit: Unit) -> None:
        line = unit.get(app.EconomicLine, seen.dossier.incomes[0].id)
        line.explanation = "改了一句话"

    town.clerk.write(wage)
    verdict = Verdict(result="approved", seen_version=seen.version, seen_file=read)
    with pytest.raises(ChangedSinceSeen, match="没有签署任何内容"):
        town.head.write(approving.decide, taken, verdict)
    assert town.head.read(approving.view, taken).state == "submitted"
    again = town.head.read(approving.view, taken)
    verdict = Verdict(result="approved", seen_version=again.version, seen_file=file_read(again.dossier))
    assert town.head.write(approving.decide, taken, verdict)


def test_a_batch_leaves_out_what_changed_after_the_preview(town: Town) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    chosen = [(taken, town.head.read(approving.view, taken).version)]
    preview = town.head.read(approving.batch_preview, chosen)
    assert preview.signed == [taken]

    def phone(unit: Unit) -> None:
        view = unit.get(app.Application, taken)
        unit.get(Person, view.applicant_id).phone = "13800000009"

    town.clerk.write(phone)
    result = town.head.write(approving.decide_batch, chosen, preview.seen)
    assert (result.signed, result.excluded[0][2][:8]) == ([], "看过之后有改动，")


def test_an_opinion_is_about_the_file_that_was_read(town: Town) -> None:
    taken = surveyed(town, urban_three(town))
    read = file_read(town.checker.read(approving.view, taken).dossier)

    def reason(unit: Unit) -> None:
        unit.get(app.Application, taken).reason = "另一个理由"

    town.clerk.write(reason)
    with pytest.raises(ChangedSinceSeen):
        town.checker.write(approving.give_opinion, taken, "grant", "拟同意", seen_file=read)
    read = file_read(town.checker.read(approving.view, taken).dossier)
    town.checker.write(approving.give_opinion, taken, "grant", "调查属实，拟同意", seen_file=read)


def test_what_the_family_said_after_a_cut_was_read(town: Town) -> None:
    home = granted(town, four(town))
    town.on(date(2025, 9, 20))
    works(town, home, date(2025, 9, 10), "900.00")
    found = told(town, home)
    made = propose(town, found)
    (row,) = town.head.read(adjusting.adjustments)
    town.checker.write(adjusting.hear, made, "工作只做了三天")
    for call in (
        (adjusting.decide_adjustment, made, {"approved": True, "seen": row.version}),
        (adjusting.decide_adjustment, made, {"approved": False, "note": "不同意这样", "seen": row.version}),
    ):
        with pytest.raises(ChangedSinceSeen):
            town.head.write(call[0], call[1], **call[2])
    signed, left = town.head.write(adjusting.decide_many, [made], {made: row.version})
    assert (signed, left[0][1][:8]) == ([], "看过之后有改动，")
    (row,) = town.head.read(adjusting.adjustments)
    town.head.write(adjusting.decide_adjustment, made, approved=True, seen=row.version)


def test_a_roster_is_sealed_with_the_sum_that_was_checked(town: Town) -> None:
    granted(town, four(town))
    town.on(date(2025, 9, 5))
    payer = payer_of(town)
    row = next(one for one in payer.read(sealing.months) if not one.id)
    with pytest.raises(ChangedSinceSeen):
        payer.write(
            sealing.seal_month, row.month, row.programme, checked=True, seen=(row.households, row.total + 1)
        )
    payer.write(sealing.seal_month, row.month, row.programme, checked=True, seen=(row.households, row.total))


def test_an_account_confirmed_as_it_was_shown(town: Town) -> None:
    home = granted(town, four(town))
    wanted = NewAccount(
        bank="示例农商银行",
        account_name="乙示例",
        account_number="6200000000000000077",
        reason="原账户已销户",
    )
    change = town.clerk.write(accounts.propose_account, home.household.id, wanted)
    (row,) = town.head.read(accounts.proposed)
    with pytest.raises(ChangedSinceSeen):
        town.head.write(accounts.decide_account, change, confirmed=True, seen=row.version + 1)
    town.head.write(accounts.decide_account, change, confirmed=True, seen=row.version)


def test_every_signature_that_can_be_told_what_was_seen_is_told_by_its_window() -> None:
    names = {"seen", "seen_file"}
    told = {
        (path.stem, node.name)
        for path in (SOURCE / "services").rglob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and names & {one.arg for one in node.args.kwonlyargs}
    }
    assert {("accounts", "decide_account"), ("reassessing", "sign"), ("opinions", "give_opinion")} <= told
    windows = [path.read_text("utf-8") for path in (SOURCE / "ui").rglob("*.py")]
    for module, name in told:
        forms = [text for text in windows if re.search(rf"\b({module}|approving)\.{name}\b", text)]
        assert forms, name
        assert all("seen" in text or "second_person" in text for text in forms), name
