"""生活自理能力评估: six things a person does alone or not, by two assessors or a third party [43 Art 20-22]."""

from types import SimpleNamespace

from PySide6.QtWidgets import QWidget

from jiuzhu.domain.form import FormField
from jiuzhu.errors import InvalidInput, UserError
from jiuzhu.services.survey import checking
from jiuzhu.services.survey.checking import CheckFile
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.checking.part_form import PartForm, stack
from jiuzhu.ui.checking.work import Work
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView

_FIELDS = (
    FormField("person", "评估对象", type="person", required=True),
    FormField("on", "评估日期", type="date", required=True),
    FormField("unmet", "不能做到的（都能做到就不勾）", type="select_multiple", codes="self_care", span=2),
    FormField("first", "评估人一"),
    FormField("second", "评估人二"),
    FormField("third_party", "受委托的第三方机构", hint="委托第三方评估的填写，评估人可不填", span=2),
)
_PROBLEMS = {"assessors": "first"}


class SelfCarePanel(QWidget):
    """Who is assessed above, the next assessment below; a newer one counts."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        pieces.named(self, "self_care_panel", "自理能力评估")
        self._work = work
        self._application = ""
        self._part = SimpleNamespace()
        self.dirty = False
        codes = work.rules.codes
        unmet, levels = codes["self_care"].labels, codes["care_level"].labels
        self._model = RowsModel(
            (
                Column("姓名", "name", kind="strong", width=6),
                Column("评估日期", "assessed_on", kind="date", width=8),
                Column(
                    "不能做到的",
                    lambda row: "、".join(unmet[code] for code in row.unmet) or ("无" if row.care else "—"),
                    width=16,
                    stretch=True,
                ),
                Column("照料档次", lambda row: levels.get(row.care, "待评估"), width=6),
                Column("评估人", "assessors", width=10),
            ),
            parent=self,
        )
        self._view = RowsView("self_care", "自理能力评估", dense=True)
        self._view.setModel(self._model)
        self._view.setMinimumHeight(tokens.scaled(110))
        self.form = PartForm(_FIELDS, codes, work.today, "self_care")
        self.form.edited.connect(self._on_typed)
        self.form.ended.connect(self._on_save)
        self._save = pieces.button("登记评估", "record_self_care", self._on_save, icon="tick")
        stack(self, (self._view, self.form), (self._save,))

    def show_file(self, file: CheckFile, *, may: bool) -> None:
        """Show who was assessed; a form being typed stays as it is."""
        self._model.set_rows(file.self_care)
        if self._application != self._work.application_id:
            self._application = self._work.application_id
            self.clear()
        self.form.set_people([(line.person_id, line.name) for line in file.self_care])
        if not self.dirty:
            waiting = [line.person_id for line in file.self_care if line.assessed_on is None]
            self._part.person = waiting[0] if waiting else ""
            self.form.show_part(self._part)
        self.form.setEnabled(may)
        self._save.setEnabled(may)

    def clear(self) -> None:
        """An empty form of today."""
        self._part = SimpleNamespace(
            person="", on=self._work.today, unmet=[], first="", second="", third_party=""
        )
        self.form.show_part(self._part)
        self.dirty = False

    def _on_typed(self) -> None:
        self.dirty = True

    def _on_save(self) -> None:
        if not self.form.sound():
            return
        part = self._part
        self._work.do(
            checking.record_self_care,
            part.person,
            list(part.unmet),
            (part.first, part.second),
            part.on,
            application_id=self._work.application_id,
            third_party=part.third_party,
            then=self._on_saved,
            failed=self._on_failed,
        )

    def _on_saved(self, level: str) -> None:
        label = self._work.rules.codes["care_level"].label(level)
        self.clear()
        self._work.say("ok", f"评估已登记：{label}。")

    def _on_failed(self, error: UserError) -> None:
        problem = error.problems[0] if isinstance(error, InvalidInput) else None
        field = problem.field if problem else error.field
        if not self.form.tell(_PROBLEMS.get(field, field), problem.message if problem else error.message):
            self._work.say("warn", error.message)
