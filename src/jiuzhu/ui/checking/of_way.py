"""What only some ways ask of the people who check: incidents and bills, damaged rooms, the village's review."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu.domain.approving import Deliberation
from jiuzhu.domain.form import FormField
from jiuzhu.domain.ways import way_for
from jiuzhu.services.relief import disaster
from jiuzhu.services.relief.disaster import Damage
from jiuzhu.services.survey.checking import CheckFile
from jiuzhu.ui import relief_dialogs
from jiuzhu.ui.page import Page

OF_WAY = {
    **relief_dialogs.LABELS,
    "damage": "登记倒损住房…",
    "deliberation": "登记民主评议…",
}

_WANTED = {
    "tekun": ("deliberation",),
    "disaster": ("damage", "deliberation"),
    "household": ("deliberation",),
}

_DAMAGE = (
    FormField("disaster", "灾害种类", type="select_one", codes="disaster_kind", required=True),
    FormField("happened_on", "受灾日期", type="date", required=True),
    FormField("structure", "房屋结构", hint="如：砖木、土木"),
    FormField("only_home", "是唯一住房", type="yes_no"),
    FormField("collapsed", "倒塌（间）", type="integer", maximum="30"),
    FormField("severe", "严重损坏（间）", type="integer", maximum="30"),
    FormField("slight", "一般损坏（间）", type="integer", maximum="30"),
    FormField("slight_amount", "一般损坏救助金额（元）", type="money"),
    FormField("rebuild", "重建方式", type="select_one", codes="rebuild_way"),
)
_NO_DAMAGE = Damage(disaster="", happened_on=date.min)
"""What a form shows before anything is registered."""
_DELIBERATION = (
    FormField("on", "评议日期", type="date", required=True),
    FormField("place", "地点", required=True),
    FormField("host", "主持人", required=True),
    FormField("recorder", "记录人", required=True),
    FormField("participants", "到会人数", type="integer", required=True),
    FormField("representatives", "其中村（居）民代表", type="integer", required=True),
    FormField(
        "attendees",
        "到会人员",
        type="long_text",
        required=True,
        max_length=500,
        span=2,
        hint="每行一人：姓名和身份",
    ),
    FormField("statements", "发言摘要", type="long_text", required=True, max_length=1000, span=2),
    FormField("agree", "同意", type="integer", required=True),
    FormField("disagree", "不同意", type="integer"),
    FormField("abstain", "弃权", type="integer"),
    FormField("conclusion", "结论", type="select_one", codes="deliberation_result", required=True),
)


def wanted_of(file: CheckFile) -> tuple[str, ...]:
    """What this file's way asks for."""
    wanted = _WANTED.get(way_for(file.dossier.application.programmes), ())
    return (*relief_dialogs.offered(file.dossier), *wanted)


def ask_of_way(key: str, page: Page, file: CheckFile) -> None:
    """Open the dialog of one of `OF_WAY`."""
    if key in relief_dialogs.LABELS:
        relief_dialogs.ask(key, page, file.dossier)
    else:
        _ASKS[key](page, file)


def _ask_damage(page: Page, file: CheckFile) -> None:
    taken = file.dossier.application.id

    def ask(stored: Damage | None) -> None:
        known = asdict(stored) if stored else {"only_home": True}
        before = asdict(stored or _NO_DAMAGE)

        def store(part: Any) -> tuple[Any, ...]:
            damage = Damage(
                disaster=part.disaster, happened_on=part.happened_on, structure=part.structure,
                collapsed=part.collapsed or 0, severe=part.severe or 0, slight=part.slight or 0,
                only_home=part.only_home, rebuild=part.rebuild, slight_amount=part.slight_amount or Decimal(0),
            )  # fmt: skip
            return (disaster.register_damage, taken, damage, {"before": before})

        page.ask(
            "damage", "登记倒损住房", _DAMAGE, store, lambda amount: f"已登记，住房救助 {amount:,.2f} 元。",
            known=known, told="厨房、厕所、圈舍和临时建筑不算间数。",
        )  # fmt: skip

    page.tasks.read(disaster.damage_of, taken, then=ask, failed=page.tell, owner=page)


def _ask_deliberation(page: Page, file: CheckFile) -> None:
    taken = file.dossier.application

    def store(part: Any) -> tuple[Any, ...]:
        held = Deliberation(
            application_id=taken.id, held_on=part.on, place=part.place, host=part.host, recorder=part.recorder,
            attendees=part.attendees, participants=part.participants or 0, representatives=part.representatives or 0,
            subject=f"{file.dossier.applicant.name}的申请 {taken.number}", statements=part.statements,
            agree=part.agree or 0, disagree=part.disagree or 0, abstain=part.abstain or 0, conclusion=part.conclusion,
        )  # fmt: skip
        return (disaster.record_deliberation, taken.id, held)

    page.ask(
        "deliberation", "登记民主评议", _DELIBERATION, store, "已登记民主评议。",
        told="到会人员中村（居）民代表不少于三分之二；每一票都要有去向。",
    )  # fmt: skip


_ASKS = {"damage": _ask_damage, "deliberation": _ask_deliberation}
