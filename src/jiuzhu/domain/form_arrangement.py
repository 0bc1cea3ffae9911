"""A form as its office arranged it: fields renamed, put in order, hinted, demanded or switched off."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from jiuzhu.domain.arrangement import Entry
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.form import Form, FormField, Section

_STATUTORY = "法定文书要写，或者计算、期限和发放要用"
_LEADS = "别的栏目按它的内容显示"
VISIT_FORM = "F09"
"""The form of a home visit; its `visit.` fields are asked on the page of the survey."""


def path_of(section: Section, field: FormField) -> str:
    """Where a field stands: `section/name`; a name may stand in several sections of a form."""
    return f"{section.name}/{field.name}"


def is_asked(form: Form, section: Section, field: FormField) -> bool:
    """Whether the field is typed somewhere, and not only printed."""
    if form.id == VISIT_FORM:
        return field.name.startswith("visit.")
    return bool(section.step) and section.screen and field.screen


def _leading(form: Form) -> Iterator[str]:
    for section in form.sections:
        prefix = f"{section.repeat}." if section.repeat else ""
        if section.relevant is not None:
            yield section.relevant.field
        for field in section.fields:
            if field.relevant is not None:
                name = field.relevant.field
                yield name if "." in name else f"{prefix}{name}"


def entries(form: Form) -> tuple[Entry, ...]:
    """The fields of a form in order, in the group of their section."""
    leading = frozenset(_leading(form))
    made = []
    for section in form.sections:
        prefix = f"{section.repeat}." if section.repeat else ""
        for field in section.fields:
            statutory = form.locked or field.locked
            leads = prefix + field.name in leading
            asked = is_asked(form, section, field)
            made.append(
                Entry(
                    path_of(section, field),
                    field.label,
                    group=section.name,
                    hint=field.hint,
                    required=field.required,
                    off=field.off,
                    fixed=_STATUTORY if statutory else _LEADS if leads else "",
                    hinted=asked,
                    asked=asked and not statutory and field.type != "yes_no",
                )
            )
    return tuple(made)


def _field(field: FormField, entry: Entry) -> FormField:
    return replace(
        field,
        label=entry.label,
        short=field.short if entry.label == field.label else "",
        hint=entry.hint,
        required=entry.required,
        off=entry.off,
    )


def arranged(form: Form, wanted: Sequence[Entry]) -> Form:
    """The form with its fields in the order and words of these entries.

    A field that is switched off stays in its section: where something is stored in it, it is still read and printed.
    """
    order = {entry.key: place for place, entry in enumerate(wanted)}
    sections = []
    for section in form.sections:
        made = [_field(field, wanted[order[path_of(section, field)]]) for field in section.fields]
        made.sort(key=lambda field: order[path_of(section, field)])
        sections.append(replace(section, fields=tuple(made)))
    by_path = {
        f"{section.repeat}.{field.name}" if section.repeat else field.name: field
        for section in sections
        for field in section.fields
    }
    return replace(form, sections=tuple(sections), fields=by_path)


def _is_told(section: Section, field: FormField, dossiers: Sequence[Dossier]) -> bool:
    read = attrgetter(field.name)
    owners = (
        [row for dossier in dossiers for row in attrgetter(section.repeat)(dossier)]
        if section.repeat
        else dossiers
    )
    return any(read(owner) not in (None, "", [], False) for owner in owners)  # a list has no hash


def _may_lack(field: FormField) -> bool:
    return field.off or field.told_only


def as_stored(form: Form, dossiers: Sequence[Dossier]) -> Form:
    """The form to print of these files: a field that is switched off, or only seldom told, stands on it where one of them tells it."""
    if not any(_may_lack(field) for section in form.sections for field in section.fields):
        return form
    sections = []
    for section in form.sections:
        kept = tuple(
            [field for field in section.fields if not _may_lack(field) or _is_told(section, field, dossiers)]
        )
        if kept or not section.fields:
            sections.append(replace(section, fields=kept))
    return replace(form, sections=tuple(sections))
