"""The file as one readable page: differences first, then why, then what was said, the household, the history."""

from collections.abc import Callable, Iterable
from html import escape

from jiuzhu.domain.dossier import Dossier, LinePart
from jiuzhu.domain.facts_of import figure_of, is_open
from jiuzhu.domain.identity_number import masked
from jiuzhu.domain.ways import WAYS
from jiuzhu.services.approval.reviewing import STEP_LABELS, FileView
from jiuzhu.services.casework.visited import in_one_line
from jiuzhu.services.counter import standing
from jiuzhu.ui import tokens
from jiuzhu.ui.approving.file_html import Codes, coloured, heading, label, money, muted, paragraph, table

_SIGNS = {"ok": "●", "warn": "▲", "bad": "■"}
_KIND_TABLES = {
    "incomes": ("收入", "income_kind", "元"),
    "assets": ("财产", "asset_kind", "元"),
    "housing": ("住房", "property_kind", "㎡"),
    "vehicles": ("车辆", "vehicle_kind", "元"),
    "expenses": ("支出", "expense_kind", "元"),
}


def _each_line(dossier: Dossier) -> Iterable[tuple[str, LinePart]]:
    for name in _KIND_TABLES:
        for line in getattr(dossier, name):
            yield name, line


def _subject(codes: Codes, name: str, line: LinePart) -> str:
    group, of_kinds, unit = _KIND_TABLES[name]
    what = label(codes, of_kinds, line.kind)
    who = f"{line.person_name} " if line.person_name else ""
    more = f"（{line.item}）" if line.item else ""
    year = "，年" if name == "incomes" and line.period == "year" else ""
    return escape(f"{who}{group}·{what}{more}（{unit}{year}）")


def _differences(view: FileView, codes: Codes) -> str:
    if not WAYS[view.way].checked:
        return ""
    found = [(name, line) for name, line in _each_line(view.dossier) if line.difference]
    found.sort(key=lambda pair: not is_open(pair[1]))
    waiting = sum(is_open(line) for _, line in found)
    if not found:
        return heading("差异") + paragraph(muted("没有差异：申报、核对、入户一致。"))
    title = f"差异 {len(found)} 处"
    state = coloured(f"■ {waiting} 处没有结论", "bad") if waiting else coloured("● 全部已有结论", "ok")
    rows = []
    for name, line in found:
        told = escape(line.explanation) or muted("没有说明")
        if line.evidence:
            told += f"<br>{muted(f'佐证：{line.evidence}')}"
        end = (
            coloured("■ 待认定", "bad")
            if is_open(line)
            else escape(label(codes, "judgement", line.judgement) or "已认可")
        )
        rows.append(
            (
                _subject(codes, name, line),
                money(line.declared),
                money(line.checked),
                money(line.visited),
                f"<b>{money(line.difference)}</b>",
                money(line.accepted),
                end,
                told,
            )
        )
    heads = ("项目", "申报", "核对", "入户", "相差", "认可", "结论", "家庭说明")
    return heading(title) + paragraph(state) + table(heads, rows, frozenset({1, 2, 3, 4, 5}))


def _why(view: FileView) -> str:
    asked = set(view.dossier.application.programmes)
    if not asked & {part.programme for part in view.dossier.findings}:
        return ""
    waiting = any(is_open(line) for _, line in _each_line(view.dossier))
    made = heading("认定", "还有差异没有结论，暂按查到的数字" if waiting else "按已认可的数字")
    for part in view.dossier.findings:
        if part.programme not in asked:
            continue
        sign, role = {
            "entitled": ("●", "ok"),
            "not_entitled": ("■", "bad"),
        }.get(part.result, ("▲", "warn"))
        made += paragraph(f"<b>{coloured(f'{sign} {part.headline}', role)}</b>")
        made += "".join(paragraph(coloured(f"▲ {text}", "warn")) for text in part.clashes)
        made += "".join(
            f'<p style="margin:1px 0 1px 16px">{place}. {escape(text)}</p>'
            for place, text in enumerate(part.why, start=1)
        )
    return made


def _notes(view: FileView) -> str:
    made = ""
    for note in view.notes:
        made += heading(note.title) + "".join(paragraph(escape(line)) for line in note.lines)
    return made


