"""The file as one readable page: differences first, then why, then what was said, the household, the history."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from html import escape

from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.dossier import Dossier, LinePart
from jiuzhu.domain.facts_of import figure_of, is_open
from jiuzhu.domain.identity_number import masked
from jiuzhu.domain.ways import WAYS
from jiuzhu.services.approval.reviewing import STEP_LABELS, FileView
from jiuzhu.services.casework.visited import in_one_line
from jiuzhu.services.counter import standing
from jiuzhu.ui import tokens

Codes = Mapping[str, CodeTable]

_SIGNS = {"ok": "●", "warn": "▲", "bad": "■"}
_KIND_TABLES = {
    "incomes": ("收入", "income_kind", "元"),
    "assets": ("财产", "asset_kind", "元"),
    "housing": ("住房", "property_kind", "㎡"),
    "vehicles": ("车辆", "vehicle_kind", "元"),
    "expenses": ("支出", "expense_kind", "元"),
}


def _label(codes: Codes, table: str, code: str) -> str:
    found = codes.get(table)
    return found.labels.get(code, code) if found else code


def _money(value: Decimal | None) -> str:
    return "—" if value is None else f"{value:,.2f}"


def _coloured(text: str, role: str) -> str:
    return f'<span style="color:{tokens.now().colour(role)}">{escape(text)}</span>'


def _muted(text: str) -> str:
    return _coloured(text, "muted")


def _heading(text: str, more: str = "") -> str:
    quiet = f"　<span style='font-weight:400'>{_muted(more)}</span>" if more else ""
    return f'<p style="margin:18px 0 4px 0;font-weight:700">{escape(text)}{quiet}</p>'


def _line(text: str) -> str:
    return f'<p style="margin:2px 0">{text}</p>'


def _table(headers: Iterable[str], rows: Iterable[Iterable[str]], right: frozenset[int] = frozenset()) -> str:
    """Cells are HTML already; `right` names the columns of figures."""
    line = tokens.now().line
    style = f"border-bottom:1px solid {line};padding:4px 8px 4px 0"

    def cells(texts: Iterable[str], tag: str) -> str:
        made = ""
        for place, text in enumerate(texts):
            align = "right" if place in right else "left"
            whole = ";white-space:nowrap" if place in right else ""  # a figure is never broken
            made += (
                f'<{tag} align="{align}" valign="top" style="{style};font-weight:400{whole}">{text}</{tag}>'
            )
        return f"<tr>{made}</tr>"

    head = cells((_muted(text) for text in headers), "th")
    body = "".join(cells(row, "td") for row in rows)
    return f'<table width="99%" cellspacing="0" style="border-collapse:collapse">{head}{body}</table>'


def _each_line(dossier: Dossier) -> Iterable[tuple[str, LinePart]]:
    for name in _KIND_TABLES:
        for line in getattr(dossier, name):
            yield name, line


def _subject(codes: Codes, name: str, line: LinePart) -> str:
    group, table, unit = _KIND_TABLES[name]
    what = _label(codes, table, line.kind)
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
        return _heading("差异") + _line(_muted("没有差异：申报、核对、入户一致。"))
    title = f"差异 {len(found)} 处"
    state = _coloured(f"■ {waiting} 处没有结论", "bad") if waiting else _coloured("● 全部已有结论", "ok")
    rows = []
    for name, line in found:
        told = escape(line.explanation) or _muted("没有说明")
        if line.evidence:
            told += f"<br>{_muted(f'佐证：{line.evidence}')}"
        end = (
            _coloured("■ 待认定", "bad")
            if is_open(line)
            else escape(_label(codes, "judgement", line.judgement) or "已认可")
        )
        rows.append(
            (
                _subject(codes, name, line),
                _money(line.declared),
                _money(line.checked),
                _money(line.visited),
                f"<b>{_money(line.difference)}</b>",
                _money(line.accepted),
                end,
                told,
            )
        )
    heads = ("项目", "申报", "核对", "入户", "相差", "认可", "结论", "家庭说明")
    return _heading(title) + _line(state) + _table(heads, rows, frozenset({1, 2, 3, 4, 5}))


def _why(view: FileView) -> str:
    asked = set(view.dossier.application.programmes)
    if not asked & {part.programme for part in view.dossier.findings}:
        return ""
    waiting = any(is_open(line) for _, line in _each_line(view.dossier))
    made = _heading("认定", "还有差异没有结论，暂按查到的数字" if waiting else "按已认可的数字")
    for part in view.dossier.findings:
        if part.programme not in asked:
            continue
        sign, role = {
            "entitled": ("●", "ok"),
            "not_entitled": ("■", "bad"),
        }.get(part.result, ("▲", "warn"))
        made += _line(f"<b>{_coloured(f'{sign} {part.headline}', role)}</b>")
        made += "".join(_line(_coloured(f"▲ {text}", "warn")) for text in part.clashes)
        made += "".join(
            f'<p style="margin:1px 0 1px 16px">{place}. {escape(text)}</p>'
            for place, text in enumerate(part.why, start=1)
        )
    return made


def _notes(view: FileView) -> str:
    made = ""
    for note in view.notes:
        made += _heading(note.title) + "".join(_line(escape(line)) for line in note.lines)
    return made


def _had(view: FileView) -> str:
    """本户已享受: every programme, and the main categories when there was more than one period."""
    found = view.standing
    made = _heading("本户已享受", "" if found.lines else "没有其他救助")
    signs = {"in_force": ("●", "ok"), "starts": ("●", "ok"), "once": ("○", "muted"), "ended": ("○", "muted")}
    rows = []
    for line in found.lines:
        sign, role = signs[line.state]
        rows.append(
            (
                _coloured(f"{sign} {standing.STATE_LABELS[line.state]}", role),
                escape(line.label) + (f"　{escape(line.who)}" if line.who else ""),
                "—" if line.state == "once" and not line.amount else _money(line.amount or line.monthly),
                escape(line.period),
                escape(line.number),
            )
        )
    if rows:
        made += _table(("", "事项", "金额（元）", "起止", "受理编号"), rows, frozenset({2}))
    made += "".join(_line(_coloured(f"▲ {text}", "warn")) for text in found.flags)
    if len(found.categories) > 1:
        periods = "；".join(
            f"{one.first_month} 至 {one.last_month or '今'} {one.label}{one.who and f'（{one.who}）'}"
            for one in found.categories
        )
        made += _line(f"{_muted('主类别经过：')}{escape(periods)}")
    return made


def _checks(view: FileView, codes: Codes) -> str:
    dossier = view.dossier
    if not WAYS[view.way].surveyed:
        related = dossier.application.related_staff
        return _line(_coloured(f"▲ 近亲属备案：{related}", "warn")) if related else ""
    made = _heading("核查")
    check = dossier.check
    if check.report_on:
        age = f"，距今 {check.age_days} 天" if check.age_days is not None else ""
        result = _label(codes, "check_conclusion", check.conclusion)
        number = f" {check.report_number}" if check.report_number else ""
        made += _line(escape(f"信息核对：{check.report_on} 报告{number}，结论{result or '未填'}{age}"))
    elif WAYS[view.way].checked:
        made += _line(_coloured("▲ 还没有核对报告", "warn"))
    for place, visit in reversed(list(enumerate(dossier.visits, start=1))):
        which = f"（第 {place} 次）" if len(dossier.visits) > 1 else ""
        made += _line(escape(f"入户调查{which}：{in_one_line(visit)}"))
        if visit.seen:
            made += _line(_muted(visit.seen))
    if not dossier.visits:
        made += _line(_coloured("▲ 还没有入户调查记录", "warn"))
    for talk in dossier.neighbours:
        made += _line(escape(f"邻里访问：{talk.asked_on} {talk.name}（{talk.relation}）{talk.statement}"))
    for letter in dossier.letters:
        reply = f"答复：{letter.reply}" if letter.replied_on else "还没有答复"
        made += _line(escape(f"信函索证：{letter.sent_on} 致{letter.unit}，{reply}"))
    if dossier.application.related_staff:
        made += _line(_coloured(f"▲ 近亲属备案：{dossier.application.related_staff}", "warn"))
    return made


def _steps_of_approval(dossier: Dossier, codes: Codes) -> str:
    opinion, notice = dossier.opinion, dossier.notice
    made = ""
    if opinion.given_on:
        result = _label(codes, "opinion_result", opinion.result)
        made += _heading("初审意见", f"{opinion.given_by}　{opinion.given_on}　{result}")
        made += "".join(_line(escape(text)) for text in opinion.text.splitlines())
    if notice.number:
        what = "、".join(_label(codes, "item", code) for code in notice.programmes)
        again = "再次公示" if notice.repost else "公示"
        end = f"，{notice.closed_on} 期满无异议" if notice.closed_on else ""
        made += _heading("公示", notice.number)
        given = f"一次性 {_money(notice.amount)} 元" if notice.amount else f"每月 {_money(notice.monthly)} 元"
        given = "只作认定" if notice.recognition else given
        made += _line(
            escape(
                f"{again} {notice.posted_on} 至 {notice.ends_on}，{notice.place}；{what}，{notice.members} 人，"
                f"{given}{end}"
            )
        )
    for row in dossier.objections:
        ended = _label(codes, "objection_outcome", row.outcome) if row.outcome else "复查中"
        made += _line(
            f"<b>{_coloured(f'▲ {row.received_on} 异议（{ended}）', 'warn')}</b>　{escape(row.content)}"
        )
        if row.investigation:
            made += _line(escape(f"复查：{row.investigation}；答复：{row.reply}"))
    if dossier.decisions:
        made += _heading("决定")
        made += _table(
            ("事项", "结果", "金额（元）", "起始月", "送达", "决定编号", "理由和依据"),
            [
                (
                    escape(_label(codes, "item", row.programme)),
                    _coloured("● 同意", "ok") if row.result == "approved" else _coloured("■ 不予确认", "bad"),
                    _money(row.amount or row.monthly),
                    escape(row.first_month or ("一次性" if row.amount else "")),
                    escape(str(row.delivered_on))
                    if row.delivered_on
                    else _coloured(f"▲ {row.notice_due_on} 前送达", "warn"),
                    escape(row.number),
                    escape(row.reason) + (f"<br>{_muted(row.clause)}" if row.clause else ""),
                )
                for row in dossier.decisions
            ],
            frozenset({2}),
        )
    return made


def _household(dossier: Dossier, codes: Codes) -> str:
    home = dossier.household
    where = f"{home.village}　{home.address}" if home.village else home.address
    made = _heading("家庭", f"{_label(codes, 'household_kind', home.kind)}　{where}　共同生活 {home.size} 人")
    rows = []
    for member in dossier.members:
        state = [
            _label(codes, "disability_kind", member.disability_kind)
            + _label(codes, "disability_grade", member.disability_grade)
            if member.disability_kind
            else "",
            _label(codes, "illness", member.illness) if member.illness not in {"", "none"} else "",
            _label(codes, "student", member.student) if member.student not in {"", "none"} else "",
            "" if member.counted else "不计入",
        ]
        rows.append(
            (
                escape(member.name),
                escape(_label(codes, "relation", member.relation)),
                "" if member.age is None else f"{member.age} 岁",
                escape(masked(member.id_number)),
                escape("、".join(text for text in state if text)) or _muted("—"),
            )
        )
    made += _table(("姓名", "关系", "年龄", "身份证号", "情况"), rows)
    money = [
        (_subject(codes, name, line), _money(line.declared), _money(figure_of(line)))
        for name, line in _each_line(dossier)
    ]
    if money:
        made += _table(("收入和财产", "申报", "现在计入"), money, frozenset({1, 2}))
    if dossier.application.reason:
        made += _line(f"{_muted('申请理由：')}{escape(dossier.application.reason)}")
    return made


def _history(dossier: Dossier) -> str:
    rows = [
        (
            escape(step.at),
            escape(step.by),
            escape(STEP_LABELS.get(step.move, "")) + (f"　{_muted(step.note)}" if step.note else ""),
        )
        for step in reversed(dossier.steps)
    ]
    return _heading("经过") + _table(("时间", "经办", "事项"), rows)


def _top(view: FileView, codes: Codes) -> str:
    dossier = view.dossier
    found = dossier.application
    points = tokens.TITLE_POINTS * tokens.percent() / 100
    asked = "、".join(_label(codes, "item", code) for code in found.programmes)
    special = f"　{_coloured(f'▲ {found.special_reason}', 'warn')}" if found.special_reason else ""
    paused = f"　{_coloured('▲ 计时中止', 'warn')}" if view.paused else ""
    made = (
        f'<p style="margin:0;font-size:{points:g}pt;font-weight:700">{escape(dossier.applicant.name)}'
        f"　{escape(view.state_label)}{special}{paused}</p>"
    )
    made += _line(
        _muted(f"{found.number}　{asked}　受理 {found.accepted_on or '—'}　经办 {found.clerk_name}")
    )
    if view.level is not None:
        made += _line(_muted(f"{view.way_title}　{view.level.why}"))
    running = [line for line in view.clocks if "办结" not in line.text]
    made += "".join(
        _line(_coloured(f"{_SIGNS[line.colour]} {line.title} {line.text}", line.colour)) for line in running
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
