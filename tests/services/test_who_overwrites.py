"""Every service a window calls that changes what is stored says how a second person at the same record fares.

A new one stands in no list and fails until somebody decides: does it merge what two typed, does it name what was seen, or is the
second refused by what the first did?
"""

import ast
import re
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "jiuzhu"

MERGES = {
    "accounts.propose_account", "adjusting.hear", "alerting.close_alert", "alerting.give_alerts", "alerting.note_alert",
    "checking_lines.settle_line", "custody.check_custody", "custody.file_custody", "disaster.register_damage",
    "escalating.name_person", "intake.complete", "leading.correct_lead", "leading.give_lead", "leading.record_lead_visit",
    "numbering_later.tell_identity", "rechecking.change_class", "rechecking.correct_recheck", "relatives.amend_relative",
    "relief_facts.record_incident",
    "funds.change_fund", "lists.change_entry", "neighbours.change_help", "supply.change_provider",
    "workers.change_worker",
}  # fmt: skip
"""Told what the form showed (`before`): field by field, or refused where a place means somebody else by now."""

SIGNS = {
    "accounts.decide_account", "adjusting.decide_adjustment", "adjusting.decide_many", "back_paying.decide_back_payment",
    "back_paying.move_back_payment", "batches.confirm_batch", "composing.decide_composition", "deciding.decide",
    "handing_over.confirm_handed_over", "handing_over.deny_handed_over", "intake.keep_draft", "load_proposals.confirm_load", "opinions.give_opinion",
    "opinions.record_review", "quick_relief.propose_quick", "reassessing.sign",
    "reserve_months.sign_month", "sealing.seal_month",
    "admin.assign_roles", "answering.answer_need", "answering.drop_answer", "answering.record_effect",
    "booking.cancel", "booking.move", "calling_back.improve", "complaining.close_complaint",
    "complaining.follow_complaint", "lists.end_entry", "lists.verify_entry", "needs.end_need", "needs.set_priority",
    "neighbours.approve_subsidy", "neighbours.return_subsidy", "plans.change_plan", "plans.end_plan",
    "plans.record_signature", "posting.take_down", "raising.raise_need", "recording.record",
    "service_files.change_service_class", "service_files.end_file", "service_files.set_home_care",
    "settling.sign_settlement", "settling.withdraw_settlement",
}  # fmt: skip
"""Told what was seen (`seen`, `seen_file`, a verdict): another version is refused and shown again."""

ONCE = {
    "acting.propose_for_alert", "acting.record_for_alert", "adjusting.deliver_adjustment", "adjusting.post_end",
    "adopting.adopt_check", "back_paying.record_return", "batches.exclude_line", "batches.put_line_back",
    "batches.withdraw_batch", "carrying_out.begin", "carrying_out.carry_on", "carrying_out.finish", "check_exchange.apply_check_reply", "checking.finish",
    "checking.request_check", "checking.start_survey", "checking_lines.accept_all_matching", "composing.withdraw_composition",
    "custody.revoke_custody", "declining.decline", "delivering.deliver_notice", "disputing.dispute", "disputing.rule",
    "escalating.answer_escalation", "events.settle_event", "exporting.answer_export",
    "handing_over.record_handed_over", "intake.accept", "interrupting.resume", "interrupting.return_file",
    "interrupting.terminate", "interrupting.withdraw", "leading.close_lead", "ledger_imports.undo_return",
    "load_proposals.refuse_load", "load_proposals.withdraw_load", "meeting.carry_out", "paying_out.return_payout",
    "posting.close_notice", "posting.object_to_notice", "posting.post_notice", "posting.settle_objection", "posting.submit",
    "quick_relief.make_up", "reassessing.discard", "reassessing.exclude", "relief_facts.leave_bill_out",
    "reserve.correct_entry", "reserve.replenish", "taking_over.undo_load",
    "transferring.answer", "transferring.record_receipt", "transferring.reject", "transferring.stop", "transferring.tell",
    "visiting.answer_letter", "withdrawing.withdraw_event",
    "absences.end_absence", "agreements.end_agreement", "devices.remove_device", "neighbours.end_help",
    "neighbours.pay_subsidy", "raising.answer_raised", "recording.reverse", "series.change_from", "series.end_from",
    "spot_checking.record_check", "supply.end_provider", "supply.end_qualification", "supply.end_vehicle",
    "workers.end_worker",
}  # fmt: skip
"""A step: once it is made, its state refuses the second; nothing typed by the first is touched."""

