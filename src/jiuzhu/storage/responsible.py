"""Every column that names an operator, and what it is: who must do something, which moves in a 移交, or who did it, which stays.

A new column stands in neither and fails the tests until somebody says which it is.
"""

MOVES = frozenset(
    {
        ("alert", "owner_id"),
        ("draft", "owner_id"),
        ("escalation", "to_operator_id"),
        ("handed_item", "owner_id"),
        ("lead", "owner_id"),
        ("office", "escalation_id"),
    }
)
"""Responsibility: who has to go on with a row that is open. `handed_item` also carries whatever has no column of its own."""

STAYS = frozenset(
    {
        ("account_change", "decided_by"),
        ("account_change", "proposed_by"),
        ("adjustment", "decided_by"),
        ("adjustment", "proposed_by"),
        ("alert", "closed_by"),
        ("application", "clerk_id"),
        ("back_payment", "decided_by"),
        ("back_payment", "proposed_by"),
        ("checkpoint", "made_by"),
        ("comparison", "compared_by"),
        ("composition", "decided_by"),
        ("composition", "proposed_by"),
        ("custody", "recorded_by"),
        ("decision", "decided_by"),
        ("declined", "declined_by"),
        ("economic_line", "accepted_by"),
        ("export", "asked_by"),
        ("export", "decided_by"),
        ("grant_batch", "confirmed_by"),
        ("grant_batch", "made_by"),
        ("hand_over", "by"),
        ("hand_over", "from_id"),
        ("home_visit", "first_operator_id"),
        ("home_visit", "second_operator_id"),
        ("household_event", "recorded_by"),
        ("issued_paper", "issued_by"),
        ("journal_entry", "operator_id"),
        ("lead", "closed_by"),
        ("ledger_import", "imported_by"),
        ("letter", "sent_by"),
        ("load_proposal", "decided_by"),
        ("load_proposal", "proposed_by"),
        ("log_in", "by"),
        ("look", "operator_id"),
        ("meeting", "recorded_by"),
        ("month_roster", "sealed_by"),
        ("office_rule", "set_by"),
        ("opinion", "given_by"),
        ("payout", "handler_id"),
        ("policy_row", "asked_back_by"),
        ("policy_row", "confirmed_by"),
        ("policy_row", "set_by"),
        ("public_notice", "posted_by"),
        ("reassessment", "applied_by"),
        ("reassessment", "made_by"),
        ("reassessment", "signed_by"),
        ("recheck", "recorded_by"),
        ("relative_of_staff", "operator_id"),
        ("reserve_closing", "first_signer_id"),
        ("reserve_closing", "second_signer_id"),
        ("reserve_entry", "approver_id"),
        ("reserve_entry", "entered_by"),
        ("reserve_request", "requested_by"),
        ("reveal", "by"),
        ("step", "by"),
        ("transfer", "sent_by"),
        ("wellbeing_visit", "recorded_by"),
    }
)
"""History: who did it, was told of it, or is kept away by it. Rules of two persons look at these."""
