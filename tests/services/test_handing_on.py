"""移交: what a colleague has open is listed whole, printed, and given to others in one transaction with the reason."""

import hashlib
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from jiuzhu.domain.office import Operator
from jiuzhu.errors import InvalidInput, ProofNeeded, Refused, UserError
from jiuzhu.services.approval import approving
from jiuzhu.services.counter import relatives
from jiuzhu.services.counter.relatives import StaffRelation
from jiuzhu.services.ledger import export_register
from jiuzhu.services.office import handing_on, history, opening, workbench
from jiuzhu.services.office.open_items import OpenItem, open_items
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.paper import hand_over_paper
from jiuzhu.storage import journal
from open_work import DAY, make_busy
from relief_case import colleague
from stated import SAID
from town import LOGIN, PASSWORD, Town


@pytest.fixture
def busy(town: Town, tmp_path: Path) -> Town:
    make_busy(town, tmp_path)
    return town


def listed(town: Town, of: Workspace | None = None) -> dict[str, list[OpenItem]]:
    found: dict[str, list[OpenItem]] = {}
    for one in town.head.read(open_items, (of or town.clerk).actor.operator_id):
        found.setdefault(one.kind, []).append(one)
    return found


def test_everything_open_is_listed_with_what_is_next_and_until_when(busy: Town) -> None:
    found = listed(busy)
    assert {kind: len(items) for kind, items in found.items()} == {
        "application": 3, "draft": 1, "lead": 1, "alert": 1, "custody": 1, "proposal": 1, "batch": 1, "supervisor": 1,
    }  # fmt: skip
    names = {one.name: one for one in found["application"]}
    waiting, taken, granted_one = names["己示例"], names["丁示例"], names["甲示例"]
    assert granted_one.next.endswith("送达确认通知书")
    assert (taken.name, taken.next[:3]) == ("丁示例", "已受理")
    assert "受理通知书" in taken.papers
    assert waiting.until is not None
    assert "缺：" in waiting.papers
    assert found["draft"][0].name == "甲示例"
    assert found["custody"][0].until == date(2026, 9, 5)
    assert all(one.moves for items in found.values() for one in items)


def test_a_pause_is_told_with_its_reason(busy: Town) -> None:
    (taken,) = (one for one in listed(busy)["application"] if one.name == "丁示例")
    busy.checker.write(approving.pause, taken.subject_id, "等司法鉴定结论")
    (taken,) = (one for one in listed(busy)["application"] if one.name == "丁示例")
    assert "2025-09-05 起计时中止（等司法鉴定结论）" in taken.next


def test_the_head_has_what_waits_for_a_signature_and_it_moves_nowhere(busy: Town) -> None:
    found = listed(busy, busy.head)
    assert set(found) == {"signature"}
    assert not found["signature"][0].moves
    key = found["signature"][0].key
    with pytest.raises(Refused, match="1 件已经办结或不在"):
        busy.head.write(
            handing_on.hand_over, busy.head.actor.operator_id, {key: busy.clerk.actor.operator_id}, "调离岗位"
        )


@pytest.mark.file_only("a log-in opens the key file")
def test_all_of_it_goes_to_two_colleagues_and_the_account_ends(busy: Town) -> None:
    payer = colleague(busy, "tong", "孙统计", "statistician")
    chief = colleague(busy, "guan", "郑管理", "administrator", "approver", "clerk", "checker")
    me = busy.clerk.actor.operator_id
    to = {
        one.key: (payer if one.kind == "batch" else chief).actor.operator_id
        for items in listed(busy).values()
        for one in items
    }
    assert handing_on.leave(chief, me, to, "张经办调往区民政局", ends=True) == 10
    assert listed(busy) == {}
    assert {kind: len(items) for kind, items in listed(busy, payer).items()} == {"batch": 1}
    assert sum(one.moves for items in listed(busy, chief).values() for one in items) == 9
    operator = busy.head.read(lambda unit: unit.get(Operator, me))
    assert operator.ended_on == DAY
    with pytest.raises(UserError):
        opening.log_in(busy.home, LOGIN, PASSWORD)
    told = busy.head.read(history.history, me)
    assert told[0].what == "移交工作"
    assert busy.head.read(lambda unit: journal.unexplained(unit.session.connection())) == []
    (number,) = (one for one in chief.read(workbench.today).numbers if one.key == workbench.HANDED)
    assert (number.label, number.count) == ("接手", 9)
    page = chief.read(workbench.queue, workbench.HANDED)
    assert page.total == 9
    assert {row.applicant for row in page.rows} >= {"丁示例", "壬示例"}
    assert not [one for one in busy.head.read(workbench.today).numbers if one.key == workbench.HANDED]


