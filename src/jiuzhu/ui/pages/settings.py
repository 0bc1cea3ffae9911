"""设置: how this desk looks, the own password, backup and proof, colleagues, the figures in force."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from jiuzhu.domain.form import FormField
from jiuzhu.errors import UserError
from jiuzhu.services import admin, rule_admin
from jiuzhu.services.admin import JournalProof
from jiuzhu.services.rule_admin import NewFigure
from jiuzhu.ui import pieces, theme, tokens
from jiuzhu.ui.page import Page
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView
from jiuzhu.ui.settings.colleagues import ColleaguesPart
from jiuzhu.ui.settings.supervisor import SupervisorPart
from jiuzhu.ui.tasks import Tasks

_PARAMETERS = (
    Column(
        "核实", lambda row: ("ok", "已核实") if row.confirmed else ("warn", "待确认"), kind="due", width=7
    ),
    Column(
        "参数", lambda row: f"{row.label}（{row.note}）" if row.note else row.label, width=20, stretch=True
    ),
    Column("数值", "value", kind="number", width=8),
    Column("单位", "unit", width=7),
    Column("起始", "starts", kind="date", width=8),
    Column("文号", "document", width=13),
)


class SettingsPage(Page):
    """One page of quiet sections; what needs the administrator is shown to the administrator only."""

    watches: ClassVar[frozenset[str]] = frozenset({"operator", "policy_row"})

    def __init__(self, tasks: Tasks, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(tasks, workspace, "设置", "page_settings", parent)
        self._section("显示", self._look())
        self._section("我的密码", self._password())
        self._section("备份与核验", self._care())
        self._colleagues: ColleaguesPart | None = None
        if workspace.actor.may("administer"):
            self._colleagues = ColleaguesPart(self)
            self._section("同事账号", self._colleagues)
            self._supervisor = SupervisorPart(self)
            self._section("督办", self._supervisor)
        self._section("政策参数（当前有效）", self._figures())
        self.body.addStretch(1)

    def _section(self, title: str, part: QWidget) -> None:
        panel = pieces.card(f"section_{title}")
        column = QVBoxLayout(panel)
        column.setContentsMargins(tokens.AROUND, tokens.BETWEEN, tokens.AROUND, tokens.AROUND)
        column.addWidget(pieces.label(title, "heading"))
        column.addWidget(part)
        self.body.addWidget(panel)

    def _choice(
        self, name: str, options: list[tuple[Any, str]], now: Any, on_chosen: Callable[[Any], None]
    ) -> QWidget:
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        group = QButtonGroup(part)
        for value, label in options:
            button = pieces.named(QRadioButton(label), f"{name}_{value}", label)
            button.setChecked(value == now)
            button.clicked.connect(lambda _=False, value=value: on_chosen(value))
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        return part

    def _look(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        settings = self.workspace.settings
        sizes = [(percent, f"{percent}%") for percent in tokens.TEXT_PERCENTS]
        column.addWidget(pieces.label("文字大小", "muted"))
        column.addWidget(self._choice("text", sizes, settings.text_percent, self._on_text))
        column.addWidget(pieces.label("颜色", "muted"))
        schemes = [("light", "浅色"), ("dark", "深色")]
        column.addWidget(self._choice("scheme", schemes, settings.scheme, self._on_scheme))
        return part

    def _on_text(self, percent: int) -> None:
        self.workspace.settings.text_percent = percent
        self._apply_look()

    def _on_scheme(self, scheme: str) -> None:
        self.workspace.settings.scheme = scheme
        self._apply_look()

    def _apply_look(self) -> None:
        settings = self.workspace.settings
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, settings.scheme, settings.text_percent)
        try:
            self.workspace.keep_settings()
        except UserError as error:
            self.tell(error)

    def _password(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        fields, buttons = QHBoxLayout(), QHBoxLayout()
        column.addLayout(fields)
        column.addLayout(buttons)
        self._old, self._new, self._again = (
            pieces.named(QLineEdit(), name, label)
            for name, label in (
                ("old_password", "现在的密码"),
                ("new_password", "新密码"),
                ("again_password", "再输一次新密码"),
            )
        )
        for edit in (self._old, self._new, self._again):
            edit.setEchoMode(QLineEdit.EchoMode.Password)
            edit.setPlaceholderText(edit.accessibleName())
            fields.addWidget(edit, 1)
        buttons.addWidget(pieces.button("修改密码", "change_password", self._on_password))
        buttons.addWidget(pieces.button("记在本机钥匙串", "remember_desk", self._on_remember))
        buttons.addWidget(pieces.button("不再记住", "forget_desk", self._on_forget, kind="quiet"))
        buttons.addStretch(1)
        return part

    def _on_password(self) -> None:
        if self._new.text() != self._again.text():
            self.say("warn", "两次输入的新密码不一样，密码没有改。")
            self._again.setFocus()
            return

        def changed(_: Any) -> None:
            for edit in (self._old, self._new, self._again):
                edit.clear()
            self.say("ok", "密码已修改，下次登录用新密码。")

        self.tasks.call(
            admin.change_password,
            self.workspace,
            self._old.text(),
            self._new.text(),
            owner=self,
            then=changed,
            failed=self.tell,
        )

    def _on_remember(self) -> None:
        if not self._old.text():
            self.say("info", "请先输入现在的密码，再记在本机钥匙串。")
            self._old.setFocus()
            return
        self.tasks.call(
            admin.remember_desk,
            self.workspace,
            self._old.text(),
            owner=self,
            then=lambda _: self.say("ok", "已记在本机钥匙串，登录时可以不输密码；密码本身没有存。"),
            failed=self.tell,
        )

    def _on_forget(self) -> None:
        self.tasks.call(
            admin.forget_desk,
            self.workspace,
            owner=self,
            then=lambda _: self.say("ok", "已从本机钥匙串删除，登录请输入密码。"),
            failed=self.tell,
        )

    def _care(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        self._last = pieces.label("", "muted", "last_backup", wraps=True)
        column.addWidget(self._last)
        row = QHBoxLayout()
        row.addWidget(pieces.button("现在备份…", "backup_now", self._on_backup, icon="backup"))
        row.addWidget(pieces.button("核验日志", "verify_journal", self._on_verify, icon="history"))
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(
            pieces.label(
                f"数据在 {self.workspace.home}。备份含加密数据库和钥匙文件，密码不变；密码丢失后谁也打不开，请妥善保管。",
                "muted",
                wraps=True,
            )
        )
        return part

    def _on_backup(self) -> None:
        start = self.workspace.settings.backup_folder or str(Path.home())
        folder = QFileDialog.getExistingDirectory(self, "备份到哪个文件夹", start)
        if folder:
            self.back_up(Path(folder))

    def back_up(self, folder: Path) -> None:
        """Make a backup into a folder."""

        def done(target: Path) -> None:
            self.say("ok", f"已备份并读回检查：{target}")
            self._show_backup()

        self.tasks.call(
            admin.backup,
            self.workspace,
            folder,
            owner=self,
            then=done,
            failed=self.tell,
            title="正在备份并读回检查…",
        )

    def _show_backup(self) -> None:
        last = self.workspace.settings.last_backup
        self._last.setText(f"上次备份：{last}" if last else "还没有备份过。最好备份到另一块磁盘或 U 盘。")

    def _on_verify(self) -> None:
        def done(proof: JournalProof) -> None:
            if proof.problems:
                self.say("bad", f"日志有 {len(proof.problems)} 处不符，请立即联系管理员：{proof.problems[0]}")
            else:
                self.say("ok", f"日志 {proof.entries} 条全部核验，没有发现改动。")

        self.tasks.read(admin.verify_journal, then=done, owner=self, title="正在核验日志…")

    def _figures(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        self.parameters = RowsModel(_PARAMETERS)
        self.figures = RowsView("parameters", "政策参数", dense=True, many=False)
        self.figures.setModel(self.parameters)
        self.figures.setMinimumHeight(tokens.scaled(12 * tokens.ROW_DENSE))
        column.addWidget(self.figures)
        if self.workspace.actor.may("configure"):
            row = QHBoxLayout()
            row.addWidget(pieces.button("设置新数值…", "set_figure", self._on_figure))
            row.addWidget(pieces.button("登记核实…", "confirm_figure", self._on_confirm))
            row.addWidget(pieces.button("录入放假安排…", "set_calendar", self._on_calendar, icon="calendar"))
            row.addStretch(1)
            column.addLayout(row)
        return part

    def _on_figure(self) -> None:
        chosen = self.figures.chosen_row()
        if chosen is None:
            self.say("info", "请先在表里选一个参数。")
            return
        fields = (
            FormField("value", f"新数值（{chosen.unit or '文字'}）", required=True),
            FormField("starts", "从哪天起执行", type="date", required=True),
            FormField("document", "文号", required=True, max_length=100, span=2),
            FormField("confirmed", "已向区县民政局核实", type="yes_no"),
            FormField("note", "说明", max_length=100),
        )

        def store(part: Any) -> tuple[Any, ...]:
            new = NewFigure(chosen.key, part.value, part.starts, part.document, part.confirmed, part.note)
            return (rule_admin.set_figure, self.workspace, new)

        self.ask(
            "figure", chosen.label, fields, store, "新数值已保存，从执行日起生效。已作的决定不会自动改变，需要时用“发放—标准调整”整体重算。",
            told=f"现在是 {chosen.value} {chosen.unit}（{chosen.starts} 起，{chosen.document}）。原来的数值保留到新数值执行的前一天。",
            button="保存", how="call", then=lambda _none: self.reload(),
        )  # fmt: skip

    def _on_confirm(self) -> None:
        chosen = self.figures.chosen_row()
        if chosen is None or chosen.confirmed:
            self.say("info", "请先在表里选一个“待确认”的参数。")
            return
        fields = (FormField("document", "核实所依据的文号或会议纪要", required=True, max_length=100, span=2),)
        self.ask(
            "confirmation", f"登记核实：{chosen.label}", fields,
            lambda part: (rule_admin.confirm_figure, self.workspace, chosen.key, part.document), "已登记核实。",
            told=f"数值不变：{chosen.value} {chosen.unit}（{chosen.starts} 起）。", how="call", then=lambda _none: self.reload(),
        )  # fmt: skip

    def _on_calendar(self) -> None:
        year = self.workspace.today().year + 1
        fields = (
            FormField("year", "年份", type="integer", required=True),
            FormField("document", "放假通知的文号", required=True, max_length=100),
            FormField("off", "放假的日期", type="long_text", required=True, max_length=1000, span=2,
                      hint=f"每行一段，如 {year}-10-01 至 {year}-10-07"),
            FormField("worked", "补班的日期", type="long_text", max_length=500, span=2, hint="只写周末上班的日期"),
        )  # fmt: skip
        self.ask(
            "calendar", "录入放假安排", fields,
            lambda part: (
                rule_admin.set_calendar, self.workspace, part.year, part.document, part.off, part.worked,
            ),
            "放假安排已保存，期限按它计算。", known={"year": year}, button="保存", how="call",
        )  # fmt: skip

    def reload(self) -> None:
        """Load colleagues, figures and the day of the last backup."""
        self._show_backup()
        if self._colleagues is not None:
            self._colleagues.reload()
            self._supervisor.reload()
        self.tasks.read(admin.parameters, then=self.parameters.set_rows, owner=self, key="parameters")
