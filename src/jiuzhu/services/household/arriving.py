"""What somebody is paid of their own when they come to live elsewhere: by which account, and from when.

Where somebody lives is one signature; where money goes is two. Who comes by an event is paid by the account they were
paid by until another person has confirmed the account of the household they live in now.
"""

from collections.abc import Collection
from datetime import date

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.granting import BackPayment
from jiuzhu.domain.household import AccountChange, Household
from jiuzhu.errors import Refused
from jiuzhu.services.granting import entitling
from jiuzhu.services.granting.back_paying import spread_anew
from jiuzhu.storage.queries import accounts
from jiuzhu.storage.queries import adjustments as adjustment_rows
from jiuzhu.storage.queries import arriving as rows
from jiuzhu.storage.queries import back_payments as repair_rows
from jiuzhu.storage.queries import entitlements as entitlement_rows
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.unit import Unit

_TAIL = 4


def home_of(unit: Unit, row: Entitlement) -> str:
    """Where what a grant rests on is looked at: of a person's own the household that counts them, or counted them last."""
    if row.person_id is None:
        return row.household_id
    return rows.counted_last(unit.session, row.person_id) or row.household_id


def _granted(unit: Unit, household_id: str) -> list[Entitlement]:
    """Grants of people of a household that are still paid by the account of another one."""
    found = rows.paid_elsewhere(unit.session, household_id, month_of(unit.today))
    return [row for row in found if not row.ended_reason]


def _owed(unit: Unit, household_id: str) -> list[BackPayment]:
    """Repaired months of people of a household that are still to be settled with another one."""
    return rows.repaired_elsewhere(unit.session, household_id, month_after(month_of(unit.today)))


def _coming(unit: Unit, household_id: str) -> list[Entitlement | BackPayment]:
    """All money that would come along with the people of a household."""
    makeups = [row for row in _owed(unit, household_id) if row.kind == "makeup"]
    return [*_granted(unit, household_id), *makeups]


def is_awaited(unit: Unit, household_id: str) -> bool:
    """Whether people of a household are still paid by the account of another one."""
    return bool(_coming(unit, household_id))


def paid_through(unit: Unit, household_id: str) -> list[str]:
    """The other households whose accounts people of a household are still paid by."""
    return list(dict.fromkeys(row.household_id for row in _coming(unit, household_id)))


def move_pay(
    unit: Unit, person_id: str, household_id: str, on: date, homes: Collection[str] | None = None
) -> None:
    """A person is paid through a household from the month after the event that is still to be paid.

    The amount stays; an adjustment that waits goes along, and what is still to be made up or kept back for the person.
    `homes`: only what was paid through these, None: through any.
    """
    month = max(month_after(month_of(on)), month_after(month_of(unit.today)))
    changed: set[tuple[str, str]] = set()
    for row in entitlement_rows.of_person(unit.session, person_id, month):
        if row.household_id != household_id and (homes is None or row.household_id in homes):
            changed |= {(row.household_id, row.programme), (household_id, row.programme)}
            moved = entitling.move(unit, row, household_id, month)
            for open_one in adjustment_rows.open_adjustments(unit.session, row.id):
                open_one.entitlement_id, open_one.household_id = moved.id, household_id
    for repair in repair_rows.repairs_of_person(unit.session, person_id, month):
        if homes is None or repair.household_id in homes:
            repair.household_id = household_id
            changed.add((household_id, repair.programme))
    for home, programme in sorted(changed):
        spread_anew(unit, home, programme, month)


def arrive(unit: Unit, person_id: str, home: Household, on: date) -> None:
    """Who has come by an event is paid as before.

    At once goes along what was paid by the very account of the household, and what is asked back of a grant that has ended:
    it is kept from what is granted where they live now, or given back by hand.
    """
    unit.session.flush()
    found = [row for row in _coming(unit, home.id) if row.person_id == person_id]
    homes = {row.household_id for row in found}
    same = {one for one in homes if _account(unit.get(Household, one)) == _account(home)}
    if same:
        move_pay(unit, person_id, home.id, on, same)
    granted = {row.household_id for row in found if isinstance(row, Entitlement)}
    for row in _owed(unit, home.id):
        if row.person_id == person_id and row.kind == "clawback" and row.household_id not in granted:
            row.household_id = home.id
            spread_anew(unit, home.id, row.programme, month_after(month_of(unit.today)))


def _account(home: Household) -> tuple[str, str]:
    return home.account_name, home.account_number


def owner_gone(unit: Unit, home: Household) -> bool:
    """Whether a household's account is that of somebody who has left it or died, and nobody has confirmed it since."""
    named = accounts.owners(unit.session, home.id, home.account_name)
    gone = bool(named) and all(one.died_on is not None or one.left_on is not None for one in named)
    return gone and home.id not in accounts.confirmed(unit.session, [home.id])


def ask(unit: Unit, home: Household) -> None:
    """For who is still paid elsewhere another person is asked to confirm the account of the household, if it can be paid to.

    Of one whose owner has left or died nobody is asked: that would pay everybody else to it again. A change of the account
    that waits already is confirmed for them too (`accounts.decide_account`).
    """
    unit.session.flush()
    if not home.account_number or accounts.open_of(unit.session, home.id) or not is_awaited(unit, home.id):
        return
    if owner_gone(unit, home):
        return
    unit.add(
        AccountChange(
            household_id=home.id,
            bank=home.bank,
            account_name=home.account_name,
            account_number=home.account_number,
            reason="有人转入，本人的待遇改付到本户账户",
            as_it_stands=True,
            proposed_by=unit.actor.operator_id,
            proposed_on=unit.today,
        )
    )


def confirm(unit: Unit, home: Household) -> None:
    """The account of a household is confirmed: whoever of it is still paid elsewhere is paid here from next month."""
    for row in _coming(unit, home.id):
        if row.person_id is not None:
            move_pay(unit, row.person_id, home.id, unit.today, {row.household_id})


def require_other_than_recorder(unit: Unit, household_id: str) -> None:
    """Refuse whoever recorded that somebody came whose pay would come along."""
    who = {row.person_id for row in _coming(unit, household_id) if row.person_id is not None}
    if who and rows.brought_by(unit.session, household_id, who, unit.actor.operator_id):
        raise Refused(
            "确认以后，有人的待遇会随您登记的变动改付到这个账户，不能由您确认。没有改动任何内容；请另一位同事确认。"
        )


def gone_told(unit: Unit, household_id: str) -> list[str]:
    """Whose grant a household's account still pays although they live here no longer, in words."""
    found = rows.paid_though_gone(unit.session, household_id, month_of(unit.today))
    people = file_rows.people_of(unit.session, [row.person_id for row in found if row.person_id])
    return list(
        dict.fromkeys(
            f"{'已去世' if who.died_on else '已迁出'}的{who.name}的{unit.desk.label('item', row.programme)}"
            for row in found
            for who in [people[row.person_id or ""]]
        )
    )


def told(unit: Unit, household_id: str) -> list[tuple[str, str]]:
    """Whose grant, and by which account it is still paid, in words."""
    found = _coming(unit, household_id)
    people = file_rows.people_of(unit.session, [row.person_id for row in found if row.person_id])
    said = []
    for row in found:
        account = unit.get(Household, row.household_id).account_number
        where = f"仍付到原账户（尾号 {account[-_TAIL:]}）" if account else "仍在原户，没有账户可付"
        what = unit.desk.label("item", row.programme)
        if isinstance(row, BackPayment):
            what = f"{row.for_month}{what}补发"
        said.append((f"{people[row.person_id or ''].name}的{what}", where))
    return list(dict.fromkeys(said))
