"""What is known already of the people on a form being typed: warnings above it, what they receive beside it."""

from collections.abc import Callable, Mapping
from copy import deepcopy

from jiuzhu.domain.dossier import Dossier
from jiuzhu.errors import LineDown, UserError
from jiuzhu.services.counter import intake, standing
from jiuzhu.services.counter.intake import Duplicate
from jiuzhu.services.counter.standing import Standing
from jiuzhu.ui import pieces
from jiuzhu.ui.intake.standing_card import StandingCard
from jiuzhu.ui.page import Page

_ID_LENGTH = 18
_WORDS = {
    "receiving": "正在享受",
    "starts_next_month": "已批准，下月起",
    "pending": "办理中",
    "other_household": "在另一户",
    "namesake": "同名",
    "other_claim": "可能是同一件事",
    "other_bill": "票据相似",
}


class KnownPeople:
    """Asks the records through the page's tasks; an answer for a form put aside meanwhile is not shown."""

    def __init__(self, page: Page, told: Callable[[], None]) -> None:
        self._page = page
        self.told = told
        self._dossier: Dossier | None = None
        self.warning = pieces.label("", "warn", "intake_duplicates", wraps=True)
        self.warning.hide()
        self._card: StandingCard | None = None
        self.unasked = False  # the server was away when these people were looked for

    def look(self, dossier: Dossier | None, card: StandingCard) -> None:
        """Look for the people of a form; None, or a form of which nobody can be known yet, shows nothing."""
        self._card, self.unasked = card, False
        known = dossier is not None and any(
            member.member_id or len(member.id_number) == _ID_LENGTH for member in dossier.members
        )
        self._dossier = dossier if known else None
        if self._dossier is None:
            self._show_duplicates([])
            self._show_standing(None)
            self._tell_receives(dossier, {})
            return
        read = self._page.tasks.read
        copied = deepcopy(self._dossier)
        read(
            intake.duplicates,
            copied,
            then=self._show_duplicates,
            failed=self._on_failed,
            owner=self._page,
            key="duplicates",
        )
        read(
            standing.of_form,
            copied,
            then=self._show_standing,
            failed=self._on_failed,
            owner=self._page,
            key="standing",
        )
        shown = self._dossier
        read(
            standing.personal,
            copied,
            then=lambda found: self._tell_receives(shown, found),
            failed=self._on_failed,
            owner=self._page,
            key="receives",
        )

    def _tell_receives(self, dossier: Dossier | None, found: Mapping[str, list[str]]) -> None:
        """What everybody has stands on the form, whoever was chosen or typed: the radar reckons with it."""
        if dossier is None:
            return
        before = [member.receives for member in dossier.members]
        for member in dossier.members:
            member.receives = list(found.get(member.id, []))
        if before != [member.receives for member in dossier.members]:
            self.told()

    def _show_duplicates(self, found: list[Duplicate]) -> None:
        names: dict[str, list[str]] = {}  # the same fact about several people is one line
        for item in found if self._dossier is not None else []:
            sign = "不能受理" if item.blocks else "请注意"
            fact = f"{sign}【{_WORDS[item.kind]}】\n{item.text.removeprefix(item.name)}"
            names.setdefault(fact, []).append(item.name)
        lines = [fact.replace("\n", "、".join(people), 1) for fact, people in names.items()]
        self.warning.setText("\n".join(lines))
        self.warning.setVisible(bool(lines))

    def _on_failed(self, error: UserError) -> None:
        if not isinstance(error, LineDown):
            self._page.tell(error)
        elif self._dossier is not None:
            self.unasked = True
            self.warning.setText(
                "连不上服务器：还没有查这些人是否登记过、是否在享受救助。线路恢复后受理时会查，请先不要答复能不能享受。"
            )
            self.warning.show()

    def _show_standing(self, found: Standing | None) -> None:
        if self._card is not None:
            self._card.show_standing(found if self._dossier is not None else None)