def _had(view: FileView) -> str:
    """本户已享受: every programme, and the main categories when there was more than one period."""
    found = view.standing
    made = heading("本户已享受", "" if found.lines else "没有其他救助")
    signs = {"in_force": ("●", "ok"), "starts": ("●", "ok"), "once": ("○", "muted"), "ended": ("○", "muted")}
    rows = []
    for line in found.lines:
        sign, role = signs[line.state]
        rows.append(
            (
                coloured(f"{sign} {standing.STATE_LABELS[line.state]}", role),
                escape(line.label) + (f"　{escape(line.who)}" if line.who else ""),
                "—" if line.state == "once" and not line.amount else money(line.amount or line.monthly),
                escape(line.period),
                escape(line.number),
            )
        )
    if rows:
        made += table(("", "事项", "金额（元）", "起止", "受理编号"), rows, frozenset({2}))
    made += "".join(paragraph(coloured(f"▲ {text}", "warn")) for text in found.flags)
    if len(found.categories) > 1:
        periods = "；".join(
            f"{one.first_month} 至 {one.last_month or '今'} {one.label}{one.who and f'（{one.who}）'}"
            for one in found.categories
        )
        made += paragraph(f"{muted('主类别经过：')}{escape(periods)}")
    return made


def _checks(view: FileView, codes: Codes) -> str:
    dossier = view.dossier
    if not WAYS[view.way].surveyed:
        related = dossier.application.related_staff
        return paragraph(coloured(f"▲ 近亲属备案：{related}", "warn")) if related else ""
    made = heading("核查")
    check = dossier.check
    if check.report_on:
        age = f"，距今 {check.age_days} 天" if check.age_days is not None else ""
        result = label(codes, "check_conclusion", check.conclusion)
        number = f" {check.report_number}" if check.report_number else ""
        made += paragraph(escape(f"信息核对：{check.report_on} 报告{number}，结论{result or '未填'}{age}"))
    elif WAYS[view.way].checked:
        made += paragraph(coloured("▲ 还没有核对报告", "warn"))
    for place, visit in reversed(list(enumerate(dossier.visits, start=1))):
        which = f"（第 {place} 次）" if len(dossier.visits) > 1 else ""
        made += paragraph(escape(f"入户调查{which}：{in_one_line(visit)}"))
        if visit.seen:
            made += paragraph(muted(visit.seen))
    if not dossier.visits:
        made += paragraph(coloured("▲ 还没有入户调查记录", "warn"))
    for talk in dossier.neighbours:
        made += paragraph(escape(f"邻里访问：{talk.asked_on} {talk.name}（{talk.relation}）{talk.statement}"))
    for letter in dossier.letters:
        reply = f"答复：{letter.reply}" if letter.replied_on else "还没有答复"
        made += paragraph(escape(f"信函索证：{letter.sent_on} 致{letter.unit}，{reply}"))
    if dossier.application.related_staff:
        made += paragraph(coloured(f"▲ 近亲属备案：{dossier.application.related_staff}", "warn"))
    return made


def _steps_of_approval(dossier: Dossier, codes: Codes) -> str:
    opinion, notice = dossier.opinion, dossier.notice
    made = ""
    if opinion.given_on:
        result = label(codes, "opinion_result", opinion.result)
        made += heading("初审意见", f"{opinion.given_by}　{opinion.given_on}　{result}")
        made += "".join(paragraph(escape(text)) for text in opinion.text.splitlines())
    if notice.number:
        what = "、".join(label(codes, "item", code) for code in notice.programmes)
        again = "再次公示" if notice.repost else "公示"
        end = f"，{notice.closed_on} 期满无异议" if notice.closed_on else ""
        made += heading("公示", notice.number)
        given = f"一次性 {money(notice.amount)} 元" if notice.amount else f"每月 {money(notice.monthly)} 元"
        given = "只作认定" if notice.recognition else given
        made += paragraph(
            escape(
                f"{again} {notice.posted_on} 至 {notice.ends_on}，{notice.place}；{what}，{notice.members} 人，"
                f"{given}{end}"
            )
        )
    for row in dossier.objections:
        ended = label(codes, "objection_outcome", row.outcome) if row.outcome else "复查中"
        made += paragraph(
            f"<b>{coloured(f'▲ {row.received_on} 异议（{ended}）', 'warn')}</b>　{escape(row.content)}"
        )
        if row.investigation:
            made += paragraph(escape(f"复查：{row.investigation}；答复：{row.reply}"))
    if dossier.decisions:
        made += heading("决定")
        made += table(
            ("事项", "结果", "金额（元）", "起始月", "送达", "决定编号", "理由和依据"),
            [
                (
                    escape(label(codes, "item", row.programme)),
                    coloured("● 同意", "ok") if row.result == "approved" else coloured("■ 不予确认", "bad"),
                    money(row.amount or row.monthly),
                    escape(row.first_month or ("一次性" if row.amount else "")),
                    escape(str(row.delivered_on))
                    if row.delivered_on
                    else coloured(f"▲ {row.notice_due_on} 前送达", "warn"),
                    escape(row.number),
                    escape(row.reason) + (f"<br>{muted(row.clause)}" if row.clause else ""),
                )
                for row in dossier.decisions
            ],
            frozenset({2}),
        )
    return made


