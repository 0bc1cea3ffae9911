"""The five short pages of the first start: what they ask, and what is wrong with an answer."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.dialogs.field import Field
from jiuzhu.ui.dialogs.password_edit import PasswordEdit

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # no I and O: they read as 1 and 0
STRONG_LENGTH = 14
DEMO = {
    "office_name": "示例街道社会救助服务窗口（演练）",
    "township_name": "示例街道",
    "township_end": "999",
    "address": "示例路 1 号",
    "phone": "023-00000000",
    "supervision_phone": "023-00000001",
}


def text_edit(length: int, pattern: str = "") -> QLineEdit:
    """A line of limited length; tabs and line breaks of pasted text become spaces."""
    edit = QLineEdit()
    edit.setMaxLength(length)
    if pattern:
        edit.setValidator(QRegularExpressionValidator(QRegularExpression(pattern), edit))
    return edit


class WizardPage(QWidget):
    """A page asks through `fields`; `values` are the answers, `wrong` says what must change first."""

    title = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(tokens.BETWEEN)

    def values(self) -> dict[str, str]:
        """Field name → answer without spaces around it."""
        return {
            name: field.edit.text().strip()
            for name, field in self.fields.items()
            if isinstance(field.edit, QLineEdit)
        }

    def wrong(self) -> dict[str, str]:
        """Field name → what is wrong, for the fields that cannot be left so."""
        return {}

    def check(self) -> bool:
        """Show every problem beside its field and stand on the first; True when there is none."""
        wrong = self.wrong()
        for name, field in self.fields.items():
            field.show_problem(wrong.get(name, ""))
        for name, field in self.fields.items():
            if name in wrong:
                field.edit.setFocus()
                return False
        return not wrong


class UsePage(WizardPage):
    """Practice with an invented township, or the real office."""

    title = "怎样使用"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.real = pieces.named(QRadioButton("正式使用：从空白开始"), "use_real", "正式使用，从空白开始")
        self.demo = pieces.named(
            QRadioButton("先练习：装入虚构的示例乡镇"), "use_demo", "先练习，装入虚构的示例乡镇"
        )
        self.real.setChecked(True)
        group = QButtonGroup(self)
        notes = (
            (self.real, "没有任何人员和申请，受理的第一份申请就是第一条记录。"),
            (self.demo, "人员、住户和号码都是编造的，可以放心点。正式使用时另建数据，两者互不相混。"),
        )
        for choice, note in notes:
            group.addButton(choice)
            self.column.addWidget(choice)
            line = pieces.label(note, "caption", wraps=True)
            line.setContentsMargins(tokens.SECTION + tokens.SPACE, 0, 0, tokens.INSIDE)
            self.column.addWidget(line)
        self.column.addStretch(1)


class OfficePage(WizardPage):
    """The office and the place it serves; both stand on every paper."""

    title = "单位与区县"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.district = QComboBox()
        self.district.setMaxVisibleItems(16)
        parts = (
            ("office_name", "单位名称（印在文书上）", text_edit(60), ""),
            ("district", "区县", self.district, ""),
            ("township_name", "镇街名称", text_edit(40), ""),
            (
                "township_end",
                "镇街代码后三位",
                text_edit(3, r"\d{0,3}"),
                "统计用区划代码第 7–9 位，编号里要用，之后不能改。",
            ),
            ("address", "地址", text_edit(60), ""),
            ("phone", "窗口电话", text_edit(20, r"[\d\-+() ]*"), ""),
            ("supervision_phone", "监督电话（公示用）", text_edit(20, r"[\d\-+() ]*"), ""),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.AROUND)
        grid.setVerticalSpacing(tokens.BETWEEN)
        for place, (name, label, edit, hint) in enumerate(parts):
            self.fields[name] = Field(label, edit, name, hint)
            row, side = (0, 0) if not place else divmod(place + 1, 2)
            grid.addWidget(self.fields[name], row, side, 1, 2 if not place else 1, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(grid)
        self.column.addStretch(1)

    def offer(self, districts: list[tuple[str, str]]) -> None:
        """The districts to choose from."""
        self.district.clear()
        for code, name in districts:
            self.district.addItem(name, code)

    def rehearse(self, *, on: bool) -> None:
        """Put invented words where nothing was typed, or take away those nobody changed."""
        for name, value in DEMO.items():
            edit = self.fields[name].edit
            if isinstance(edit, QLineEdit) and edit.text() == ("" if on else value):
                edit.setText(value if on else "")

    def values(self) -> dict[str, str]:
        """The words, with the district's code and name and the whole township code."""
        found = super().values()
        code = str(self.district.currentData() or "")
        end = found.pop("township_end")
        return found | {
            "district": code,
            "district_name": self.district.currentText(),
            "township": f"{code}{end}",
        }

    def wrong(self) -> dict[str, str]:
        """Names are needed; the code has nine digits."""
        found = self.values()
        wrong = {name: "请填写。" for name in ("office_name", "township_name") if not found[name]}
        if not found["district"]:
            wrong["district"] = "区县还在读取，请稍候再按下一步。"
        elif len(found["township"]) != len(found["district"]) + 3:
            wrong["township_end"] = "请填三位数字，如 101。"
        return wrong


