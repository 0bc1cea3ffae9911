"""A plainly invented household, with everything in its file, for the papers' tests."""

from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu import paths
from jiuzhu.domain import money
from jiuzhu.domain.codes import CodeTable, load_codes
from jiuzhu.domain.dossier import (
    ApplicationPart,
    Dossier,
    HouseholdPart,
    LinePart,
    MaterialPart,
    MemberPart,
    ObligorPart,
    OfficePart,
    PaperPart,
)
from jiuzhu.domain.dossier_changes import EventPart, RecheckPart, TaperPart
from jiuzhu.domain.dossier_course import (
    AuthorisationPart,
    CheckPart,
    CorrectionPart,
    DecisionPart,
    DeclinedPart,
    FindingPart,
    LetterPart,
    NeighbourPart,
    NoticePart,
    OpinionPart,
    RelativePart,
    ReplyPart,
    VisitPart,
)
from jiuzhu.domain.dossier_matters import AdjustmentPart, SurveyPart
from jiuzhu.domain.dossier_roster import RosterLine, RosterPart
from jiuzhu.domain.form import Form, load_forms

from . import sample_kinds, sample_relief, sample_settling

RARE = "𬎆㛃𠅤䶮犇喆𫍲"


def codes() -> dict[str, CodeTable]:
    return load_codes(paths.resources() / "codes")


def forms() -> dict[str, Form]:
    return load_forms(paths.forms(), frozenset(codes()))


def members() -> list[MemberPart]:
    return [
        MemberPart(
            id="m1", name="张示例", id_number="500112198003020017", sex="1", birth=date(1980, 3, 2), age=45,
            relation="01", ethnic="01", marital="20", health="10", occupation="24", employer="示例物业公司（临时保安）",
            phone="13900000001", registered_address="示例区示例街道示例社区1组8号", authorised_on=date(2025, 10, 13),
        ),
        MemberPart(
            id="m2", name="李样本", id_number="500112198206110028", sex="2", birth=date(1982, 6, 11), age=43,
            relation="12", ethnic="15", marital="20", health="60", occupation="70", disability_kind="4",
            disability_grade="2", disability_certificate="50011219820611002842", illness="major",
            illness_name="慢性肾功能衰竭", authorised_on=date(2025, 10, 13),
        ),
        MemberPart(
            id="m3", name=f"张{RARE}", id_number="500112201305200033", sex="1", birth=date(2013, 5, 20), age=12,
            relation="20", ethnic="01", marital="10", health="10", student="compulsory", school="示例小学",
            authorised_on=date(2025, 10, 13), authorised_by="张示例",
        ),
    ]  # fmt: skip


def findings() -> list[FindingPart]:
    return [
        FindingPart(
            programme="dibao", result="entitled", members=3, per_head=Decimal("520.00"), standard=Decimal(770),
            base=Decimal(750), addons=Decimal(200), monthly=Decimal(950),
            headline="符合最低生活保障条件，每月 950.00 元",
            why=[
                "家庭月收入合计 1,560.00 元：张示例 工资性收入 1,560.00 元（民发〔2021〕57号 第十三条）",
                "人均月收入 1,560.00 ÷ 3 = 520.00 元，低于城市低保标准 770.00 元（渝民规〔2025〕6号）",
                "货币财产人均 7,000.00 元，不超过 24 个月低保标准 18,480.00 元",
                "住房 1 套 62 ㎡，没有车辆、船舶和机械",
                "低保金 770.00 × 3 − 1,560.00 = 750.00 元",
                "分类重点救助：李样本 重残 60.00 元、残疾人员 40.00 元；在校学生 100.00 元",
            ],
        ),
        FindingPart(
            programme="disability_living", result="entitled", members=1, monthly=Decimal(80),
            headline="李样本每月 80.00 元", why=["低保家庭中的残疾人，每人每月 80.00 元"],
        ),
    ]  # fmt: skip


def roster(lines: int = 3) -> RosterPart:
    made = [
        RosterLine(
            position=number, household_number=f"户2025-500112999-A{number:05d}-3", village="示例社区",
            payee=f"示例{number}", id_number="500112198003020017", bank="示例农商行",
            account_number=f"6217000000000{number:06d}", members=3, base=Decimal(750), addons=Decimal(200),
            total=Decimal(950),
        )
        for number in range(1, lines + 1)
    ]  # fmt: skip
    return RosterPart(
        month="2025-12", programme="dibao", households=lines, people=3 * lines, base=Decimal(750) * lines,
        addons=Decimal(200) * lines, total=Decimal(950) * lines, total_words=money.in_words(Decimal(950) * lines), lines=made,
    )  # fmt: skip


