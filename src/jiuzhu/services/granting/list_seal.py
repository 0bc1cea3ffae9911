"""The seal of a 标准调整: hashes of its lines and of the figures they were made by, held in its journaled head."""

import hashlib
import json

from jiuzhu.domain.granting import Reassessment
from jiuzhu.errors import Refused
from jiuzhu.storage.policy_store import load_policy
from jiuzhu.storage.queries import reassessing as queries
from jiuzhu.storage.unit import Unit


def figures(unit: Unit, row: Reassessment) -> str:
    """SHA-256 of every figure up to the day of a list: with a figure withdrawn or set since it would be another list."""
    day = row.standards_on
    told = sorted(
        (one.key, one.district, f"{one.starts}", f"{one.ends}" if one.ends and one.ends < day else "", f"{one.value}")
        for one in load_policy(unit.session.connection()).rows
        if one.starts <= day
    )  # fmt: skip
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def require_sealed(unit: Unit, row: Reassessment) -> None:
    """The list and the figures it was made by are still what they were."""
    if (queries.digest(unit.session, row), figures(unit, row)) != (row.list_hash, row.figures_hash):
        raise Refused(
            f"标准调整 {row.number} 的清单或所用的标准与制作时不一致，不能继续。没有改动任何内容；请作废后重新制作。"
        )


def require_list_sealed(unit: Unit, row: Reassessment) -> None:
    """The list is still what was signed, whatever figures were set while it is carried out."""
    if not is_list_sealed(unit, row):
        raise Refused(
            f"标准调整 {row.number} 的清单与签署时不一致，没有继续执行；已经执行的保留。请告诉审计管理员查明是谁改的；"
            "其余的作废以后重新制作清单。"
        )


def is_list_sealed(unit: Unit, row: Reassessment) -> bool:
    """Whether the lines are those that were made and signed."""
    return queries.digest(unit.session, row) == row.list_hash
