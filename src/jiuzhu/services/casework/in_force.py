"""What a household and its people have in force, told on a form or a file, so that its findings stand on it."""

from collections.abc import Collection, Iterable

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.facts_of import dibao_told


def fill_standing(
    dossier: Dossier, received: Iterable[Entitlement], taken_over: Collection[str], month: str, until: str
) -> None:
    """What is in force by other decisions in a month (YYYY-MM), or granted since and in force in the month `until`.

    `taken_over` names the applications that stand for an old table, whose sums nobody has told the parts of.
    """
    rows = list(received)
    then = [row for row in rows if row.covers(month)]
    known = {(row.programme, row.person_id) for row in then}
    since = [row for row in rows if row.first_month > month and row.covers(until)]
    for row in [*then, *(one for one in since if (one.programme, one.person_id) not in known)]:
        if row.person_id is None:
            dossier.household.standing.append(row.programme)
            if row.programme == "dibao":
                computed = row.application_id not in taken_over
                told = dibao_told(row.monthly, row.base, row.addons, computed=computed)
                dossier.household.dibao_base, dossier.household.dibao_unsplit = told
        for member in dossier.members:
            if member.id == row.person_id:
                member.receives.append(row.programme)
                if row.programme == "dibao":
                    member.own_dibao = row.monthly