def adjustment() -> AdjustmentPart:
    return AdjustmentPart(
        number="调2025-500112999-A00003-6", programme="dibao", kind="taper", cause="event", old_monthly=Decimal(950),
        new_monthly=Decimal(950), new_words=money.in_words(Decimal(950)), from_month="2026-01", until_month="2026-06",
        reason="就业后人均月收入超过标准但未达到 1.5 倍", clause="民发〔2021〕57号第三十二条", evidence="劳动合同", statement="同意",
        proposed_by="李核查", proposed_on=date(2025, 12, 3), decided_by="王主任", decided_on=date(2025, 12, 4), decision_note="同意",
    )  # fmt: skip


def recheck() -> RecheckPart:
    return RecheckPart(
        number="复2025-500112999-A00002-8", programme="dibao", recheck_class="B", monthly=Decimal(950),
        last_on=date(2025, 6, 3), due_on=date(2025, 12, 3), done_on=date(2025, 12, 2), outcome="taper", found="妻子就业",
        first_checker="李核查", second_checker="张经办", next_due_on=date(2026, 6, 2), recorded_by="李核查",
    )  # fmt: skip


def dossier(**changes: Any) -> Dossier:
    """The whole file of one household; `changes` replace whole parts."""
    day = date(2025, 10, 13)
    parts: dict[str, Any] = {
        "office": OfficePart(
            name="示例区示例街道办事处", district_name="示例区", township_name="示例街道", address="示例区示例街道示例路1号",
            phone="023-00000001", supervision_phone="023-00000002", window="A",
        ),
        "paper": PaperPart(number="文2025-500112999-A00012-7", issued_on=day, issued_by="王经办"),
        "application": ApplicationPart(
            id="a1", number="受2025-500112999-A00001-4", state="accepted", source="self",
            programmes=["dibao", "disability_living", "disability_care"],
            reason="爱人残疾不能上班，孩子上学，靠一个人打零工，收入不够一家三口的生活。", cause="disability",
            submitted_on=day, accepted_on=day, promised_on=date(2025, 11, 17), truth_promised=True, clerk_name="王经办",
        ),
        "household": HouseholdPart(
            id="h1", number="户2025-500112999-A00001-9", kind="urban", village="示例社区", address="示例社区2栋3-1",
            phone="13900000001", bank="示例农商行", account_name="张示例", account_number="6217000000000000001", size=3,
        ),
        "members": members(),
        "obligors": [ObligorPart(name="张老示例", relation="51", family_size=2, income_month=Decimal(2600))],
        "incomes": [
            LinePart(
                kind="wage", person="m1", person_name="张示例", item="保安工资", declared=Decimal(1560),
                checked=Decimal(1560), check_source="人社", check_as_of=date(2025, 9, 30), visited=Decimal(1560),
                difference=Decimal(0), accepted=Decimal(1560), judgement="true",
            )
        ],
        "assets": [
            LinePart(
                kind="deposit", person="m1", person_name="张示例", item="示例农商行", declared=Decimal(20000),
                checked=Decimal(21000), check_source="银行", check_as_of=date(2025, 10, 20), difference=Decimal(1000),
                explanation="上月孩子的奖学金存入，填表时忘记了", evidence="存折复印件", judgement="mistaken",
                accepted=Decimal(21000),
            )
        ],
        "housing": [LinePart(kind="home", person="m1", person_name="张示例", declared=Decimal(62), address="示例社区2栋3-1")],
        "materials": [
            MaterialPart(code="application", name="社会救助申请书", received_on=day),
            MaterialPart(code="authorisation", name="家庭经济状况核对授权书", received_on=day),
            MaterialPart(code="disability", name="残疾人证", received_on=day),
            MaterialPart(code="household", name="户口簿", by_data=True, needed=False, note="由公安部门数据取得"),
        ],
        "correction": CorrectionPart(
            number="补2025-500112999-A00002-1", missing=["李样本的核对授权书", "残疾人证复印件"], issued_on=day,
            due_on=date(2025, 10, 20),
        ),
        "authorisations": [
            AuthorisationPart(
                number=f"授2025-500112999-A0000{position}-1", name=member.name, id_number=member.id_number,
                signed_on=day, signed_by=member.authorised_by, valid_until=date(2026, 10, 12),
            )
            for position, member in enumerate(members(), start=1)
        ],
        "check": CheckPart(
            number="核2025-500112999-A00001-6", requested_on=date(2025, 10, 14), replied_on=date(2025, 10, 20),
            report_number="示例核字〔2025〕12号", report_on=date(2025, 10, 21), conclusion="fits", age_days=22,
        ),
        "replies": [
            ReplyPart(person_name="张示例", department="人社", item="工资", status="hit", value="1,560.00", as_of=date(2025, 9, 30)),
            ReplyPart(person_name="张示例", department="公安交管", item="车辆", status="none"),
            ReplyPart(person_name="李样本", department="不动产登记", item="住房", status="none"),
        ],
        "visit": VisitPart(
            visited_on=date(2025, 10, 17), first_investigator="王经办", second_investigator="赵协理", present="张示例",
            dwelling_kind="砖混楼房", dwelling_area="62 ㎡", dwelling_condition="自有，简单装修，无危险",
            belongings="电视、冰箱、洗衣机各一台，均已使用多年", food_clothing="日常饮食简单，衣物够用",
            utilities="水电气月均约 160 元", debts="欠亲戚 8,000 元看病", illness="李样本长期透析", opinion="情况与申报一致", photos=4,
        ),
        "adjustment": adjustment(), "adjustments": [adjustment()],
        "taper": TaperPart(
            person="李样本", since=date(2025, 12, 1), work="超市收银员", income=Decimal(2200), per_head=Decimal("1000.00"),
            standard=Decimal(770), limit=Decimal(1155), months=6, ends_on=date(2026, 6, 30),
        ),
        "recheck": recheck(), "rechecks": [recheck()],
        "events": [
            EventPart(
                number="变2025-500112999-A00001-1", kind="employed", person="李样本", effective_on=date(2025, 12, 1),
                from_month="2026-01", details="超市收银员", evidence="劳动合同", recorded_on=date(2025, 12, 2),
            )
        ],
        "declined": DeclinedPart(
            number="决2025-500112999-A00005-2", ground="not_here", reason="申请人和家庭成员的户籍都不在本市。",
            clause="民发〔2021〕57号第四条", advice="请向户籍所在地的乡镇人民政府申请。", declined_by="王经办", declined_on=day,
        ),
        "relatives": [
            RelativePart(
                staff_name="赵样本", staff_id_number="500112197504010018", staff_unit="示例社区居民委员会", staff_post="委员",
                staff_role="社区协助", relation="申请人之兄", filed_on=day, visited_on=date(2025, 11, 5),
                visitors="区民政局周某、吴某", visit_found="与申报一致，没有车辆。",
            )
        ],
        "letter": LetterPart(
            number="函2025-500112999-A00001-6", unit="示例物业公司", question="请核实张示例近三个月的工资。", sent_on=day,
            sent_by="王经办", replied_on=date(2025, 10, 20), reply="每月 1,560 元，没有奖金。",
        ),
        "survey": SurveyPart(
            wage=Decimal(1560), total=Decimal(1560), money=Decimal(21000), disputed=False,
        ),
        "neighbours": [
            NeighbourPart(asked_on=date(2025, 10, 17), asked_by="王经办、李核查", name="周邻居", relation="同楼", statement="一家人节俭，男的做保安，女的常年看病。"),
            NeighbourPart(asked_on=date(2025, 10, 17), name="吴邻居", relation="对门", statement="属实，没有看到有车。"),
        ],
        "findings": findings(),
        "opinion": OpinionPart(
            result="grant", text="经调查核实，该户符合低保条件，拟同意给予城市低保，每月 950.00 元，请审核确认。",
            monthly=Decimal(950), given_by="王经办", given_on=date(2025, 10, 24),
        ),
        "notice": NoticePart(
            number="示2025-500112999-A00001-2", place="示例社区公示栏", posted_on=date(2025, 10, 24),
            ends_on=date(2025, 10, 31), members=3, monthly=Decimal(950), programmes=["dibao"],
        ),
        "decision": DecisionPart(
            number="决2025-500112999-A00001-8", programme="dibao", result="approved", monthly=Decimal(950),
            monthly_words="玖佰伍拾元整", first_month="2025-12", clause="最低生活保障审核确认办法（民发〔2021〕57号）第八条、第二十三条",
            reason="家庭人均月收入 520.00 元，低于城市低保标准 770.00 元，家庭财产符合规定。",
            authority="county", decided_by="钱局长", decided_on=date(2025, 11, 12), notice_due_on=date(2025, 11, 17),
            next_recheck_on=date(2026, 5, 12),
        ),
        "roster": roster(),
        **sample_relief.parts(),
        "settlement": sample_settling.part(),
        **sample_kinds.parts(),
    }  # fmt: skip
    parts["decisions"] = [parts["decision"]]
    return Dossier(**{**parts, **changes})
