"""Which application a lead may end in: one of whom it speaks of, that was not over before anybody told of the family."""

from jiuzhu.domain.application import Application
from jiuzhu.domain.household import Household
from jiuzhu.domain.transferring import Lead
from jiuzhu.domain.workflow import STATE_LABELS
from jiuzhu.errors import InvalidInput, Problem
from jiuzhu.storage.queries import people
from jiuzhu.storage.queries import transfers as queries
from jiuzhu.storage.unit import Unit

NOBODY = "不详"
"""What is written for a name nobody told: it makes no two leads one person."""

CASE_SOURCES = {"petition": "petition", "hotline": "hotline", "department": "transfer", "comparison": "alert"}
"""Source of a lead → the source its application carries; all others are 主动发现."""

_INVITED = "comparison"
"""Source of a lead that calls a family in by what is on record: only what they ask for afterwards answers it."""


def case_source(source: str) -> str:
    """The source an application from a lead carries (code case_source) (pure)."""
    return CASE_SOURCES.get(source, "found")


def case_of(unit: Unit, row: Lead, number: str) -> Application:
    """The application of that number, when the lead may end in it; else `InvalidInput` beside the field, with the way out."""
    found = people.application_numbered(unit.session, number.strip())
    if found is None:
        raise InvalidInput([Problem("application_number", "没有这个受理编号，请先受理再办结线索。")])
    application = unit.get(Application, found)
    why = _not_of(unit, row, application) or _too_early(row, application)
    if why:
        raise InvalidInput([Problem("application_number", why)])
    return application


def _not_of(unit: Unit, row: Lead, application: Application) -> str:
    if not _speaks_of(unit, row, application):
        return (
            f"{application.number} 不是这条线索反映的人的申请，也没有这个人在户。请核对受理编号；"
            "核实后姓名或证件号与登记不同的，先点“更正…”。"
        )
    village = unit.get(Household, application.household_id).village
    if not row.person_id and not row.id_number and village and row.village and village != row.village:
        return (
            f"{application.number} 是{village}同名的人，线索反映的是{row.village}，没有证件号不能认作同一人。"
            "请先点“更正…”写明身份证号或村（居），再办结。"
        )
    return ""


def _too_early(row: Lead, application: Application) -> str:
    found = f"线索是 {row.found_on} 发现的"
    if application.ended_on is not None and application.ended_on < row.found_on:
        state = STATE_LABELS[application.state]
        return (
            f"{application.number} 已在 {application.ended_on} 办结（{state}），{found}，不是由它立的案。"
            "请受理新的申请，或核实后选“不予立案”写明情况。"
        )
    if row.source == _INVITED and application.submitted_on < row.found_on:
        return (
            f"{application.number} 是 {application.submitted_on} 提交的，{found}；"
            "比对以后提交的申请才算由它立案。请协助重新申请，或核实后选“不予立案”写明情况。"
        )
    return ""


def _speaks_of(unit: Unit, row: Lead, application: Application) -> bool:
    """Whether somebody of an application is the person of a lead: by who is known, by ID number, else by name alone.

    Of a lead without a name it is any application that carries its source.
    """
    found = queries.people_of(unit.session, application.id)
    if row.person_id or row.id_number:
        return any(one.id == row.person_id or one.id_number == row.id_number for one in found)
    if row.name == NOBODY:
        return application.source == case_source(row.source)
    return any(one.name == row.name for one in found)
