"""What can be done with the file now: one small panel for each move that leads on, asked for by the table of its way."""

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox

from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.money import shown
from jiuzhu.domain.ways import WAYS
from jiuzhu.services.approval.reviewing import FileView
from jiuzhu.services.counter.numbering_later import NUMBER
from jiuzhu.ui.approving.action_panel import ActionPanel

NOTICE_PLACE = "村（社区）公示栏"


def _sign(view: FileView, panel: ActionPanel) -> None:
    if view.county_visit_due:
        panel.tell(f"▲ {view.obstacle}" if view.obstacle else "▲ 这户须由审批机关入户核查后才能签署。")
        panel.add_line("visitors", "入户人员（两人以上）")
        panel.add_day("on", "入户日期")
        panel.add_line("found", "入户核查情况")
        panel.add_button("county_visit", "登记入户核查", "Alt+V")
    elif view.way == "tekun":
        panel.tell(
            f"▲ {view.obstacle}" if view.obstacle else "区县入户抽查的，先在这里登记。",
            "warn" if view.obstacle else "muted",
        )
        panel.add_line("visitors", "抽查入户人员（两人以上，没有抽查不填）")
        panel.add_day("on", "入户日期")
        panel.add_line("found", "入户情况")
        panel.add_button("county_visit", "登记入户抽查", "Alt+V")
    elif view.obstacle:
        panel.tell(f"▲ {view.obstacle}")
    asked = set(view.dossier.application.programmes)
    fits = any(part.result == "entitled" and part.programme in asked for part in view.dossier.findings)
    against = "，为什么不按认定" if fits else ""
    panel.add_line("reason", f"理由（退回、不同意时必填{against}）", row=1)
    panel.add_line("clause", "不同意所依据的条款（不符合哪一条）", view.clause, row=1)
    refuse = view.dossier.opinion.result == "refuse" and not view.lacking
    yes = panel.add_button("approve", "同意", "Alt+A", primary=not refuse and not view.lacking, icon="sign")
    yes.setEnabled(not view.obstacle)
    panel.add_button("return", "退回", "Alt+R", primary=bool(view.lacking), icon="return")
    panel.add_button("refuse", "不同意", "Alt+N", primary=refuse, icon="refuse")


def _opine(view: FileView, panel: ActionPanel) -> None:
    draft = view.draft
    panel.add_text("text", "初审意见（按认定结果拟好，可以改）", draft.text if draft else "", lines=5)
    result = draft.result if draft else ""
    fits, on = result == "grant", "，去公示" if WAYS[view.way].posted else ""
    back = next((offer for offer in view.moves if offer.move == "look_again"), None)
    if view.lacking:
        waits = "认定还没有结果。缺的请退回调查，查清再提意见" if back else f"{view.lacking}。请补齐再提意见"
        panel.tell(f"▲ {waits}，不作为不同意的理由。")
    if back is not None:
        panel.add_line("reason", "退回调查：还要查清什么", view.lacking, row=1)
        panel.add_button("look_again", back.label, "Alt+R", primary=bool(view.lacking), icon="return")
    panel.add_button("grant", f"拟同意{on}", "Alt+A", primary=fits).setEnabled(fits)
    panel.add_button("refuse_opinion", "拟不同意，直接上报", "Alt+N", primary=result == "refuse")


def _review(_view: FileView, panel: ActionPanel) -> None:
    panel.tell("等待残联审核。收到答复后在这里登记。", "muted")
    panel.add_line("note", "残联审核意见")
    panel.add_button("review_returned", "残联退回", "Alt+N")
    panel.add_button("reviewed", "审核通过，上报审定", "Alt+A", primary=True)


def _propose(view: FileView, panel: ActionPanel) -> None:
    panel.tell(f"小额快救不核对、不公示：登记对象、事由和金额，留存证据，三日内办结。{_most(view)}", "muted")
    proposed = view.dossier.incident.proposed
    panel.add_line("amount", "拟救助金额（元）", f"{proposed:.2f}" if proposed else "")
    panel.add_line("evidence", "核实情况和证据", view.dossier.incident.evidence)
    panel.add_button("propose_beyond", "超过上限，按急难型上报", "Alt+J")
    panel.add_button("propose", "提出并上报", "Alt+A", primary=True)


def _most(view: FileView) -> str:
    if view.caps is None:
        return ""
    scale = f"，这类情形最多 {shown(view.caps.most)} 元" if view.caps.most is not None else ""
    return f"每次最多 {shown(view.caps.quick)} 元{scale}。"


def _make_up(view: FileView, panel: ActionPanel) -> None:
    panel.tell("先行救助已发放，缺的手续补齐后登记。", "muted")
    panel.add_line("note", "补齐了哪些手续")
    lacking = [one.name for one in view.dossier.members if one.counted and not one.id_number]
    for place, name in enumerate(lacking):
        panel.add_line(NUMBER.format(place), f"{name}的身份证号")
    panel.add_button("make_up", "手续补齐", "Alt+A", primary=True)


