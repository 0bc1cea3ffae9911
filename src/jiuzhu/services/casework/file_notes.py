"""What only some ways have in their file, as short lines under a heading: what struck, who reviewed, who was assessed."""

from collections.abc import Callable
from dataclasses import dataclass

from jiuzhu.domain.household import Obligor, Parent, Person
from jiuzhu.domain.kin import K
from jiuzhu.domain.money import shown
from jiuzhu.domain.ways import WAYS
from jiuzhu.domain.workflow import STATE_LABELS
from jiuzhu.services.casework import not_recorded
from jiuzhu.services.casework.files import standards_of
from jiuzhu.services.counter.claims import claims_beside
from jiuzhu.services.counter.declared_kin import LOOKED_AT
from jiuzhu.services.counter.used_bills import alike_told
from jiuzhu.services.office import escalating
from jiuzhu.storage.queries import bundles, caring, spot_checks, transfers
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit

_VISITS = 3
"""Visits a file shows."""


@dataclass(frozen=True, slots=True)
class Note:
    """A heading and its lines."""

    title: str
    lines: list[str]


def notes(unit: Unit, rows: FileRows) -> list[Note]:
    """Everything of the file that its way adds to a household's check, in the order it happened."""
    found = (
        Note("申请人", _applicant(unit, rows)),
        Note("急难情形", _incident(unit, rows)),
        Note("同期其他临时救助", claims_beside(unit, rows)),
        Note("票据", _bills(unit, rows) + alike_told(unit, rows)),
        Note("父母情况", _parents(unit, rows)),
        Note("义务人", _obligors(unit, rows)),
        Note("生活自理能力评估", _self_care(unit, rows)),
        Note("倒损住房", _damage(unit, rows)),
        Note("民主评议", _deliberations(rows)),
        Note("供养", _support(unit, rows)),
        Note("走访", _wellbeing(unit, rows)),
        Note("区县入户抽查", _county_visits(unit, rows)),
        Note("手续补齐", _made_up(rows)),
        Note("同一申请的其他事项", _siblings(unit, rows)),
        Note("联席会议", _meetings(unit, rows)),
        Note("申报与登记不一致", not_recorded.lines(unit, rows)),
        Note("督办", escalating.told(unit, rows.application.id)),
    )
    return [note for note in found if note.lines]


def _applicant(unit: Unit, rows: FileRows) -> list[str]:
    """That who asked has died: whoever signs is told of the family as it is now."""
    asked = unit.get(Person, rows.application.applicant_id)
    if asked.died_on is None:
        return []
    head = unit.get(Person, rows.household.head_id)
    now = "这户已没有共同生活的成员" if head is asked else f"户主现在是{head.name}，申请按现在的家庭办理"
    return [f"{asked.name}已于 {asked.died_on} 去世；{now}。"]


def _incident(unit: Unit, rows: FileRows) -> list[str]:
    lines = []
    for row in rows.incidents:
        who = rows.people[row.person_id].name if row.person_id in rows.people else f"{row.persons} 人"
        parts = [f"{row.happened_on} {unit.desk.label('incident_kind', row.kind)}", who, row.place, row.cause]
        if row.self_paid:
            parts.append(f"自付 {shown(row.self_paid)} 元")
        if row.proposed:
            parts.append(f"拟救助 {shown(row.proposed)} 元")
        lines.append("，".join(part for part in parts if part))
        if row.evidence:
            lines.append(f"核实：{row.evidence}")
    return lines


def _bills(unit: Unit, rows: FileRows) -> list[str]:
    return [
        f"{row.issued_on} {row.issuer} {unit.desk.label('expense_kind', row.kind)}，票据 {row.number}，"
        f"总额 {shown(row.total)} 元，自付 {shown(row.self_paid)} 元{f'（不计入：{row.left_out}）' if row.left_out else ''}"
        for row in rows.bills
    ]


def _parents(unit: Unit, rows: FileRows) -> list[str]:
    def told(row: Parent) -> str:
        return f"{row.name or '父（母）'}：{unit.desk.label('parent_state', row.state)}"

    return [
        f"{rows.people[row.of_person_id].name}的{told(row)}"
        + (f"（{row.since} 起）" if row.since else "")
        + _waits(unit, row, told)
        for row in rows.parents
        if row.of_person_id in rows.people and rows.application.way in LOOKED_AT[Parent]
    ]


def _obligors(unit: Unit, rows: FileRows) -> list[str]:
    def told(row: Obligor) -> str:
        means = f"，每月收入 {shown(row.income_month)} 元" if row.income_told else ""
        relation = f"（{unit.desk.label('relation', row.relation)}）" if row.relation else ""
        return f"{row.name}{relation}：{unit.desk.label('obligor_status', row.status)}{means}"

    return [
        f"{rows.people[row.of_person_id].name}的{told(row)}{_waits(unit, row, told)}"
        for row in rows.obligors
        if row.of_person_id in rows.people and rows.application.way in LOOKED_AT[Obligor]
    ]