ADDS = {
    "abilities.assess_again", "batches.draft_batch", "batches.include_household", "caring.record_self_care",
    "caring.sign_agreement", "delivering.record_county_visit", "disaster.record_deliberation", "events.record_event",
    "rechecking.no_change", "rechecking.record_recheck", "relatives.file_relative", "ledger_return.apply_return",
    "agreements.set_tariff", "booking.book", "booking.copy", "devices.record_device_test", "lists.record_entry",
    "needs.assess_needs", "posting.post", "supply.record_qualification", "workers.set_shifts",
}  # fmt: skip
"""Adds a dated fact or a row of its own; what is marked by it follows the newest. A workbook is held against what left."""

NO_RECORD = {
    "column_maps.remember", "files.dossier", "hand_over_paper.issue_hand_over", "intake.from_person", "intake.new_dossier",
    "intake.open_draft", "intake.resume_draft", "leading.dossier_of", "ledger_papers.issue_ledger", "papers.issue",
    "papers.issue_each", "papers.issue_roster", "relief_papers.issue_batch", "relief_papers.issue_closing",
    "relief_papers.issue_damage", "relief_papers.issue_receipt", "relief_papers.issue_request",
    "relief_papers.issue_reserve_month", "reviewing.view",
    "archive.issue_archive", "recounting.reconciled", "service_papers.issue_assessment", "service_papers.issue_plan",
}  # fmt: skip
"""Reads, prints, or remembers how a sender names its columns: nobody's words are stored."""

_FACADES = ("approving", "checking", "admin")
"""Modules through which windows also call services."""


def changing() -> set[str]:
    """`module.service` of everything a window names that assigns to an attribute, itself or through its own module."""
    windows = "\n".join(path.read_text("utf-8") for path in (SOURCE / "ui").rglob("*.py"))
    named = set(re.findall(r"\b(\w+\.\w+)\b", windows))
    found = set()
    for path in (SOURCE / "services").rglob("*.py"):
        functions = {
            node.name: node
            for node in ast.parse(path.read_text("utf-8")).body
            if isinstance(node, ast.FunctionDef)
        }
        for name, node in functions.items():
            first = node.args.args[0].arg if node.args.args else ""
            asked = named & {f"{module}.{name}" for module in (path.stem, *_FACADES)}
            if first == "unit" and not name.startswith("_") and asked and _assigns(node, functions, set()):
                found.add(f"{path.stem}.{name}")
    return found


def _assigns(node: ast.FunctionDef, functions: dict[str, ast.FunctionDef], seen: set[str]) -> bool:
    seen.add(node.name)
    for one in ast.walk(node):
        if isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Store):
            return True
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name):
            called = one.func.id
            if called == "setattr":
                return True
            if called in functions and called not in seen and _assigns(functions[called], functions, seen):
                return True
    return False


def told_of(name: str) -> set[str]:
    """The names of a service's arguments."""
    module, service = name.split(".")
    path = next((SOURCE / "services").rglob(f"{module}.py"))
    node = next(
        one
        for one in ast.parse(path.read_text("utf-8")).body
        if isinstance(one, ast.FunctionDef) and one.name == service
    )
    return {one.arg for one in (*node.args.args, *node.args.kwonlyargs)}


def test_every_service_that_changes_what_is_stored_says_how_two_people_fare() -> None:
    lists = (MERGES, SIGNS, ONCE, ADDS, NO_RECORD)
    assert sum(map(len, lists)) == len(set().union(*lists))
    known = set().union(*lists)
    assert changing() - known == set()


def test_what_merges_or_signs_is_told_what_was_on_the_screen() -> None:
    assert {name for name in MERGES if "before" not in told_of(name)} == set()
    assert {
        name for name in SIGNS if not told_of(name) & {"seen", "seen_version", "seen_file", "verdict"}
    } == set()
