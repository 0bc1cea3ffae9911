"""Forms as data: the office's own ones hold together, a wrong one is refused by name when it is loaded."""

import re
import tomllib
from pathlib import Path

import pytest

from jiuzhu import paths
from jiuzhu.domain.codes import load_codes
from jiuzhu.domain.form import (
    Form,
    FormField,
    Relevant,
    Section,
    known_lists,
    known_paths,
    load_form,
    load_forms,
)
from jiuzhu.errors import UserError

TABLES = load_codes(paths.resources() / "codes")
FORMS = load_forms(paths.forms(), frozenset(TABLES))

HEAD = 'id = "F99"\ntitle = "测试表"\nshort = "测试"\nbasis = "某办法第一条"\n'
SECTION = '[[section]]\nname = "one"\nkind = "fields"\n'
FIELD = '[[section.field]]\nname = "household.address"\nlabel = "住址"\n'
TABLE = '[[section]]\nname = "many"\nkind = "table"\nrepeat = "members"\n'
COLUMN = '[[section.field]]\nname = "name"\nlabel = "姓名"\n'
NICK = COLUMN.replace('"name"', '"nick"')
RELEVANT = 'relevant = {{ field = "{}", among = ["1"] }}'


def _load(folder: Path, text: str, name: str = "F99") -> Form:
    path = folder / f"{name}.toml"
    path.write_text(text, "utf-8")
    return load_form(path, frozenset({"sex", "illness"}))


def _fields() -> list[tuple[str, Section, FormField]]:
    return [
        (form.id, section, item)
        for form in FORMS.values()
        for section in form.sections
        for item in section.fields
    ]


def test_every_official_form_of_the_folder_is_loaded_once() -> None:
    files = sorted(paths.forms().glob("*.toml"))
    assert [form.id for form in FORMS.values()] == [path.stem for path in files]
    written = [tomllib.loads(path.read_text("utf-8"))["id"] for path in files]
    assert len(set(written)) == len(written)


def test_the_papers_of_the_procedure_are_all_there() -> None:
    assert set(FORMS) >= {f"F{number:02}" for number in (1, 2, 3, 4, 5, 8, 9, 13, 15, 16, 17, 21)}


@pytest.mark.parametrize("form_id", FORMS)
def test_an_official_form_says_its_title_and_its_ground(form_id: str) -> None:
    form = FORMS[form_id]
    assert form.title.strip()
    assert form.short.strip()
    assert form.basis.strip()


def test_every_question_has_a_label() -> None:
    assert [(form, item.name) for form, _, item in _fields() if not item.label.strip()] == []


def test_every_code_table_a_form_uses_exists() -> None:
    used = {item.codes for _, _, item in _fields() if item.codes}
    assert used
    assert used <= set(TABLES)


def test_a_question_depends_on_answers_that_can_be_given() -> None:
    answers = {path: field for form in FORMS.values() for path, field in form.fields.items()}
    conditions = [
        (form_id, section.repeat, item.relevant) for form_id, section, item in _fields() if item.relevant
    ]
    conditions += [
        (form.id, "", section.relevant)
        for form in FORMS.values()
        for section in form.sections
        if section.relevant
    ]
    assert len(conditions) > 5
    for form_id, repeat, relevant in conditions:
        asked = answers[relevant.field if "." in relevant.field else f"{repeat}.{relevant.field}"]
        possible = {"yes", "no"} if asked.type == "yes_no" else set(TABLES[asked.codes].codes)
        assert set(relevant.among) <= possible, (form_id, relevant.field)


def test_a_section_depends_on_kinds_of_assistance_that_exist() -> None:
    among = {
        code
        for form in FORMS.values()
        for section in form.sections
        if section.relevant is not None and section.relevant.field == "application.programmes"
        for code in section.relevant.among
    }
    assert {"quick", "temporary", "rigid"} <= among <= set(TABLES["item"].codes)


@pytest.mark.parametrize(
    ("value", "holds"),
    [("1", True), ("2", False), ("", False), (None, False), (1, True), (["2", "1"], True), (["2"], False), ([], False)],
)  # fmt: skip
def test_an_answer_is_among_those_wanted(value: object, holds: bool) -> None:
    assert Relevant("application.programmes", ("1",)).holds(value) is holds
    assert Relevant("household.x", ("yes",)).holds(True)
    assert Relevant("household.x", ("no",)).holds(False)


def test_a_section_may_depend_on_the_file(tmp_path: Path) -> None:
    form = _load(tmp_path, HEAD + SECTION + RELEVANT.format("application.programmes") + "\n" + FIELD)
    assert form.sections[0].relevant == Relevant("application.programmes", ("1",))


def test_running_text_names_only_what_the_file_holds() -> None:
    text = "\n".join(path.read_text("utf-8") for path in paths.forms().glob("*.toml"))
    named = set(re.findall(r"\{([a-z_]+\.[a-z_.]+)", text))
    assert named
    assert named <= known_paths()


def test_within_a_form_a_section_is_named_once() -> None:
    for form in FORMS.values():
        names = [section.name for section in form.sections]
        assert len(set(names)) == len(names), form.id


def test_only_what_is_posted_is_not_private() -> None:
    """民发〔2021〕57号 Art 24: what may be posted is listed; every other paper stays inside the house."""
    assert [form.id for form in FORMS.values() if not form.private] == ["F13", "F13S", "F23F"]


def test_the_first_member_is_named_as_the_applicant() -> None:
    paths_known = known_paths()
    assert "applicant.name" in paths_known
    assert {path.removeprefix("applicant.") for path in paths_known if path.startswith("applicant.")} == {
        path.removeprefix("members.") for path in paths_known if path.startswith("members.")
    }


