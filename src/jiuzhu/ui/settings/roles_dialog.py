"""岗位: what a colleague's work is and which villages they see, given by the security administrator."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QHBoxLayout, QVBoxLayout

from jiuzhu.domain.rights import ROLE_LABELS
from jiuzhu.errors import UserError
from jiuzhu.services.office import admin
from jiuzhu.services.office.admin import Colleague
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.checking.scrolling import FittingArea, scrolling
from jiuzhu.ui.flow import FlowRow
from jiuzhu.ui.page import Page

_IN_A_ROW = 2
_VILLAGES_HIGH = 140
"""More villages than fit here scroll."""


class RolesDialog(QDialog):
    """Closes when the roles were given; `said` is told what was done. What may not be held together, the service says."""

    def __init__(self, page: Page, colleague: Colleague, said: Callable[[str], Any]) -> None:
        super().__init__(page)
        pieces.named(self, "roles_dialog", f"设置岗位：{colleague.name}")
        self.setWindowTitle(f"设置岗位：{colleague.name}")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._page, self._colleague, self._said = page, colleague, said
        self._ticks = {
            role: pieces.named(QCheckBox(label), f"give_{role}", label) for role, label in ROLE_LABELS.items()
        }
        for role, tick in self._ticks.items():
            tick.setChecked(role in colleague.held)
        self._villages: dict[str, QCheckBox] = {}
        self._listed = pieces.named(FlowRow(), "roles_villages")
        self._bound = pieces.label(
            "只管这些村（社区）：一个都不勾，就是全镇街。勾了以后，别的村的家庭、申请他看不到，也改不了；只有岗位单是核查的账号可以这样限制。",
            "muted",
            "roles_bound",
            wraps=True,
        )
        self._area = scrolling(self._listed, FittingArea(lambda: tokens.scaled(_VILLAGES_HIGH)))
        self._area.setMinimumHeight(tokens.scaled(_VILLAGES_HIGH // 2))
        for part in (self._bound, self._area):
            part.hide()
        self._problem = pieces.label("", "problem", "roles_problem", wraps=True)
        self._problem.hide()
        self._take = pieces.button("保存岗位", "roles_take", self._on_take, kind="primary")
        self._take.setDefault(True)
        self._lay_out()
        page.tasks.read(admin.known_villages, then=self._show_villages, owner=self)

    def _show_villages(self, known: list[str]) -> None:
        for village in sorted({*known, *self._colleague.villages}):
            tick = pieces.named(QCheckBox(village), f"village_{village}", village)
            tick.setChecked(village in self._colleague.villages)
            self._villages[village] = tick
            self._listed.add(tick)
        for part in (self._bound, self._area):
            part.setVisible(bool(self._villages))
        self.adjustSize()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(
            pieces.label(
                f"{self._colleague.name}（{self._colleague.login}）从下次登录起按这些岗位办事；一个都不勾，账号就什么都不能办。",
                "",
                "roles_told",
                wraps=True,
            )
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.SECTION)
        for place, tick in enumerate(self._ticks.values()):
            grid.addWidget(tick, place // _IN_A_ROW, place % _IN_A_ROW)
        column.addLayout(grid)
        column.addWidget(self._bound)
        column.addWidget(self._area)
        column.addWidget(self._problem)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._take)
        row.addWidget(pieces.button("返回", "roles_back", self.reject))
        column.addLayout(row)
        self.resize(tokens.scaled(440), 0)

    def _on_take(self) -> None:
        self._take.setEnabled(False)
        self._page.tasks.write(
            admin.assign_roles,
            self._colleague.id,
            _ticked(self._ticks),
            _ticked(self._villages),
            seen_version=self._colleague.version,
            owner=self,
            then=lambda _: self._done(),
            failed=self._tell,
        )

    def _done(self) -> None:
        given = "、".join(ROLE_LABELS[role] for role in _ticked(self._ticks))
        villages = "、".join(_ticked(self._villages))
        given += f"，只管{villages}" if villages else ""
        self.accept()
        self._said(
            f"{self._colleague.name}的岗位：{given}。" if given else f"{self._colleague.name}现在没有岗位。"
        )

    def _tell(self, error: UserError) -> None:
        self._take.setEnabled(True)
        self._problem.setText(f"✗ {error.message}")
        self._problem.show()


def _ticked(ticks: dict[str, QCheckBox]) -> list[str]:
    return [word for word, tick in ticks.items() if tick.isChecked()]
