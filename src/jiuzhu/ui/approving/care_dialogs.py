"""供养协议 and 走访 of 特困 people, asked from the file once they are confirmed."""

from typing import Any

from jiuzhu.domain.form import FormField
from jiuzhu.services.approval.reviewing import FileView
from jiuzhu.services.survey import caring
from jiuzhu.services.survey.caring import Supported
from jiuzhu.ui.page import Page

LABELS = {"agreement": ("供养协议…", "check"), "wellbeing": ("登记走访…", "monitor")}
"""Dialog → its words in the menu and the right it needs."""

_WHO = FormField("person", "特困人员", type="person", required=True)
_AGREEMENT = (
    _WHO,
    FormField("support", "供养方式", type="select_one", codes="support_form", required=True),
    FormField("carer", "照料人或供养机构", required=True),
    FormField("phone", "联系电话", type="phone"),
    FormField(
        "duties", "双方约定的事项", type="long_text", required=True, max_length=500, span=2,
        hint="如：食宿、日常照料、就医陪护、送终",
    ),
)  # fmt: skip
_VISIT = (
    _WHO,
    FormField("on", "走访日期", type="date", required=True),
    FormField("visitor", "走访人", required=True),
    FormField("living", "生活"),
    FormField("health", "健康"),
    FormField("safety", "安全"),
    FormField("need", "需求"),
    FormField("action", "处理"),
    FormField("next_on", "下次走访日期", type="date"),
)


def offered(view: FileView) -> tuple[str, ...]:
    """Which dialogs a file has: those of 特困 people who are confirmed."""
    return tuple(LABELS) if view.way == "tekun" and view.state == "approved" else ()


def ask(name: str, page: Page, view: FileView) -> None:
    """Read whom it is about, then ask."""
    opens = {"agreement": _ask_agreement, "wellbeing": _ask_visit}[name]
    page.tasks.read(
        caring.supported,
        view.application_id,
        then=lambda found: opens(page, found),
        failed=page.tell,
        owner=page,
    )


def _people(found: list[Supported]) -> list[tuple[str, str]]:
    return [(one.person_id, one.name) for one in found]


def _ask_agreement(page: Page, found: list[Supported]) -> None:
    if not found:
        page.say("info", "这份申请没有正在供养的人员。")
        return
    entitlements = {one.person_id: one.entitlement_id for one in found}

    def store(part: Any) -> tuple[Any, ...]:
        return (
            caring.sign_agreement, entitlements[part.person], part.support, part.carer, part.duties, {"phone": part.phone},
        )  # fmt: skip

    page.ask(
        "agreement", "签订供养协议", _AGREEMENT, store, lambda number: f"供养协议 {number} 已登记。",
        people=_people(found), known={"person": found[0].person_id, "support": found[0].support},
        told="分散供养还是集中供养由本人选择。",
    )  # fmt: skip


def _ask_visit(page: Page, found: list[Supported]) -> None:
    if not found:
        page.say("info", "这份申请没有正在供养的人员。")
        return
    homes = {one.person_id: one.household_id for one in found}

    def store(part: Any) -> tuple[Any, ...]:
        told = {name: getattr(part, name) for name in ("living", "health", "safety", "need", "action")}
        named = {"on": part.on, "visitor": part.visitor, "found": told, "next_on": part.next_on}
        return (caring.record_wellbeing_visit, part.person, homes[part.person], named)

    page.ask(
        "wellbeing", "登记走访", _VISIT, store, "走访已登记。", people=_people(found),
        known={"person": found[0].person_id, "visitor": page.workspace.actor.name, "next_on": None},
    )  # fmt: skip
