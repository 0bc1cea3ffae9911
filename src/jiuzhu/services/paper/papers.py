"""Official papers of an application: which may be printed now, a look before, and issuing with number and record."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from jiuzhu.documents import paper as press
from jiuzhu.documents.locked import lock_pdf
from jiuzhu.documents.saving import saving
from jiuzhu.domain import dossier_json
from jiuzhu.domain.application import Application
from jiuzhu.domain.approving import Decision, IssuedPaper
from jiuzhu.domain.authority import LABELS
from jiuzhu.domain.dossier import ECONOMIC_LISTS, Dossier, PaperPart
from jiuzhu.domain.exporting import Said
from jiuzhu.domain.form import Form
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.approval import proposing
from jiuzhu.services.casework import file_parts, files
from jiuzhu.services.granting import rosters
from jiuzhu.services.ledger import exporting
from jiuzhu.services.ledger.exporting import Leaving, What
from jiuzhu.services.paper import kind_papers
from jiuzhu.services.paper.ready import READY
from jiuzhu.services.paper.visit_photos import photos_of
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries import papers as queries
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class PaperOffer:
    """One paper an application may have. `decision_id`: the decision it speaks about, for F16 and F17."""

    form: str
    title: str
    ready: bool
    why_not: str
    decision_id: str = ""


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper that left. `reprint`: nothing had changed, the same paper was printed again."""

    path: Path
    number: str
    pages: int
    form: str
    prints: int
    reprint: bool
    sha256: str = ""  # of the file
    export: str = ""  # its number in the register of exports, for a list of people


_ONLY_READY = frozenset({"F06", "F07", "F11", "F12", "F14"})
"""Papers of matters most applications never have: offered when there is something to print, never greyed out."""

OF_KINDS = {
    "F10": frozenset({"dibao", "edge", "rigid"}),
    "F25": frozenset({"quick", "temporary"}),
    **kind_papers.OF_KINDS,
}
"""Papers that exist for some kinds of assistance only; all others exist for every file."""

_RESULTS = {"F16": "approved", "F17": "refused"}
_NO_DECISION = {
    "F16": "还没有同意的决定。",
    "F17": "没有不予确认的决定。",
}

_OWN_NUMBERS: dict[str, Callable[[Dossier], str]] = {
    "F04": lambda dossier: dossier.application.number,
    "F05": lambda dossier: dossier.correction.number,
    "F06": lambda dossier: dossier.declined.number,
    "F13": lambda dossier: dossier.notice.number,
    "F16": lambda dossier: dossier.decision.number,
    "F17": lambda dossier: dossier.decision.number,
}
"""Papers whose number was given before they are printed; all others take a 文 number when they first leave."""


def available(unit: Unit, application_id: str) -> list[PaperOffer]:
    """The papers of an application, those of its decisions once for each decision."""
    rows = files.load_rows(unit, application_id)
    dossier = files.build(unit.desk, rows, unit.today)
    offers = []
    asked = set(dossier.application.programmes)
    for form_id, why_not in READY.items():
        if form_id in OF_KINDS and not asked & OF_KINDS[form_id]:
            continue
        told = why_not(dossier)
        if told and form_id in _ONLY_READY:
            continue
        offers.append(PaperOffer(form_id, unit.desk.forms[form_id].title, not told, told))
    for form_id, result in _RESULTS.items():
        title = unit.desk.forms[form_id].title
        decided = [row for row in rows.decisions if row.result == result]
        for row in decided:
            label = unit.desk.label("item", row.programme)
            offers.append(
                PaperOffer(form_id, f"{title}（{label}）", ready=True, why_not="", decision_id=row.id)
            )
        if not decided:
            offers.append(PaperOffer(form_id, title, ready=False, why_not=_NO_DECISION[form_id]))
    return sorted(offers, key=lambda offer: offer.form)


def _decided(unit: Unit, form_id: str, application_id: str, decision_id: str) -> Decision:
    """The decision a notice speaks about; when only one can be meant, it need not be named."""
    decisions = [
        row
        for row in file_rows.of_application(unit.session, Decision, application_id)
        if row.result == _RESULTS[form_id] and decision_id in {"", row.id}
    ]
    if not decisions:
        raise Refused(f"{_NO_DECISION[form_id]}没有打印任何文书。")
    if len(decisions) > 1:
        raise Refused("这份申请有几项决定，请选择要打印哪一项的通知书。没有打印任何文书。")
    return decisions[0]


def _as_signed(dossier: Dossier, decision: Decision) -> None:
    """Put back what the decision was signed on: people, figures and findings of that day."""
    signed = dossier_json.load(json.dumps(json.loads(decision.snapshot)["dossier"]))
    for name in ("household", "members", "findings", *ECONOMIC_LISTS.values()):
        setattr(dossier, name, getattr(signed, name))


