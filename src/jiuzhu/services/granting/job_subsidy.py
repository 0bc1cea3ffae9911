"""低保就业补贴: the employment office gives what a job has cut of the grant, so the cut opens a lead that ends at that office.

渝委办发〔2020〕30号 item 13. The lead holds amount and months, has an owner and a day, and ends in a referral or a reason.
"""

from jiuzhu.domain.calendar import month_after
from jiuzhu.domain.granting import Adjustment
from jiuzhu.domain.household import HouseholdEvent, Person
from jiuzhu.domain.money import shown
from jiuzhu.domain.transferring import Lead
from jiuzhu.storage.queries.carrying_out import keepers
from jiuzhu.storage.queries.reassessing import home_of
from jiuzhu.storage.search import initials
from jiuzhu.storage.unit import Unit


def hand_on(unit: Unit, row: Adjustment) -> None:
    """A lead about what a signed adjustment cuts, if it cuts anything."""
    cut = row.old_monthly - row.new_monthly
    if cut <= 0 or row.event_id is None:
        return
    standards = unit.desk.policy.in_force(unit.desk.office.district, unit.today)
    longest, owner = standards["job.subsidy.months"], keepers(unit.session, [row.household_id])
    last = month_after(row.from_month, standards.number("job.subsidy.months") - 1)
    event, home = unit.get(HouseholdEvent, row.event_id), home_of(unit.session, row.household_id)
    who = unit.get(Person, event.person_id).name if event.person_id else home.name
    due = unit.desk.calendar.add_working_days(unit.today, standards.number("lead.wd")).day
    unit.add(
        Lead(
            number=unit.number("lead"),
            source="clerk",
            found_on=unit.today,
            name=home.name,
            initials=initials(home.name),
            village=home.village,
            phone=home.phone,
            content=(
                f"{who}登记失业后就业，低保从 {row.from_month} 起每月少 {shown(cut)} 元。低保就业补贴按核减的金额每月 "
                f"{shown(cut)} 元，最长 {longest.value} 个月（{row.from_month} 至 {last}，{longest.document}）；"
                f"请告知家庭并转人社部门办理（{row.number}）"
            ),
            person_id=home.head_id,
            household_id=row.household_id,
            owner_id=owner.get(row.household_id, row.proposed_by),
            due_on=due,
        )
    )
