"""预警处置: an alert has an owner and a day, and closes with evidence and an outcome; false alarms are counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jiuzhu.domain.merging import Shown
from jiuzhu.domain.monitoring import Alert
from jiuzhu.domain.office import Operator
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.monitoring import acting
from jiuzhu.services.monitoring.noticing import indicators, to_be_done
from jiuzhu.services.office import merging
from jiuzhu.storage.queries import alerts as queries
from jiuzhu.storage.queries import offices
from jiuzhu.storage.unit import Unit

OPEN = ("open", "working", "confirmed")
STATES = {"open": "待核实", "working": "核实中", "confirmed": "属实，待处理", "closed": "已办结"}
AIMS = {"stop": "应退尽退", "add": "应保尽保", "look": "核实"}


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One alert in the list."""

    id: str
    number: str
    title: str
    aim: str
    action: str
    basis: str
    name: str
    household_id: str
    household_number: str
    village: str
    told: str
    state: str
    state_label: str
    owner: str
    owner_id: str
    raised_on: date
    due_on: date
    colour: str
    evidence: str
    outcome: str
    indicator: str
    person_id: str
    followed: str  # number of what deals with it
    stops: bool  # whether it says that a payment must stop or be less
    mine: bool  # whether who is logged in may work it


@dataclass(frozen=True, slots=True)
class Fairness:
    """How often a model was right."""

    indicator: str
    title: str
    raised: int
    open: int
    confirmed: int
    no_effect: int
    false_alarm: int

    @property
    def false_share(self) -> str:
        """False alarms among those closed, in per cent."""
        closed = self.raised - self.open
        return f"{self.false_alarm * 100 / closed:.0f}%" if closed else "—"


def _colour(row: Alert, today: date) -> str:
    if row.state == "closed":
        return ""
    left = (row.due_on - today).days
    return "bad" if left < 0 else "warn" if left <= 3 else "ok"


def alerts(
    unit: Unit,
    states: Sequence[str] = OPEN,
    indicator: str = "",
    text: str = "",
    *,
    mine: bool = False,
    limit: int = 500,
) -> list[AlertRow]:
    """Alerts in these states, those due first; `mine`: only those the operator owns."""
    models, outcomes = indicators(unit), unit.desk.codes["alert_outcome"].labels
    owner = unit.actor.operator_id if mine else ""
    rows = []
    for row in queries.page(unit.session, states, indicator, owner, text, limit=limit):
        model = models.get(row.indicator)
        rows.append(
            AlertRow(
                id=row.id,
                number=row.number,
                title=model.title if model else row.indicator,
                aim=AIMS[model.aim] if model else "",
                action=model.action if model else "",
                basis=model.basis if model else "",
                name=row.name or "",
                household_id=row.household_id,
                household_number=row.household_number,
                village=row.village,
                told=row.told,
                state=row.state,
                state_label=STATES[row.state],
                owner=row.owner or "",
                owner_id=row.owner_id or "",
                raised_on=row.raised_on,
                due_on=row.due_on,
                colour=_colour(row, unit.today),
                evidence=row.evidence,
                outcome=outcomes.get(row.outcome, ""),
                indicator=row.indicator,
                person_id=row.person_id or "",
                followed=row.followed,
                stops=model is not None and model.aim == "stop",
                mine=acting.may_work(unit, row.owner_id),
            )
        )
    return rows


def counts(unit: Unit) -> dict[str, int]:
    """State → how many alerts, for the buttons above the list."""
    found = queries.counts(unit.session)
    return {state: found.get(state, 0) for state in STATES}


def give_alerts(
    unit: Unit, alert_ids: Sequence[str], operator_id: str, *, before: Shown | None = None
) -> int:
    """Give alerts to a colleague who is at work; returns how many. `before`: see `merging`."""
    owner = unit.get(Operator, operator_id)
    if owner.ended_on is not None:
        raise Refused("这个账号已停用，不能交给他办。没有改动任何内容；请选在岗的同事。")
    for alert_id in alert_ids:
        alert = acting.not_closed(unit, alert_id)
        made = merging.merged(
            unit, alert, {"to": owner.id}, before, about=[alert.household_id], columns={"to": "owner_id"},
            labels={"to": "核实人"},
        )  # fmt: skip
        alert.owner_id = made["to"]
    return len(alert_ids)


