"""Forms as an office arranges them, and which fields, codes and columns have to stay."""

import ast
from collections import defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import jiuzhu
from jiuzhu import paths
from jiuzhu.domain import codes as code_tables
from jiuzhu.domain import ledger as ledger_columns
from jiuzhu.domain.arrangement import Line, arrange
from jiuzhu.domain.codes import CodeTable, load_codes
from jiuzhu.domain.dossier import Dossier, MemberPart
from jiuzhu.domain.form import Form, FormField, Relevant, Section, load_forms
from jiuzhu.domain.form_arrangement import arranged, as_stored, entries
from jiuzhu.domain.ledger import load_ledgers

TABLES = load_codes(paths.resources() / "codes")
FORMS = load_forms(paths.forms(), frozenset(TABLES))
LEDGERS = load_ledgers(paths.resources() / "ledgers")


def form(*fields: FormField, **more: object) -> Form:
    section = Section("s", "fields", step="applicant", fields=fields)
    by_path = {field.name: field for field in fields}
    return Form("X", "表", "表", "依据", (section,), locked=False, fields=by_path, **more)  # type: ignore[arg-type]  # words of the test


NAME = FormField("applicant.name", "姓名", short="名", required=True)
PHONE = FormField("applicant.phone", "电话")
SHORT = form(NAME, PHONE)


def laid(wanted: Form, *lines: Line) -> Form:
    made = arrange(entries(wanted), lines)
    assert not made.problems
    return arranged(wanted, made.entries)


def test_the_fields_come_in_the_new_order_and_words_everywhere() -> None:
    made = laid(
        SHORT, Line("s/applicant.phone", "手机", hint="十一位", required=True), Line("s/applicant.name")
    )
    phone, name = made.sections[0].fields
    assert (phone.label, phone.hint, phone.required) == ("手机", "十一位", True)
    assert name == NAME
    assert list(made.fields) == ["applicant.phone", "applicant.name"]
    (one, _) = laid(SHORT, Line("s/applicant.name", "名字")).sections[0].fields
    assert (one.label, one.short) == ("名字", "")  # the short head would still say the old word


def test_a_field_others_depend_on_stays() -> None:
    leads = form(NAME, replace(PHONE, relevant=Relevant("applicant.name", ("x",))))
    assert entries(leads)[0].fixed == "别的栏目按它的内容显示"
    assert entries(leads)[1].fixed == ""
    rows = replace(
        leads,
        sections=(
            Section("m", "table", repeat="members", step="members", fields=(
                FormField("counted", "计入", "yes_no"),
                FormField("phone", "电话", relevant=Relevant("counted", ("yes",))),
            ), relevant=Relevant("applicant.sex", ("1",))),
            Section("a", "fields", step="members", fields=(FormField("applicant.sex", "性别"),)),
        ),
    )  # fmt: skip
    assert [bool(one.fixed) for one in entries(rows)] == [True, False, True]
    assert [one.asked for one in entries(rows)] == [False, True, True]  # a tick cannot be demanded


def test_what_is_only_printed_has_no_hint_and_is_not_demanded() -> None:
    for wanted in (
        form(replace(PHONE, screen=False)),
        replace(SHORT, sections=(Section("s", "fields", fields=(PHONE,)),)),
    ):
        (one, *_) = entries(wanted)
        assert not one.hinted
        assert not one.asked
    visit = replace(form(FormField("visit.debts", "债务"), PHONE), id="F09")
    assert [one.hinted for one in entries(visit)] == [True, False]


def test_an_official_paper_keeps_all_its_fields() -> None:
    assert all(one.fixed for one in entries(replace(SHORT, locked=True)))
    assert all(one.fixed for name in ("F13", "F16", "F17", "F21") for one in entries(FORMS[name]))
    assert not all(one.fixed for one in entries(FORMS["F02"]))


def test_a_switched_off_field_is_printed_where_something_is_stored() -> None:
    off = laid(SHORT, Line("s/applicant.name"), Line("s/applicant.phone", off=True))
    told, silent = Dossier(), Dossier()
    for dossier in (told, silent):
        dossier.members = [MemberPart(name="甲示例", birth=date(1980, 1, 1))]
    told.members[0].phone = "13800000000"
    assert as_stored(SHORT, [silent]) is SHORT
    assert [one.name for one in as_stored(off, [told]).sections[0].fields] == [
        "applicant.name",
        "applicant.phone",
    ]
    assert [one.name for one in as_stored(off, [silent]).sections[0].fields] == ["applicant.name"]
    assert [one.name for one in as_stored(off, [silent, told]).sections[0].fields][1:] == ["applicant.phone"]
    table = replace(off, sections=(
        Section("m", "table", repeat="members", fields=(replace(PHONE, name="phone", off=True),)),
        Section("t", "text", text="说明"),
    ))  # fmt: skip
    assert [section.name for section in as_stored(table, [told]).sections] == ["m", "t"]
    assert [section.name for section in as_stored(table, [silent]).sections] == ["t"]  # nothing is left of it


