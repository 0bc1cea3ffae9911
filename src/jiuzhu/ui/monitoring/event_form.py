"""What the dialog of a household event asks, by kind of event, and the answers as the service takes them."""

from collections.abc import Mapping
from typing import Any

from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.dossier import MemberPart, ParentPart
from jiuzhu.domain.form import FormField, Relevant
from jiuzhu.domain.household_event import EFFECTS
from jiuzhu.services.household.events import Happened
from jiuzhu.services.household.means import Home, NewLine, OpenLine
from jiuzhu.services.household.supporting import ObligorChange

_HEAD = ("change_head",)
_PERSON = tuple(
    kind for kind, effect in EFFECTS.items() if effect.person and not effect.joins and kind not in _HEAD
)
_LEAVES = tuple(kind for kind, effect in EFFECTS.items() if effect.leaves)
_JOINS = tuple(kind for kind, effect in EFFECTS.items() if effect.joins)
_EARNS = tuple(kind for kind, effect in EFFECTS.items() if effect.lines and effect.person)
_BRINGS = tuple(kind for kind in _JOINS if kind != "birth")
_OWNS = ("property",)

_WHOLE = "全家"
_GROUPS = {"asset": "货币财产", "housing": "不动产", "vehicle": "车辆等"}

_WHO = (
    FormField("kind", "变动种类", type="select_one", codes="household_event", required=True),
    FormField("effective_on", "发生日期", type="date", required=True),
    FormField("person_id", "哪位成员", type="person", required=True, relevant=Relevant("kind", _PERSON)),
    FormField("new_head", "新的户主", type="person", required=True, relevant=Relevant("kind", _HEAD)),
    FormField("head_phone", "新户主的联系电话", type="phone", relevant=Relevant("kind", _HEAD)),
    FormField("name", "新成员姓名", relevant=Relevant("kind", _JOINS)),
    FormField("id_number", "新成员身份证号", type="id_number", relevant=Relevant("kind", _JOINS)),
    FormField("sex", "性别", type="select_one", codes="sex", relevant=Relevant("kind", _JOINS)),
    FormField("birth", "出生日期", type="date", relevant=Relevant("kind", _JOINS)),
    FormField("relation", "与户主关系", type="select_one", codes="relation", relevant=Relevant("kind", _JOINS)),
    FormField("disability_kind", "现在的残疾类别", type="select_one", codes="disability_kind", relevant=Relevant("kind", ("disabled",))),
    FormField("disability_grade", "现在的残疾等级", type="select_one", codes="disability_grade", relevant=Relevant("kind", ("disabled",))),
    FormField("disability_certificate", "残疾证号", relevant=Relevant("kind", ("disabled",))),
    FormField("illness", "现在的患病情况", type="select_one", codes="illness", relevant=Relevant("kind", ("ill", "recovered"))),
    FormField("illness_name", "病名", relevant=Relevant("kind", ("ill",))),
    FormField("no_disability", "残疾证已注销，不再是残疾人", type="yes_no", relevant=Relevant("kind", ("recovered",))),
    FormField("student", "现在的在学情况", type="select_one", codes="student", relevant=Relevant("kind", ("enrolled",))),
    FormField("school", "学校", relevant=Relevant("kind", ("enrolled",))),
    FormField("ruled_as", "区县认定为", type="select_one", codes="child_ruling", relevant=Relevant("kind", ("ruled",))),
    FormField("ruled_by", "认定文书（单位、文号、日期）", max_length=100, relevant=Relevant("kind", ("ruled",))),
    FormField("other_number", "并入本户的户编号", relevant=Relevant("kind", ("merge",))),
)  # fmt: skip
_ENDS = FormField("ends", "从这天起不再有的收入（只勾停止的）", type="select_multiple", codes="event_income", span=2, relevant=Relevant("kind", _EARNS))  # fmt: skip
_ENDS_PROPERTY = FormField("ends_property", "从这天起不再有的财产", type="select_multiple", codes="event_property", span=2, relevant=Relevant("kind", _OWNS))  # fmt: skip
_MORE = (
    FormField("day_checked", "死亡日期已与死亡证明核对（日期很早的才要勾选）", type="yes_no", span=2, relevant=Relevant("kind", ("death",))),
    FormField("no_means", "新成员没有收入、财产", type="yes_no", span=2, relevant=Relevant("kind", _BRINGS)),
    FormField("income_kind", "新的收入种类", type="select_one", codes="income_kind", relevant=Relevant("kind", (*_EARNS, *_BRINGS))),
    FormField("income", "新的收入（元/月）", type="money", relevant=Relevant("kind", (*_EARNS, *_BRINGS))),
    FormField("asset_kind", "新的存款等种类", type="select_one", codes="asset_kind", relevant=Relevant("kind", (*_OWNS, *_BRINGS))),
    FormField("asset", "新的存款等（元）", type="money", relevant=Relevant("kind", (*_OWNS, *_BRINGS))),
    FormField("home_kind", "新的不动产种类", type="select_one", codes="property_kind", relevant=Relevant("kind", (*_OWNS, *_BRINGS))),
    FormField("area", "新的不动产（平方米）", type="decimal", relevant=Relevant("kind", (*_OWNS, *_BRINGS))),
    FormField("vehicle_kind", "新的车辆等种类", type="select_one", codes="vehicle_kind", relevant=Relevant("kind", (*_OWNS, *_BRINGS))),
    FormField("vehicle", "新的车辆等现值（元）", type="money", relevant=Relevant("kind", (*_OWNS, *_BRINGS))),
    FormField("relative", "父（母）、义务人姓名", relevant=Relevant("kind", ("parent", "support"))),
    FormField("parent_state", "父（母）现在的情形", type="select_one", codes="parent_state", relevant=Relevant("kind", ("parent",))),
    FormField("until", "刑期、措施的期满日期", type="date", relevant=Relevant("kind", ("parent",))),
    FormField("owes", "义务人与本人关系", type="select_one", codes="relation", relevant=Relevant("kind", ("support",))),
    FormField("earns", "义务人月收入（元）", type="money", relevant=Relevant("kind", ("support",))),
    FormField("status", "义务人情形", type="select_one", codes="obligor_status", relevant=Relevant("kind", ("support",))),
    FormField("gone", "不再有赡养抚养扶养义务（如去世）", type="yes_no", relevant=Relevant("kind", ("support",))),
    FormField("details", "情况", type="long_text", max_length=500, span=2),
    FormField("evidence", "凭据", span=2, hint="如：死亡证明、劳动合同，写明文号或日期"),
)  # fmt: skip