def _waits(unit: Unit, row: K, told: Callable[[K], str]) -> str:
    """That it is put on record with the decision, and what is there now."""
    if row.waits_for is None:
        return ""
    if row.replaces_id is None:
        return "（申报，同意后记入）"
    return f"（申报，同意后记入；登记的是 {told(unit.get(type(row), row.replaces_id))}）"


def _self_care(unit: Unit, rows: FileRows) -> list[str]:
    lines = []
    for row in rows.self_care:
        unmet = "、".join(unit.desk.label("self_care", code) for code in row.unmet.split())
        who = row.third_party or f"{row.first_assessor}、{row.second_assessor}"
        name = rows.people[row.person_id].name if row.person_id in rows.people else ""
        told = f"不能{unmet}" if unmet else "六项都能自理"
        level = unit.desk.label("care_level", row.care)
        lines.append(f"{row.assessed_on} {name}：{told}，{level}（评估：{who}）")
    return lines


def _damage(unit: Unit, rows: FileRows) -> list[str]:
    return [
        f"{row.happened_on} {unit.desk.label('disaster_kind', row.disaster)}：倒塌 {row.collapsed} 间，严重损坏 {row.severe} 间，"
        f"一般损坏 {row.slight} 间，{'唯一住房' if row.only_home else '不是唯一住房'}，{shown(row.amount)} 元"
        for row in rows.damaged
    ]


def _deliberations(rows: FileRows) -> list[str]:
    ends = {"agreed": "同意", "disagreed": "不同意", "resurvey": "重新调查"}
    return [
        f"{row.held_on} {row.place}，主持 {row.host}，{row.participants} 人参加（村居民代表 {row.representatives} 人）："
        f"同意 {row.agree}、不同意 {row.disagree}、弃权 {row.abstain}，结论{ends[row.conclusion]}"
        for row in rows.deliberations
    ]


def _county_visits(unit: Unit, rows: FileRows) -> list[str]:
    if rows.application.way != "tekun":
        return []
    decided, visited = spot_checks.of_year(unit.session, "tekun", unit.today.year)
    share = visited * 100 // decided if decided else 0
    least = standards_of(unit, rows).number("tekun.spot.share")  # shown, it stops nothing [43 Art 16]
    return [f"今年已审核确认的特困 {decided} 件，区县入户抽查 {visited} 件（{share}%），应不少于 {least}%"]


def _support(unit: Unit, rows: FileRows) -> list[str]:
    if rows.application.way != "tekun":
        return []
    lines = []
    for row in rows.entitlements:
        if row.person_id in rows.people:
            form = unit.desk.label("support_form", row.support)
            care = unit.desk.label("care_level", row.care)
            lines.append(f"{rows.people[row.person_id].name}：{form}，{care}，{row.first_month} 起")
    lines += [
        f"协议 {row.number}（{row.signed_on}）：{unit.desk.label('support_form', row.support)}，{row.carer}{row.carer_phone}，{row.duties}"
        for row in caring.agreements(unit.session, rows.application.id)
    ]
    return lines


def _wellbeing(unit: Unit, rows: FileRows) -> list[str]:
    if rows.application.way != "tekun":
        return []
    lines = []
    for row in caring.visits(unit.session, list(rows.people))[:_VISITS]:
        told = [row.living, row.health, row.safety, row.need, row.action]
        lines.append(f"{row.visited_on} {row.visitor}：{'；'.join(part for part in told if part) or '正常'}")
    return lines


def _siblings(unit: Unit, rows: FileRows) -> list[str]:
    """The other matters of the form, each with where it stands."""
    return [
        f"{row.number}　{WAYS[row.way].title}　{STATE_LABELS[row.state]}"
        for row in bundles.siblings(unit.session, rows.application)
    ]


def _meetings(unit: Unit, rows: FileRows) -> list[str]:
    """What 联席会议 decided on this file or one of its slips, and what came of it."""
    lines = []
    for row in transfers.decisions_about(unit.session, rows.application.id):
        who = "，".join(part for part in (row.responsible, f"{row.due_on} 前" if row.due_on else "") if part)
        done = f"{row.done_on} 落实：{row.result}" if row.done_on else "还没有落实"
        lines.append(
            f"{row.held_on} {row.number} {row.title}：{row.decision}{f'（{who}）' if who else ''}，{done}"
        )
    return lines


def _made_up(rows: FileRows) -> list[str]:
    return [
        f"{row.makeup_done_on} 已补齐" if row.makeup_done_on else f"应在 {row.makeup_due_on} 前补齐"
        for row in rows.incidents
        if row.makeup_due_on
    ]
