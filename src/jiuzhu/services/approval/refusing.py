"""What a refusal rests on: the head's words, and for each item a clause of its own that can be looked up."""

from collections.abc import Sequence

from jiuzhu.domain.clauses import ground, is_cited
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem
from jiuzhu.services.approval.proposing import Proposal


def against(found: Sequence[Proposal]) -> str:
    """What the findings grant, in words: a head who refuses it decides against them; "" when they grant nothing."""
    return "；".join(f"{one.label}{one.reason}" for one in found if one.grants)


def require_words(found: Sequence[Proposal], reason: str, *, emptied: bool) -> str:
    """The head's reason as the history keeps it; against the findings it says what they say [57 Art 21].

    `emptied`: nobody lives in the household any more, so nothing the findings say stands. `InvalidInput` beside `reason`.
    """
    other = "" if emptied else against(found)
    what = f"不按认定（{other}）办理的事实和理由" if other else "不同意的事实和理由"
    said = written(reason, what, "reason")
    return f"{said}（与认定不同：{other}）" if other else said


def _own(one: Proposal) -> str:
    """The clause an item falls by itself, "" when nothing stands against it yet."""
    return one.failed or (one.clause if one.yields or one.conditional else "")


def grounds(found: Sequence[Proposal], clause: str) -> dict[str, str]:
    """Item → the clause it is refused by, as papers spell it.

    The head's own clause holds for everything. A clause a finding offers is that item's: each item takes what it fails
    itself, and none falls by what is another's. `InvalidInput` beside `clause` says what is missing.
    """
    chosen = clause.strip()
    if not chosen:
        raise _problem("请写明不同意所依据的条款，例如“民发〔2021〕57号第八条”。")
    offered = {one.failed for one in found if one.failed}
    if chosen not in offered:
        held = looked_up(chosen)
        return {one.item.id: held for one in found}
    made = {one.item.id: _own(one) for one in found}
    bare = [one for one in found if not made[one.item.id]]
    if bare:
        told = "；".join(f"{one.label}{one.reason}" for one in bare)
        raise _problem(
            f"这一条是{_whose(found, chosen)}的，不是{'、'.join(one.label for one in bare)}的（{told}）。"
            "请写明各项都不符合的条款；只是还有事项没有查清的，请退回。"
        )
    return made


def looked_up(clause: str) -> str:
    """A clause somebody wrote, as papers spell it; `InvalidInput` beside `clause` when nobody could look it up."""
    if not is_cited(clause):
        raise _problem(
            f"“{clause.strip()}”查不到是哪份文件的哪一条。请写文号和条款，例如“民发〔2021〕57号第八条”。"
        )
    return ground(clause.strip())


def _whose(found: Sequence[Proposal], clause: str) -> str:
    return "、".join(one.label for one in found if one.failed == clause)


def _problem(text: str) -> InvalidInput:
    return InvalidInput([Problem("clause", text)])