def _filled(unit: Unit, form_id: str, application_id: str, decision_id: str) -> Dossier:
    """The dossier a paper prints, refused while the paper is not ready."""
    unit.require("print")
    dossier = files.dossier(unit, application_id)
    if form_id in _RESULTS:
        decision = _decided(unit, form_id, application_id, decision_id)
        _as_signed(dossier, decision)
        dossier.decision = next(part for part in dossier.decisions if part.number == decision.number)
        dossier.findings = [  # what a refusal went against, or did not wait for, is not its evidence
            part
            for part in dossier.findings
            if part.programme == decision.programme and (form_id == "F16" or part.result == "not_entitled")
        ]
        granted_to = {
            row.person_id
            for row in files.load_rows(unit, application_id).entitlements
            if row.decision_id == decision.id and row.person_id
        }
        if granted_to:  # it is theirs: the rest of the family is not counted in it
            dossier.household.size = len(granted_to)
            for member in dossier.members:
                member.counted = member.id in granted_to
        return dossier
    why_not = READY[form_id](dossier)
    if why_not:
        raise Refused(f"{why_not}没有打印任何文书。")
    if form_id in {"F15", "F23C", "F24B", "F25"}:
        dossier.application.authority = _authority(unit, application_id)
    decisions = file_rows.of_application(unit.session, Decision, application_id)
    if decisions and form_id in {"F15", "WHY"} | kind_papers.SIGNED_ON:
        wanted = kind_papers.OF_KINDS.get(form_id, frozenset())
        signed = next((row for row in decisions if row.programme in wanted), decisions[0])
        _as_signed(dossier, signed)
        dossier.decision = next(part for part in dossier.decisions if part.number == signed.number)
    if form_id == "F09":
        dossier.pictures = photos_of(unit, application_id)
    if form_id in kind_papers.OF_KINDS:
        kind_papers.fill(unit, form_id, dossier, application_id)
    return dossier


def _authority(unit: Unit, application_id: str) -> str:
    """Who signs, in words: as signed, else by kind and amount."""
    rows = files.load_rows(unit, application_id)
    dossier = files.build(unit.desk, rows, unit.today)
    found = proposing.proposals(unit.desk, rows, files.assessment_of(unit.desk, dossier, rows, unit.today))
    level = proposing.level(unit, rows, found)
    signed = next((LABELS[row.authority] for row in rows.decisions), "")
    return signed or (level.why if level else "")


def preview(unit: Unit, form: str, application_id: str, decision_id: str = "") -> bytes:
    """The paper as PDF without number, hash and QR code: to look at before it leaves."""
    dossier = _filled(unit, form, application_id, decision_id)
    return press.render(unit.desk.forms[form], dossier, unit.desk.codes).pdf


def _fill(unit: Unit, dossier: Dossier, row: IssuedPaper | None, number: str) -> None:
    """Number, day and issuer: those of the first printing while it is the same paper."""
    if row is None:
        dossier.paper = PaperPart(number=number, issued_on=unit.today, issued_by=unit.actor.name)
        return
    issuer = file_rows.operator_names(unit.session).get(row.issued_by, "")
    dossier.paper = PaperPart(number=row.number, issued_on=row.issued_on, issued_by=issuer)


def leave(
    unit: Unit,
    form: Form,
    dossier: Dossier,
    folder: Path,
    *,
    title: str,
    found: IssuedPaper | None,
    own_number: str,
    kind: str,
    application_id: str | None,
    leaving: Leaving | None = None,
) -> Issued:
    """Render, record, write. The same content is the same paper: one more print, no new number.

    A list of people leaves by `exporting.begin`: it carries the mark of its `leaving`, and its password if it has one.

    A paper with a number of its own keeps it when its content changed; the record then holds the new hash and the
    journal the old one. Any other paper becomes a new one.
    """
    _fill(unit, dossier, found, own_number)
    mark = leaving.mark.text if leaving else ""
    made = press.render(form, dossier, unit.desk.codes, mark=mark) if found else None
    reprint = found is not None and made is not None and made.content_hash == found.content_hash
    if found is not None and (reprint or own_number):
        row = found
        row.prints += 1
    else:
        row = IssuedPaper(
            form=form.id,
            number=own_number or unit.number(kind),
            application_id=application_id,
            title=title,
            content_hash="",
            issued_by=unit.actor.operator_id,
            issued_on=unit.today,
        )
        _fill(unit, dossier, row, row.number)
        made = None
    made = made or press.render(form, dossier, unit.desk.codes, mark=mark)
    row.content_hash = made.content_hash
    pdf = lock_pdf(made.pdf, leaving.password) if leaving and leaving.password else made.pdf
    if row is not found:
        unit.add(row)
    unit.about(application_id or unit.actor.operator_id)
    unit.session.flush()  # the record stands before the file takes its name
    path = folder / f"{form.id}-{row.number}.pdf"
    with suppress(OSError):  # what cannot be made is told by `saving`, with the way out
        folder.mkdir(exist_ok=True)
    before = path.read_bytes() if path.is_file() else None
    with saving(path) as draft:
        draft.write_bytes(pdf)
    unit.undo_with(lambda: path.unlink(missing_ok=True) if before is None else path.write_bytes(before))
    return Issued(path, row.number, made.pages, form.id, row.prints, reprint, hashlib.sha256(pdf).hexdigest())