UNANSWERED: Mapping[str, Any] = {"birth": None, "until": None}
"""Days nobody has told yet; the others stand on today."""


def _earned(home: Home) -> list[OpenLine]:
    return [line for line in home.lines if line.category == "income"]


def _owned(home: Home) -> list[OpenLine]:
    return [line for line in home.lines if line.category in _GROUPS]


def _relations(home: Home) -> list[FormField]:
    """What everybody is to the new head, but for the head."""
    ids = [identity for identity, _name in home.people]
    return [
        FormField(
            f"relation.{identity}", f"{name}是新户主的", type="select_one", codes="relation",
            relevant=Relevant("new_head", tuple(one for one in ids if one != identity)),
        )
        for identity, name in home.people
    ]  # fmt: skip


def _succession(home: Home) -> list[FormField]:
    """Who is the head after the head has left, how they are reached, and what everybody is to them.

    Where one stays alone only the phone is asked.
    """
    stay = [(identity, name) for identity, name in home.people if identity != home.head_id]
    leaves = Relevant("kind", _LEAVES, Relevant("person_id", (home.head_id,)))
    phone = FormField("next_phone", "新户主的联系电话", type="phone", relevant=leaves)
    if len(stay) < 2:
        return [phone] if stay else []
    ids = [identity for identity, _name in stay]
    return [
        FormField("next_head", "新的户主", type="person", required=True, relevant=leaves),
        *(
            FormField(
                f"next.{identity}", f"{name}是新户主的", type="select_one", codes="relation",
                relevant=Relevant("next_head", tuple(one for one in ids if one != identity)),
            )
            for identity, name in stay
        ),
        FormField(
            "guardian", "未成年户主的监护人（姓名、关系、电话）", max_length=100, span=2, relevant=Relevant("next_head", home.minors),
        ),
        phone,
    ]  # fmt: skip


