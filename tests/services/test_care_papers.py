"""代管卡折, 供养协议, the end of 特困 and 走访: recorded in their order, printed from what is recorded."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.granting import adjusting, consequences
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.monitoring import custody
from jiuzhu.services.monitoring.custody import CustodyRow, Keeping
from jiuzhu.services.office import workbench
from jiuzhu.services.paper import care_papers
from jiuzhu.services.survey import caring
from jiuzhu.storage.queries.files import FileRows
from on_the_way import approve, rows, single, surveyed
from once import once
from receiving import dies
from town import Town

DAY = date(2025, 11, 20)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "papers"


@pytest.fixture
@once
def home(town: Town) -> FileRows:
    """A man with 特困 from December, 1,201.00 a month."""
    town.on(date(2025, 10, 13))
    taken = surveyed(town, single(town, "tekun"))
    person = rows(town, taken).members[0].person_id
    town.checker.write(
        caring.record_self_care, person, ["walk", "bath"], ("李核查", "张经办"), town.clerk.today(), application_id=taken
    )  # fmt: skip
    town.on(date(2025, 10, 24))
    town.checker.write(approving.give_opinion, taken, "grant", "调查属实，拟同意认定特困人员。")
    town.checker.write(approving.post_notice, taken, "示例村公示栏")
    town.on(date(2025, 11, 3))
    town.checker.write(approving.close_notice, taken)
    town.checker.write(approving.submit, taken)
    town.on(DAY)
    approve(town, taken)
    return rows(town, taken)


def printed(town: Town, form: str, record: str, folder: Path) -> str:
    made = town.clerk.write(care_papers.issue_care, form, record, folder)
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(made.path).pages))
    assert "{" not in text
    assert "None" not in text
    return text


def holds(text: str, *words: str) -> None:
    for one in words:
        assert one in text, one


def keeping(home: FileRows, **more: Any) -> Keeping:
    asked: dict[str, Any] = {
        "holder_id": home.members[0].person_id, "keeper": "村管示例", "keeper_unit": "示例村村民委员会", "keeper_post": "民政专干",
        "keeper_phone": "13800000099", "bank": "示例农商银行", "card_tail": "0071", "reason": "独居，卧床不能出门取款",
        "starts_on": DAY,
    }  # fmt: skip
    return Keeping(**asked | more)


def kept(town: Town, home: FileRows, **more: Any) -> str:
    return town.checker.write(custody.keep_card, home.household.id, keeping(home, **more)).id


def seen(town: Town, key: str, text: str = "") -> list[CustodyRow]:
    return town.clerk.read(custody.custodies, key, text)


def test_a_kept_card_is_filed_checked_and_given_back(town: Town, home: FileRows, folder: Path) -> None:
    made = kept(town, home)
    (row,) = seen(town, "due")
    assert (row.told, row.colour, row.check_due_on) == ("还没有报区县备案", "warn", date(2026, 11, 20))
    assert (row.name, row.household_number) == ("己示例", home.household.number)
    holds(printed(town, "F22", made, folder), "特困人员救助供养（2025-12起）")  # begins next month
    town.checker.write(custody.file_custody, made, DAY)
    assert seen(town, "due") == []
    assert [one.id for one in seen(town, "open", "己示例")] == [made]
    assert seen(town, "open", "没有这个人") == []
    town.on(date(2026, 10, 21))
    assert [(one.told, one.colour) for one in seen(town, "due")] == [("2026-11-20 前做年度核查", "warn")]
    town.on(date(2026, 11, 20))
    assert [(one.told, one.colour) for one in seen(town, "due")] == [("年度核查已到期（2026-11-20）", "bad")]
    town.checker.write(custody.check_custody, made, date(2026, 11, 20), "取款记录齐全，本人说都收到了")
    assert seen(town, "due") == []
    text = printed(town, "F22", made, folder)
    holds(
        text,
        "取款记录齐全",
        "2027年11月20日",
        "己示例",
        "村管示例",
        "民政专干",
        "****0071",
        "独居，卧床不能出门取款",
        "特困人员救助供养",
    )
    assert "6200000000000000071" not in text
    town.checker.write(custody.revoke_custody, made, date(2026, 11, 20), "本人恢复行走，收回自管")
    assert seen(town, "open") == []
    assert [one.revoked_reason for one in seen(town, "ended")] == ["本人恢复行走，收回自管"]
    holds(printed(town, "F22", made, folder), "收回自管", "2026年11月20日")
    with pytest.raises(Refused, match="注销"):
        town.checker.write(custody.file_custody, made, DAY)
    with pytest.raises(Refused, match="注销"):
        town.checker.write(custody.revoke_custody, made, DAY, "再注销一次")


def test_the_two_papers_of_a_kept_card(town: Town, home: FileRows, folder: Path) -> None:
    made = kept(town, home, ends_on=date(2026, 5, 20))
    number = seen(town, "open")[0].number
    first = town.clerk.write(care_papers.issue_care, "F22", made, folder)
    assert first.number == number
    assert town.clerk.write(care_papers.issue_care, "F22", made, folder).reprint
    text = printed(town, "F22A", made, folder)
    holds(
        text, "甲方（持卡人或监护人）：己示例", "乙方（代管人）：村管示例", number, "2026年5月20日", "密码由本人掌握", "一式三份",
        "交还记录", "023-00000001",
    )  # fmt: skip
    blank = printed(
        town, "F22", kept(town, home, card_tail="9999", keeper_post="", keeper_phone="", bank=""), folder
    )
    holds(blank, "注销日期", "核查情况", "开户银行")


def test_a_custody_that_ran_out_is_told(town: Town, home: FileRows) -> None:
    made = kept(town, home, ends_on=date(2026, 5, 20))
    town.checker.write(custody.file_custody, made, DAY)
    town.on(date(2026, 5, 20))
    assert [(one.told, one.colour) for one in seen(town, "due")] == [
        ("2026-05-20 期满，请交还卡折或续签", "bad")
    ]


def test_the_kept_card_of_the_dead_is_given_back_the_same_day(town: Town, home: FileRows) -> None:
    made = kept(town, home)
    town.checker.write(custody.file_custody, made, DAY)
    assert seen(town, "due") == []
    town.on(date(2025, 12, 3))
    dies(town, home, date(2025, 12, 2), "己示例")
    assert [(one.told, one.colour) for one in seen(town, "due")] == [
        ("持卡人 2025-12-02 去世，按约定当日交还卡折并注销备案", "bad")
    ]
    told = "有 1 张代管卡折的持卡人已经去世，请交还卡折并注销备案，在“监测—卡折代管”里。"
    assert told in town.checker.read(workbench.today).warnings
    assert told not in town.auditor.read(workbench.today).warnings  # who may not give it back
    town.checker.write(custody.revoke_custody, made, date(2025, 12, 3), "持卡人去世，卡折交还其侄")
    assert seen(town, "due") == []
    assert told not in town.checker.read(workbench.today).warnings


def test_a_leap_day_is_looked_at_again_in_march(town: Town, home: FileRows) -> None:
    town.on(date(2028, 2, 29))
    kept(town, home, starts_on=date(2028, 2, 29))
    assert seen(town, "open")[0].check_due_on == date(2029, 3, 1)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"holder_id": ""}, "holder_id"),
        ({"card_tail": "71"}, "card_tail"),
        ({"card_tail": "6200000000000000071"}, "card_tail"),
        ({"starts_on": date(2025, 11, 21)}, "starts_on"),
        ({"ends_on": DAY}, "ends_on"),
        ({"keeper": ""}, "keeper"),
        ({"keeper": "己示例"}, "keeper"),
        ({"keeper_unit": ""}, "keeper_unit"),
        ({"reason": ""}, "reason"),
        ({"rules": ""}, "rules"),
    ],
)
def test_what_an_agreement_must_say(town: Town, home: FileRows, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        kept(town, home, **wrong)
    assert refusal.value.problems[0].field == field
    assert seen(town, "open") == []


def test_a_card_is_kept_once_at_a_time(town: Town, home: FileRows) -> None:
    made = kept(town, home)
    with pytest.raises(Refused, match="正由村管示例代管"):
        kept(town, home, keeper="另一人")
    town.checker.write(custody.revoke_custody, made, DAY, "换人代管")
    kept(town, home, keeper="另一人")
    with pytest.raises(InvalidInput):
        town.checker.write(custody.check_custody, seen(town, "open")[0].id, date(2025, 11, 19), "看过")
    with pytest.raises(Refused, match="动态管理"):
        town.auditor.write(custody.keep_card, home.household.id, keeping(home, card_tail="1111"))


def test_a_check_is_never_older_than_the_last(town: Town, home: FileRows) -> None:
    made = kept(town, home)
    town.on(date(2026, 11, 20))
    town.checker.write(custody.check_custody, made, date(2026, 11, 1), "看过账本")
    with pytest.raises(InvalidInput, match="早于上次核查"):
        town.checker.write(custody.check_custody, made, date(2026, 10, 1), "补记")


def test_what_is_known_is_not_asked_again(town: Town, home: FileRows) -> None:
    known = town.clerk.read(custody.home_of, home.household.id)
    assert known.people == [(home.members[0].person_id, "己示例")]
    assert (known.bank, known.card_tail) == ("示例农商银行", "0071")


def test_the_agreement_says_who_looks_after_whom(town: Town, home: FileRows, folder: Path) -> None:
    (one,) = town.clerk.read(caring.supported, home.application.id)
    number = town.checker.write(
        caring.sign_agreement, one.entitlement_id, "institution", "示例敬老院", "食宿、日常照料、就医陪护、送终", phone="023-00000009"
    )  # fmt: skip
    (offer,) = town.clerk.read(care_papers.offers, home.application.id)
    assert offer.title == "特困人员供养协议（己示例 2025-11-20）"
    made = town.clerk.write(care_papers.issue_care, "F23E", offer.record_id, folder)
    assert made.number == number
    holds(
        printed(town, "F23E", offer.record_id, folder), "丙方（特困人员）：己示例", "示例敬老院", "集中供养", "半护理", "送终", "023-00000009",
        "一式三份",
    )  # fmt: skip


def test_a_new_agreement_ends_the_one_before(town: Town, home: FileRows, folder: Path) -> None:
    (one,) = town.clerk.read(caring.supported, home.application.id)
    for carer, on in (("庚示例", DAY), ("示例敬老院", date(2025, 12, 1))):
        town.on(on)
        town.checker.write(
            caring.sign_agreement, one.entitlement_id, "institution", carer, "食宿、日常照料、就医陪护"
        )
    first, second = town.clerk.read(care_papers.offers, home.application.id)
    text = printed(town, "F23E", first.record_id, folder)
    holds(text, "庚示例", "终止日期")
    assert text.count("2025年12月1日") == 2  # printed and ended
    text = printed(town, "F23E", second.record_id, folder)
    assert "庚示例" not in text
    assert text.count("2025年12月1日") == 2  # signed and printed; not ended


def ended(town: Town, home: FileRows) -> str:
    """The end of the support proposed; returns the adjustment."""
    grant = home.entitlements[0]
    change = town.checker.read(consequences.by_hand, grant.id, Decimal(0), "本人书面申请终止供养", "43-24")
    town.checker.write(
        adjusting.propose_adjustment,
        grant.id,
        change,
        Ground(cause="own_request", evidence="本人书面申请"),
        [],
    )
    (row,) = town.head.read(adjusting.adjustments)
    return row.id


def test_the_end_of_support_is_posted_then_decided_on_paper(town: Town, home: FileRows, folder: Path) -> None:
    made = ended(town, home)
    for form, why in (("F23F", "还没有张榜公示"), ("F23G", "还没有签署同意")):
        with pytest.raises(Refused, match=why):
            town.clerk.write(care_papers.issue_care, form, made, folder)
    with pytest.raises(InvalidInput, match="公示地点"):
        town.checker.write(adjusting.post_end, made, " ")
    town.checker.write(adjusting.post_end, made, "示例村公示栏")
    text = printed(town, "F23F", made, folder)
    holds(text, "示例村公示栏", "己示例", "特困人员救助供养", "2025年11月20日", "2025年11月27日", "七日")
    for private in ("500199", "13800000071", "示例村3组", "本人书面申请"):
        assert private not in text
    town.on(date(2025, 12, 1))
    town.head.write(adjusting.decide_adjustment, made, approved=True)
    text = printed(town, "F23G", made, folder)
    holds(
        text, "己示例：", "本人书面申请终止供养", "第二十四条", "2025年12月", "1,201.00", "60日内申请行政复议", "送达回证",
        "渝北区民政局", "2025年11月27日",
    )  # fmt: skip


def test_only_the_end_of_tekun_has_these_papers(town: Town, home: FileRows, folder: Path) -> None:
    grant = home.entitlements[0]
    change = town.checker.read(consequences.by_hand, grant.id, Decimal("1000.00"), "核定有误", "43-24")
    town.checker.write(
        adjusting.propose_adjustment, grant.id, change, Ground(cause="recheck", evidence="复核审批表"), []
    )
    (row,) = town.head.read(adjusting.adjustments)
    with pytest.raises(Refused, match="只有终止特困供养"):
        town.clerk.write(care_papers.issue_care, "F23F", row.id, folder)


def visited(town: Town, home: FileRows, on: date, **more: Any) -> None:
    found = {
        "living": "独自做饭，菜米够用",
        "health": "咳嗽两周",
        "safety": "电线老化",
        "need": "请家庭医生看看",
        "action": "已联系卫生院",
    }
    town.checker.write(
        caring.record_wellbeing_visit, home.members[0].person_id, home.household.id, on=on, visitor="村管示例", found=found, **more
    )  # fmt: skip


def test_a_visit_on_paper_with_a_place_for_the_photo(town: Town, home: FileRows, folder: Path) -> None:
    visited(town, home, DAY, next_on=date(2025, 12, 20))
    (row,) = town.clerk.read(caring.wellbeing_visits)
    text = printed(town, "F29", row.id, folder)
    holds(
        text, "走访（探访）记录", "己示例", "独自做饭", "咳嗽两周", "电线老化", "家庭医生", "已联系卫生院", "2025年12月20日", "照片",
        "李核查", "67",
    )  # fmt: skip
    assert [offer.form for offer in town.clerk.read(care_papers.offers, home.application.id)] == ["F29"]
    town.checker.write(
        caring.record_wellbeing_visit, home.members[0].person_id, home.household.id, on=DAY, visitor="村管示例", found={}
    )  # fmt: skip
    newest = town.clerk.read(caring.wellbeing_visits)[0]
    holds(printed(town, "F29", newest.id, folder), "生活状况", "下次走访日期")


def test_who_should_be_visited_again_is_listed_until_somebody_went(town: Town, home: FileRows) -> None:
    with pytest.raises(InvalidInput, match="晚于这次"):
        visited(town, home, DAY, next_on=DAY)
    visited(town, home, DAY, next_on=date(2025, 12, 20))
    assert town.clerk.read(caring.wellbeing_visits, due=True) == []
    town.on(date(2025, 12, 20))
    assert [row.colour for row in town.clerk.read(caring.wellbeing_visits, due=True)] == ["warn"]
    town.on(date(2025, 12, 21))
    assert [row.colour for row in town.clerk.read(caring.wellbeing_visits, due=True)] == ["bad"]
    visited(town, home, date(2025, 12, 21))
    assert town.clerk.read(caring.wellbeing_visits, due=True) == []
    assert len(town.clerk.read(caring.wellbeing_visits, "己示例")) == 2
    assert town.clerk.read(caring.wellbeing_visits, "没有这个人") == []


def test_papers_need_the_right_to_print(town: Town, home: FileRows, folder: Path) -> None:
    from relief_case import colleague  # noqa: PLC0415  # here alone

    made = kept(town, home)
    system = colleague(town, "xitong", "吴系统", "administrator")
    with pytest.raises(Refused, match="打印文书"):
        system.write(care_papers.issue_care, "F22", made, folder)
    assert not folder.exists()