def test_a_code_switched_off_is_read_and_not_offered() -> None:
    table = CodeTable("x", "表", "", {"1": "一", "2": "二"}, shorts={"1": "壹", "2": "贰"})
    made = arrange(
        code_tables.entries(table), [Line("2", off=True), Line("1", "壹号"), Line("own1", "三")], addable=True
    )
    found = code_tables.arranged(table, made.entries)
    assert (found.codes, dict(found.offered)) == (("2", "1", "own1"), {"1": "壹号", "own1": "三"})
    assert found.label("2") == "二"
    assert found.shorts == {"2": "贰"}  # the short words of a renamed code would still say the old
    assert [one.off for one in code_tables.entries(found)] == [True, False, False]


def test_columns_move_within_their_heading_and_go() -> None:
    ledger = LEDGERS["dibao_households"]
    shipped = ledger_columns.entries(ledger)
    assert len({one.group for one in shipped}) > 2
    made = ledger_columns.arranged(ledger, [replace(one, off=one.key == "address") for one in shipped])
    assert "address" not in {column.name for column in made.columns}
    assert [column.name for column in ledger_columns.arranged(ledger, shipped[:1]).columns] == [
        "household_number"
    ]
    assert ledger_columns.arranged(ledger, shipped[:1]).frozen == 1


def test_columns_a_returned_workbook_is_known_by_keep_their_title_and_stay() -> None:
    for ledger in LEDGERS.values():
        for one in ledger_columns.entries(ledger):
            if one.key in ledger.key:
                assert (bool(one.fixed), bool(one.named)) == (True, True), (ledger.id, one.key)


def test_the_national_tables_say_so() -> None:
    marked = {name for name, table in TABLES.items() if table.national}
    assert marked == {name for name, table in TABLES.items() if table.standard.startswith(("GB/T", "MZ/T"))}
    for name in marked:
        assert all(one.fixed and one.named for one in code_tables.entries(TABLES[name]))


def test_a_table_with_a_key_nobody_knows_is_refused() -> None:
    text = (
        '[table]\nid = "x"\ntitle = "x"\nstandard = ""\ncolour = "red"\n[[code]]\ncode = "1"\nlabel = "一"\n'
    )
    with pytest.raises(Exception, match="不认识的键 colour"):
        code_tables.read_table(text, "x.toml")


MENTIONED_ELSEWHERE = {
    ("building_kind", "other"), ("delivery", "direct"), ("delivery", "left"), ("disaster_kind", "other"),
    ("false_alarm", "other"), ("hardship_cause", "accident"), ("hardship_cause", "disability"),
    ("hardship_cause", "disaster"), ("hardship_cause", "illness"), ("hardship_cause", "other"),
    ("household_register", "urban"), ("lead_source", "relative"),
    ("rebuild_way", "move"), ("rebuild_way", "none"), ("rebuild_way", "rebuild"),
}  # fmt: skip
"""Codes of open tables whose word the program also uses for something else; looked at one by one."""


def test_a_code_the_program_compares_cannot_be_switched_off() -> None:
    """Every word of an open table that stands as a string in the program is locked, or was looked at and means something else."""
    said: defaultdict[str, set[str]] = defaultdict(set)
    home = Path(jiuzhu.__file__).parent
    for folder in ("domain", "services", "storage", "documents", "ui"):
        for path in (home / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    said[node.value].add(path.name)
    unguarded = {
        (table.id, code)
        for table in TABLES.values()
        if not (table.national or table.internal or table.closed)
        for code in table.codes
        if code in said and code not in table.locked
    }
    assert unguarded <= MENTIONED_ELSEWHERE, sorted(unguarded - MENTIONED_ELSEWHERE)


NEEDED_BY_THE_ENGINE = frozenset(
    [
        "birth",
        "sex",
        "relation",
        "marital",
        "counted",
        "illness",
        "disability_kind",
        "disability_grade",
        "student",
        "registered_unemployed",
        "lives_alone",
        "bedridden_months",
        "clergy_since",
        "in_prison",
        "in_detox",
        "missing",
        "self_care_unmet",
        "self_care_on",
        "income_month",
        "status",
        "declared",
        "period",
        "cost",
        "danger",
        "value_proved",
        "total",
        "insurer_paid",
        "issued_on",
        "happened_on",
        "persons",
        "proposed",
    ]
)


def test_a_field_the_assessment_reads_cannot_be_switched_off() -> None:
    free = {
        one.key
        for form_id in ("F01", "F02", "F25")
        for one in entries(FORMS[form_id])
        if not one.fixed and one.key.split("/")[1].rsplit(".", maxsplit=1)[-1] in NEEDED_BY_THE_ENGINE
    }
    assert free == set()
    read = {
        node.attr
        for path in (Path(jiuzhu.__file__).parent / "domain" / "facts_of.py",)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
    }
    open_fields = {
        one.key.rsplit(".", maxsplit=1)[-1].rsplit("/", maxsplit=1)[-1]
        for form_id in ("F01", "F02", "F25")
        for one in entries(FORMS[form_id])
        if not one.fixed
    }
    assert not open_fields & read - {"cause", "kind"}, open_fields & read