def fields_of(home: Home) -> tuple[FormField, ...]:
    """The questions about a household; which lines end is asked where it has any."""
    ends = ([_ENDS] if _earned(home) else []) + ([_ENDS_PROPERTY] if _owned(home) else [])
    return (*_WHO, *_relations(home), *_succession(home), *ends, *_MORE)


def codes_of(home: Home) -> dict[str, CodeTable]:
    """What the household earns, by person, and owns, by kind, as ticks of its dialog alone."""
    names = dict(home.people)
    earned, owned = _earned(home), _owned(home)
    return {
        "event_income": CodeTable(
            "event_income", "收入", "", {line.id: line.told for line in earned},
            groups={line.id: names.get(line.person_id, _WHOLE) for line in earned},
        ),
        "event_property": CodeTable(
            "event_property", "财产", "", {line.id: line.told for line in owned},
            groups={line.id: _GROUPS[line.category] for line in owned},
        ),
    }  # fmt: skip


def happened_of(part: Any) -> Happened:
    """What was typed, as the service takes it."""
    effect = EFFECTS.get(part.kind)
    made = Happened(
        kind=part.kind, effective_on=part.effective_on, details=part.details, evidence=part.evidence,
        person_id=part.person_id if part.kind in _PERSON else "",
    )  # fmt: skip
    if effect is None:
        return made
    if effect.joins:
        made.joins = MemberPart(
            name=part.name,
            id_number=part.id_number,
            sex=part.sex or "0",
            birth=part.birth,
            relation=part.relation,
        )
        made.no_means, made.begins = bool(part.no_means), _begun(part)
    if part.kind in _HEAD:
        made.person_id, made.relations = part.new_head or "", _told_of(part, "relation.")
        made.head_phone = part.head_phone
    made.day_checked = part.kind == "death" and bool(part.day_checked)
    if effect.leaves:
        made.new_head, made.relations = getattr(part, "next_head", "") or "", _told_of(part, "next.")
        made.guardian = getattr(part, "guardian", "") or ""
        made.head_phone = getattr(part, "next_phone", "") or ""
    if part.kind == "merge":
        made.other_number = part.other_number
    if part.kind == "parent" and part.parent_state:
        made.parent = ParentPart(name=part.relative, state=part.parent_state, until=part.until)
    if part.kind == "support":
        made.obligor = ObligorChange(
            name=part.relative, relation=part.owes, income_month=part.earns, status=part.status, gone=bool(part.gone),
        )  # fmt: skip
    made.marks = _marked(part)
    if effect.lines:
        made.ends = list(getattr(part, "ends_property" if part.kind in _OWNS else "ends", []))
        made.begins = _begun(part)
    return made


def _told_of(part: Any, asked: str) -> dict[str, str]:
    """What everybody is to a new head, by person."""
    return {
        name.removeprefix(asked): told for name, told in vars(part).items() if name.startswith(asked) and told
    }


_MARKS = {
    "disabled": ("disability_kind", "disability_grade", "disability_certificate"),
    "ill": ("illness", "illness_name"),
    "enrolled": ("student", "school"),
    "ruled": ("ruled_as", "ruled_by"),
    "recovered": ("illness",),
}
"""Kind of event → what is told anew of the person; what is left empty stays."""


def _marked(part: Any) -> dict[str, str]:
    marks = {name: getattr(part, name) for name in _MARKS.get(part.kind, ()) if getattr(part, name)}
    if marks.get("illness") == "none":
        marks["illness_name"] = ""
    if part.kind == "recovered" and part.no_disability:
        marks |= dict.fromkeys(_MARKS["disabled"], "")
    return marks


def _begun(part: Any) -> list[NewLine]:
    earned = (("income", part.income_kind, part.income),)
    owned = (
        ("asset", part.asset_kind, part.asset), ("housing", part.home_kind, part.area), ("vehicle", part.vehicle_kind, part.vehicle),
    )  # fmt: skip
    asked = owned if part.kind in _OWNS else (*earned, *owned) if part.kind in _BRINGS else earned
    return [
        NewLine(category=category, kind=kind or "", figure=figure)
        for category, kind, figure in asked
        if kind or figure is not None
    ]
