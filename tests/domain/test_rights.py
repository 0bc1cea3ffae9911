"""Who may do what: those who take and survey never decide, those who audit never change."""

import pytest

from jiuzhu.domain.rights import (
    ALL,
    APART,
    RIGHT_LABELS,
    RIGHTS,
    ROLE_LABELS,
    TABLE_RIGHTS,
    Actor,
    TableRights,
    matrix,
)

# The office's division of work, told here by role and not read from the program.
MAY = {
    "clerk": {
        "read", "take", "check", "opine", "deliver", "print", "export", "reveal", "transfer", "monitor", "exchange",
        "supervise", "checkpoint", "assess_needs", "direct_lists", "record_visit", "verify_visits", "call_back",
    },
    "checker": {
        "read", "check", "opine", "deliver", "print", "export", "reveal", "transfer", "monitor", "exchange", "supervise",
        "checkpoint", "assess_needs", "verify_visits", "call_back", "spot_check",
    },
    "approver": {"read", "decide", "confirm", "print", "export", "reveal", "supervise", "checkpoint", "agree_export", "see_exports", "oversee", "hand_over", "spot_check", "sign_settlement"},
    "township_approver": {"read", "decide", "confirm", "print", "export", "reveal", "supervise", "checkpoint", "agree_export", "see_exports", "oversee", "hand_over", "spot_check", "sign_settlement", "verify_visits"},
    "statistician": {"read", "print", "export", "pay", "exchange", "checkpoint", "fund", "settle"},
    "auditor": {"read", "print", "export", "reveal", "audit", "see_exports", "oversee"},
    "administrator": {"read", "administer", "audit", "configure", "confirm"},
    "service_coordinator": {"read", "print", "export", "checkpoint", "assess_needs", "direct_lists", "contract", "serve", "record_visit", "call_back", "settle"},
    "security_administrator": {"read", "assign"},
    "audit_administrator": {"read", "audit", "see_exports", "oversee"},
}  # fmt: skip
WRITING = {
    "take", "check", "opine", "decide", "deliver", "administer", "transfer", "monitor", "pay", "exchange", "configure",
    "confirm", "supervise", "checkpoint", "assign", "agree_export", "hand_over",
    "assess_needs", "direct_lists", "contract", "serve", "record_visit", "verify_visits", "call_back", "spot_check",
    "fund", "settle", "sign_settlement",
}  # fmt: skip


def _actor(*roles: str) -> Actor:
    return Actor(
        operator_id="1",
        login="zhang",
        name="张经办",
        roles=frozenset(roles),
        station_id="s",
        window="A",
    )


@pytest.mark.parametrize("role", ROLE_LABELS)
def test_each_role_may_do_its_work_and_nothing_else(role: str) -> None:
    assert {right for right in RIGHTS if _actor(role).may(right)} == MAY[role]


def test_nobody_but_an_approver_decides() -> None:
    assert [role for role in ROLE_LABELS if _actor(role).may("decide")] == ["approver", "township_approver"]


def test_who_decides_neither_takes_nor_surveys_nor_proposes() -> None:
    for role in ("approver", "township_approver"):
        assert not any(_actor(role).may(right) for right in ("take", "check", "opine", "monitor"))


def test_nobody_who_arranges_or_settles_services_verifies_or_signs_them() -> None:
    for right in ("serve", "settle"):
        assert not RIGHTS[right] & (RIGHTS["verify_visits"] | RIGHTS["sign_settlement"])


def test_whoever_an_overdue_matter_may_go_up_to_can_act_on_it() -> None:
    assert RIGHTS["supervise"] == {"clerk", "checker", "approver", "township_approver"}


def test_the_auditor_sees_everything_and_changes_nothing() -> None:
    assert not any(_actor("auditor").may(right) for right in WRITING)


def test_the_administrator_of_the_computer_never_touches_a_case_or_sees_a_number() -> None:
    assert {right for right in WRITING | {"reveal"} if _actor("administrator").may(right)} == {
        "administer",
        "configure",
        "confirm",
    }