def issue(unit: Unit, form: str, application_id: str, folder: Path, decision_id: str = "") -> Issued:
    """Print a paper into `folder`, named by form and number only, and record number, content hash and prints.

    Raises `Refused` without the right or while the paper is not ready, `UserError` for a character without a face,
    private words on a paper that will be posted, or a folder that cannot be written; nothing is recorded then.
    """
    dossier = _filled(unit, form, application_id, decision_id)
    application = unit.get(Application, application_id)
    own = _OWN_NUMBERS[form](dossier) if form in _OWN_NUMBERS else ""
    found = queries.numbered(unit.session, own) if own else queries.newest(unit.session, form, application.id)
    made = unit.desk.forms[form]
    return leave(
        unit, made, dossier, folder, title=made.title, found=found, own_number=own, kind="paper",
        application_id=application.id,
    )  # fmt: skip


def issue_each(unit: Unit, form: str, applications: Sequence[str], folder: Path) -> list[Issued]:
    """The same paper for each application of one form, all or none."""
    return [issue(unit, form, one, folder) for one in applications]


def leave_list(
    unit: Unit,
    what: What,
    said: Said,
    paper: Callable[[Leaving], Issued],
    held: Iterable[str] | None = None,
) -> Issued:
    """A paper with the data of many people: it leaves by the one door, with its row in the register.

    `held`: whom it is about, where it is not the rows of a ledger.
    """
    unit.require("print")
    leaving = exporting.begin(unit, what, said)
    made = paper(leaving)
    if held is None:
        held = exporting.subjects_of(unit, what)
    exporting.left(unit, leaving, made.path, sha256=made.sha256, rows=what.rows, subjects=held)
    return replace(made, export=leaving.row.number)


def issue_roster(unit: Unit, month: str, programme: str, folder: Path, said: Said) -> Issued:
    """F21 of a month and programme, sealed with the number it was sealed under.

    While the month is open, printed again unchanged it keeps its number, changed it is a new roster.
    """
    unit.require("print")
    dossier = Dossier(office=file_parts.office_part(unit.desk), roster=rosters.roster(unit, month, programme))
    form = unit.desk.forms["F21"]
    title = f"{form.title} {month} {unit.desk.label('item', programme)}"
    sealed = dossier.roster.number
    found = (
        queries.numbered(unit.session, sealed)
        if sealed
        else queries.newest_titled(unit.session, form.id, title)
    )
    what = exporting.what_of(unit, "pdf", "roster", {"month": month, "programme": programme})
    return leave_list(
        unit,
        what,
        said,
        lambda leaving: leave(
            unit, form, dossier, folder, title=title, found=found, own_number=sealed, kind="roster",
            application_id=None, leaving=leaving,
        ),
    )  # fmt: skip


def issued(unit: Unit, application_id: str) -> list[IssuedPaper]:
    """The papers that left for an application, newest first."""
    return queries.of_application(unit.session, application_id)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the register knows of a paper whose code was read."""

    title: str
    number: str
    issued_on: date
    prints: int
    same: bool  # the content hash on the paper is the one in the register


def check_code(unit: Unit, text: str) -> Checked:
    """Hold the words of a paper's QR code (`JZ|form|number|hash`) against the register of issued papers.

    Raises `UserError` when it is no code of ours or the number was never issued here.
    """
    unit.require("read")
    parts = text.strip().split("|")
    if len(parts) != 4 or parts[0] != "JZ":
        raise UserError("这不是救助窗文书的二维码。请对准文书右下角的二维码再扫一次。")
    _, form, number, digest = parts
    row = queries.numbered(unit.session, number)
    if row is None or row.form != form:
        raise UserError(f"登记簿里没有编号 {number} 的文书：可能是别的窗口出具的，也可能是假的，请核实来源。")
    return Checked(row.title, row.number, row.issued_on, row.prints, same=row.content_hash.startswith(digest))
