"""Whose class stands on what is in force, and whose only on what might be asked for."""

from dataclasses import replace

from jiuzhu.domain.assessment import service_class
from one_household import HEAD, ONE, find


def found(*standing: str) -> dict[str, int]:
    finding = find(replace(ONE, standing=standing), service_class.CODE)
    assert finding.figures["persons"]
    return {member: int(str(line.figure)) for member, line in service_class.by_recognition(finding).items()}


def test_only_what_is_in_force_makes_a_class_by_recognition() -> None:
    assert found("dibao") == {HEAD.id: 3}
    assert found() == {}