def test_tables_run_over_lists_alone() -> None:
    assert {"members", "incomes", "roster.lines"} <= known_lists()
    assert not {"household", "roster", "version"} & known_lists()


def test_a_sound_form_is_read_as_it_is_written(tmp_path: Path) -> None:
    text = (
        f"{HEAD}landscape = true\n{SECTION}{FIELD}{TABLE}rows = 3\n{COLUMN}"
        '[[section.field]]\nname = "illness_name"\nlabel = "病名"\n'
        'relevant = { field = "illness", among = ["chronic", "major"] }\n'
        '[[section]]\nname = "sign"\nkind = "signatures"\nlabels = ["申请人", "日期"]\n'
    )
    form = _load(tmp_path, text)
    assert (form.id, form.landscape, form.large, form.private) == ("F99", True, False, True)
    assert list(form.fields) == ["household.address", "members.name", "members.illness_name"]
    assert form.fields["members.illness_name"] is form.sections[1].fields[1]
    assert form.sections[1].fields[1].relevant is not None
    assert form.sections[1].fields[1].relevant.among == ("chronic", "major")
    assert form.sections[2].labels == ("申请人", "日期")


def test_a_column_may_depend_on_its_row_or_on_the_household(tmp_path: Path) -> None:
    for path in ("sex", "household.kind"):
        form = _load(tmp_path, HEAD + TABLE + COLUMN + RELEVANT.format(path))
        relevant = form.fields["members.name"].relevant
        assert relevant is not None
        assert relevant.field == path


def test_a_form_without_sections_is_an_empty_paper(tmp_path: Path) -> None:
    assert _load(tmp_path, HEAD).sections == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + SECTION + FIELD.replace("address", "adress"), "F99 第 1 节：不认识的字段 household.adress"),
        (HEAD + TABLE + NICK, "不认识的字段 members.nick"),
        (HEAD + SECTION + COLUMN, "不认识的字段 name"),
        (HEAD + SECTION + COLUMN.replace('"name"', '"members.name"'), "不认识的字段 members.name"),
        (HEAD + TABLE + FIELD, "不认识的字段 members.household.address"),
        (HEAD + SECTION + FIELD + 'type = "colour"', "不认识的类型 colour"),
        (HEAD + SECTION + FIELD + 'type = "select_one"\ncodes = "planet"', "不认识的代码表 planet"),
        (HEAD + SECTION + FIELD + 'type = "select_multiple"', "不认识的代码表 （空）"),
        (HEAD + SECTION + FIELD + 'codes = "planet"', "不认识的代码表 planet"),
        (HEAD + SECTION + FIELD + "requred = true", "不认识的键 requred，可用：codes、hint"),
        (HEAD + SECTION + FIELD.replace("label", "lable"), "不认识的键 lable"),
        (HEAD + SECTION + FIELD.replace('label = "住址"', ""), "第 1 节：缺少必填的键 label"),
        (HEAD + SECTION + FIELD + RELEVANT.format("household.colour"), "不认识的字段 household.colour"),
        (HEAD + SECTION + FIELD + RELEVANT.format("members.sex"), "不认识的字段 members.sex"),
        (HEAD + TABLE + COLUMN + RELEVANT.format("colour"), "不认识的字段 members.colour"),
        (HEAD + SECTION + RELEVANT.format("sex") + "\n" + FIELD, "不认识的字段 sex"),
        (HEAD + TABLE + COLUMN + 'relevant = { field = "sex" }', "缺少必填的键 among"),
        (HEAD + TABLE + COLUMN + 'relevant = { field = "sex", in = ["1"] }', "不认识的键 in"),
        (HEAD + TABLE.replace("members", "cousins") + COLUMN, "表格要写明已有的列表，现为 cousins"),
        (HEAD + TABLE.replace('repeat = "members"', "") + COLUMN, "表格要写明已有的列表，现为 （空）"),
        (HEAD + SECTION + 'repeat = "members"\n' + COLUMN, "表格要写明已有的列表，现为 members"),
        (HEAD + SECTION.replace('"fields"', '"chart"'), "不认识的节类型 chart"),
        (HEAD + SECTION.replace('kind = "fields"', ""), "不认识的节类型 None"),
        (HEAD + SECTION + 'color = "red"\n' + FIELD, "第 1 节：不认识的键 color"),
        (HEAD + SECTION.replace('name = "one"', ""), "第 1 节：缺少必填的键 name"),
        (HEAD + 'colour = "red"\n', "表单 F99：不认识的键 colour"),
        (HEAD.replace('title = "测试表"\n', ""), "表单 F99：缺少必填的键 title"),
        (HEAD.replace("F99", "F98"), "表单 F99：id 是 F98，应与文件名相同"),
        (HEAD + "[[section", "表单 F99：文件写法有误"),
    ],
)
def test_a_wrong_form_names_itself_and_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UserError, match=r"^表单 F99") as refusal:
        _load(tmp_path, text)
    assert said in refusal.value.message


def test_the_section_that_is_wrong_is_counted_from_one(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"F99 第 2 节：不认识的字段 members\.nick"):
        _load(tmp_path, HEAD + SECTION + FIELD + TABLE + NICK)


def test_who_stamps_a_paper_dates_it_by_what_it_tells() -> None:
    for form in FORMS.values():
        assert bool(form.seal) == bool(form.dated), form.id
        assert "paper." not in form.dated, form.id