def note_alert(unit: Unit, alert_id: str, found: str, *, before: Shown | None = None) -> None:
    """Note what was found so far; the alert stays open. `before`: see `merging`."""
    alert = acting.own(unit, alert_id)
    if alert.state == "confirmed":
        raise Refused(
            f"预警 {alert.number} 已核实属实，等待处理。没有改动任何内容；结论有变的，请重新选择结论再办结。"
        )
    typed = {"evidence": written(found, "核实的经过和依据", "evidence")}
    alert.evidence = _merged(unit, alert, typed, before)["evidence"]
    alert.state = "working"


def _merged(unit: Unit, alert: Alert, typed: Shown, before: Shown | None) -> Shown:
    together = [("outcome", "false_alarm")]
    return merging.merged(unit, alert, typed, before, about=[alert.household_id], together=together)


def close_alert(
    unit: Unit,
    alert_id: str,
    outcome: str,
    evidence: str,
    false_alarm: str = "",
    *,
    followed: str = "",
    before: Shown | None = None,
) -> str:
    """办结 with an outcome and the evidence for it; a false alarm says what was wrong with the list. Returns the state.

    What says that a payment must stop and is confirmed ends with what was done about it (`followed`: its number): until
    then it stays open as "confirmed", due anew by `event.wd`. `before`: see `merging`.
    """
    alert = acting.own(unit, alert_id)
    codes = unit.desk.codes
    typed = {
        "evidence": written(evidence, "核实的经过和依据", "evidence"),
        "outcome": outcome,
        "false_alarm": false_alarm,
    }
    made = _merged(unit, alert, typed, before)
    outcome, false_alarm = made["outcome"], made["false_alarm"]
    if outcome not in codes["alert_outcome"].codes:
        raise InvalidInput([Problem("outcome", "请选择核实结论。")])
    if (outcome == "false_alarm") != (false_alarm in codes["false_alarm"].offered):
        raise InvalidInput([Problem("false_alarm", "误报要选择误报原因，其他结论不选。")])
    alert.evidence = made["evidence"]
    alert.outcome, alert.false_alarm = outcome, false_alarm
    if outcome == "confirmed" and followed.strip():
        acting.tie(unit, alert, followed.strip())
    if outcome == "confirmed" and not alert.followed and _stops(unit, alert):
        if alert.state != "confirmed":
            alert.due_on = to_be_done(unit)
        alert.state = "confirmed"
    else:
        acting.end(unit, alert)
    return alert.state


def _stops(unit: Unit, alert: Alert) -> bool:
    model = indicators(unit).get(alert.indicator)
    return model is not None and model.aim == "stop"


def owners(unit: Unit) -> list[tuple[str, str]]:
    """Colleagues at work who may look into an alert: id and name."""
    return [
        (row.id, row.name)
        for row in offices.operators(unit.session)
        if row.ended_on is None and {"clerk", "checker"} & set(row.roles.split())
    ]


def models(unit: Unit) -> list[tuple[str, str]]:
    """Code and title of every model."""
    return [(one.code, one.title) for one in indicators(unit).values()]


def fairness(unit: Unit) -> list[Fairness]:
    """Every model with how many of its alerts were right, those that raised most first."""
    titles = dict(models(unit))
    return [
        Fairness(
            row.indicator, titles.get(row.indicator, row.indicator), row.raised, row.open, row.confirmed, row.no_effect,
            row.false_alarm,
        )
        for row in queries.outcomes(unit.session)
    ]  # fmt: skip


def false_alarms(unit: Unit) -> list[tuple[str, int]]:
    """Why alerts were false, in words, the most frequent first."""
    labels = unit.desk.codes["false_alarm"].labels
    found = queries.false_alarms(unit.session)
    return sorted(((labels.get(code, code), count) for code, count in found.items()), key=lambda one: -one[1])


def accounted(unit: Unit) -> tuple[list[Fairness], list[tuple[str, int]]]:
    """Both tables of the account: how right each model was, and why it was wrong."""
    return fairness(unit), false_alarms(unit)
