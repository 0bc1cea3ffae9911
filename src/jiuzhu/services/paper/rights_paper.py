"""岗位权限表: which work carries which right, from the one declaration, to be read and signed by the three administrators."""

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

from jiuzhu.documents import paper as press
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.form import Form, FormField, Section
from jiuzhu.domain.rights import RIGHT_LABELS, RIGHTS, ROLE_LABELS
from jiuzhu.errors import UserError
from jiuzhu.services.casework import file_parts
from jiuzhu.services.office.founding import ADMINISTRATORS
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.queries import offices
from jiuzhu.storage.unit import Unit


@dataclass(kw_only=True)
class RightsDossier(Dossier):
    """A dossier that is about who may do what."""

    rights: SimpleNamespace = field(default_factory=SimpleNamespace)


_FORM = Form(
    id="RIGHTS",
    title="岗位权限表",
    short="权限表",
    basis="",
    landscape=True,
    sections=(
        Section(
            "head",
            "fields",
            fields=(
                FormField("rights.on", "日期", "date"),
                *(FormField(f"rights.{role}", ROLE_LABELS[role]) for role in ADMINISTRATORS),
            ),
            screen=False,
        ),
        Section(
            "matrix",
            "table",
            title="● 表示这个岗位可以办",
            repeat="rights.rows",
            fields=(
                FormField("right", "权限", width=52),
                *(FormField(role, label, width=21) for role, label in ROLE_LABELS.items()),
            ),
            screen=False,
        ),
        Section(
            "signatures",
            "signatures",
            labels=tuple(ROLE_LABELS[role] for role in ADMINISTRATORS),
            screen=False,
        ),
    ),
)


def print_rights(workspace: Workspace, folder: Path) -> Path:
    """The matrix as an A4 PDF in a folder; `UserError` when the folder cannot be written."""
    body = workspace.read(_made)
    target = folder / f"岗位权限表-{workspace.today():%Y%m%d}.pdf"
    try:
        target.write_bytes(body)
    except OSError as error:
        raise UserError(f"没有写到 {folder}。请换一个文件夹再打印。") from error
    return target


def _made(unit: Unit) -> bytes:
    at_work = [one for one in offices.operators(unit.session) if one.ended_on is None]
    named = {
        role: "、".join(one.name for one in at_work if role in one.roles.split()) for role in ADMINISTRATORS
    }
    rows = [
        SimpleNamespace(
            right=RIGHT_LABELS[right], **{role: "●" if role in holders else "" for role in ROLE_LABELS}
        )
        for right, holders in RIGHTS.items()
    ]
    dossier = RightsDossier(rights=SimpleNamespace(on=unit.today, rows=rows, **named))
    dossier.office = file_parts.office_part(unit.desk)
    return press.render(_FORM, dossier, unit.desk.codes).pdf