def test_without_a_role_nothing_is_allowed_not_even_reading() -> None:
    assert not any(_actor().may(right) for right in RIGHTS)


def test_a_right_nobody_defined_belongs_to_nobody() -> None:
    assert not _actor(*ROLE_LABELS).may("erase")


def test_two_roles_carry_the_rights_of_both() -> None:
    both = _actor("clerk", "approver")
    assert {right for right in RIGHTS if both.may(right)} == MAY["clerk"] | MAY["approver"]


def test_every_right_has_words_and_every_holder_is_a_role() -> None:
    assert set(RIGHT_LABELS) == set(RIGHTS)
    assert all(holders and holders <= set(ROLE_LABELS) for holders in RIGHTS.values())


def test_administrators_are_three_people_and_who_audits_does_no_other_work() -> None:
    three = {"administrator", "security_administrator", "audit_administrator"}
    assert {frozenset(pair) for pair in APART} >= {frozenset((a, b)) for a in three for b in three if a != b}
    workers = {"clerk", "checker", "approver", "township_approver", "statistician"}
    assert all(frozenset(("auditor", role)) in APART for role in workers)


def test_who_may_write_a_table_follows_from_the_rights_it_names() -> None:
    rights = TableRights(
        "item",
        "application_id",
        frozenset({"take"}),
        {"decide": frozenset({"state"}), "check": frozenset({ALL})},
    )
    assert rights.adders() == {"clerk"}
    assert rights.changers() == {
        "approver": {"state"}, "township_approver": {"state"}, "checker": {ALL}, "clerk": {ALL},
    }  # fmt: skip


def test_who_may_only_empty_a_signature_changes_the_column_and_signs_nothing() -> None:
    repairs = TABLE_RIGHTS["back_payment"]
    assert repairs.signed == ("decided_by",)
    assert repairs.changers()["clerk"] == {ALL, "decided_by"}
    assert repairs.signers("decided_by") == RIGHTS["decide"] | RIGHTS["pay"]
    assert repairs.takers_back("decided_by") == RIGHTS["monitor"]


def test_every_table_names_only_rights_there_are_and_an_auditor_only_leaves_traces() -> None:
    traces = {
        "journal_entry",
        "log_in",
        "look",
        "reveal",
        "issued_paper",
        "export",
        "export_subject",
        "number_sequence",
        "draft",  # their own half-typed words, of nobody's file
    }
    for table, rights in TABLE_RIGHTS.items():
        assert rights.add | set(rights.change) <= set(RIGHTS), table
        auditors = {"auditor", "audit_administrator"} & (rights.adders() | set(rights.changers()))
        assert not auditors or table in traces, table


def test_the_matrix_to_sign_has_a_row_for_every_right_and_a_mark_for_every_role_that_carries_it() -> None:
    heading, *rows = matrix()
    assert heading == ("权限", *ROLE_LABELS.values())
    assert [row[0] for row in rows] == list(RIGHT_LABELS.values())
    assert sum(cell == "●" for row in rows for cell in row) == sum(
        len(holders) for holders in RIGHTS.values()
    )


def test_rows_of_others_are_seen_by_everybody_by_who_sees_families_or_by_who_is_declared() -> None:
    assert TABLE_RIGHTS["operator"].seers() is None
    three = {"administrator", "security_administrator", "audit_administrator"}
    families = frozenset(ROLE_LABELS) - three
    assert TABLE_RIGHTS["person"].seers() == TABLE_RIGHTS["complaint"].seers() == families
    assert TABLE_RIGHTS["journal_entry"].seers() == families | {"audit_administrator"}
    assert not any(_actor(role).sees("household") for role in three)
    assert _actor("administrator", "clerk").sees("household")
    assert _actor("administrator").sees("operator")
    assert TABLE_RIGHTS["draft"].seers() == RIGHTS["take"] | RIGHTS["hand_over"]
