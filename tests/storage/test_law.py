from jiuzhu.domain.rights import EMPTIED, FAMILIES, RIGHTS, TABLE_RIGHTS
from jiuzhu.storage.tables import metadata


def test_every_table_is_declared_and_no_other() -> None:
    assert set(TABLE_RIGHTS) == {*metadata.tables, "person_word"}


def test_every_column_that_may_be_changed_or_leads_home_exists() -> None:
    for name, rights in TABLE_RIGHTS.items():
        columns = set(metadata.tables[name].c.keys()) if name in metadata.tables else set()
        assert {one.removeprefix(EMPTIED) for one in set().union(*rights.change.values())} - {
            "*"
        } <= columns, name
        assert set(rights.alone) <= columns, name
        assert rights.area in columns | {"village", "home", "word", "township", "office", "district"}, name


def test_who_sees_rows_is_said_by_rights_there_are() -> None:
    for name, rights in TABLE_RIGHTS.items():
        assert rights.see <= RIGHTS.keys() | {FAMILIES}, name