class DeskPage(WizardPage):
    """The window letter and the policy pack."""

    title = "窗口与政策"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.window_letter = QComboBox()
        self.window_letter.addItems(list(LETTERS))
        self.pack = QComboBox()
        self.fields["window"] = Field(
            "窗口字母",
            self.window_letter,
            "window",
            "印在本机发出的每个编号里。每台电脑一个字母，互不相同（没有 I 和 O）。",
        )
        self.fields["policy_pack"] = Field("政策包", self.pack, "policy_pack")
        for field in self.fields.values():
            self.column.addWidget(field)
        self.column.addStretch(1)
        self._notes: list[str] = []
        self.pack.currentIndexChanged.connect(self._on_pack)

    def offer(self, packs: list[tuple[str, str, str]]) -> None:
        """The policy packs to choose from, with what to know about each."""
        self._notes = [note for _code, _name, note in packs]
        self.pack.clear()
        for code, name, _note in packs:
            self.pack.addItem(name, code)

    def values(self) -> dict[str, str]:
        """Letter and pack."""
        return {"window": self.window_letter.currentText(), "policy_pack": str(self.pack.currentData() or "")}

    def wrong(self) -> dict[str, str]:
        """A pack must be there."""
        return {} if self.pack.currentData() else {"policy_pack": "政策包还在读取，请稍候再按下一步。"}

    def _on_pack(self, place: int) -> None:
        self.fields["policy_pack"].show_hint(self._notes[place] if 0 <= place < len(self._notes) else "")


class OperatorPage(WizardPage):
    """The first operator and the password, which nobody can recover here."""

    title = "第一位经办人员"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problem: Callable[[str, str], str | None] | None = None
        self._password, self._again = PasswordEdit(), PasswordEdit()
        parts: tuple[tuple[str, str, QLineEdit, str], ...] = (
            ("operator_name", "姓名", text_edit(30), ""),
            ("login", "登录名", text_edit(30), "字母、数字或汉字，登录时选它。"),
            ("post", "岗位", text_edit(30), ""),
            ("password", "密码", self._password, "至少 10 个字符。几个不相干的词连起来又长又好记。"),
            ("password_again", "再输一遍密码", self._again, ""),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.AROUND)
        grid.setVerticalSpacing(tokens.BETWEEN)
        places = {
            "operator_name": (0, 0),
            "login": (0, 1),
            "post": (1, 0),
            "password": (2, 0),
            "password_again": (2, 1),
        }
        for name, label, edit, hint in parts:
            self.fields[name] = Field(label, edit, name, hint)
            grid.addWidget(self.fields[name], *places[name], Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(grid)
        self.column.addWidget(
            pieces.label("⚠ 密码在本机无法找回，请与单位的规定一起妥善保管。", "warn", wraps=True)
        )
        self.column.addStretch(1)
        post = self.fields["post"].edit
        assert isinstance(post, QLineEdit)  # noqa: S101  # made so above
        post.setText("窗口经办")
        self._password.textChanged.connect(self._on_password)
        for edit in (self._password, self._again):
            edit.capitals_locked.connect(self._on_capitals)

    def judge(self, problem: Callable[[str, str], str | None]) -> None:
        """The service's judgement of a password (pure)."""
        self._problem = problem

    def values(self) -> dict[str, str]:
        """Answers; passwords keep their spaces."""
        return super().values() | {"password": self._password.text(), "password_again": self._again.text()}

    def wrong(self) -> dict[str, str]:
        """Name and login are needed, the password must be good and typed twice alike."""
        found = self.values()
        wrong = {name: "请填写。" for name in ("operator_name", "login") if not found[name]}
        if self._problem is None:
            wrong["password"] = "密码规则还在读取，请稍候再按下一步。"  # noqa: S105  # a sentence, not a password
            return wrong
        weak = self._problem(found["password"], found["login"])
        if weak:
            wrong["password"] = weak
        elif found["password"] != found["password_again"]:
            wrong["password_again"] = "两次输入的不一样，请再输一遍。"  # noqa: S105  # as above
        return wrong

    def _on_password(self, text: str) -> None:
        field = self.fields["password"]
        field.show_problem("")
        if not text or self._problem is None:
            return
        weak = self._problem(text, self.values()["login"])
        strong = len(text) >= STRONG_LENGTH and len(set(text)) >= STRONG_LENGTH // 2
        field.show_hint(
            weak or ("强度：强。" if strong else f"强度：够用。再长一些更好（{STRONG_LENGTH} 个字符以上）。")
        )

    def _on_capitals(self, locked: bool) -> None:
        self.fields["password_again"].show_hint("大写锁定已打开（Caps Lock）。" if locked else "")


class SummaryPage(WizardPage):
    """Everything once more, where the data lies, and one tick that the password cannot be recovered."""

    title = "核对并建立"

    def __init__(self, home: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self.text = QLabel()
        self.text.setObjectName("summary")
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sure = QCheckBox("我知道：密码在本机无法找回，忘记密码且没有其他管理员时，数据打不开。")
        self.fields["sure"] = Field("", self.sure, "sure")
        self.sure.setAccessibleName(self.sure.text())
        self.column.addWidget(self.text)
        self.column.addWidget(self.fields["sure"])
        self.column.addStretch(1)

    def show_summary(self, values: dict[str, Any]) -> None:
        """Say what will be made."""
        lines = (
            f"单位：{values['office_name']}",
            f"地方：{values['district_name']} {values['township_name']}（{values['township']}）",
            f"窗口字母：{values['window']}",
            f"第一位经办：{values['operator_name']}（登录名 {values['login']}，{values['post']}）",
            f"开始时：{'装入虚构的示例乡镇，供练习' if values['demo'] else '空白，没有任何人员和申请'}",
            "",
            f"数据放在：{self._home}",
            "数据库整个加密，只有登录密码能打开；程序不联网。请在“设置”里指定备份文件夹，最好是另一块盘。",
        )
        self.text.setText("\n".join(lines))

    def values(self) -> dict[str, str]:
        """Nothing is asked here."""
        return {}

    def wrong(self) -> dict[str, str]:
        """The tick is needed."""
        return {} if self.sure.isChecked() else {"sure": "请勾选后再建立。"}