def test_what_was_handed_on_is_handed_on_again(busy: Town) -> None:
    chief = colleague(busy, "guan", "郑管理", "administrator", "approver", "clerk", "checker")
    me, third = busy.clerk.actor.operator_id, chief.actor.operator_id
    (taken,) = (one for one in listed(busy)["application"] if one.name == "丁示例")
    checker = busy.checker.actor.operator_id
    busy.head.write(handing_on.hand_over, me, {taken.key: checker}, "分担一部分工作")
    assert [one.key for one in listed(busy, busy.checker)["application"]] == [taken.key]
    busy.head.write(handing_on.hand_over, checker, {taken.key: third}, "再换一位同事")
    assert "application" not in listed(busy, busy.checker)
    assert [one.key for one in listed(busy, chief)["application"]] == [taken.key]
    assert taken.key not in [one.key for one in listed(busy)["application"]]
    page = busy.head.read(workbench.queue, "to_check")
    assert {row.applicant: row.clerk_name for row in page.rows}["丁示例"] == "郑管理"


@pytest.mark.parametrize("kind", ["lead", "alert", "draft", "supervisor"])
def test_the_column_of_who_has_to_go_on_moves_with_it(busy: Town, kind: str) -> None:
    me, checker = busy.clerk.actor.operator_id, busy.checker.actor.operator_id
    if kind == "draft":
        checker = colleague(busy, "er", "周经办", "clerk").actor.operator_id
    (one,) = listed(busy)[kind]
    busy.head.write(handing_on.hand_over, me, {one.key: checker}, "休产假三个月")
    assert kind not in listed(busy)
    assert [row.kind for row in busy.head.read(open_items, checker)] == [kind]


def test_nobody_unfit_is_given_anything(busy: Town) -> None:
    me, found = busy.clerk.actor.operator_id, listed(busy)
    (taken,) = (one for one in found["application"] if one.name == "丁示例")
    head, checker = busy.head.actor.operator_id, busy.checker.actor.operator_id

    def give(to: dict[Any, str], reason: str = "调离岗位", **more: Any) -> None:
        busy.head.write(handing_on.hand_over, me, to, reason, **more)

    with pytest.raises(InvalidInput, match="移交的原因"):
        give({taken.key: checker}, "")
    with pytest.raises(Refused, match="没有办理“申请”的岗位"):
        give({taken.key: head})
    with pytest.raises(Refused, match="移交人本人"):
        give({taken.key: me})
    busy.clerk.write(
        relatives.file_relative, taken.subject_id, StaffRelation(name="李核查", relation="申请人之兄")
    )
    with pytest.raises(Refused, match="近亲属备案"):
        give({taken.key: checker})
    with pytest.raises(Refused, match="没有选定"):
        give({})
    with pytest.raises(Refused, match="还有 10 件没有指定接手人"):
        give({}, ends=True)
    with pytest.raises(Refused, match="移交工作"):
        busy.checker.write(handing_on.hand_over, me, {taken.key: checker}, "调离岗位")
    assert listed(busy).keys() == found.keys()


def test_the_packet_is_a_numbered_paper_with_an_index(busy: Town, tmp_path: Path) -> None:
    me, checker = busy.clerk.actor.operator_id, busy.checker.actor.operator_id
    (lead,) = listed(busy)["lead"]
    made = busy.head.write(
        hand_over_paper.issue_hand_over, me, {lead.key: checker}, "调往区民政局", tmp_path / "out", SAID
    )
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(made.path).pages))
    for said in (
        "工作移交清单",
        "目录",
        "张经办",
        "调往区民政局",
        "壬示例",
        "丁示例",
        "没填完的申请表",
        "李核查",
        "缺：",
    ):
        assert said in text, said
    assert "None" not in text
    assert all(made.export in page.extract_text() for page in PdfReader(made.path).pages)
    [row] = busy.head.read(export_register.exports, "left", made.export)
    assert (row.title, row.rows, row.recipient) == ("工作移交清单（张经办）（PDF）", 10, SAID.recipient)
    assert row.sha256 == hashlib.sha256(made.path.read_bytes()).hexdigest()
    for name in ("丁示例", "壬示例"):  # a file of the colleague, and a lead nobody took up
        assert busy.head.read(export_register.exports, "", name) == [row]
    again = busy.head.write(
        hand_over_paper.issue_hand_over, me, {lead.key: checker}, "调往区民政局", tmp_path / "out", SAID
    )
    assert (again.number, again.reprint) == (made.number, True)
    assert again.export != made.export


def test_who_may_let_nothing_out_prints_no_packet(busy: Town, tmp_path: Path) -> None:
    chief = colleague(busy, "guan", "郑管理", "administrator")
    with pytest.raises(Refused, match="没有这个岗位"):
        chief.write(
            hand_over_paper.issue_hand_over, busy.clerk.actor.operator_id, {}, "调离岗位", tmp_path, SAID
        )
    assert list(tmp_path.glob("HO-*.pdf")) == []


def test_nobody_hands_over_at_a_desk_that_was_left_open(busy: Town, tmp_path: Path) -> None:
    me, checker = busy.clerk.actor.operator_id, busy.checker.actor.operator_id
    (lead,) = listed(busy)["lead"]
    busy.head.asks_again = True
    busy.head._proved_at -= 3_600  # noqa: SLF001  # the clock of the machine cannot be turned
    for work in (
        (handing_on.hand_over, me, {lead.key: checker}, "休产假三个月"),
        (hand_over_paper.issue_hand_over, me, {lead.key: checker}, "休产假三个月", tmp_path, SAID),
    ):
        with pytest.raises(ProofNeeded):
            busy.head.write(*work)
    assert "lead" in listed(busy)