def _post(view: FileView, panel: ActionPanel) -> None:
    home = view.dossier.household
    panel.tell("张榜内容只有姓名、人数、事项和金额。", "muted")
    panel.add_line("place", "公示地点", f"{home.village}公示栏" if home.village else NOTICE_PLACE)
    panel.add_button("post", "再次公示" if view.dossier.objections else "张榜公示", "Alt+A", primary=True)


def _posted(view: FileView, panel: ActionPanel) -> None:
    notice = view.dossier.notice
    earliest = f"下一步最早 {view.earliest_close}" if view.earliest_close else ""
    panel.tell(f"公示到 {notice.ends_on} 期满，{earliest}。", "muted")
    panel.add_line("objector", "异议人（可匿名）")
    panel.add_line("content", "异议内容")
    panel.add_button("object", "登记异议", "Alt+O")
    panel.add_button("close", "公示期满", "Alt+A", primary=True)


def _objected(_view: FileView, panel: ActionPanel) -> None:
    panel.add_text("investigation", "复查经过")
    panel.add_text("reply", "给异议人的答复")
    panel.add_button("upheld", "异议成立，回到核查", "Alt+N")
    panel.add_button("dismissed", "异议不成立，再次公示", "Alt+A", primary=True)


def _submit(view: FileView, panel: ActionPanel) -> None:
    posted = _posting_ended(view) if WAYS[view.way].posted else "儿童保障不公示"
    panel.tell(f"{posted}，可以上报审批机关。", "muted")
    panel.add_button("submit", "上报审核确认", "Alt+A", primary=True)


def _posting_ended(view: FileView) -> str:
    if not view.dossier.objections:
        return "公示期满无异议"
    upheld = view.dossier.objections[-1].outcome == "upheld"
    return "异议经复查成立，重新核查后公示期满" if upheld else "异议经复查不成立，再次公示期满"


def _deliver(view: FileView, panel: ActionPanel, delivery: CodeTable) -> None:
    ways = QComboBox()
    for code in delivery.offered:
        ways.addItem(delivery.label(code), code)
    panel.add("way", "送达方式", ways)
    panel.add_day("on", "送达日期（复议、诉讼期限由此起算）")
    declined = view.dossier.declined
    due = declined.notice_due_on or view.dossier.decision.notice_due_on
    paper = "不予受理通知书" if declined.number else "决定通知书"
    panel.tell(f"{paper}须在 {due} 前送达。", "muted")
    panel.add_button("deliver", "登记送达", "Alt+A", primary=True)


_DELIVER = "deliver"
_PANELS = {
    "decide": _sign,
    "give_opinion": _opine,
    "record_review": _review,
    "post_notice": _post,
    "close_notice": _posted,
    "settle_objection": _objected,
    "submit": _submit,
    "make_up": _make_up,
}
"""The usual next move of the way's table → its panel; 快救 has no opinion before its submission."""

_WAITING = {
    "submitted": "等待审批岗位签署。",
    "to_opine": "等待核查或窗口经办提出初审意见。",
    "to_complete": "等待申请人补正材料。",
    "accepted": "等待开始调查，请到“核查”。",
    "investigating": "正在调查，请到“核查”。",
    "reviewing": "等待残联审核。",
    "to_make_up": "等待窗口经办补齐手续。",
}


def panel_for(view: FileView, delivery: CodeTable, today: QDate, *, delivers: bool) -> ActionPanel:
    """The panel of a file for an operator: what the table of its way allows them now."""
    panel = ActionPanel(view.state, today)
    offer = view.moves[0] if view.moves else None
    fill = _PANELS.get(offer.move) if offer else None
    if fill is _submit and view.way == "quick":
        fill = _propose
    if view.undelivered and delivers:
        _deliver(view, panel, delivery)
    elif offer is not None and (offer.beyond or offer.recused):
        panel.tell(f"▲ {offer.why_not}。")
    elif (
        offer is not None
        and fill is not None
        and (offer.allowed or (offer.move == "decide" and view.obstacle))
    ):
        fill(view, panel)
        panel.warn(view.beside if fill in {_propose, _opine, _sign} else [])
    else:
        panel.tell(_waiting(view), "muted")
    panel.settle()
    return panel


def _waiting(view: FileView) -> str:
    if not view.moves:
        told = "不予受理通知书等待送达。" if view.state == "not_accepted" else "决定已签署，等待送达。"
        return told if view.undelivered else "已办结。"
    if view.way == "transfer":
        return "由部门办理的事项，请到“转办”。"
    if view.state == "accepted" and not WAYS[view.way].surveyed:
        return "等待核查或窗口经办提出意见。"
    return _WAITING.get(view.state, "等待有权限的同事办理。")
