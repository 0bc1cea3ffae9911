"""导出登记: what a row says, how long an agreement holds, what a mark reads like, which password is too weak."""

from datetime import UTC, date, datetime

import pytest

from jiuzhu.domain.exporting import (
    AGREED_FOR,
    Export,
    Said,
    Watermark,
    about_text,
    class_of,
    classes_of,
    password_problem,
    people_seal,
    recipient_problem,
)
from jiuzhu.domain.ledger import Column

ASKED = datetime(2026, 1, 5, 2, tzinfo=UTC)


def export(state: str, decided_on: date | None = None) -> Export:
    return Export(
        number="导2026-500112001-A00001-5", state=state, kind="xlsx", subject="roster", title="花名册", about="{}", rows=1,
        classes="name", purpose="own", recipient="示例街道", basis="duty", asked_by="1", asked_at=ASKED, decided_on=decided_on,
    )  # fmt: skip


def test_an_agreement_holds_for_three_days() -> None:
    agreed = export("agreed", date(2026, 1, 5))
    assert AGREED_FOR == 3
    assert [agreed.usable(date(2026, 1, day)) for day in (5, 8, 9)] == [True, True, False]
    assert not export("agreed").usable(date(2026, 1, 5))
    assert not export("left", date(2026, 1, 5)).usable(date(2026, 1, 5))


def test_the_mark_says_who_where_when_and_which() -> None:
    mark = Watermark(
        "导2026-500112001-A00001-5", "张经办", "示例街道", datetime(2026, 1, 5, 17, 30, tzinfo=UTC)
    )
    assert mark.text == "张经办　示例街道　2026-01-06 01:30　导2026-500112001-A00001-5"


def test_the_same_narrowing_is_the_same_text_in_any_order() -> None:
    day = date(2026, 1, 5)
    assert about_text({"village": "甲村", "date_from": day, "text": ""}) == about_text(
        {"date_from": day, "village": "甲村"}
    )
    assert about_text({}) == "{}"


@pytest.mark.parametrize(
    ("name", "kind", "found"),
    [
        ("applicant", "text", "name"), ("id_number", "id", "id_number"), ("member8_name", "text", "name"),
        ("member1_id_number", "id", "id_number"), ("account_number", "account", "account"), ("phone", "account", "phone"),
        ("address", "text", "address"), ("found", "text", "circumstances"), ("monthly", "money", "money"), ("village", "text", ""),
    ],
)  # fmt: skip
def test_a_column_is_known_for_the_data_it_carries(name: str, kind: str, found: str) -> None:
    assert class_of(Column(name=name, title="栏", kind=kind)) == found


def test_classes_are_told_once_in_one_order() -> None:
    columns = [Column(name=name, title=name) for name in ("address", "payee", "applicant", "village")]
    assert classes_of(columns) == ("name", "address")


def test_the_seal_does_not_depend_on_order_and_finds_a_missing_one() -> None:
    assert people_seal(["b", "a"]) == people_seal(["a", "b"])
    assert people_seal(["a"]) != people_seal(["a", "b"])


@pytest.mark.parametrize(
    ("password", "weak"),
    [("", True), ("Ab1", True), ("1234567890", True), ("aaaaaaaaa1", True), ("K7QM-3XWP-9HTR", False), ("春风又绿江南岸abc", False)],
)  # fmt: skip
def test_a_weak_password_is_told(password: str, weak: bool) -> None:
    assert bool(password_problem(password)) is weak


@pytest.mark.parametrize(
    ("purpose", "recipient", "told"),
    [
        ("report", "  ", "请写明文件交给谁。"),
        ("report", " 示例街道 ", "交给外面的"),
        ("report", "示例区民政局", ""),
        ("archive", "示例街道", ""),
    ],
)
def test_a_file_for_outside_is_not_given_to_the_office_itself(
    purpose: str, recipient: str, told: str
) -> None:
    found = recipient_problem(Said(purpose=purpose, recipient=recipient, basis="duty"), "示例街道")
    assert told in found
    assert bool(found) is bool(told)
