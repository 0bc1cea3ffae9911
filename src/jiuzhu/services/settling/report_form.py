"""The paper of a report on services: its tables, charts and what they count."""

from dataclasses import dataclass
from types import SimpleNamespace

from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.form import Form, FormField, Section
from jiuzhu.domain.serving.report_facts import GROUPS
from jiuzhu.domain.serving.report_whole import Report

FORM = "S"
TITLE = "“物质+服务”社会救助汇总"
NOTE = (
    "人数、次数、时长按服务日期计已核实的服务记录；结算按所属月份计两人签字的结算单，含以前月份的更正，"
    "因此各项金额之和等于这些月份已审核结算单之和；救助金按已封存的发放花名册计。类别、村（社区）按现在的档案。上期为紧接本期以前的同样多个月。"
)


def _table(name: str, title: str, *columns: tuple[str, str, str, int], where: str = "told") -> Section:
    fields = tuple(FormField(path, label, kind, width=width) for path, label, kind, width in columns)
    return Section(
        name, "table", title=title, repeat=f"report.{where}.{name}", fields=fields, text="没有", screen=False
    )


def _lines(name: str, word: str) -> Section:
    before = (
        ("before_people", "上期\n人数", "integer", 13),
        ("before_visits", "上期\n次数", "integer", 13),
        ("before_hours", "上期时长", "text", 25),
        ("before_amount", "上期结算", "money", 24),
    )
    return _table(
        name,
        f"按{word}",
        ("label", word, "text", 0),
        ("people", "人数", "integer", 13),
        ("visits", "次数", "integer", 13),
        ("hours", "时长", "text", 25),
        ("amount", "结算（元）", "money", 24),
        *(() if name == "month" else before),
        where="groups",
    )


REPORT = Form(
    id=FORM,
    title=TITLE,
    short="服务汇总",
    basis="",
    sections=(
        Section(
            "head",
            "fields",
            fields=(
                FormField("report.span", "本期"),
                FormField("report.before", "上期"),
                FormField("report.until", "统计截至"),
                FormField("report.made_by", "制表人"),
            ),
            screen=False,
        ),
        _table(
            "measures",
            "总表",
            ("label", "指标", "text", 0),
            ("now", "本期", "text", 36),
            ("before", "上期", "text", 36),
            ("change", "增减", "text", 36),
        ),
        Section("charts", "charts", title="图示", repeat="report.told.charts", screen=False),
        *(_lines(by, word) for by, word in GROUPS.items()),
        _table(
            "grants",
            "物质救助（已封存花名册）",
            ("label", "救助事项", "text", 0),
            ("times", "户次", "integer", 22),
            ("amount", "金额（元）", "money", 32),
            ("before_times", "上期户次", "integer", 22),
            ("before_amount", "上期金额（元）", "money", 32),
        ),
        _table(
            "funds",
            "资金来源（元）",
            ("label", "来源", "text", 0),
            ("settled", "本期结算", "money", 22),
            ("before_settled", "上期结算", "money", 22),
            ("subsidies", "邻里补贴", "money", 20),
            ("limit", "年度额度", "money", 24),
            ("spent", "年内支出", "money", 22),
            ("left", "现在剩余", "money", 24),
        ),
        _table(
            "oversight",
            "监督和满意度",
            ("label", "服务机构", "text", 0),
            ("records", "记录", "integer", 13),
            ("checked", "抽查", "integer", 13),
            ("checked_percent", "抽查\n比例", "text", 17),
            ("wrong", "不属实", "integer", 14),
            ("calls", "回访", "integer", 13),
            ("percent", "满意率", "text", 17),
            ("before_percent", "上期\n满意率", "text", 17),
            ("complaints", "投诉", "integer", 13),
        ),
        _table(
            "needs",
            "需求（项）",
            ("label", "需求类别", "text", 0),
            ("found", "新评估", "integer", 16),
            ("met", "已满足", "integer", 16),
            ("ended", "其他\n结束", "integer", 14),
            ("unmet", "期末\n未满足", "integer", 16),
            ("asked", "提请\n未答复", "integer", 16),
            ("before_found", "上期\n新评估", "integer", 16),
            ("before_met", "上期\n已满足", "integer", 16),
            ("before_unmet", "上期\n未满足", "integer", 16),
        ),
        _table(
            "tallies",
            "登记情况",
            ("group", "项目", "text", 50),
            ("label", "分项", "text", 0),
            ("now", "本期", "integer", 28),
            ("before", "上期", "integer", 28),
        ),
        _table(
            "hours",
            "小时账户（分钟）",
            ("label", "年度", "text", 0),
            ("people", "人数", "integer", 18),
            ("granted", "给予", "integer", 24),
            ("delivered", "已服务", "integer", 22),
            ("booked", "已预约", "integer", 22),
            ("disputed", "有争议", "integer", 20),
            ("expired", "已过期", "integer", 22),
            ("left", "剩余", "integer", 22),
        ),
        Section("notes", "lines", labels=(f"说明：{NOTE}",), screen=False),
        Section("signed", "signatures", labels=("制表", "审核", "负责人"), columns=3, screen=False),
    ),
)


@dataclass(kw_only=True)
class ReportPart:
    """A report as its paper names it; `groups` has the lines of each group under its key."""

    span: str
    before: str
    until: str
    made_by: str
    told: Report
    groups: SimpleNamespace


@dataclass(kw_only=True)
class ReportDossier(Dossier):
    """A dossier that is about a span of months."""

    report: ReportPart