def _household(dossier: Dossier, codes: Codes) -> str:
    home = dossier.household
    where = f"{home.village}　{home.address}" if home.village else home.address
    made = heading("家庭", f"{label(codes, 'household_kind', home.kind)}　{where}　共同生活 {home.size} 人")
    rows = []
    for member in dossier.members:
        state = [
            label(codes, "disability_kind", member.disability_kind)
            + label(codes, "disability_grade", member.disability_grade)
            if member.disability_kind
            else "",
            label(codes, "illness", member.illness) if member.illness not in {"", "none"} else "",
            label(codes, "student", member.student) if member.student not in {"", "none"} else "",
            "" if member.counted else "不计入",
        ]
        rows.append(
            (
                escape(member.name),
                escape(label(codes, "relation", member.relation)),
                "" if member.age is None else f"{member.age} 岁",
                escape(masked(member.id_number))
                + (f'　<a href="reveal:{member.id}">显示</a>' if member.id_number else ""),
                escape("、".join(text for text in state if text)) or muted("—"),
            )
        )
    made += table(("姓名", "关系", "年龄", "身份证号", "情况"), rows)
    figures = [
        (_subject(codes, name, line), money(line.declared), money(figure_of(line)))
        for name, line in _each_line(dossier)
    ]
    if figures:
        made += table(("收入和财产", "申报", "现在计入"), figures, frozenset({1, 2}))
    if dossier.application.reason:
        made += paragraph(f"{muted('申请理由：')}{escape(dossier.application.reason)}")
    return made


def _history(dossier: Dossier) -> str:
    rows = [
        (
            escape(step.at),
            escape(step.by),
            escape(STEP_LABELS.get(step.move, "")) + (f"　{muted(step.note)}" if step.note else ""),
        )
        for step in reversed(dossier.steps)
    ]
    return heading("经过") + table(("时间", "经办", "事项"), rows)


def _top(view: FileView, codes: Codes) -> str:
    dossier = view.dossier
    found = dossier.application
    points = tokens.TITLE_POINTS * tokens.percent() / 100
    asked = "、".join(label(codes, "item", code) for code in found.programmes)
    special = f"　{coloured(f'▲ {found.special_reason}', 'warn')}" if found.special_reason else ""
    paused = f"　{coloured('▲ 计时中止', 'warn')}" if view.paused else ""
    made = (
        f'<p style="margin:0;font-size:{points:g}pt;font-weight:700">{escape(dossier.applicant.name)}'
        f"　{escape(view.state_label)}{special}{paused}</p>"
    )
    made += paragraph(
        muted(f"{found.number}　{asked}　受理 {found.accepted_on or '—'}　经办 {found.clerk_name}")
    )
    if view.level is not None:
        made += paragraph(muted(f"{view.way_title}　{view.level.why}"))
    running = [line for line in view.clocks if not line.met]
    made += "".join(
        paragraph(coloured(f"{_SIGNS[line.colour]} {line.title} {line.text}", line.colour))
        for line in running
    )
    return made


def html(view: FileView, codes: Codes) -> str:
    """The whole file as HTML for a text browser, in the colours now in force; ID numbers masked."""
    dossier = view.dossier
    sections: tuple[Callable[[], str], ...] = (
        lambda: _top(view, codes),
        lambda: _differences(view, codes),
        lambda: _why(view),
        lambda: _notes(view),
        lambda: _steps_of_approval(dossier, codes),
        lambda: _checks(view, codes),
        lambda: _had(view),
        lambda: _household(dossier, codes),
        lambda: _history(dossier),
    )
    body = "".join(section() for section in sections)
    return f"<html><body>{body.replace('　', '&nbsp;&nbsp;&nbsp;')}</body></html>"  # Qt folds the wide space
