"""对待遇的影响 over any list: what every entitlement would become, set by hand or by a ground of the law, and proposed."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from jiuzhu.domain.form import FormField, Relevant
from jiuzhu.services.granting import adjusting, consequences
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.granting.consequences import Consequence
from jiuzhu.services.household import accounts, means
from jiuzhu.services.household.means import Home
from jiuzhu.ui.monitoring.consequences_dialog import ConsequencesDialog
from jiuzhu.ui.parts_page import Part

_BY_HAND = (
    FormField("monthly", "以后每月（元）", type="money", required=True),
    FormField("clause", "依据的条款", hint="如：渝委办发〔2020〕30号"),
    FormField(
        "since", "从哪个月起就应当这样", type="month", span=2,
        hint="已经发错的月份从这个月起逐月列为补发、追回；没有就留空",
    ),
    FormField("reason", "调整理由", type="long_text", required=True, max_length=300, span=2),
)  # fmt: skip
_GROUND = (
    FormField("cause", "法定情形", type="select_one", codes="cut_ground", required=True, span=2),
    FormField(
        "person", "本人", type="person", relevant=Relevant("cause", ("refused_jobs", "refused_work")),
        hint="只减停本人的一份",
    ),
    FormField("since", "从哪个月起骗取", type="month", relevant=Relevant("cause", ("fraud",))),
)  # fmt: skip


def show_consequences(
    part: Part,
    household_id: str,
    whose: str,
    ground: Ground,
    propose: Callable[..., Any] = adjusting.propose_adjustment,
) -> None:
    """What follows for a household, over a part; each change is proposed on this ground.

    `propose(unit, entitlement_id, change, ground, why)` returns the number: another service than the usual one also keeps
    what the change came from.
    """
    page = part.page

    def seen(found: list[Consequence], arriving: str) -> None:
        dialog = ConsequencesDialog(part, f"对待遇的影响：{whose}", found, arriving)

        def wanted(chosen: Consequence) -> None:
            because = replace(ground, **dialog.ground_of(chosen))
            page.tasks.write(
                propose, chosen.entitlement_id, chosen.change, because, chosen.why,
                then=lambda number: dialog.proposed(chosen, number), failed=dialog.tell, owner=dialog,
            )  # fmt: skip

        dialog.wanted.connect(wanted)
        dialog.hand_wanted.connect(lambda chosen: _by_hand(part, dialog, chosen))
        dialog.ground_wanted.connect(lambda chosen: _on_ground(part, dialog, chosen, household_id))
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def told(found: list[Consequence]) -> None:
        page.tasks.read(
            accounts.arriving_told, household_id, then=lambda arriving: seen(found, arriving),
            failed=page.tell, owner=part,
        )  # fmt: skip

    page.tasks.read(consequences.consequences, household_id, then=told, failed=page.tell, owner=part)


def _by_hand(part: Part, dialog: ConsequencesDialog, chosen: Consequence) -> None:
    asked = part.page.ask(
        "by_hand", f"人工核定：{chosen.person}{chosen.label}", _BY_HAND,
        lambda told: (
            consequences.by_hand, chosen.entitlement_id, told.monthly or Decimal(0), told.reason, told.clause,
        ),
        "金额已核定，请提出调整。", owner=dialog, button="核定", how="read",
        known={"monthly": chosen.now},
        then=lambda change: dialog.settled(chosen, change, since=asked.part.since or ""),
    )  # fmt: skip


def _on_ground(part: Part, dialog: ConsequencesDialog, chosen: Consequence, household_id: str) -> None:
    def known(home: Home) -> None:
        asked = part.page.ask(
            "cut_ground", f"法定情形减停：{chosen.person}{chosen.label}", _GROUND,
            lambda told: (consequences.on_ground, chosen.entitlement_id, told.cause, told.person),
            "已按法定情形计算，请提出调整。", owner=dialog, button="计算", how="read", people=home.people,
            then=lambda change: dialog.settled(
                chosen, change, cause=asked.part.cause, since=asked.part.since or ""
            ),
        )  # fmt: skip

    part.page.tasks.read(means.home_of, household_id, then=known, owner=dialog)
